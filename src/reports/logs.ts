import type { Finding, Heartbeat } from '../core/finding/finding.ts';

export const LOG_ITEM_SCHEMA = 'secgroup-monitor/log-item/1';

/** One item of the log group, which `logs` shows or leaves out. */
export type LogItem = { schema: typeof LOG_ITEM_SCHEMA } & (
  | { type: 'finding'; finding: Finding; event: LogGroupEvent }
  | { type: 'heartbeat'; heartbeat: Heartbeat; event: LogGroupEvent }
  /** The function failed. `message` is Lambda's. */
  | { type: 'function-error'; message: string; event: LogGroupEvent }
  /** Any other line: START, REPORT, platform records. */
  | { type: 'line'; event: LogGroupEvent }
  /** Events between these times (epoch milliseconds) may be missing, and can't be read again. */
  | { type: 'gap'; from: number; to: number; reason: string }
);

/** One event of a log group. */
export interface LogGroupEvent {
  /** Time of the event, as the writer set it, in epoch milliseconds. */
  timestamp: number;
  /** Time at which CloudWatch Logs ingested the event, in epoch milliseconds. */
  ingestionTime?: number | undefined;
  message: string;
  stream: string;
}
