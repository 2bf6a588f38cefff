import type { Verdict } from '../src/core/finding/finding.ts';

/** A verdict that the pipeline itself states, beside those of judgeChange(). */
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
