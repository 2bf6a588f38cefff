import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { ClientConfig } from '../client-config.ts';
import { type Gateway, gateway } from '../gateway.ts';

const operations = { lookupEvents: LookupEventsCommand };

export type MonitorCloudtrail = Gateway<typeof operations>;

export function monitorCloudtrail(config: ClientConfig): MonitorCloudtrail {
  return gateway('cloudtrail', new CloudTrailClient(config), operations);
}
