import type { Change } from '../src/core/change.ts';
import { parseRecord } from '../src/core/change-event.ts';
import type { Host } from './monitor.ts';

/** LookupEvents answers twice a second for a whole account and Region: a sweep must not use it all up. */
const MAX_LOOKUPS = 20;
const LOOKUP_INTERVAL_MS = 1_000;

/**
 * The newest call in CloudTrail's history that changed this group's ingress, or undefined: then no event
 * explains the drift. After MAX_LOOKUPS in one sweep the history is not asked any more.
 */
export async function explainDrift(
  groupId: string,
  host: Host,
  lookupsBefore: number,
): Promise<Change | undefined> {
  if (lookupsBefore >= MAX_LOOKUPS) return undefined;
  if (lookupsBefore > 0) await host.sleep(LOOKUP_INTERVAL_MS);
  const cloudtrail = await host.aws.cloudtrail();
  const page = await cloudtrail.lookupEvents({
    LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: groupId }],
  });
  for (const event of page.Events ?? []) {
    const parsed = parseRecord(event.CloudTrailEvent);
    if (parsed.kind !== 'change' || parsed.category !== 'ingress') continue;
    if (parsed.change.errorCode === undefined && parsed.change.groupIds.includes(groupId))
      return parsed.change;
  }
  return undefined;
}
