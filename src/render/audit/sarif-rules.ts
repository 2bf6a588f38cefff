import { SEVERITIES, type Severity } from '../../core/baseline/baseline.ts';
import { compareText } from '../../core/compare-text.ts';
import { describeCode } from '../../core/finding/describe-code.ts';
import type { FindingCode } from '../../core/finding/finding.ts';
import type { AuditFinding } from '../../reports/audit.ts';
import { PRODUCT } from '../product.ts';

/**
 * Code scanning reads the severity of an alert from its rule: over 9 is critical, 7 high, 4 medium, above 0 low
 * (GitHub, SARIF support for code scanning). A code can be critical for one group and low for another, so each pair
 * of code and severity is a separate rule.
 */
const SCORES: Record<Severity, string> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  info: '0.0',
};

/** SARIF's levels. */
export const LEVELS = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
} as const;
const PROBLEMS = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'recommendation',
  info: 'recommendation',
} as const;

/** Returns the rules of these findings, sorted by id, and a function that finds the index of a finding's rule. */
export function sarifRules(findings: readonly AuditFinding[]) {
  const found = new Map<string, { code: FindingCode; severity: Severity }>();
  for (const { code, severity } of findings) found.set(ruleId(code, severity), { code, severity });
  const ids = [...found.keys()].sort(
    (a, b) =>
      compareText(found.get(a)!.code, found.get(b)!.code) ||
      SEVERITIES.indexOf(found.get(b)!.severity) - SEVERITIES.indexOf(found.get(a)!.severity),
  );
  const index = new Map(ids.map((id, at) => [id, at]));
  return {
    rules: ids.map((id) => rule(id, found.get(id)!)),
    indexOf: ({ code, severity }: AuditFinding) => index.get(ruleId(code, severity))!,
  };
}

function rule(id: string, { code, severity }: { code: FindingCode; severity: Severity }) {
  const { title, meaning, remedy } = describeCode(code);
  return {
    id,
    name: `${pascal(code)}${pascal(severity)}`,
    shortDescription: { text: `${title} (${severity})` },
    fullDescription: { text: meaning },
    help: { text: `${meaning} ${remedy}`, markdown: `**${title}.** ${meaning}\n\n${remedy}` },
    helpUri: `${PRODUCT.url}#${code}`,
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: ['security', 'aws', 'ec2', 'security-group', 'network'],
      precision: 'very-high',
      'problem.severity': PROBLEMS[severity],
      'security-severity': SCORES[severity],
    },
  };
}

function ruleId(code: FindingCode, severity: Severity): string {
  return `${code}.${severity}`;
}

function pascal(words: string): string {
  return words.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
