import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { VERSION } from '../../src/core/version.ts';
import { cleanEnv, runCommand } from './run-command.ts';

const { root, installed, project } = inject('packed');

/** Returns the path of this major version of Node, from the npm package `node`. It is kept between runs. */
function nodeOf(major: number): string | undefined {
  const folder = join(root, 'node_modules/.cache', `node-${major}`);
  const node = join(folder, 'node_modules/node/bin/node');
  if (!existsSync(node)) {
    mkdirSync(folder, { recursive: true });
    const args = ['install', '--silent', '--no-audit', '--no-fund', '--prefix', folder, `node@${major}`];
    spawnSync('npm', args, { cwd: folder, timeout: 120_000 });
  }
  return spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout?.startsWith(`v${major}.`)
    ? node
    : undefined;
}

describe.each([20, 22, 24, 26])('Node %i', (major) => {
  const node = nodeOf(major);
  if (node === undefined) console.log(`skipped: Node ${major}, because npm could not install it`);

  it.skipIf(node === undefined)('runs the package without a warning', async () => {
    const bin = join(installed, 'bin/secgroup-monitor.js');
    // Includes the warnings about future deprecations, which Node hides by default.
    const env = cleanEnv({ NODE_OPTIONS: '--pending-deprecation --trace-warnings' });
    const run = (...args: string[]) => runCommand(node!, [bin, ...args], { env, cwd: project });
    expect(await run('--version')).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
    expect(await run('--quiet', 'demo')).toMatchObject({ code: 0, stderr: '' });
    const library = `import('secgroup-monitor').then(({ parseRule }) => console.log(typeof parseRule))`;
    expect(await runCommand(node!, ['--input-type=module', '-e', library], { env, cwd: project })).toEqual({
      code: 0,
      stdout: 'function\n',
      stderr: '',
    });
  });
});
