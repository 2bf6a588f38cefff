import type { Cloudtrail } from '../aws/services/cloudtrail.ts';

/** Does CloudTrail's event history contain this call? It can appear minutes later (LookupEvents). */
export async function isInEventHistory(
  cloudtrail: Pick<Cloudtrail, 'lookupEvents'>,
  groupId: string,
  requestId: string,
): Promise<boolean> {
  const { Events = [] } = await cloudtrail.lookupEvents({
    LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: groupId }],
  });
  return Events.some((event) => event.CloudTrailEvent?.includes(requestId));
}
