// Covers src/cli/help-text.ts, src/cli/program.ts, src/cli/commands.ts, src/cli/shell.ts.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { HELP_TEXT } from '../../src/cli/help-text.ts';
import { VERSION } from '../../src/core/version.ts';
import { run } from '../support/run.ts';

const BIN = fileURLToPath(new URL('../../bin/secgroup-monitor.js', import.meta.url));

it('has a built-in help text that equals the output of commander', async () => {
  const { stdout } = await run(['help']);
  if (process.env.UPDATE_HELP === '1') {
    const text = stdout.replace(/[\\`$]/g, '\\$&');
    writeFileSync(
      new URL('../../src/cli/help-text.ts', import.meta.url),
      `/** The output of \`--help\`, written by UPDATE_HELP=1 npx vitest run test/cli/help.test.ts. The test compares it with commander's. */\nexport const HELP_TEXT = \`${text}\`;\n`,
    );
    return;
  }
  expect(HELP_TEXT).toBe(stdout);
});

it('has the description of package.json', () => {
  const { description } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as { description: string };
  expect(HELP_TEXT.replace(/\s+/g, ' ')).toContain(description);
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
