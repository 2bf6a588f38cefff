import type { Severity } from '../../core/baseline/baseline.ts';
import { describe, describeOrigin, describeRule } from '../../core/finding/describe.ts';
import { isAlert } from '../../core/finding/finding.ts';
import { howMany, say } from '../../core/words/say.ts';
import { escapeText } from '../../core/words/terminal-text.ts';
import type { RehearsalReport } from '../../history/rehearsal/rehearsal.ts';
import type { RehearsedFinding } from '../../history/rehearsal/replay.ts';
import { row, wrap } from '../cells.ts';
import type { Look, PaintName } from '../look.ts';

const PAINT: Record<Severity, PaintName> = {
  critical: 'magenta',
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  info: 'dim',
};

/** Rows of each list that are shown; `--format json` has all. */
const SHOWN = 20;

/** What a baseline would have told: how often, who, what, and what to add to it. */
export function rehearsalPretty(report: RehearsalReport, look: Look): string {
  const { paint } = look;
  const alerts = distinct(report.findings.filter(isAlert));
  return [
    headline(report, look),
    section(say`Would have alerted`, alerts, look, (finding) => findingRow(finding, look)),
    section(say`By whom`, report.byActor, look, ({ actor, alerts: n, worst }) =>
      countRow(n, worst, [actor.name, actor.arn], look),
    ),
    section(say`In which groups`, report.byGroup, look, ({ id, name, alerts: n, worst }) =>
      countRow(n, worst, [name === undefined || name === id ? id : `${name} ${id}`], look),
    ),
    section(say`Not known`, report.gaps, look, ({ groupId, before, reason }) =>
      paragraph(say`${groupId} before ${before}: ${reason}`, look),
    ),
    section(
      say`Not proposed, because it is too open`,
      report.proposals.withheld,
      look,
      ({ group, rule, severity }) => paragraph(`${group}: ${describeRule(rule)} (${severity})`, look),
    ),
    report.proposals.yaml === ''
      ? ''
      : `\n${paint.bold(say`To add to the baseline, after a look`)}\n${escapeText(report.proposals.yaml, { keepNewlines: true })}`,
  ].join('');
}

/** Several `never` lines may say the same of one change: for people that is one row. */
function distinct(alerts: readonly RehearsedFinding[]): RehearsedFinding[] {
  const seen = new Set<string>();
  return alerts.filter((alert) => {
    const key = `${alert.change.eventId} ${alert.group?.id} ${describe(alert)}`;
    return !seen.has(key) && seen.add(key);
  });
}

function headline(report: RehearsalReport, look: Look): string {
  const { since, until, baseline } = report;
  const changes = howMany(report.changes, 'change');
  const count = howMany(report.alerts, 'alert');
  const alerts = report.alerts === 0 ? count : say`${count}, ${report.alertsPerWeek} a week`;
  const found =
    report.deniedAttempts === 0
      ? alerts
      : say`${alerts}; ${howMany(report.deniedAttempts, 'denied attempt')}`;
  const text =
    since === undefined || until === undefined
      ? say`${changes} against ${baseline}: ${found}.`
      : say`${changes} from ${since.slice(0, 10)} to ${until.slice(0, 10)} against ${baseline}: ${found}.`;
  return paragraph(text, look);
}

function section<T>(title: string, all: readonly T[], look: Look, toText: (item: T) => string): string {
  if (all.length === 0) return '';
  const more = all.length > SHOWN ? `${say`and ${all.length - SHOWN} more`}\n` : '';
  return `\n${look.paint.bold(title)}\n${all.slice(0, SHOWN).map(toText).join('')}${more}`;
}

function findingRow(finding: RehearsedFinding, look: Look): string {
  const time = finding.time.replace('T', ' ').replace(/(:\d\d)Z$/, '$1Z');
  const who = describeOrigin(finding.change);
  const group = finding.group === undefined ? [] : [finding.group.name, finding.group.id];
  const subject = [...new Set(group)].filter((part) => part !== undefined).join(' ');
  const words = [`${subject} ${describe(finding)}`, who].map((text) => escapeText(text));
  return row([
    { lines: [time], width: 20, paint: look.paint.dim },
    { lines: [finding.severity], width: 8, paint: look.paint[PAINT[finding.severity]] },
    { lines: words, width: widthLeft(look, 32) },
  ]);
}

function countRow(n: number, worst: Severity, names: string[], look: Look): string {
  return row([
    { lines: [String(n)], width: 5 },
    { lines: [worst], width: 8, paint: look.paint[PAINT[worst]] },
    { lines: [...new Set(names)].map((name) => escapeText(name)), width: widthLeft(look, 17) },
  ]);
}

/** Elsewhere than on a terminal nothing is broken into lines. */
function widthLeft(look: Look, taken: number): number {
  return look.tty ? Math.max(20, look.columns - taken) : 10_000;
}

function paragraph(text: string, look: Look): string {
  return `${wrap(escapeText(text), widthLeft(look, 0)).join('\n')}\n`;
}
