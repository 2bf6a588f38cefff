import { describe } from '../core/describe.ts';
import { escapeText } from '../core/terminal-text.ts';
import type {
  Diagnosis,
  HopStatistics,
  TestTriggerReport,
  TimelineHop,
  TimelineHopName,
} from '../trigger/report.ts';
import { padTo, row, wrap } from './cells.ts';
import type { Look } from './look.ts';
import { durationText } from './moment.ts';

const HOP_LABELS: Record<TimelineHopName, string> = {
  'api-call': 'API call',
  'cloudtrail-event': 'CloudTrail event',
  'rule-match': 'rule match',
  'invocation-start': 'invocation start',
  'finding-written': 'finding written',
  ingested: 'ingested by logs',
  seen: 'seen here',
};

const LABEL_WIDTH = 16;
const FIGURE_WIDTH = 10;
/** `10:00:00.250` */
const TIME_WIDTH = 12;

/** The timeline as a chart, or the hop at which the change was lost. */
export function testTriggerPretty(report: TestTriggerReport, look: Look): string {
  const { paint } = look;
  const parts = [chart(report.timeline, look)];
  if (report.statistics.length > 0) parts.push(statistics(report.statistics, report.runs.length));
  if (report.diagnosis) {
    parts.push(diagnosis(report.diagnosis, look));
  } else {
    const seen = report.timeline.at(-1)!.sinceStartMs!;
    const what = report.finding ? `: ${report.group.id} ${escapeText(describe(report.finding))}` : '';
    const text = `${paint.green('ok')} the finding about the change was seen after ${durationText(seen)}${what}`;
    parts.push(`${(look.tty ? wrap(text, Math.max(40, look.columns)) : [text]).join('\n')}\n`);
  }
  return parts.join('\n');
}

function chart(timeline: readonly TimelineHop[], look: Look): string {
  const room = look.columns - LABEL_WIDTH - FIGURE_WIDTH - TIME_WIDTH - 3 * 2;
  const barWidth = Math.max(10, Math.min(48, room));
  const span = Math.max(1, ...timeline.map((hop) => hop.sinceStartMs ?? 0));
  let before = 0;
  const lines = timeline.map((hop) => {
    const label = padTo(HOP_LABELS[hop.hop], LABEL_WIDTH);
    if (hop.sinceStartMs === null) {
      return `${label}  ${look.paint.dim('EventBridge keeps no time of it')}`;
    }
    const since = Math.max(0, hop.sinceStartMs);
    const figure = `${hop.precisionMs ? '~' : ''}${durationText(since)}`.padStart(FIGURE_WIDTH);
    const from = Math.round((Math.min(before, since) / span) * barWidth);
    const to = Math.round((since / span) * barWidth);
    const bar = ' '.repeat(from) + (to > from ? '█'.repeat(to - from) : since > 0 ? '▏' : '');
    before = Math.max(before, since);
    // No milliseconds where there are none: they would stand before those of the call itself.
    const time = padTo(hop.at!.slice(11, hop.precisionMs === 1_000 ? 19 : 23), TIME_WIDTH);
    return `${label}  ${time}  ${figure}  ${look.paint.cyan(bar)}`.trimEnd();
  });
  return `${lines.join('\n')}\n`;
}

function statistics(rows: readonly HopStatistics[], runs: number): string {
  const columns = ['min', 'median', 'max'].map((name) => name.padStart(FIGURE_WIDTH)).join('  ');
  const lines = rows.map(({ hop, minMs, medianMs, maxMs }) => {
    const figures = [minMs, medianMs, maxMs].map((ms) =>
      durationText(Math.max(0, ms)).padStart(FIGURE_WIDTH),
    );
    return `${padTo(HOP_LABELS[hop], LABEL_WIDTH)}  ${figures.join('  ')}`;
  });
  return `${[`${padTo(`${runs} runs`, LABEL_WIDTH)}  ${columns}`, ...lines].join('\n')}\n`;
}

function diagnosis(found: Diagnosis, look: Look): string {
  const { paint } = look;
  const room = look.columns - LABEL_WIDTH - 1 - 6 - 2 * 2;
  const width = look.tty ? Math.max(20, room) : Number.POSITIVE_INFINITY;
  const lines = found.hops.map(({ hop, ok, detail }) =>
    row([
      { lines: [hop], width: LABEL_WIDTH + 1 },
      { lines: [ok ? 'ok' : 'broken'], width: 6, paint: ok ? paint.green : paint.red },
      { lines: [escapeText(detail)], width },
    ]),
  );
  if (found.broken === null) {
    const late = `No hop is broken. ${escapeText(found.remedy)}`;
    return `${lines.join('')}\n${(look.tty ? wrap(late, look.columns) : [late]).join('\n')}\n`;
  }
  return `${lines.join('')}\nBroken: ${found.broken}. Mend it with:\n  ${paint.bold(escapeText(found.remedy))}\n`;
}
