import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { parse } from 'yaml';
import { VERSION } from '../../src/core/version.ts';
import { runCommand } from './run-command.ts';

const { root, installed } = inject('packed');

interface Job {
  permissions?: Record<string, string>;
  strategy?: { matrix: { node: number[] } };
  steps: { uses?: string; run?: string; with?: Record<string, unknown> }[];
}
interface Workflow {
  permissions: unknown;
  jobs: Record<string, Job>;
}

const workflow = (name: string): Workflow =>
  parse(readFileSync(join(root, '.github/workflows', `${name}.yml`), 'utf8'));
const stepsOf = (job: Job) => job.steps.map(({ run, uses }) => run ?? uses!);

describe('a workflow', () => {
  const folder = join(root, '.github/workflows');
  const files = readdirSync(folder).map((name) => join(folder, name));
  const texts = files.map((file) => readFileSync(file, 'utf8'));

  it('pins each action by its full commit, with the version in a comment', () => {
    const uses = texts.flatMap((text) => text.split('\n').filter((line) => line.includes('uses:')));
    expect(uses.length).toBeGreaterThan(5);
    for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('pins the commits in docs/releasing.md', () => {
    const page = readFileSync(join(root, 'docs/releasing.md'), 'utf8');
    const used = new Set(
      texts.flatMap((text) => [...text.matchAll(/uses: (\S+)@(\S+) # (\S+)/g)].map(String)),
    );
    for (const entry of used) {
      const [, action, commit, version] = /uses: (\S+)@(\S+) # ([^\s,]+)/.exec(entry)!;
      expect(page).toContain(`| ${action} | ${version} | \`${commit}\` |`);
    }
    expect(page.match(/^\| actions\//gm)).toHaveLength(used.size);
  });

  it('starts without permissions, keeps no token, and has no GitHub expression in a script', () => {
    for (const { permissions, jobs } of files.map((file): Workflow => parse(readFileSync(file, 'utf8')))) {
      expect(permissions).toEqual({});
      for (const { steps } of Object.values(jobs)) {
        for (const { uses, run, with: settings } of steps) {
          if (uses?.startsWith('actions/checkout@'))
            expect(settings).toMatchObject({ 'persist-credentials': false });
          expect(run ?? '').not.toContain('${{');
        }
      }
    }
  });

  it('runs .ci/run on every supported version of Node', () => {
    const { checks } = workflow('ci').jobs;
    expect(checks!.strategy!.matrix.node).toEqual([20, 22, 24, 26]);
    expect(stepsOf(checks!)).toContain('.ci/run');
    expect(checks!.permissions).toEqual({ contents: 'read' });
  });

  it('publishes with provenance, from a job that does not run our code', () => {
    const { pack, publish, announce } = workflow('release').jobs;
    expect(pack!.permissions).toEqual({ contents: 'read' });
    expect(stepsOf(pack!)).toEqual(expect.arrayContaining(['npm audit signatures', '.ci/run']));
    expect(publish!.permissions).toEqual({ 'id-token': 'write' });
    expect(stepsOf(publish!).filter((step) => step.startsWith('npm '))).toEqual([
      'npm publish ./release/*.tgz --provenance --access public --ignore-scripts',
    ]);
    expect(stepsOf(publish!).some((step) => step.startsWith('actions/checkout@'))).toBe(false);
    expect(announce!.permissions).toEqual({ contents: 'write' });
  });
});

describe('the bill of materials', () => {
  it('lists only bundled packages, with version, licence and hash', async () => {
    const { stdout } = await runCommand('npm', ['run', '--silent', 'sbom'], { cwd: root });
    const sbom = JSON.parse(stdout);
    expect(sbom).toMatchObject({
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      metadata: { component: { name: 'secgroup-monitor', version: VERSION } },
    });
    const names: string[] = sbom.components.map((component: { name: string }) => component.name);
    expect(names).toEqual(
      expect.arrayContaining(['commander', 'yaml', '@aws-sdk/client-ec2', '@smithy/core']),
    );
    for (const tool of ['vitest', 'typescript', '@biomejs/biome', 'rolldown'])
      expect(names).not.toContain(tool);
    for (const { name, purl, licenses, hashes } of sbom.components) {
      expect({ name, purl, licenses, hashes }).toMatchObject({
        purl: expect.stringMatching(/^pkg:npm\//),
        licenses: [expect.anything()],
        hashes: [{ alg: 'SHA-512' }],
      });
    }
    const notices = readFileSync(join(installed, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of names) expect(notices).toContain(`${name} `);
  });
});

describe('the checkout', () => {
  it('has no unused file, export or dependency', async () => {
    const { code, stdout } = await runCommand(join(root, 'node_modules/.bin/knip'), ['--no-progress'], {
      cwd: root,
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  });
});
