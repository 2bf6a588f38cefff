import type { Host } from './monitor.ts';

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
  const logs = await host.aws.logs();
  let logged = 0;
  let nextToken: string | undefined;
  do {
    const page = await logs.filterLogEvents({
      logGroupName: host.settings.own.logGroupName,
      startTime: since,
      filterPattern: `{ $.code = "enforced" && $.group.id = "${groupId}" }`,
      nextToken,
    });
    logged += page.events?.length ?? 0;
    nextToken = page.nextToken;
  } while (nextToken);
  return Math.max(ours, logged);
}
