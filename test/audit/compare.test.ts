import { describe, expect, it } from 'vitest';
import { compareReports } from '../../src/audit/compare.ts';
import type { AuditFinding } from '../../src/reports/audit.ts';
import { fixtureReport } from '../render/audit/held.ts';

const [first] = fixtureReport().findings;

describe('compareReports', () => {
  const finding = (forbidden: string[]): AuditFinding => ({
    ...first!,
    unexpected: [{ rule: 'tcp 22 from 0.0.0.0/0', ids: [] }],
    missing: [],
    args: { forbidden },
  });
  const statusOf = (then: AuditFinding, now: AuditFinding) => {
    compareReports({ time: '2026-11-01T00:00:00Z', baseline: 'x', findings: [then] }, [now]);
    return now.status;
  };

  it('treats a finding as unchanged if it reports nothing more', () => {
    expect(statusOf(finding(['tcp 22 from 0.0.0.0/0']), finding(['tcp 22 from 0.0.0.0/0']))).toBe(
      'unchanged',
    );
    expect(statusOf(finding(['tcp 22 from 0.0.0.0/0']), finding([]))).toBe('unchanged');
  });

  it('treats a finding as new if a `never` line forbids more of it', () => {
    expect(statusOf(finding([]), finding(['tcp 22 from 0.0.0.0/0']))).toBe('new');
  });
});
