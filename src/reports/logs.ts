import type { Finding, Heartbeat } from '../core/finding/finding.ts';

export const LOG_ITEM_SCHEMA = 'secgroup-monitor/log-item/1';

/** One thing that `logs` shows, or leaves out. */
export type LogItem = { schema: typeof LOG_ITEM_SCHEMA } & (
  | { type: 'finding'; finding: Finding; event: LogGroupEvent }
  | { type: 'heartbeat'; heartbeat: Heartbeat; event: LogGroupEvent }
  /** The function broke: what Lambda says of it. */
  | { type: 'function-error'; message: string; event: LogGroupEvent }
  /** Any other line: START, REPORT, platform records. */
  | { type: 'line'; event: LogGroupEvent }
  /** Between two times (epoch milliseconds) events may be missing, and can't be read again. */
  | { type: 'gap'; from: number; to: number; reason: string }
);

/** One event of a log group. */
export interface LogGroupEvent {
  /** Epoch milliseconds: when the writer says that it happened. */
  timestamp: number;
  /** Epoch milliseconds: when CloudWatch Logs took it. */
  ingestionTime?: number | undefined;
  message: string;
  stream: string;
}
