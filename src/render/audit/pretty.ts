import { SEVERITIES, type Severity } from '../../core/baseline/baseline.ts';
import { describe, describeOrigin } from '../../core/finding/describe.ts';
import { howMany, quantity, say } from '../../core/words/say.ts';
import { escapeText } from '../../core/words/terminal-text.ts';
import {
  type AuditAttachment,
  type AuditContext,
  type AuditFinding,
  type AuditReport,
  type AuditScope,
  type AuditSummary,
  isNothingJudged,
} from '../../reports/audit.ts';
import { padTo, wrap } from '../cells.ts';
import type { Look } from '../look.ts';
import { scopePlace } from '../scope-place.ts';
import { SEVERITY_PAINT } from '../severity-paint.ts';
import { unknownText } from './unknown-text.ts';

const SEVERITY_COUNT: Record<Severity, (number: number) => string> = {
  critical: (number) => howMany(number, 'critical', 'critical'),
  high: (number) => howMany(number, 'high', 'high'),
  medium: (number) => howMany(number, 'medium', 'medium'),
  low: (number) => howMany(number, 'low', 'low'),
  info: (number) => howMany(number, 'info', 'info'),
};

/** Rule ids that are listed for one finding; the others are only counted. */
const SHOWN_IDS = 10;

/** Shows the summary, and then the findings by group, worst group first, with the commands that fix each group. */
export function auditPretty(report: AuditReport, given: Look): string {
  // Lines are wrapped only on a terminal.
  const look = given.tty ? given : { ...given, columns: Number.POSITIVE_INFINITY };
  const lines = [...summaryLines(report, look)];
  const byGroup = new Map<string, AuditFinding[]>();
  for (const finding of report.findings) {
    const key = [finding.file ?? '', finding.account, finding.region, finding.group?.id].join('\n');
    byGroup.set(key, [...(byGroup.get(key) ?? []), finding]);
  }
  for (const findings of byGroup.values()) lines.push('', ...groupLines(findings, look));
  lines.push(...unknownLines(report, look), ...comparisonLines(report, look));
  return `${lines.join('\n')}\n`;
}

/** `2 accounts, 3 Regions`. A single account, or a single Region of several accounts, is not mentioned. */
function placesOf(read: readonly AuditScope[]): string {
  const accounts = new Set(read.map(({ account }) => account)).size;
  const regions = new Set(read.map(({ region }) => region)).size;
  if (accounts <= 1) return howMany(regions, 'Region');
  const named = howMany(accounts, 'account');
  return regions <= 1 ? named : `${named}, ${howMany(regions, 'Region')}`;
}

function summaryLines({ summary, baseline, scopes }: AuditReport, { paint, columns }: Look): string[] {
  const read = scopes.filter(({ error }) => error === undefined);
  const places =
    read.length === 1
      ? escapeText(scopePlace(read[0]!))
      : read[0]?.file === undefined
        ? placesOf(read)
        : howMany(read.length, 'file');
  const found = [...SEVERITIES]
    .reverse()
    .filter((severity) => summary.severities[severity] > 0)
    .map((severity) =>
      paint[SEVERITY_PAINT[severity]](SEVERITY_COUNT[severity](summary.severities[severity])),
    );
  const counts = countTexts(summary).reduce((list, one) => say`${list}, ${one}`);
  const lines = wrap(
    say`${howMany(summary.groups, 'security group')} with ${howMany(summary.rules, 'rule')} in ${places}, judged against ${escapeText(baseline)}: ${counts}.`,
    columns,
  );
  if (isNothingJudged(summary)) lines.push(paint.yellow(say`Nothing was judged.`));
  else if (found.length === 0) lines.push(paint.green(say`No findings.`));
  else lines.push(say`Findings: ${found.reduce((list, one) => say`${list}, ${one}`)}.`);
  for (const scope of scopes) {
    if (scope.error !== undefined) {
      lines.push(
        ...wrap(
          paint.red(say`Not read: ${escapeText(scopePlace(scope))}: ${escapeText(scope.error.message)}`),
          columns,
        ),
      );
    }
    for (const note of scope.notes) {
      const placed = `${escapeText(scopePlace(scope))}: ${escapeText(note)}`;
      lines.push(...wrap(paint.yellow(say`Note: ${placed}`), columns));
    }
  }
  return lines;
}

/** Only a group with a baseline entry can match the baseline. */
function countTexts({ inLine, notForbidden, unjudged, drifting }: AuditSummary): string[] {
  const texts = [say`${quantity(drifting)} differing`];
  if (unjudged > 0) texts.unshift(say`${quantity(unjudged)} not judged`);
  if (notForbidden > 0)
    texts.unshift(say`${quantity(notForbidden)} without forbidden ingress (not judged further)`);
  if (inLine > 0 || texts.length === 1) texts.unshift(say`${quantity(inLine)} matching`);
  return texts;
}

