import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { ClientConfig } from '../client-config.ts';
import { type Gateway, gateway } from '../gateway.ts';

const operations = { putEvents: PutEventsCommand };

export type MonitorEvents = Gateway<typeof operations>;

export function monitorEvents(config: ClientConfig): MonitorEvents {
  return gateway('events', new EventBridgeClient(config), operations);
}
