import { describe } from '../../core/finding/describe.ts';
import { escapeText } from '../../core/words/terminal-text.ts';
import type { AuditFinding, AuditReport } from '../../reports/audit.ts';

const COLUMNS: readonly (readonly [string, (finding: AuditFinding) => string])[] = [
  ['severity', ({ severity }) => severity],
  ['code', ({ code }) => code],
  ['status', ({ status }) => status ?? ''],
  ['account', ({ account }) => account],
  ['region', ({ region }) => region],
  ['group', ({ group }) => group?.id ?? ''],
  ['name', ({ group }) => group?.name ?? ''],
  ['vpc', ({ group }) => group?.vpcId ?? ''],
  ['finding', (finding) => describe(finding)],
  ['unexpected', ({ unexpected }) => unexpected.map(({ rule }) => rule).join('; ')],
  ['missing', ({ missing }) => missing.map(({ rule }) => rule).join('; ')],
  ['rules', ({ unexpected }) => [...new Set(unexpected.flatMap(({ ids }) => ids))].join(' ')],
  ['baseline', ({ baseline }) => baseline ?? ''],
  ['attached', ({ context }) => (context?.attached === undefined ? '' : context.attached ? 'yes' : 'no')],
  [
    'attachments',
    ({ context }) => (context?.attachments ?? []).map(({ kind, name }) => `${kind} ${name}`).join('; '),
  ],
  ['public addresses', ({ context }) => (context?.publicAddresses ?? []).join(' ')],
  ['last changed', ({ context }) => context?.lastChange?.time ?? ''],
  ['last changed by', ({ context }) => context?.lastChange?.actor.name ?? ''],
  ['file', ({ file }) => file ?? ''],
  ['mend', ({ mend }) => mend.filter((line) => !line.startsWith('#')).join(' && ')],
  ['address', ({ address }) => address ?? ''],
  ['line', ({ line }) => (line === undefined ? '' : String(line))],
];

/** Writes one row per finding, in the order of the report (RFC 4180; lines end with CRLF). */
export function auditCsv(report: AuditReport): string {
  const rows = [
    COLUMNS.map(([name]) => name),
    ...report.findings.map((finding) => COLUMNS.map(([, read]) => read(finding))),
  ];
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/**
 * Writes one cell. Text that a spreadsheet would treat as a formula gets an apostrophe before it (OWASP, CSV
 * injection: = + - @, tab, carriage return, and their full-width forms). Control characters are escaped.
 */
export function csvCell(text: string): string {
  const visible = escapeText(text);
  const safe = /^\s*[=+\-@＝＋－＠]/.test(visible) ? `'${visible}` : visible;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
