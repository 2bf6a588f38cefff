import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { VERSION } from '../../src/core/version.ts';
import { cleanEnv, type Ran, runCommand } from './run-command.ts';

const { installed, project, scratch } = inject('packed');
const isRoot = process.getuid?.() === 0;
/** Modes do not bind root, so that user's place is taken by nobody. */
const hasSetpriv = spawnSync('setpriv', ['--version']).status === 0;
if (isRoot && !hasSetpriv)
  console.log('skipped: read-only and homeless, as root can be nobody only by setpriv');

/** Runs node as a user whom file modes bind. */
function asUser(args: string[], env: NodeJS.ProcessEnv, cwd: string): Promise<Ran> {
  if (!isRoot) return runCommand(process.execPath, args, { env, cwd });
  const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, ...args];
  return runCommand('setpriv', nobody, { env, cwd });
}

/** What a person must see of the demo, wherever it runs. */
function expectDemo(ran: Ran): void {
  expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing remains') });
  expect(ran.stderr).not.toMatch(/warn|deprecat|error/i);
}

/** A copy of the installed package in a folder that others may enter. */
function copyTo(name: string): string {
  const folder = join(mkdtempSync(join(scratch, 'place-')), name);
  chmodSync(join(folder, '..'), 0o755);
  mkdirSync(folder);
  cpSync(installed, folder, { recursive: true });
  return folder;
}

describe('the installed command', () => {
  it('runs by npx', async () => {
    // npm's own remarks on the configuration of the machine are not ours.
    const env = cleanEnv({ npm_config_loglevel: 'error' });
    expect(
      await runCommand('npx', ['--no-install', 'secgroup-monitor', '--version'], { cwd: project }),
    ).toMatchObject({
      code: 0,
      stdout: `${VERSION}\n`,
    });
    expectDemo(await runCommand('npx', ['--no-install', 'secgroup-monitor', 'demo'], { cwd: project, env }));
  });

  it('runs straight from the tarball by npx', async () => {
    const { tarball } = inject('packed');
    const empty = mkdtempSync(join(scratch, 'npx-'));
    const env = cleanEnv({ npm_config_cache: join(scratch, 'npm-cache'), npm_config_offline: 'true' });
    const ran = await runCommand('npx', ['--yes', '--package', tarball, 'secgroup-monitor', '--version'], {
      cwd: empty,
      env,
    });
    expect(ran).toMatchObject({ code: 0, stdout: `${VERSION}\n` });
    expect(readdirSync(empty)).toEqual([]);
  });

  it('runs on a path with spaces and letters of any alphabet', async () => {
    const folder = copyTo('My Täglich 日本 (1) #2 100%');
    expectDemo(
      await runCommand(process.execPath, [join(folder, 'bin/secgroup-monitor.js'), 'demo'], { cwd: folder }),
    );
  });

  it.skipIf(isRoot && !hasSetpriv)(
    'runs where nothing can be written but temporary files, without a home',
    async () => {
      const folder = copyTo('read-only');
      spawnSync('chmod', ['-R', 'a-w,a+rX', folder]);
      writeFileSync(join(folder, '..', 'probe.cjs'), `require('fs').writeFileSync(process.argv[2], '')`);
      chmodSync(join(folder, '..', 'probe.cjs'), 0o644);
      const env = cleanEnv({ HOME: '/nonexistent' });
      const probe = await asUser([join(folder, '..', 'probe.cjs'), join(folder, 'x')], env, folder);
      expect(probe.stderr, 'the folder must really be read-only').toContain('EACCES');

      const bin = join(folder, 'bin/secgroup-monitor.js');
      expectDemo(await asUser([bin, 'demo'], env, folder));
      const { HOME: _, USER: __, ...homeless } = cleanEnv();
      expectDemo(await asUser([bin, 'demo'], homeless, '/'));
    },
  );

  it.skipIf(isRoot && !hasSetpriv)(
    'says what is missing when a user without a home has no credentials',
    async () => {
      const bin = join(copyTo('homeless'), 'bin/secgroup-monitor.js');
      const env = cleanEnv({ HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true' });
      expect(await asUser([bin, 'status'], env, '/')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('No AWS Region is set.'),
      });
      expect(await asUser([bin, 'status', '--region', 'eu-west-1'], env, '/')).toMatchObject({
        code: 4,
        stderr: expect.stringContaining('No AWS credentials were found.'),
      });
    },
  );
});
