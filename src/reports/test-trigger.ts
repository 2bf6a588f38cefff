import type { Finding } from '../core/finding/finding.ts';
import type { Hop } from './status.ts';

export const TEST_TRIGGER_SCHEMA = 'secgroup-monitor/test-trigger/1';

/** Where one change passes, in this order. */
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
  /** ISO 8601; null where AWS keeps no time of it (the rule's match). */
  at: string | null;
  /** Milliseconds since the API call was sent; null as `at`. May be negative where clocks differ. */
  sinceStartMs: number | null;
  /** CloudTrail's times are whole seconds: the true one is up to this much later. */
  precisionMs?: number | undefined;
}

/** One change, followed from hop to hop. */
export interface TriggerRun {
  ok: boolean;
  /** AWS's id of the call that was followed. */
  requestId: string;
  /** Epoch milliseconds, by the clock of this computer. */
  sentAt: number;
  /** Up to the last hop that is known: all of them when ok. */
  timeline: TimelineHop[];
  /** What the function wrote about this very call. */
  finding: Finding | null;
}

/** Over the runs of --repeat, per hop; milliseconds since the API call. */
export interface HopStatistics {
  hop: TimelineHopName;
  minMs: number;
  medianMs: number;
  maxMs: number;
}

/** Why nothing came: each hop of the installation, as `status` has them. */
export interface Diagnosis {
  hops: Hop[];
  /** Did CloudTrail's event history show the call by then? */
  inEventHistory: boolean;
  /** The first broken hop; null when each looks healthy. */
  broken: string | null;
  /** The next command. */
  remedy: string;
}

export interface TestTriggerReport {
  schema: typeof TEST_TRIGGER_SCHEMA;
  ok: boolean;
  stack: string;
  region: string;
  group: { id: string; name: string; own: boolean };
  /** Of the last run. */
  timeline: TimelineHop[];
  finding: Finding | null;
  runs: TriggerRun[];
  /** Empty for a single run. */
  statistics: HopStatistics[];
  timeoutMs: number;
  diagnosis: Diagnosis | null;
  /** Ids of what was put away again; also leftovers of an earlier run. */
  removed: string[];
}
