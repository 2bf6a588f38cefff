import type { Severity } from '../../core/baseline/baseline.ts';
import { describe, describeOrigin, describeRule } from '../../core/finding/describe.ts';
import { howMany, say } from '../../core/words/say.ts';
import { escapeText } from '../../core/words/terminal-text.ts';
import { type RehearsalReport, type RehearsedFinding, wouldCall } from '../../reports/rehearsal.ts';

import { row, wrap } from '../cells.ts';
import type { Look, PaintName } from '../look.ts';

const PAINT: Record<Severity, PaintName> = {
  critical: 'magenta',
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  info: 'dim',
};

/** Rows that are shown of each list; `--format json` has all of them. */
const SHOWN = 20;

/** Shows the alerts that a baseline would have raised, by actor and by group, and the entries to add to it. */
export function rehearsalPretty(report: RehearsalReport, look: Look): string {
  const { paint } = look;
  const alerts = distinct(report.findings.filter(wouldCall));
  return [
    headline(report, look),
    section(say`Changes that would have raised an alert`, alerts, look, (finding) =>
      findingRow(finding, look),
    ),
    section(say`By actor`, report.byActor, look, ({ actor, alerts: n, worst }) =>
      countRow(n, worst, [actor.name, actor.arn], look),
    ),
    section(say`By group`, report.byGroup, look, ({ id, name, alerts: n, worst }) =>
      countRow(n, worst, [name === undefined || name === id ? id : `${name} ${id}`], look),
    ),
    section(say`Unknown`, report.gaps, look, ({ groupId, before, reason }) =>
      paragraph(say`${groupId} before ${before}: ${reason}`, look),
    ),
    section(
      say`Not proposed, because the rule is too open`,
      report.proposals.withheld,
      look,
      ({ group, rule, severity }) => paragraph(`${group}: ${describeRule(rule)} (${severity})`, look),
    ),
    report.proposals.yaml === ''
      ? ''
      : `\n${paint.bold(say`Review these entries, then add them to the baseline`)}\n${escapeText(report.proposals.yaml, { keepNewlines: true })}`,
  ].join('');
}

/** Several `never` lines can give the same text for one change. It is shown once. */
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
  const alerts = report.alerts === 0 ? count : say`${count} (${report.alertsPerWeek} per week)`;
  const found =
    report.deniedAttempts === 0
      ? alerts
      : say`${alerts} and ${howMany(report.deniedAttempts, 'denied attempt')}`;
  const text =
    since === undefined || until === undefined
      ? say`${changes} judged against ${baseline}: ${found}.`
      : say`${changes} from ${since.slice(0, 10)} to ${until.slice(0, 10)} judged against ${baseline}: ${found}.`;
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

/** Text is wrapped only on a terminal. */
function widthLeft(look: Look, taken: number): number {
  return look.tty ? Math.max(20, look.columns - taken) : 10_000;
}

function paragraph(text: string, look: Look): string {
  return `${wrap(escapeText(text), widthLeft(look, 0)).join('\n')}\n`;
}
