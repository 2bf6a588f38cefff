import type { Host } from './host.ts';
import { ownLog } from './own-log.ts';

/** Reverts of this execution environment: the log shows them only after a while. */
const here: { groupId: string; at: number }[] = [];

export function rememberRevert(groupId: string, at: number): void {
  here.push({ groupId, at });
}

/** How often a group was put back lately, by this environment or, as the log tells, by any other. */
export async function revertsWithin(periodMs: number, groupId: string, host: Host): Promise<number> {
  const since = host.now() - periodMs;
  while (here.length > 0 && here[0]!.at < since) here.shift();
  const ours = here.filter((revert) => revert.groupId === groupId).length;
  let logged = 0;
  for await (const _ of ownLog(host, since, `{ $.code = "enforced" && $.group.id = "${groupId}" }`)) logged++;
  return Math.max(ours, logged);
}
