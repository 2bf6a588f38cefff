import { describe } from '../core/finding/describe.ts';
import { partWord } from '../core/words/deploy-words.ts';
import { howMany, say } from '../core/words/say.ts';
import { escapeText } from '../core/words/terminal-text.ts';
import type {
  Diagnosis,
  HopStatistics,
  TestTriggerReport,
  TimelineHop,
  TimelineHopName,
} from '../reports/test-trigger.ts';
import { padBefore, padTo, row, widthOf, wrap } from './cells.ts';
import type { Look } from './look.ts';
import { durationText } from './moment.ts';

const HOP_LABELS: Record<TimelineHopName, () => string> = {
  'api-call': () => say`API call`,
  'cloudtrail-event': () => say`CloudTrail event`,
  'rule-match': () => say`rule match`,
  'invocation-start': () => say`invocation start`,
  'finding-written': () => say`finding written`,
  ingested: () => say`ingested by logs`,
  seen: () => say`received here`,
};

/** The width of `dead-letter-queue`, the longest English name of a hop. */
const HOP_WIDTH = 17;
const FIGURE_WIDTH = 10;
/** `10:00:00.250` */
const TIME_WIDTH = 12;

/** Shows the timeline as a chart, or the hop at which the change was lost. */
export function testTriggerPretty(report: TestTriggerReport, look: Look): string {
  const { paint } = look;
  const parts = [chart(report.timeline, look)];
  if (report.statistics.length > 0) parts.push(statistics(report.statistics, report.runs.length));
  if (report.diagnosis) {
    parts.push(diagnosis(report.diagnosis, look));
  } else {
    const seen = report.timeline.at(-1)!.sinceStartMs!;
    const text = `${paint.green(say`ok`)} ${arrival(report, durationText(seen))}`;
    parts.push(`${(look.tty ? wrap(text, Math.max(40, look.columns)) : [text]).join('\n')}\n`);
  }
  return parts.join('\n');
}

function arrival({ finding, group }: TestTriggerReport, after: string): string {
  if (finding === null) return say`the finding arrived ${after} after the change`;
  const what = escapeText(describe(finding));
  return say`the finding arrived ${after} after the change: ${group.id} ${what}`;
}

function labelWidth(): number {
  return Math.max(...Object.values(HOP_LABELS).map((label) => widthOf(label())));
}

function chart(timeline: readonly TimelineHop[], look: Look): string {
  const width = labelWidth();
  const room = look.columns - width - FIGURE_WIDTH - TIME_WIDTH - 3 * 2;
  const barWidth = Math.max(10, Math.min(48, room));
  const span = Math.max(1, ...timeline.map((hop) => hop.sinceStartMs ?? 0));
  let before = 0;
  const lines = timeline.map((hop) => {
    const label = padTo(HOP_LABELS[hop.hop](), width);
    if (hop.sinceStartMs === null) {
      return `${label}  ${look.paint.dim(say`EventBridge does not record this time`)}`;
    }
    const since = Math.max(0, hop.sinceStartMs);
    const figure = padBefore(`${hop.precisionMs ? '~' : ''}${durationText(since)}`, FIGURE_WIDTH);
    const from = Math.round((Math.min(before, since) / span) * barWidth);
    const to = Math.round((since / span) * barWidth);
    const bar = ' '.repeat(from) + (to > from ? '█'.repeat(to - from) : since > 0 ? '▏' : '');
    before = Math.max(before, since);
    // CloudTrail's times have no milliseconds. With .000, they would appear to be before the call.
    const time = padTo(hop.at!.slice(11, hop.precisionMs === 1_000 ? 19 : 23), TIME_WIDTH);
    return `${label}  ${time}  ${figure}  ${look.paint.cyan(bar)}`.trimEnd();
  });
  return `${lines.join('\n')}\n`;
}

function statistics(rows: readonly HopStatistics[], runs: number): string {
  const width = labelWidth();
  const heads = [say`min`, say`median`, say`max`];
  const columns = heads.map((name) => padBefore(name, FIGURE_WIDTH)).join('  ');
  const lines = rows.map(({ hop, minMs, medianMs, maxMs }) => {
    const figures = [minMs, medianMs, maxMs].map((ms) =>
      padBefore(durationText(Math.max(0, ms)), FIGURE_WIDTH),
    );
    return `${padTo(HOP_LABELS[hop](), width)}  ${figures.join('  ')}`;
  });
  return `${[`${padTo(howMany(runs, 'run'), width)}  ${columns}`, ...lines].join('\n')}\n`;
}

function diagnosis(found: Diagnosis, look: Look): string {
  const { paint } = look;
  const hopWidth = Math.max(HOP_WIDTH, ...found.hops.map(({ hop }) => widthOf(partWord(hop))));
  const room = look.columns - hopWidth - 6 - 2 * 2;
  const width = look.tty ? Math.max(20, room) : Number.POSITIVE_INFINITY;
  const lines = found.hops.map(({ hop, ok, detail }) =>
    row([
      { lines: [partWord(hop)], width: hopWidth },
      ok === null
        ? { lines: ['?'], width: 6, paint: paint.yellow }
        : { lines: [ok ? say`ok` : say`broken`], width: 6, paint: ok ? paint.green : paint.red },
      { lines: [escapeText(detail)], width },
    ]),
  );
  if (found.broken === null) {
    const remedy = escapeText(found.remedy);
    const late = found.hops.some(({ ok }) => ok === null)
      ? say`No hop is broken, but not all could be read. ${remedy}`
      : say`Every hop works. ${remedy}`;
    return `${lines.join('')}\n${(look.tty ? wrap(late, look.columns) : [late]).join('\n')}\n`;
  }
  const broken = say`Broken: ${partWord(found.broken)}. To fix it, run:`;
  return `${lines.join('')}\n${broken}\n  ${paint.bold(escapeText(found.remedy))}\n`;
}
