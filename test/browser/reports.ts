import { SEVERITIES, type Severity } from '../../src/core/baseline/baseline.ts';
import type { AuditFinding, AuditReport } from '../../src/reports/audit.ts';
import { heldReport } from '../render/audit/held.ts';

/** The held report with so many findings, each of a group of its own: `group-00042`. Worst first. */
export function reportOf(count: number): AuditReport {
  const held = heldReport();
  const severities = [...SEVERITIES].reverse();
  const findings = Array.from({ length: count }, (_, index): AuditFinding => {
    const base = held.findings[index % held.findings.length]!;
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
    ...held.groups[index % held.groups.length]!,
    id: group!.id,
    name: group!.name!,
    account,
    region,
    worst: severity,
  }));
  return {
    ...held,
    findings,
    groups,
    summary: { ...held.summary, groups: count, drifting: count, inLine: 0, severities: numbers },
  };
}

/** A report that has something in each of its parts. */
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
    unknown: [{ address: 'aws_security_group.web', attribute: 'ingress[0].cidr_blocks' }],
    against: { time: '2026-11-01T00:00:00Z', baseline: 'x', new: 1, unchanged: 1, fixed: [third] },
  };
}
