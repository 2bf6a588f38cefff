import type { BaselineProblem } from './problem.ts';
import type { SourceText } from './source-text.ts';

/** The state of compiling one file: its text, and the problems found so far, which are all reported together. */
export interface Compilation {
  source: SourceText;
  problems: BaselineProblem[];
  /** What is valid but probably a mistake. */
  doubts: BaselineProblem[];
}
