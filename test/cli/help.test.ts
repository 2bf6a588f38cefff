import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { HELP_TEXT } from '../../src/cli/help-text.ts';
import { VERSION } from '../../src/core/version.ts';
import { run } from '../support/run.ts';

const BIN = fileURLToPath(new URL('../../bin/secgroup-monitor.js', import.meta.url));

it('has a built-in help text equal to what commander makes', async () => {
  const { stdout } = await run(['help']);
  if (process.env.UPDATE_HELP === '1') {
    const text = stdout.replace(/[\\`$]/g, '\\$&');
    writeFileSync(
      new URL('../../src/cli/help-text.ts', import.meta.url),
      `/** What \`--help\` prints. Written by UPDATE_HELP=1 npx vitest run test/cli/help.test.ts, which holds it equal to commander's own. */\nexport const HELP_TEXT = \`${text}\`;\n`,
    );
    return;
  }
  expect(HELP_TEXT).toBe(stdout);
});

it('answers --help and --version from the executable', () => {
  expect(execFileSync(process.execPath, [BIN, '--help'], { encoding: 'utf8' })).toBe(HELP_TEXT);
  expect(execFileSync(process.execPath, [BIN, '--version'], { encoding: 'utf8' })).toBe(`${VERSION}\n`);
});

it('prints the help of a command with its own and the common options', async () => {
  const { code, stdout } = await run(['help', 'completion']);
  expect(code).toBe(0);
  expect(stdout).toContain('Usage: secgroup-monitor completion');
  expect(stdout).toContain('--endpoint-url');
  expect((await run(['completion', '--help'])).stdout).toBe(stdout);
});
