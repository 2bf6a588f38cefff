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
    const arrival = await awaitFinding({ requestId, sentAt, group: host.group, timeoutMs }, host);
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
