import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { asNobody, whyNotNobody } from './as-nobody.ts';
import { cleanEnv } from './run-command.ts';

const { root, checkout } = inject('packed');
const missing = whyNotNobody(root);
if (missing) console.log(`skipped: the tests in a read-only checkout, because ${missing}`);

it.skipIf(missing)(
  'passes its tests in a read-only checkout on a path with spaces, as a user without a home',
  async () => {
    spawnSync('chmod', ['-R', 'a-w,a+rX', checkout]);
    const { HOME: _, USER: __, ...homeless } = cleanEnv({ SKIP_BUILD: '1', NO_COLOR: '1' });
    // Tests that start child processes and functions, and read files next to themselves.
    const files = [
      'cli/help',
      'cli/errors',
      'commands/sandbox',
      'deploy/install/install',
      'sandbox/lambda/lambda',
    ];
    const vitest = [
      join(checkout, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--configLoader',
      'runner',
      ...files.map((name) => `test/${name}.test.ts`),
    ];
    const { code, stdout, stderr } = await asNobody(vitest, {
      cwd: checkout,
      env: homeless,
      timeoutMs: 120_000,
    });
    expect(code, `${stdout}\n${stderr}`).toBe(0);
    expect(stdout).toContain(`Test Files  ${files.length} passed`);
  },
  130_000,
);
