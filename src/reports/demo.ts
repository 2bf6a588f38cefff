import type { InstallReport } from './install.ts';
import type { LogItem } from './logs.ts';
import type { RegionsReport } from './regions.ts';
import type { TeardownReport } from './teardown.ts';
import type { TestTriggerReport } from './test-trigger.ts';

export const DEMO_SCHEMA = 'secgroup-monitor/demo/1';

export type DemoReport = InstallReport | TeardownReport | RegionsReport | TestTriggerReport;

/** One item of the demo, in the order in which it happens. */
export type DemoItem = { schema: typeof DEMO_SCHEMA } & (
  | { type: 'step'; number: number; title: string; text: string }
  /** The command line. */
  | { type: 'command'; line: string }
  /** A command's report, or an item of its stream. */
  | { type: 'report'; report: DemoReport }
  | { type: 'item'; item: LogItem }
  | { type: 'proof'; left: { what: string; names: string[] }[] }
  | { type: 'end'; durationMs: number }
);
