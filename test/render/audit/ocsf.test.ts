import { describe, expect, it } from 'vitest';
import { auditOcsf } from '../../../src/render/audit/ocsf.ts';
import type { AuditFinding, AuditReport } from '../../../src/reports/audit.ts';
import { fixtureReport } from './held.ts';
import { ocsfFaults } from './validators.ts';

interface Event {
  class_uid: number;
  type_uid: number;
  activity_id: number;
  status_id: number;
  severity_id: number;
  time: number;
  cloud: { account?: { uid: string }; region?: string };
  finding_info: { uid: string; title: string; last_seen_time: number };
  resources: { uid: string; name: string }[];
}

const events = (report: AuditReport): Event[] =>
  auditOcsf(report)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('audit as OCSF', () => {
  const report = fixtureReport();

  it('has one valid Detection Finding per line', () => {
    const lines = events(report);
    expect(lines).toHaveLength(report.findings.length);
    for (const [index, event] of lines.entries()) {
      expect(ocsfFaults(event)).toEqual([]);
      expect(event.class_uid).toBe(2004);
      expect(event.type_uid).toBe(200400 + event.activity_id);
      expect(event.time).toBe(Date.parse(report.time));
      expect(event.cloud.account!.uid).toBe(report.findings[index]!.account);
    }
    expect(ocsfFaults({ ...lines[0], severity_id: 7 }), 'the check itself').not.toEqual([]);
    expect(ocsfFaults({ ...lines[0], surprise: 1 }), 'the check itself').not.toEqual([]);
    expect(auditOcsf({ ...report, findings: [] })).toBe('');
  });

  it('maps each severity to its id', () => {
    const ids = { info: 1, low: 2, medium: 3, high: 4, critical: 5 };
    expect(events(report).map(({ severity_id }) => severity_id)).toEqual(
      report.findings.map(({ severity }) => ids[severity]),
    );
  });

  it('is valid without the optional parts of a finding', () => {
    const bare = report.findings.map(
      ({ context: _, group: __, baseline: ___, ...finding }): AuditFinding => ({
        ...finding,
        account: '',
        region: '',
        file: 'groups.json',
        mend: [],
      }),
    );
    for (const event of events({ ...report, source: 'files', findings: bare })) {
      expect(ocsfFaults({ ...event, resources: undefined })).toEqual([]);
      expect(event.cloud).toEqual({ provider: 'AWS' });
    }
  });

  it('keeps the uid of a finding between runs, and closes fixed findings', () => {
    const [first, second, ...rest] = report.findings as [AuditFinding, AuditFinding, ...AuditFinding[]];
    const before = events(report);
    const later: AuditReport = {
      ...report,
      time: '2026-11-24T12:00:00.000Z',
      findings: [{ ...second, status: 'unchanged' }, ...rest.map((f) => ({ ...f, status: 'new' as const }))],
      against: { time: report.time, baseline: 'x', new: rest.length, unchanged: 1, fixed: [first] },
    };
    const after = events(later);
    for (const event of after) expect(ocsfFaults(event)).toEqual([]);
    expect(after[0]).toMatchObject({ activity_id: 2, status_id: 1 });
    expect(after[0]!.finding_info.uid).toBe(before[1]!.finding_info.uid);
    expect(after.at(-1)).toMatchObject({ activity_id: 3, status_id: 4 });
    expect(after.at(-1)!.finding_info).toMatchObject({
      uid: before[0]!.finding_info.uid,
      last_seen_time: Date.parse(report.time),
    });
    expect(new Set(before.map(({ finding_info }) => finding_info.uid)).size).toBe(before.length);
  });
});
