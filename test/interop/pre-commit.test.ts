// Covers .pre-commit-hooks.yaml.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { changeOf, ingressOf, planOf } from '../support/plans.ts';

const tools = inject('tools');
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe.skipIf(tools === undefined)('pre-commit', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pre-commit-'));
    for (const name of ['bin', 'hooks', 'work']) mkdirSync(join(folder, name));
    // The published package is this one.
    const npx = join(folder, 'bin/npx');
    const bin = join(ROOT, 'bin/secgroup-monitor.js');
    writeFileSync(npx, `#!/bin/sh\nshift 2\nexec "${process.execPath}" "${bin}" "$@"\n`);
    chmodSync(npx, 0o755);
    // A repository of the hooks alone.
    writeFileSync(
      join(folder, 'hooks/.pre-commit-hooks.yaml'),
      readFileSync(join(ROOT, '.pre-commit-hooks.yaml')),
    );
    commit('hooks');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const git = (place: string, ...argv: string[]) =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...argv], {
      cwd: join(folder, place),
      encoding: 'utf8',
    }).trim();

  function commit(place: string) {
    git(place, 'init', '--quiet');
    git(place, 'add', '--all');
    git(place, 'commit', '--quiet', '--message', 'Add files');
  }

  /** Runs a hook on all files of a repository. */
  function hook(id: string, last: string, files: Record<string, string>) {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'work', name), text);
    const rev = git('hooks', 'rev-parse', 'HEAD');
    writeFileSync(
      join(folder, 'work/.pre-commit-config.yaml'),
      `repos:\n- repo: ${join(folder, 'hooks')}\n  rev: ${rev}\n  hooks: [{ id: ${id}, args: [--fail-on, high, ${last}] }]\n`,
    );
    commit('work');
    return spawnSync(tools!.preCommit, ['run', '--all-files', '--verbose'], {
      cwd: join(folder, 'work'),
      encoding: 'utf8',
      env: {
        PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`,
        HOME: folder,
        PRE_COMMIT_HOME: join(folder, 'home'),
      },
    });
  }

  it('accepts the hooks', () => {
    const { status, stdout } = spawnSync(
      tools!.preCommit,
      ['validate-manifest', join(ROOT, '.pre-commit-hooks.yaml')],
      { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: folder } },
    );
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  it('stops a commit with a template that opens SSH', () => {
    const template = (cidr: string) =>
      `Resources: { Web: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: web, SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: ${cidr} }] } } }\n`;
    const { status, stdout } = hook('security-groups-of-templates', '--template', {
      'closed.template.yaml': template('10.0.0.0/8'),
      'open.template.yaml': template('0.0.0.0/0'),
      'readme.yaml': 'no: template\n',
    });
    expect(stdout).toContain('admits tcp 22 from 0.0.0.0/0');
    expect(stdout).toContain('open.template.yaml');
    expect(stdout).not.toContain('closed.template.yaml');
    expect(status).toBe(1);
  });

  it('passes a plan that opens nothing', () => {
    const plan = planOf([
      changeOf('aws_security_group.web', {
        after: { name: 'web', ingress: [ingressOf(22, ['10.0.0.0/8'])] },
        unknown: { id: true },
      }),
    ]);
    const { status, stdout } = hook('security-groups-of-plans', '--plan', {
      'plan.json': JSON.stringify(plan),
    });
    expect(stdout).toContain('Passed');
    expect(status).toBe(0);
  });
});
