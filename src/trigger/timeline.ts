import type { Finding } from '../core/finding/finding.ts';
import {
  type HopStatistics,
  TIMELINE_HOPS,
  type TimelineHop,
  type TriggerRun,
} from '../reports/test-trigger.ts';

/** What is known about one followed call. Times in epoch milliseconds. */
export interface Traced {
  sentAt: number;
  finding?: Finding | undefined;
  ingestedAt?: number | undefined;
  seenAt?: number | undefined;
}

/** CloudTrail's eventTime has whole seconds (CloudTrail record contents). */
const CLOUDTRAIL_PRECISION_MS = 1_000;

/** Returns the hops of one call with their times, in order. */
export function timelineOf(traced: Traced): TimelineHop[] {
  const { finding, sentAt } = traced;
  const times: Record<TimelineHop['hop'], number | undefined> = {
    'api-call': sentAt,
    'cloudtrail-event': parse(finding?.change?.time),
    'rule-match': undefined,
    'invocation-start': parse(finding?.receivedAt),
    'finding-written': parse(finding?.time),
    ingested: traced.ingestedAt,
    seen: traced.seenAt,
  };
  const known = finding ? TIMELINE_HOPS : (['api-call'] as const);
  return known.map((hop): TimelineHop => {
    const at = times[hop];
    if (at === undefined) return { hop, at: null, sinceStartMs: null };
    const entry: TimelineHop = { hop, at: new Date(at).toISOString(), sinceStartMs: at - sentAt };
    if (hop === 'cloudtrail-event') entry.precisionMs = CLOUDTRAIL_PRECISION_MS;
    return entry;
  });
}

function parse(time: string | undefined): number | undefined {
  const ms = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Returns the minimum, median and maximum time of each hop over the successful runs. */
export function statisticsOf(runs: readonly TriggerRun[]): HopStatistics[] {
  return TIMELINE_HOPS.flatMap((hop): HopStatistics[] => {
    const times = runs
      .filter((run) => run.ok)
      .flatMap((run) => run.timeline.find((entry) => entry.hop === hop)?.sinceStartMs ?? [])
      .sort((a, b) => a - b);
    if (times.length === 0) return [];
    const middle = times.length / 2;
    const medianMs = (times[Math.ceil(middle) - 1]! + times[Math.floor(middle)]!) / 2;
    return [{ hop, minMs: times[0]!, medianMs, maxMs: times.at(-1)! }];
  });
}
