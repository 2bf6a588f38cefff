import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { SCREENS, Screens, screens } from '../support/screens.ts';

/** Texts that are the same on every screen, because they are a script, a schema, or wrapped to one width. */
const SUBCOMMANDS = ['capture', 'check', 'diff', 'show', 'accept', 'schema'].map((word) => [
  'baseline',
  word,
]);
const TEXTS: [subject: string, lines: string[][]][] = [
  ['completion-bash', [['completion', 'bash']]],
  ['completion-zsh', [['completion', 'zsh']]],
  ['completion-fish', [['completion', 'fish']]],
  ['baseline-schema', [['baseline', 'schema']]],
  [
    'help',
    [
      ['--help'],
      ...COMMANDS.map(({ word }) => ['help', word]),
      ...[...SUBCOMMANDS, ['history', 'verify']].map((words) => [...words, '--help']),
    ],
  ],
];

describe('a text that is the same on every screen', () => {
  it.each(TEXTS)('matches its fixture: %s', async (subject, lines) => {
    const shown: string[] = [];
    for (const { columns, tty } of SCREENS) {
      const at = new Screens(columns, tty);
      for (const words of lines) await at.type(words);
      shown.push(at.text());
    }
    const held = fileURLToPath(new URL(`../fixtures/screens/${subject}.txt`, import.meta.url));
    await expect(shown[0]).toMatchFileSnapshot(held);
    expect(new Set(shown)).toEqual(new Set([shown[0]]));
  });
});

screens('completion-refused', async (at) => {
  await at.type(['completion']);
  await at.type(['completion', 'tcsh']);
});
