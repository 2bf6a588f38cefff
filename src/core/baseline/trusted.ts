import type { Actor } from '../record/change.ts';
import type { CompiledBaseline } from './baseline.ts';
import { globMatches } from './match-group.ts';

/**
 * Returns how long to wait before changes of this identity are judged, in milliseconds; undefined if the identity is
 * not trusted. If several entries match, the longest time is used.
 *
 * Only the verified identity is compared (for assumed roles, CloudTrail's session issuer), because callers choose
 * their user agent and session name.
 */
export function trustedSettleMs(
  actor: Pick<Actor, 'arn'>,
  baseline: { compiled: Pick<CompiledBaseline, 'trusted'> },
): number | undefined {
  const settleMs = baseline.compiled.trusted
    .filter((entry) => isPrincipal(entry.principal, actor.arn))
    .map((entry) => entry.settleMs);
  return settleMs.length === 0 ? undefined : Math.max(...settleMs);
}

/**
 * Compares ARNs part by part, because a path can contain colons: the user `/:role/terraform` must not match a glob
 * for the role. An identity with colons that is not an ARN ends with a session name, so it is never trusted.
 */
function isPrincipal(glob: string, identity: string): boolean {
  if (!identity.startsWith('arn:')) {
    return identity !== '' && !identity.includes(':') && globMatches(glob, identity);
  }
  if (!glob.startsWith('arn:')) return globMatches(glob, identity);
  const wanted = partsOf(glob);
  return partsOf(identity).every((part, index) => globMatches(wanted[index] ?? '', part));
}

/** Splits `arn:partition:service:region:account:resource`. The resource is not split at its colons. */
function partsOf(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}
