import { SEVERITIES, type Severity } from '../../src/core/baseline/baseline.ts';
import type { AuditFinding, AuditReport } from '../../src/reports/audit.ts';
import { fixtureReport } from '../render/audit/held.ts';

/** Returns the fixture report with `count` findings, each of its own group `group-00042`, most severe first. */
export function reportOf(count: number): AuditReport {
  const fixture = fixtureReport();
  const severities = [...SEVERITIES].reverse();
  const findings = Array.from({ length: count }, (_, index): AuditFinding => {
    const base = fixture.findings[index % fixture.findings.length]!;
    const number = String(index).padStart(5, '0');
    return {
      ...base,
      key: `finding-${number}`,
      severity: severities[Math.floor((index * severities.length) / count)]!,
      group: { id: `sg-0${number}`, name: `group-${number}`, vpcId: 'vpc-0p1' },
    };
  });
  const numbers = Object.fromEntries(
    SEVERITIES.map((severity) => [severity, findings.filter((f) => f.severity === severity).length]),
  ) as Record<Severity, number>;
  const groups = findings.map(({ group, account, region, severity }, index) => ({
    ...fixture.groups[index % fixture.groups.length]!,
    id: group!.id,
    name: group!.name!,
    account,
    region,
    worst: severity,
  }));
  return {
    ...fixture,
    findings,
    groups,
    summary: {
      ...fixture.summary,
      groups: count,
      drifting: count,
      inLine: 0,
      notForbidden: 0,
      unjudged: 0,
      severities: numbers,
    },
  };
}

/** Returns a report with content in every part. */
export function fullReport(): AuditReport {
  const report = reportOf(120);
  const [first, second, third, ...rest] = report.findings as [AuditFinding, AuditFinding, AuditFinding];
  const unexpected = Array.from({ length: 60 }, (_, index) => ({
    rule: `tcp ${1000 + index} from 203.0.113.0/24`,
    ids: [`sgr-${index}`],
  }));
  return {
    ...report,
    findings: [{ ...first, status: 'new' }, { ...second, status: 'unchanged', unexpected }, ...rest],
    scopes: report.scopes.map((scope) => ({
      ...scope,
      notes: ['ec2:DescribeNetworkInterfaces was denied.'],
    })),
    unknown: [
      { address: 'aws_security_group.web', attribute: 'ingress[0].cidr_blocks', reason: 'after-apply' },
    ],
    against: { time: '2026-11-01T00:00:00Z', baseline: 'x', new: 1, unchanged: 1, fixed: [third] },
  };
}
