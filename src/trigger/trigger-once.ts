import { type Finding, isDrift } from '../core/finding/finding.ts';
import { CANARY_RULE } from '../core/judge/canary.ts';
import type { TriggerRun } from '../reports/test-trigger.ts';
import { type AwaitHost, awaitFinding } from './await-finding.ts';
import { type Canary, type PokeHost, poke, unpoke } from './canary.ts';
import { timelineOf } from './timeline.ts';

export interface TriggerHost extends AwaitHost, PokeHost {
  /** Log group of the stack. */
  group: string;
}

/**
 * Makes the harmless change, follows it to its finding, and undoes it, also after an error.
 * `ok` is false if no finding arrived in time.
 */
export async function triggerOnce(
  canary: Canary,
  stack: string,
  timeoutMs: number,
  host: TriggerHost,
): Promise<TriggerRun> {
  host.signal.throwIfAborted();
  const { sentAt, requestId, ruleIds } = await poke(canary, stack, host);
  try {
    const arrival = await awaitFinding(
      {
        requestId,
        sentAt,
        group: host.group,
        timeoutMs,
        isProof: (finding) => isProof(finding, canary, ruleIds),
      },
      host,
    );
    const timeline = timelineOf({
      sentAt,
      finding: arrival?.finding,
      ingestedAt: arrival?.ingestedAt,
      seenAt: arrival?.seenAt,
    });
    return { ok: arrival !== undefined, requestId, sentAt, timeline, finding: arrival?.finding ?? null };
  } finally {
    await unpoke(host.ec2, canary, ruleIds);
  }
}

/**
 * Whether a finding shows that the function saw the rule of the test. About the canary group, only the drift with the
 * id of its rule does. A group of the user can admit the rule or drift for another reason, but it exists.
 */
export function isProof(finding: Finding, canary: Pick<Canary, 'id' | 'own'>, ruleIds: string[]): boolean {
  if (finding.group?.id !== canary.id) return false;
  if (finding.change?.added.includes(CANARY_RULE) !== true) return false;
  if (!canary.own) return finding.code !== 'group-deleted' && ['drift', 'compliant'].includes(finding.kind);
  const shown = finding.unexpected.flatMap(({ ids }) => ids);
  return (
    finding.code === 'unexpected-ingress' &&
    isDrift(finding) &&
    finding.args.canary === true &&
    ruleIds.length > 0 &&
    ruleIds.every((id) => shown.includes(id))
  );
}
