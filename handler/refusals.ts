import { SEVERITIES, type Severity } from '../src/core/baseline/baseline.ts';
import type { Verdict } from '../src/core/finding/finding.ts';
import type { Change } from '../src/core/record/change.ts';

/** How long the refused calls of one caller count as one attempt, in milliseconds. */
const TOGETHER_MS = 60_000;

/** The maximum number of remembered callers. The one with the oldest attempt is forgotten first. */
const MOST = 1_000;

/** The refused calls of each caller, for as long as the execution environment exists. */
export interface Refusals {
  /**
   * Returns verdicts about a refused call. Within a minute after a caller's first one, those that are not more severe
   * have the severity info and refer to it, so that a script without rights does not hide other alarms.
   */
  together(verdicts: readonly Verdict[], change: Change): Verdict[];
}

interface First {
  atMs: number;
  event: string;
  severity: Severity;
  attempts: number;
}

export function refusals(now: () => number): Refusals {
  const byCaller = new Map<string, First>();
  return {
    together: (verdicts, change) =>
      verdicts.map((verdict) => {
        if (verdict.kind !== 'denied-attempt' || verdict.severity === 'info') return verdict;
        const caller = change.actor.arn;
        const first = byCaller.get(caller);
        const isNew = first === undefined || now() - first.atMs >= TOGETHER_MS;
        if (isNew || SEVERITIES.indexOf(verdict.severity) > SEVERITIES.indexOf(first.severity)) {
          byCaller.delete(caller);
          byCaller.set(caller, {
            atMs: isNew ? now() : first.atMs,
            event: change.eventId,
            severity: verdict.severity,
            attempts: isNew ? 1 : first.attempts + 1,
          });
          if (byCaller.size > MOST) byCaller.delete(byCaller.keys().next().value ?? '');
          return verdict;
        }
        first.attempts += 1;
        const reference = { sameAs: first.event, severity: first.severity, attempts: first.attempts };
        return { ...verdict, severity: 'info', args: { ...verdict.args, ...reference } };
      }),
  };
}
