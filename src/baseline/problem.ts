import { AppError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';

/** A mistake in a baseline file. */
export interface BaselineProblem {
  /** Counted from 1. */
  line: number;
  /** Counted from 1, in UTF-16 units. */
  column: number;
  message: string;
  /** A word or rule that would be valid at this position. */
  suggestion?: string | undefined;
}

/** `baseline.yaml:7:9: unknown protocol "tpc"; did you mean "tcp"?` */
export function formatProblem(origin: string, problem: BaselineProblem): string {
  const { line, column, message, suggestion } = problem;
  const place = `${origin}:${line}:${column}`;
  return suggestion === undefined
    ? `${place}: ${message}`
    : say`${place}: ${message}; did you mean "${suggestion}"?`;
}

/** Problems that one error lists; the others are only counted. */
const SHOWN = 20;

/** Returns one error for all problems of a file, sorted by position. `details.problems` contains them as data. */
export function baselineError(origin: string, problems: readonly BaselineProblem[]): AppError {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  const lines = sorted.slice(0, SHOWN).map((problem) => formatProblem(origin, problem));
  if (sorted.length > SHOWN) lines.push(say`… and ${sorted.length - SHOWN} more`);
  return new AppError({
    kind: 'usage',
    code: 'baseline-invalid',
    message: lines.join('\n'),
    hint: say`Correct the file, then run \`secgroup-monitor baseline check\` on it. \`secgroup-monitor baseline schema\` prints the JSON Schema.`,
    details: { file: origin, problems: sorted },
  });
}
