import type { Report } from './report.ts';

export const DEMO_SCHEMA = 'secgroup-monitor/demo/1';

/** What the demo tells, in the order in which it happens. */
export type DemoItem = { schema: typeof DEMO_SCHEMA } & (
  | { type: 'step'; number: number; title: string; text: string }
  /** As one would type it. */
  | { type: 'command'; line: string }
  /** A command's report, or an item of its stream. */
  | { type: 'report'; report: Report }
  | { type: 'item'; item: Report }
  | { type: 'proof'; left: { what: string; names: string[] }[] }
  | { type: 'end'; durationMs: number }
);
