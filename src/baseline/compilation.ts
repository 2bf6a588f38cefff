import type { BaselineProblem } from './problem.ts';
import type { SourceText } from './source-text.ts';

/** Reads one baseline file while problems are gathered, so that all are told at once. */
export interface Compilation {
  source: SourceText;
  problems: BaselineProblem[];
}
