import type { AuditReport } from '../../../../src/reports/audit.ts';
import { changeOf, NEW_GROUP, NEW_RULE, ruleOf } from '../../../support/plans.ts';
import { run } from '../../../support/run.ts';

export const ANYWHERE = ['0.0.0.0/0'];
export const OFFICE = ['198.51.100.0/24'];
export const ID = 'sg-0123456789abcdef0';

/** Audits a plan with the real command. */
export async function audit(plan: object, argv: string[] = [], baseline?: string) {
  const files = new Map<string, string>([['plan.json', JSON.stringify(plan)]]);
  if (baseline !== undefined) files.set('baseline.yaml', baseline);
  const { code, stdout, stderr } = await run(
    [
      ...['audit', '--plan', 'plan.json', '--format', 'json', ...argv],
      ...(baseline === undefined ? [] : ['--baseline', 'baseline.yaml']),
    ],
    { files, now: Date.parse('2026-11-23T12:00:00Z') },
  );
  if (stdout === '') throw new Error(stderr);
  const report: AuditReport = JSON.parse(stdout);
  return {
    code,
    report,
    found: report.findings.map(({ group, code: kind }) => `${group?.id} ${kind}`),
    unknown: report.unknown.map(({ address, attribute, reason }) => `${address}.${attribute} ${reason}`),
  };
}

export const newGroup = (address: string, name = 'web') =>
  changeOf(address, { after: { name, tags: null }, unknown: NEW_GROUP });
export const newSsh = (address: string) =>
  changeOf(address, { after: ruleOf(22, ANYWHERE), unknown: NEW_RULE });
