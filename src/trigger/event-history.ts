import type { Cloudtrail } from '../aws/services/cloudtrail.ts';

/** Does CloudTrail's event history show this call? It may take minutes to (LookupEvents). */
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
