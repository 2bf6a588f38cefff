import type { CommandReport } from './report.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type ShellName = (typeof SHELLS)[number];

export interface CompletionReport extends CommandReport {
  schema: 'secgroup-monitor/completion/1';
  shell: ShellName;
  words: CompletionWord[];
  /** Options of every command. */
  options: CompletionOption[];
}

export interface CompletionWord {
  word: string;
  summary: string;
  /** Words that can follow (`check` after `baseline`). */
  words: CompletionWord[];
  options: CompletionOption[];
}

export interface CompletionOption {
  /** The long flag and, if there is one, the short flag: `--quiet`, `-q`. */
  flags: string[];
  summary: string;
  takesValue: boolean;
  choices: string[];
}
