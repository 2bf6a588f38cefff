import type { Verdict } from '../src/core/finding/finding.ts';

/** Returns the verdict for an event that the function can't read. judgeChange() returns the other verdicts. */
export function unreadableVerdict(reason: string, groupIds: string[] = []): Verdict {
  return {
    kind: 'error',
    code: 'unreadable-event',
    severity: 'medium',
    unexpected: [],
    missing: [],
    args: { reason, groupIds },
  };
}

/** Ids in the finding. A check names up to 200 groups. */
const MOST_IDS = 20;

/** Returns one verdict for all groups that a check names and EC2 does not know, so that nobody can flood the log. */
export function absentVerdict(ids: readonly string[]): Verdict {
  return {
    kind: 'resolved',
    code: 'group-deleted',
    severity: 'info',
    unexpected: [],
    missing: [],
    args: { count: ids.length, groupIds: ids.slice(0, MOST_IDS) },
  };
}
