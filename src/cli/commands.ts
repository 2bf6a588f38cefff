import type { Command } from 'commander';
import type { Shell } from '../commands/shell.ts';
import { say } from '../core/words/say.ts';

/** A command. Its module is imported only when the command is used. */
export interface CommandEntry {
  word: string;
  alias?: string;
  /** The summary in the current language. */
  summary(): string;
  load(): Promise<{ register(program: Command, shell: Shell): void }>;
}

/** Every command, in the order of `--help`. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    word: 'install',
    summary: () => say`install or update the monitor in an account`,
    load: () => import('../commands/install/install.ts'),
  },
  {
    word: 'status',
    alias: 'doctor',
    summary: () => say`check every hop from the trail to the log group, and show how to fix a broken one`,
    load: () => import('../commands/status.ts'),
  },
  {
    word: 'redrive',
    summary: () => say`send the events in the dead-letter queue to the function again`,
    load: () => import('../commands/redrive.ts'),
  },
  {
    word: 'teardown',
    summary: () => say`remove everything that the stack owns, and check that nothing is left`,
    load: () => import('../commands/teardown.ts'),
  },
  {
    word: 'test-trigger',
    summary: () => say`test the alarm: make a harmless change and follow it to its finding`,
    load: () => import('../commands/test-trigger.ts'),
  },
  {
    word: 'logs',
    summary: () => say`show findings as they arrive, or those of a period`,
    load: () => import('../commands/logs.ts'),
  },
  {
    word: 'sandbox',
    summary: () => say`run a local AWS in the foreground, to try everything without an account`,
    load: () => import('../commands/sandbox.ts'),
  },
  {
    word: 'demo',
    summary: () => say`show install, test, alarm and teardown on a local AWS; no account needed`,
    load: () => import('../commands/demo/demo.ts'),
  },
  {
    word: 'baseline',
    summary: () => say`create, check, compare and update baselines (what each group may admit)`,
    load: () => import('../commands/baseline/baseline.ts'),
  },
  {
    word: 'audit',
    summary: () => say`judge all groups of accounts, Regions or files once`,
    load: () => import('../commands/audit/audit.ts'),
  },
  {
    word: 'history',
    summary: () => say`list who changed which group, or rehearse a baseline on past changes`,
    load: () => import('../commands/history/history.ts'),
  },
  {
    word: 'completion',
    summary: () => say`print the completion script for bash, zsh or fish`,
    load: () => import('../commands/completion.ts'),
  },
];
