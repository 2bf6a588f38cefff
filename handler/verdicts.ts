import type { Verdict } from '../src/core/finding/finding.ts';

/** Verdicts that the pipeline itself states, beside those of evaluateGroup(). */

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

/** A group that is gone admits nothing: whatever was wrong with it is over. */
export function deletedVerdict(groupId: string): Verdict {
  return {
    kind: 'resolved',
    code: 'group-deleted',
    severity: 'info',
    group: { id: groupId },
    unexpected: [],
    missing: [],
    args: {},
  };
}
