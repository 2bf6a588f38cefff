import type { Finding, Heartbeat } from '../core/finding/finding.ts';

export const LOG_ITEM_SCHEMA = 'secgroup-monitor/log-item/1';

/** One thing that `logs` shows, or leaves out. */
export type LogItem = { schema: typeof LOG_ITEM_SCHEMA } & (
  | { type: 'finding'; finding: Finding; event: LogEvent }
  | { type: 'heartbeat'; heartbeat: Heartbeat; event: LogEvent }
  /** The function broke: what Lambda says of it. */
  | { type: 'function-error'; message: string; event: LogEvent }
  /** Any other line: START, REPORT, platform records. */
  | { type: 'line'; event: LogEvent }
  /** Between two times (epoch milliseconds) events may be missing, and can't be read again. */
  | { type: 'gap'; from: number; to: number; reason: string }
);

/** One event of a log group. */
export interface LogEvent {
  /** Epoch milliseconds: when the writer says that it happened. */
  timestamp: number;
  /** Epoch milliseconds: when CloudWatch Logs took it. */
  ingestionTime?: number | undefined;
  message: string;
  stream: string;
}
