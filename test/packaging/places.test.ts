import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { VERSION } from '../../src/core/version.ts';
import { asNobody, whyNotNobody } from './as-nobody.ts';
import { cleanEnv, type Ran, runCommand } from './run-command.ts';

const { root, installed, project, scratch } = inject('packed');
const missing = whyNotNobody(root);
if (missing) console.log(`skipped: read-only folders and users without a home, because ${missing}`);

/** Expects that the demo succeeded and printed no warning. */
function expectDemo(ran: Ran): void {
  expect(ran).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('A final check found no remaining resources.'),
  });
  expect(ran.stderr).not.toMatch(/warn|deprecat|error/i);
}

/** Copies the installed package to a folder that other users can enter. */
function copyTo(name: string): string {
  const folder = join(mkdtempSync(join(scratch, 'place-')), name);
  chmodSync(join(folder, '..'), 0o755);
  mkdirSync(folder);
  cpSync(installed, folder, { recursive: true });
  return folder;
}

describe('the installed command', () => {
  it('runs with npx', async () => {
    // Hides npm's remarks on the configuration of the machine.
    const env = cleanEnv({ npm_config_loglevel: 'error' });
    expect(
      await runCommand('npx', ['--no-install', 'secgroup-monitor', '--version'], { cwd: project }),
    ).toMatchObject({
      code: 0,
      stdout: `${VERSION}\n`,
    });
    expectDemo(await runCommand('npx', ['--no-install', 'secgroup-monitor', 'demo'], { cwd: project, env }));
  });

  it('runs directly from the tarball with npx', async () => {
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

  it('runs on a path with spaces and letters of several alphabets', async () => {
    const folder = copyTo('My Täglich 日本 (1) #2 100%');
    expectDemo(
      await runCommand(process.execPath, [join(folder, 'bin/secgroup-monitor.js'), 'demo'], { cwd: folder }),
    );
  });

  it.skipIf(missing)('runs without a home, when only temporary files can be written', async () => {
    const folder = copyTo('read-only');
    spawnSync('chmod', ['-R', 'a-w,a+rX', folder]);
    writeFileSync(join(folder, '..', 'probe.cjs'), `require('fs').writeFileSync(process.argv[2], '')`);
    chmodSync(join(folder, '..', 'probe.cjs'), 0o644);
    const env = cleanEnv({ HOME: '/nonexistent' });
    const probe = await asNobody([join(folder, '..', 'probe.cjs'), join(folder, 'x')], {
      env: env,
      cwd: folder,
    });
    expect(probe.stderr, 'the folder must really be read-only').toContain('EACCES');

    const bin = join(folder, 'bin/secgroup-monitor.js');
    expectDemo(await asNobody([bin, 'demo'], { env, cwd: folder }));
    const { HOME: _, USER: __, ...homeless } = cleanEnv();
    expectDemo(await asNobody([bin, 'demo'], { env: homeless, cwd: '/' }));
  });

  it.skipIf(missing)('reports the missing Region or credentials to a user without a home', async () => {
    const bin = join(copyTo('homeless'), 'bin/secgroup-monitor.js');
    const env = cleanEnv({ HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true' });
    expect(await asNobody([bin, 'status'], { env, cwd: '/' })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('No AWS Region is set.'),
    });
    expect(await asNobody([bin, 'status', '--region', 'eu-west-1'], { env, cwd: '/' })).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('No AWS credentials were found.'),
    });
  });
});
