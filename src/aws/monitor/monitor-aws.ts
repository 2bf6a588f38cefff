import type { ClientConfig } from '../client-config.ts';
import type { MonitorCloudtrail } from './cloudtrail.ts';
import { type MonitorEc2, monitorEc2 } from './ec2.ts';
import type { MonitorEvents } from './events.ts';
import type { MonitorLogs } from './logs.ts';

/** The services that the handler calls. Every event needs EC2; the others are loaded on first use. */
export interface MonitorAws {
  ec2: MonitorEc2;
  events(): Promise<MonitorEvents>;
  logs(): Promise<MonitorLogs>;
  cloudtrail(): Promise<MonitorCloudtrail>;
}

export function monitorAws(config: ClientConfig): MonitorAws {
  return {
    ec2: monitorEc2(config),
    events: async () => (await import('./events.ts')).monitorEvents(config),
    logs: async () => (await import('./logs.ts')).monitorLogs(config),
    cloudtrail: async () => (await import('./cloudtrail.ts')).monitorCloudtrail(config),
  };
}
