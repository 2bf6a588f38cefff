import type { Command } from 'commander';
import type { Shell } from '../commands/shell.ts';

/** A word of the command line. Its module is imported only when the word is typed. */
export interface CommandEntry {
  word: string;
  alias?: string;
  summary: string;
  load(): Promise<{ register(program: Command, shell: Shell): void }>;
}

/** Every command, in the order of `--help`. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    word: 'install',
    summary: 'put the monitor into an account, or bring it in line',
    load: () => import('../commands/install.ts'),
  },
  {
    word: 'teardown',
    summary: 'remove everything that the stack owns, and prove it',
    load: () => import('../commands/teardown.ts'),
  },
  {
    word: 'logs',
    summary: 'show findings as they come, or those of a span of time',
    load: () => import('../commands/logs.ts'),
  },
  {
    word: 'completion',
    summary: 'print the completion script of bash, zsh or fish',
    load: () => import('../commands/completion.ts'),
  },
];
