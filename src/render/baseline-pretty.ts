import type {
  BaselineAcceptReport,
  BaselineCheckReport,
  BaselineDiffReport,
  BaselineSchemaReport,
} from '../core/baseline-report.ts';
import { describe, describeRule } from '../core/describe.ts';
import { escapeText } from '../core/terminal-text.ts';
import { wrap } from './cells.ts';
import type { Look } from './look.ts';

export function baselineCheckPretty(report: BaselineCheckReport, look: Look): string {
  const parts = [
    count(report.groups, 'group entry', 'group entries'),
    count(report.never, 'never line', 'never lines'),
    count(report.exceptions, 'exception', 'exceptions'),
    count(report.trusted, 'trusted principal', 'trusted principals'),
  ];
  const lines = [
    look.paint.green(
      `${escapeText(report.origin)} is valid: ${parts.join(', ')}; unlisted groups: ${report.unlisted}.`,
    ),
    ...report.warnings.map((warning) => look.paint.yellow(`Warning: ${escapeText(warning)}`)),
  ];
  return text(lines, look);
}

export function baselineDiffPretty(report: BaselineDiffReport, look: Look): string {
  const { paint } = look;
  const baseline = escapeText(report.baseline);
  const groups = count(report.groups, 'security group', 'security groups');
  const lines: string[] = [];
  let last = '';
  for (const difference of report.differences) {
    const { group, account, region } = difference;
    const title = [group?.name || group?.id, group?.id, account, region].filter(Boolean).join(' ');
    if (title !== last) lines.push(paint.bold(escapeText(title)));
    last = title;
    for (const { rule } of difference.unexpected)
      lines.push(paint.red(`  + ${escapeText(describeRule(rule))}`));
    for (const { rule } of difference.missing)
      lines.push(paint.yellow(`  - ${escapeText(describeRule(rule))}`));
    if (difference.code !== 'unexpected-ingress' && difference.code !== 'missing-ingress') {
      lines.push(paint.dim(`  ${escapeText(describe(difference))}`));
    }
  }
  for (const { entry, id } of report.goneGroups) {
    lines.push(paint.yellow(`${escapeText(entry)}: there is no group ${escapeText(id)}`));
  }
  lines.push(...report.notes.map((note) => paint.yellow(`Note: ${escapeText(note)}`)));
  const isSame = report.differing === 0 && report.goneGroups.length === 0;
  lines.push(
    isSame
      ? paint.green(`No difference: ${groups}, as ${baseline} means them.`)
      : `${groups} compared with ${baseline}: ${report.differing} differ (+ unexpected, - missing)${report.goneGroups.length > 0 ? `, ${report.goneGroups.length} gone` : ''}.`,
  );
  return text(lines, look);
}

export function baselineAcceptPretty(report: BaselineAcceptReport, look: Look): string {
  const name = escapeText(`${report.group.name || report.group.id} (${report.group.id})`);
  if (!report.changed) {
    const lines = [`${name} is as the baseline of ${escapeText(report.stack)} means it: nothing to accept.`];
    return text([...lines, ...report.forbidden.map((line) => forbiddenLine(line, look))], look);
  }
  return text(
    [
      ...report.added.map((rule) => look.paint.green(`+ ${escapeText(rule)}`)),
      ...report.removed.map((rule) => look.paint.red(`- ${escapeText(rule)}`)),
      `The baseline of ${escapeText(report.stack)} in ${escapeText(report.region)} now means this for ${name}, as entry "${escapeText(report.entry)}".`,
      ...report.forbidden.map((line) => forbiddenLine(line, look)),
    ],
    look,
  );
}

export function baselineSchemaPretty({ jsonSchema }: BaselineSchemaReport): string {
  return `${JSON.stringify(jsonSchema, null, 2)}\n`;
}

function forbiddenLine(line: string, { paint }: Look): string {
  return paint.yellow(`Still forbidden by "${escapeText(line)}".`);
}

function text(lines: readonly string[], look: Look): string {
  const width = look.tty ? look.columns : Number.POSITIVE_INFINITY;
  return `${lines.flatMap((line) => wrap(line, width)).join('\n')}\n`;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
