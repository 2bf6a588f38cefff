import { decodeText } from '../core/decode-text.ts';
import { usageError } from '../core/errors.ts';
import { parseJson } from '../core/parse-json.ts';
import { say } from '../core/words/say.ts';
import { AUDIT_SCHEMA, type AuditComparison, type AuditFinding, type AuditReport } from '../reports/audit.ts';

/** The part of an earlier report that a comparison needs. */
export type EarlierReport = Pick<AuditReport, 'time' | 'baseline' | 'findings'>;

/** Reads an earlier report (`audit --format json`). @throws AppError kind usage. */
export function readEarlierReport(bytes: Uint8Array, name: string): EarlierReport {
  const value = parseJson(decodeText(bytes, name), name) as Partial<AuditReport> | null;
  const isReport =
    value?.schema === AUDIT_SCHEMA &&
    typeof value.time === 'string' &&
    typeof value.baseline === 'string' &&
    Array.isArray(value.findings) &&
    value.findings.every(isFinding);
  if (!isReport) {
    throw usageError(
      'not-an-audit-report',
      say`${name} is not a report with the schema ${AUDIT_SCHEMA}.`,
      say`Use the output of \`secgroup-monitor audit --format json\`.`,
    );
  }
  return { time: value.time!, baseline: value.baseline!, findings: value.findings! };
}

/**
 * Marks each finding `new` or `unchanged`, and collects the earlier findings that no longer exist. A finding is
 * unchanged if the earlier report has it with at least the same rules. A finding with more rules is new.
 */
export function compareReports(earlier: EarlierReport, findings: readonly AuditFinding[]): AuditComparison {
  const before = new Map(earlier.findings.map((finding) => [finding.key, finding]));
  const comparison: AuditComparison = {
    time: earlier.time,
    baseline: earlier.baseline,
    new: 0,
    unchanged: 0,
    fixed: [],
  };
  for (const finding of findings) {
    const then = before.get(finding.key);
    finding.status = then !== undefined && statesNoMore(finding, then) ? 'unchanged' : 'new';
    comparison[finding.status] += 1;
    before.delete(finding.key);
  }
  comparison.fixed = [...before.values()];
  return comparison;
}

function statesNoMore(now: AuditFinding, then: AuditFinding): boolean {
  const before = new Set(stated(then));
  return stated(now).every((rule) => before.has(rule));
}

function stated({ unexpected, missing, args }: AuditFinding): string[] {
  const forbidden = Array.isArray(args?.forbidden) ? args.forbidden.map((rule) => `never ${rule}`) : [];
  return [...[...unexpected, ...missing].map(({ rule }) => rule), ...forbidden];
}

function isFinding(value: unknown): boolean {
  const finding = value as Partial<AuditFinding> | null;
  return (
    typeof finding?.key === 'string' &&
    [finding.unexpected, finding.missing].every(
      (items) => Array.isArray(items) && items.every((item) => typeof item?.rule === 'string'),
    )
  );
}
