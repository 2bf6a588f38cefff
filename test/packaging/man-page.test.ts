// Covers src/cli/man-page.ts.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import type { CompletionReport, CompletionWord } from '../../src/reports/completion.ts';
import { runCommand } from './run-command.ts';

const { installed } = inject('packed');
const { man } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
const page = join(installed, man);

const hasMandoc = spawnSync('mandoc', ['-T', 'lint', '/dev/null']).error === undefined;
if (!hasMandoc) console.log('skipped: rendering the man page, because mandoc is not installed');

it('packs a man page with every command and option', async () => {
  const bin = join(installed, 'bin/secgroup-monitor.js');
  const { stdout } = await runCommand(process.execPath, [bin, 'completion', 'bash', '--format', 'json']);
  const { words, options }: CompletionReport = JSON.parse(stdout);
  const source = readFileSync(page, 'utf8').replaceAll('\\-', '-');
  const expectFlags = (flags: string[]) => {
    for (const flag of flags) expect(source).toMatch(new RegExp(`^\\.B (.*, )?${flag}( |,|$)`, 'm'));
  };
  const walk = (word: CompletionWord, path: string) => {
    expect(source).toMatch(new RegExp(`^\\.SS "${path}[ "]`, 'm'));
    for (const { flags } of word.options) expectFlags(flags);
    for (const child of word.words) walk(child, `${path} ${child.word}`);
  };
  for (const { flags } of options) expectFlags(flags);
  for (const word of words) walk(word, word.word);
});

it.skipIf(!hasMandoc)('renders the man page with mandoc, without warnings', async () => {
  // The page has no date, because the same sources must give the same package.
  const { stdout: faults } = await runCommand('mandoc', ['-T', 'lint', '-W', 'warning', page]);
  expect(faults.split('\n').filter((row) => row !== '' && !row.includes('missing date'))).toEqual([]);
  const { stdout } = await runCommand('sh', [
    '-c',
    `mandoc -T utf8 -O width=78 "$1" | col -b -x`,
    'sh',
    page,
  ]);
  expect(stdout).toMatch(/^ {3}baseline check \[file\]$/m);
  expect(stdout).toMatch(/^ +secgroup-monitor logs --follow$/m);
});
