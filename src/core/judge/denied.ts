import type { Severity } from '../baseline/baseline.ts';
import { renderRule } from '../exposure/render-rules.ts';
import { ruleSet } from '../exposure/rule-set.ts';
import type { Verdict } from '../finding/finding.ts';
import type { Change } from '../record/change.ts';
import { atLeast, exposureSeverity } from './severity.ts';

/** Error codes for a missing permission. Calls with other codes failed for ordinary reasons. */
const REFUSED = /(UnauthorizedOperation|AccessDenied|AuthFailure|UnauthorizedAccess)/;

/** A refused call opens nothing. It must not look like one that did. */
const MOST_SEVERE: Severity = 'medium';

/** Returns the verdict for a failed call. It changed nothing, so the verdict shows only what was attempted. */
export function deniedVerdict(change: Change): Verdict {
  const refused = REFUSED.test(change.errorCode ?? '');
  const groupId = change.groupIds[0];
  return {
    kind: 'denied-attempt',
    code: 'denied-attempt',
    severity: refused ? atMost(MOST_SEVERE, exposureSeverity(ruleSet(change.added))) : 'info',
    group: groupId === undefined ? undefined : { id: groupId, vpcId: change.vpcId },
    unexpected: [],
    missing: [],
    args: {
      errorCode: change.errorCode ?? '',
      attempted: [...change.added, ...change.removed].slice(0, 100).map(renderRule),
      groupIds: change.groupIds,
    },
  };
}

function atMost(limit: Severity, severity: Severity): Severity {
  return atLeast(severity, limit) ? limit : severity;
}
