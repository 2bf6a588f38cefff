import type { Actor } from './change.ts';
import { globMatches } from './match-group.ts';
import type { PreparedBaseline } from './prepared-baseline.ts';

/**
 * How long changes of this identity may settle before they are judged, in milliseconds; undefined for
 * an identity that is not trusted. The longest of several matching entries counts.
 *
 * Only the verified identity is looked at (CloudTrail's session issuer for assumed roles), because the
 * user agent and the session's name are the caller's to choose.
 */
export function trustedSettleMs(
  actor: Pick<Actor, 'arn'>,
  baseline: Pick<PreparedBaseline, 'compiled'>,
): number | undefined {
  const settleMs = baseline.compiled.trusted
    .filter((entry) => actor.arn !== '' && globMatches(entry.principal, actor.arn))
    .map((entry) => entry.settleMs);
  return settleMs.length === 0 ? undefined : Math.max(...settleMs);
}
