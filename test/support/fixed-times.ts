import type { Finding } from '../../src/core/finding/finding.ts';
import type { TestTriggerReport, TriggerRun } from '../../src/reports/test-trigger.ts';
import { statisticsOf, timelineOf } from '../../src/trigger/timeline.ts';
import { NOW } from './screens.ts';

/**
 * Sets fixed times in reports and findings that screens show. Functions run in their own processes with the
 * clock of the machine, so the times between the hops of a change vary. Only these times are replaced. The
 * product still computes and draws everything that depends on them.
 */
const HOPS_MS = { received: 1_840, written: 2_010, ingested: 2_350, seen: 2_610 };
/** Each run starts this long after the previous one … */
const APART_MS = 20_000;
/** … and takes this much longer. */
const SLOWER_MS = 110;

/** Returns the report as if its change had been made at noon. */
export function atNoon(report: TestTriggerReport): TestTriggerReport {
  const runs = report.runs.map(runAt);
  const last = runs.at(-1)!;
  return {
    ...report,
    runs,
    timeline: last.timeline,
    finding: last.finding,
    statistics: runs.length > 1 ? statisticsOf(runs) : [],
  };
}

function runAt(run: TriggerRun, index: number): TriggerRun {
  const sentAt = NOW + 250 + index * APART_MS;
  const after = (ms: number) => sentAt + ms + index * SLOWER_MS;
  if (run.finding === null) return { ...run, sentAt, timeline: timelineOf({ sentAt }) };
  const finding = findingAt(run.finding, sentAt, index * SLOWER_MS);
  const ingestedAt = after(HOPS_MS.ingested);
  const seenAt = after(HOPS_MS.seen);
  return { ...run, sentAt, finding, timeline: timelineOf({ sentAt, finding, ingestedAt, seenAt }) };
}

/** Returns the finding as if its change had been made at `madeAt`. */
export function findingAt(finding: Finding, madeAt = NOW, slower = 0): Finding {
  const iso = (ms: number) => new Date(madeAt + ms + slower).toISOString();
  // CloudTrail's times are whole seconds.
  const change = finding.change && { ...finding.change, time: `${iso(-slower).slice(0, 19)}Z` };
  return { ...finding, receivedAt: iso(HOPS_MS.received), time: iso(HOPS_MS.written), change };
}
