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