function groupLines(findings: readonly AuditFinding[], look: Look): string[] {
  const { paint, columns } = look;
  const [first] = findings;
  const { group, account, region, file, address, line, context, mend } = first!;
  const name = escapeText(group?.name || group?.id || '');
  const source = file !== undefined && line !== undefined ? `${file}:${line}` : file;
  const where = [group?.id, address, group?.vpcId, account, region, source].filter(
    (part) => part !== undefined && part !== '' && part !== (group?.name || group?.id),
  );
  const title = `${paint.bold(name)}  ${paint.dim(escapeText([...new Set(where)].join(' ')))}`;
  const lines = [title];
  for (const finding of findings) lines.push(...findingLines(finding, look));
  if (context !== undefined) {
    for (const text of contextTexts(context)) lines.push(...indented(text, columns, paint.dim));
  }
  // Commands are not wrapped, so that they can be copied and pasted.
  for (const command of mend) lines.push(`  ${paint.green('$')} ${escapeText(command)}`);
  return lines;
}

const SEVERITY_WIDTH = 'critical'.length;

function findingLines(finding: AuditFinding, { paint, columns }: Look): string[] {
  const { severity, status } = finding;
  const width = Math.max(24, columns - SEVERITY_WIDTH - 4);
  const text = escapeText(status === 'new' ? say`new: ${describe(finding)}` : describe(finding));
  const [first = '', ...rest] = wrap(text, width);
  const ids = [...new Set(finding.unexpected.flatMap((item) => item.ids))];
  const shown = ids.slice(0, SHOWN_IDS).join(', ');
  const named = escapeText(
    ids.length > SHOWN_IDS ? say`by ${shown} and ${ids.length - SHOWN_IDS} more` : say`by ${shown}`,
  );
  const margin = ' '.repeat(SEVERITY_WIDTH + 4);
  return [
    `  ${paint[SEVERITY_PAINT[severity]](padTo(severity, SEVERITY_WIDTH))}  ${first}`,
    ...rest.map((line) => `${margin}${line}`),
    ...(ids.length === 0 ? [] : wrap(named, width).map((line) => `${margin}${paint.dim(line)}`)),
  ];
}

const ATTACHED: Record<AuditAttachment['kind'], (name: string) => string> = {
  instance: (name) => say`instance ${name}`,
  'load-balancer': (name) => say`load-balancer ${name}`,
  function: (name) => say`function ${name}`,
  database: (name) => say`database ${name}`,
  container: (name) => say`container ${name}`,
  'nat-gateway': (name) => say`nat-gateway ${name}`,
  endpoint: (name) => say`endpoint ${name}`,
  other: (name) => say`other ${name}`,
};

function* contextTexts(context: AuditContext): Generator<string> {
  if (context.attached === false) yield say`not attached`;
  if (context.attached === true) {
    const named = [...new Set(context.attachments.map(({ kind, name }) => ATTACHED[kind](name)))].join(', ');
    const more = context.attachmentCount - context.attachments.length;
    yield more > 0 ? say`attached to ${named} and ${more} more` : say`attached to ${named}`;
  }
  if (context.publicAddresses.length > 0) yield say`public address ${context.publicAddresses.join(', ')}`;
  if (context.lastChange !== undefined) {
    const { time, eventName, ...origin } = context.lastChange;
    yield say`last changed ${time} (${eventName}): ${describeOrigin(origin)}`;
  }
}

function unknownLines({ unknown }: AuditReport, { columns }: Look): string[] {
  if (unknown.length === 0) return [];
  return [
    '',
    say`Not judged, because unknown: ${howMany(unknown.length, 'value')}`,
    ...unknown.flatMap((one) => indented(unknownText(one), columns)),
  ];
}

function comparisonLines({ against }: AuditReport, { paint, columns }: Look): string[] {
  if (against === undefined) return [];
  return [
    '',
    say`Since ${escapeText(against.time)}: ${against.new} new, ${against.fixed.length} fixed, ${against.unchanged} unchanged.`,
    ...against.fixed.flatMap((finding) =>
      indented(
        say`fixed: ${finding.group?.name || finding.group?.id || ''} ${describe(finding)}`,
        columns,
        paint.green,
      ),
    ),
  ];
}

function indented(text: string, columns: number, paint: (text: string) => string = (same) => same): string[] {
  return wrap(escapeText(text), Math.max(24, columns - 2)).map((line) => `  ${paint(line)}`);
}
