import type { Finding } from '../src/core/finding/finding.ts';
import type { Host } from './host.ts';
import { ownLog } from './own-log.ts';

/** The reverts of this execution environment, because the log shows them with a delay. */
const here: { groupId: string; at: number }[] = [];

export function rememberRevert(groupId: string, at: number): void {
  here.push({ groupId, at });
}

/**
 * Returns how often a group was restored in the last `periodMs`, by this environment or, according to the log, by
 * any.
 */
export async function revertsWithin(periodMs: number, groupId: string, host: Host): Promise<number> {
  const since = host.now() - periodMs;
  while (here.length > 0 && here[0]!.at < since) here.shift();
  const ours = here.filter((revert) => revert.groupId === groupId).length;
  let logged = 0;
  const pattern = `{ $.code = "enforced" && $.group.id = "${groupId}" }`;
  for await (const message of ownLog(host, since, pattern)) {
    // The time of the event says when the line was put there, which can be a copy of an old one.
    const { time }: Partial<Finding> = JSON.parse(message);
    if (time === undefined || Date.parse(time) >= since) logged++;
  }
  return Math.max(ours, logged);
}
