import { SEVERITIES } from '../../core/baseline/baseline.ts';
import { describe } from '../../core/finding/describe.ts';
import { howMany } from '../../core/words/say.ts';
import { escapeText } from '../../core/words/terminal-text.ts';
import type { AuditFinding, AuditReport } from '../../reports/audit.ts';
import { scopePlace } from '../scope-place.ts';
import { unknownText } from './unknown-text.ts';

/** A comment on GitHub can have 65,536 characters. This many rows of common length fit. */
const MOST_ROWS = 100;

/** Renders a summary and a table of the findings in GitHub Flavored Markdown, for pull requests and job summaries. */
export function auditMarkdown(report: AuditReport): string {
  const { summary, scopes, findings, unknown, against } = report;
  const places = scopes.map((scope) => code(scopePlace(scope)));
  const counts = [...SEVERITIES]
    .reverse()
    .filter((severity) => summary.severities[severity] > 0)
    .map((severity) => `${summary.severities[severity]} ${severity}`);
  const parts = [
    `### Security groups: ${findings.length === 0 ? 'no findings' : counts.join(', ')}`,
    `${howMany(summary.groups, 'security group')} with ${howMany(summary.rules, 'rule')} in ${listed(places)}, judged against ${code(report.baseline)}.`,
    ...(findings.length === 0 ? [] : [table(findings, against !== undefined)]),
    ...(findings.length > MOST_ROWS ? [`${findings.length - MOST_ROWS} more findings are not shown.`] : []),
    ...details(`Not known, so not judged: ${howMany(unknown.length, 'value')}`, unknown.map(unknownText)),
    ...details(`Notes and errors: ${notesOf(report).length}`, notesOf(report)),
    ...(against === undefined
      ? []
      : [
          `Since ${text(against.time)}: ${against.new} new, ${against.fixed.length} fixed, ${against.unchanged} unchanged.`,
        ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function table(findings: readonly AuditFinding[], hasStatus: boolean): string {
  const head = ['Severity', ...(hasStatus ? ['Status'] : []), 'Group', 'Finding', 'Where'];
  const rows = findings.slice(0, MOST_ROWS).map((finding) => {
    const { severity, status = '', group } = finding;
    const name = group?.name ?? '';
    const id = group?.id ?? '';
    const both = name === '' || name === id ? code(id) : `${text(name)} ${code(id)}`;
    return [severity, ...(hasStatus ? [status] : []), both, text(describe(finding)), where(finding)];
  });
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function where({ file, line, address, account, region, group }: AuditFinding): string {
  if (file === undefined) return text([account, region].filter((part) => part !== '').join(' '));
  const place = code(line === undefined ? file : `${file}:${line}`);
  return address === undefined || address === group?.id ? place : `${code(address)} in ${place}`;
}

function notesOf({ scopes }: AuditReport): string[] {
  return scopes.flatMap((scope) => [
    ...(scope.error === undefined ? [] : [`Not read: ${scopePlace(scope)}: ${scope.error.message}`]),
    ...scope.notes.map((note) => `${scopePlace(scope)}: ${note}`),
  ]);
}

function details(summary: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, MOST_ROWS).map((line) => `- ${text(line)}`);
  const more = lines.length > MOST_ROWS ? [`- and ${lines.length - MOST_ROWS} more`] : [];
  return [`<details><summary>${summary}</summary>\n\n${[...shown, ...more].join('\n')}\n\n</details>`];
}

function listed(places: readonly string[]): string {
  return places.length <= 3
    ? places.join(', ')
    : `${places.slice(0, 3).join(', ')} and ${places.length - 3} more`;
}

/**
 * Escapes hostile names: they must not become markup, links, mentions or references to issues. Character references
 * are text everywhere (CommonMark, entity and numeric character references).
 */
function text(value: string): string {
  return escapeText(value)
    .replace(/[\\`*_[\]<>&|@#~$!{}]/g, (char) => `&#${char.charCodeAt(0)};`)
    .replace(/:(?=\/\/)/g, '&#58;')
    .replace(/\b(www)\./gi, '$1&#46;');
}

/** Renders code as HTML, because a backtick ends a code span of Markdown. */
function code(value: string): string {
  return `<code>${text(value)}</code>`;
}
