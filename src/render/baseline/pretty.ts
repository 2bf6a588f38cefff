import { describe, describeRule } from '../../core/finding/describe.ts';
import { howMany, say } from '../../core/words/say.ts';
import { escapeText } from '../../core/words/terminal-text.ts';
import type {
  BaselineAcceptReport,
  BaselineCheckReport,
  BaselineDiffReport,
  BaselineSchemaReport,
} from '../../reports/baseline.ts';
import { wrap } from '../cells.ts';
import type { Look } from '../look.ts';

export function baselineCheckPretty(report: BaselineCheckReport, look: Look): string {
  const groups = howMany(report.groups, 'group entry', 'group entries');
  const never = howMany(report.never, 'never line');
  const exceptions = howMany(report.exceptions, 'exception');
  const trusted = howMany(report.trusted, 'trusted principal');
  const lines = [
    look.paint.green(
      say`${escapeText(report.origin)} is valid: ${groups}, ${never}, ${exceptions}, ${trusted}; unlisted groups: ${report.unlisted}.`,
    ),
    ...report.warnings.map((warning) => look.paint.yellow(say`Warning: ${escapeText(warning)}`)),
  ];
  return text(lines, look);
}

export function baselineDiffPretty(report: BaselineDiffReport, look: Look): string {
  const { paint } = look;
  const baseline = escapeText(report.baseline);
  const groups = howMany(report.groups, 'security group');
  const lines: string[] = [];
  let last = '';
  let shown = new Set<string>();
  const put = (line: string, colour: (text: string) => string) => {
    // A forbidden rule is also unexpected, so it would be shown twice.
    if (!shown.has(line)) lines.push(colour(escapeText(line)));
    shown.add(line);
  };
  for (const difference of report.differences) {
    const { group, account, region } = difference;
    const title = [group?.name || group?.id, group?.id, account, region].filter(Boolean).join(' ');
    if (title !== last) {
      lines.push(paint.bold(escapeText(title)));
      shown = new Set();
    }
    last = title;
    for (const { rule } of difference.unexpected) put(`  + ${describeRule(rule)}`, paint.red);
    for (const { rule } of difference.missing) put(`  - ${describeRule(rule)}`, paint.yellow);
    if (difference.code !== 'unexpected-ingress' && difference.code !== 'missing-ingress') {
      lines.push(paint.dim(`  ${escapeText(describe(difference))}`));
    }
  }
  for (const { entry, id } of report.goneGroups) {
    lines.push(paint.yellow(say`${escapeText(entry)}: group ${escapeText(id)} does not exist`));
  }
  lines.push(...report.notes.map((note) => paint.yellow(say`Note: ${escapeText(note)}`)));
  const isSame = report.differing === 0 && report.goneGroups.length === 0;
  const gone = report.goneGroups.length;
  lines.push(
    isSame
      ? paint.green(say`No differences: ${groups} compared with ${baseline}.`)
      : gone === 0
        ? say`${groups} compared with ${baseline}: ${report.differing} differing (+ unexpected, - missing).`
        : say`${groups} compared with ${baseline}: ${report.differing} differing (+ unexpected, - missing), ${gone} not found.`,
  );
  return text(lines, look);
}

export function baselineAcceptPretty(report: BaselineAcceptReport, look: Look): string {
  const name = escapeText(`${report.group.name || report.group.id} (${report.group.id})`);
  if (!report.changed) {
    const lines = [
      say`${name} matches the baseline of ${escapeText(report.stack)}, so there is nothing to accept.`,
    ];
    return text([...lines, ...report.forbidden.map((line) => forbiddenLine(line, look))], look);
  }
  return text(
    [
      ...report.added.map((rule) => look.paint.green(`+ ${escapeText(rule)}`)),
      ...report.removed.map((rule) => look.paint.red(`- ${escapeText(rule)}`)),
      say`The baseline of ${escapeText(report.stack)} in ${escapeText(report.region)} now allows this for ${name}, in entry "${escapeText(report.entry)}".`,
      ...report.forbidden.map((line) => forbiddenLine(line, look)),
    ],
    look,
  );
}

export function baselineSchemaPretty({ jsonSchema }: BaselineSchemaReport): string {
  return `${JSON.stringify(jsonSchema, null, 2)}\n`;
}

function forbiddenLine(line: string, { paint }: Look): string {
  return paint.yellow(say`Still forbidden by "${escapeText(line)}".`);
}

function text(lines: readonly string[], look: Look): string {
  const width = look.tty ? look.columns : Number.POSITIVE_INFINITY;
  return `${lines.flatMap((line) => wrap(line, width)).join('\n')}\n`;
}
