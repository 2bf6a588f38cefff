import type { Actor } from '../record/change.ts';
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
    .filter((entry) => isPrincipal(entry.principal, actor.arn))
    .map((entry) => entry.settleMs);
  return settleMs.length === 0 ? undefined : Math.max(...settleMs);
}

/**
 * Part by part, because a path may hold colons: the user `/:role/terraform` is no role of that name. What has
 * colons and is no ARN ends in a session's name, and nobody is trusted for that.
 */
function isPrincipal(glob: string, identity: string): boolean {
  if (!identity.startsWith('arn:')) {
    return identity !== '' && !identity.includes(':') && globMatches(glob, identity);
  }
  if (!glob.startsWith('arn:')) return globMatches(glob, identity);
  const wanted = partsOf(glob);
  return partsOf(identity).every((part, index) => globMatches(wanted[index] ?? '', part));
}

/** `arn:partition:service:region:account:resource`, the resource whole. */
function partsOf(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}
