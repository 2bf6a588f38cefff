import { AppError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';

/** Something wrong in a baseline file, with its place. */
export interface BaselineProblem {
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-16 units. */
  column: number;
  message: string;
  /** What was probably meant: a word or a rule, to be put in place of what stands there. */
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

/** How many problems one error names; the rest is counted. */
const SHOWN = 20;

/** One error for all problems of a file, in the order of the file. `details.problems` has them as data. */
export function baselineError(origin: string, problems: readonly BaselineProblem[]): AppError {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  const lines = sorted.slice(0, SHOWN).map((problem) => formatProblem(origin, problem));
  if (sorted.length > SHOWN) lines.push(say`… and ${sorted.length - SHOWN} more`);
  return new AppError({
    kind: 'usage',
    code: 'baseline-invalid',
    message: lines.join('\n'),
    hint: say`Correct the file, then run \`secgroup-monitor baseline check\` on it; \`baseline schema\` prints its JSON Schema.`,
    details: { file: origin, problems: sorted },
  });
}
