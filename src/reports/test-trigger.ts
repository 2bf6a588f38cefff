import type { Finding } from '../core/finding/finding.ts';
import type { Hop } from './status.ts';

export const TEST_TRIGGER_SCHEMA = 'secgroup-monitor/test-trigger/1';

/** The hops of one change, in this order. */
export const TIMELINE_HOPS = [
  'api-call',
  'cloudtrail-event',
  'rule-match',
  'invocation-start',
  'finding-written',
  'ingested',
  'seen',
] as const;
export type TimelineHopName = (typeof TIMELINE_HOPS)[number];

export interface TimelineHop {
  hop: TimelineHopName;
  /** ISO 8601; null if AWS does not record the time (`rule-match`). */
  at: string | null;
  /** Milliseconds since the API call was sent; null if `at` is null. Can be negative if clocks differ. */
  sinceStartMs: number | null;
  /** CloudTrail's times are in whole seconds. The exact time is up to this many milliseconds later. */
  precisionMs?: number | undefined;
}

/** One change and the times of its hops. */
export interface TriggerRun {
  ok: boolean;
  /** The AWS request id of the call. */
  requestId: string;
  /** Time of the call in epoch milliseconds, by the clock of this computer. */
  sentAt: number;
  /** The hops up to the last known one; all of them if `ok`. */
  timeline: TimelineHop[];
  /** The finding that the function wrote about this call. */
  finding: Finding | null;
}

/** Statistics of one hop over the runs of `--repeat`, in milliseconds since the API call. */
export interface HopStatistics {
  hop: TimelineHopName;
  minMs: number;
  medianMs: number;
  maxMs: number;
}

/** The reason why no finding arrived, with each hop of the installation as in `status`. */
export interface Diagnosis {
  hops: Hop[];
  /** True if CloudTrail's event history already contained the call; null if the history could not be read. */
  inEventHistory: boolean | null;
  /** The first broken hop; null if none of those that could be read is. */
  broken: string | null;
  /** The command to run next. */
  remedy: string;
}

export interface TestTriggerReport {
  schema: typeof TEST_TRIGGER_SCHEMA;
  ok: boolean;
  stack: string;
  region: string;
  group: { id: string; name: string; own: boolean };
  /** The timeline of the last run. */
  timeline: TimelineHop[];
  finding: Finding | null;
  runs: TriggerRun[];
  /** Empty for a single run. */
  statistics: HopStatistics[];
  timeoutMs: number;
  diagnosis: Diagnosis | null;
  /** Ids of the deleted canary groups, including leftovers of earlier runs. */
  removed: string[];
}
