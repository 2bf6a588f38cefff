import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { ClientConfig } from '../client-config.ts';
import { type Gateway, gateway } from '../gateway.ts';

const operations = { filterLogEvents: FilterLogEventsCommand };

export type MonitorLogs = Gateway<typeof operations>;

export function monitorLogs(config: ClientConfig): MonitorLogs {
  return gateway('logs', new CloudWatchLogsClient(config), operations);
}
