import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors.ts';
import { auditAsff } from '../../../src/render/audit/asff.ts';
import type { AuditFinding, AuditReport } from '../../../src/reports/audit.ts';
import { fixtureReport } from './held.ts';
import { asffFaults } from './validators.ts';

interface Finding {
  Id: string;
  AwsAccountId: string;
  ProductArn: string;
  CreatedAt: string;
  RecordState: string;
  Severity: { Label: string };
  Resources: { Id: string; Region: string }[];
  ProductFields: Record<string, string>;
  Remediation: { Recommendation: { Text: string } };
}

const requests = (report: AuditReport): { Findings: Finding[] }[] =>
  auditAsff(report)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('audit as ASFF', () => {
  const report = fixtureReport();

  it('has one BatchImportFindings input per line, each for one account and Region', () => {
    const lines = requests(report);
    expect(lines.flatMap(({ Findings }) => Findings)).toHaveLength(report.findings.length);
    for (const request of lines) {
      expect(asffFaults(request)).toEqual([]);
      const places = request.Findings.map(({ ProductArn }) => ProductArn);
      expect(new Set(places).size).toBe(1);
      const [{ AwsAccountId, Resources }] = request.Findings as [Finding];
      expect(places[0]).toBe(
        `arn:aws:securityhub:${Resources[0]!.Region}:${AwsAccountId}:product/${AwsAccountId}/default`,
      );
    }
    expect(asffFaults({ Findings: [{ ...lines[0]!.Findings[0], Nonsense: 1 }] }), 'the check').not.toEqual(
      [],
    );
  });

  it('puts at most a hundred findings into a call', () => {
    const [finding] = report.findings as [AuditFinding];
    const many = Array.from({ length: 250 }, (_, index) => ({ ...finding, baseline: `entry-${index}` }));
    const lines = requests({ ...report, findings: many });
    expect(lines.map(({ Findings }) => Findings.length)).toEqual([100, 100, 50]);
    expect(new Set(lines.flatMap(({ Findings }) => Findings.map(({ Id }) => Id))).size).toBe(250);
  });

  it('stays within the limits of ASFF for any text', () => {
    const [finding] = report.findings as [AuditFinding];
    const long = '\u{1f600}'.repeat(3000);
    const swollen: AuditFinding = {
      ...finding,
      baseline: long,
      group: { id: `sg-${long}`, name: long, vpcId: 'vpc-1' },
      unexpected: Array.from({ length: 900 }, (_, index) => ({
        rule: `tcp ${index} from 203.0.113.0/24`,
        ids: [`sgr-${index}`],
      })),
      mend: [`aws ec2 revoke-security-group-ingress ${'sgr-0 '.repeat(400)}`, 'aws ec2 short'],
    };
    const [request] = requests({ ...report, findings: [swollen] });
    expect(asffFaults(request)).toEqual([]);
    const [made] = request!.Findings as [Finding];
    expect(made.Remediation.Recommendation.Text, 'no command is cut').not.toContain('aws ec2');
    expect(made.ProductFields['secgroup-monitor/mend/1']).toBe('aws ec2 short');
  });

  it('archives fixed findings, and keeps ids and creation times', () => {
    const [first, second] = report.findings as [AuditFinding, AuditFinding];
    const before = requests(report).flatMap(({ Findings }) => Findings);
    const after = requests({
      ...report,
      time: '2026-11-24T12:00:00.000Z',
      findings: [{ ...second, status: 'unchanged' }],
      against: { time: report.time, baseline: 'x', new: 0, unchanged: 1, fixed: [first] },
    }).flatMap(({ Findings }) => Findings);
    expect(after.map(({ RecordState }) => RecordState)).toEqual(['ACTIVE', 'ARCHIVED']);
    expect(after.map(({ Id }) => Id)).toEqual([before[1]!.Id, before[0]!.Id]);
    expect(after[0]!.CreatedAt).toBe(report.time);
  });

  it('derives the partition from the Region', () => {
    const [finding] = report.findings as [AuditFinding];
    const [request] = requests({ ...report, findings: [{ ...finding, region: 'cn-north-1' }] });
    expect(request!.Findings[0]!.Resources[0]!.Id).toMatch(/^arn:aws-cn:ec2:cn-north-1:/);
  });

  it('refuses a finding whose account or Region is unknown', () => {
    const [finding] = report.findings as [AuditFinding];
    const nowhere = { ...report, findings: [{ ...finding, account: '', file: 'groups.json' }] };
    expect(() => auditAsff(nowhere)).toThrow(AppError);
    expect(() => auditAsff(nowhere)).toThrow(/groups\.json/);
  });
});
