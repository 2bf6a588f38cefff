import type { Command } from 'commander';
import type { Shell } from '../commands/shell.ts';
import { say } from '../core/words/say.ts';

/** A word of the command line. Its module is imported only when the word is typed. */
export interface CommandEntry {
  word: string;
  alias?: string;
  /** In the language that is spoken when it is asked for. */
  summary(): string;
  load(): Promise<{ register(program: Command, shell: Shell): void }>;
}

/** Every command, in the order of `--help`. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    word: 'install',
    summary: () => say`put the monitor into an account, or bring it in line`,
    load: () => import('../commands/install/install.ts'),
  },
  {
    word: 'status',
    alias: 'doctor',
    summary: () => say`walk every hop from the trail to the log and say what is broken`,
    load: () => import('../commands/status.ts'),
  },
  {
    word: 'redrive',
    summary: () => say`send the events of the dead-letter queue to the function again`,
    load: () => import('../commands/redrive.ts'),
  },
  {
    word: 'teardown',
    summary: () => say`remove everything that the stack owns, and prove it`,
    load: () => import('../commands/teardown.ts'),
  },
  {
    word: 'test-trigger',
    summary: () => say`make a harmless change and follow it hop by hop to its finding`,
    load: () => import('../commands/test-trigger.ts'),
  },
  {
    word: 'logs',
    summary: () => say`show findings as they come, or those of a span of time`,
    load: () => import('../commands/logs.ts'),
  },
  {
    word: 'sandbox',
    summary: () => say`run a local AWS in the foreground, to try everything without an account`,
    load: () => import('../commands/sandbox.ts'),
  },
  {
    word: 'demo',
    summary: () => say`show the whole job on a local AWS, no account needed`,
    load: () => import('../commands/demo/demo.ts'),
  },
  {
    word: 'baseline',
    summary: () => say`write, check, compare and change what the groups are meant to admit`,
    load: () => import('../commands/baseline/baseline.ts'),
  },
  {
    word: 'audit',
    summary: () => say`judge all groups of accounts, Regions or files, once`,
    load: () => import('../commands/audit/audit.ts'),
  },
  {
    word: 'history',
    summary: () => say`list who changed which group, or rehearse a baseline over it`,
    load: () => import('../commands/history/history.ts'),
  },
  {
    word: 'completion',
    summary: () => say`print the completion script of bash, zsh or fish`,
    load: () => import('../commands/completion.ts'),
  },
];
