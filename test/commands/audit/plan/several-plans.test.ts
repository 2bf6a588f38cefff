import { describe, expect, it } from 'vitest';
import type { AuditReport } from '../../../../src/reports/audit.ts';
import { changeOf, existingGroup, ingressOf, planOf, ruleOf } from '../../../support/plans.ts';
import { run } from '../../../support/run.ts';
import { ANYWHERE, audit, ID, OFFICE } from './audit-plan.ts';

describe('a set of plans', () => {
  const network = planOf([
    changeOf('aws_security_group.web', { before: existingGroup(ID, []), after: existingGroup(ID, []) }),
  ]);
  const service = planOf([
    changeOf('aws_security_group_rule.ssh', { after: ruleOf(22, ANYWHERE, { security_group_id: ID }) }),
  ]);
  const unknown = planOf([], { more: { complete: false } });
  const judged = async (files: [string, string][], ...argv: string[]) => {
    const names = files.map(([name]) => name);
    const { code, stdout, stderr } = await run(['audit', '--plan', ...names, '--format', 'json', ...argv], {
      files: new Map(files),
      now: Date.parse('2026-11-23T12:00:00Z'),
    });
    if (stdout === '') throw new Error(stderr);
    const report: AuditReport = JSON.parse(stdout);
    return { code, report };
  };

  it('is judged as one from several files', async () => {
    const { code, report } = await judged([
      ['network.json', JSON.stringify(network)],
      ['service.json', JSON.stringify(service, undefined, 2)],
    ]);
    expect(code).toBe(1);
    expect(report.findings.map(({ file, address, group }) => [file, address, group?.id])).toEqual([
      ['network.json', 'aws_security_group.web', ID],
    ]);
  });

  it('is judged from one file with a plan in each line', async () => {
    const lines = [network, service, unknown].map((plan) => JSON.stringify(plan));
    const { code, report } = await judged([['plans.jsonl', `${lines.join('\n')}\n`]]);
    expect(code).toBe(1);
    expect(report.findings.map(({ file, line }) => [file, line])).toEqual([['plans.jsonl', 1]]);
    expect(report.unknown).toEqual([
      { address: '', attribute: '', reason: 'incomplete', file: 'plans.jsonl:3' },
    ]);
    expect(report.scopes).toHaveLength(1);
  });

  it('reports the line that is cut off', async () => {
    const text = `${JSON.stringify(network)}\n${JSON.stringify(service).slice(0, 60)}\n`;
    await expect(judged([['plans.jsonl', text]])).rejects.toThrow(/plans\.jsonl:2:61: not valid JSON/);
  });
});

describe('audit --changed-only', () => {
  const open = existingGroup(ID, [ingressOf(22, ANYWHERE)]);
  const group = changeOf('aws_security_group.web', { before: open, after: open });

  it('leaves out groups that the plan does not change', async () => {
    expect(await audit(planOf([group]), ['--changed-only'])).toMatchObject({ code: 0, found: [] });
  });

  it.each<[string, object[]]>([
    [
      'itself',
      [
        changeOf('aws_security_group.web', {
          before: open,
          after: { ...open, name: 'app' },
          actions: ['update'],
        }),
      ],
    ],
    [
      'by a new rule',
      [
        group,
        changeOf('aws_security_group_rule.r', { after: ruleOf(443, OFFICE, { security_group_id: ID }) }),
      ],
    ],
    [
      'by a rule that ends',
      [
        group,
        changeOf('aws_security_group_rule.r', { before: ruleOf(443, OFFICE, { security_group_id: ID }) }),
      ],
    ],
    [
      'by a prefix list',
      [
        changeOf('aws_security_group.web', {
          before: existingGroup(ID, [ingressOf(22, ANYWHERE, { prefix_list_ids: ['pl-0a'] })]),
          after: existingGroup(ID, [ingressOf(22, ANYWHERE, { prefix_list_ids: ['pl-0a'] })]),
        }),
        changeOf('aws_ec2_managed_prefix_list_entry.e', {
          after: { prefix_list_id: 'pl-0a', cidr: '10.0.0.0/8' },
        }),
      ],
    ],
  ])('judges a group that it changes %s', async (_, changes) => {
    expect((await audit(planOf(changes), ['--changed-only'])).code).toBe(1);
  });

  it('needs a plan', async () => {
    const { code, stderr } = await run(['audit', '--from', 'x.json', '--changed-only']);
    expect([code, stderr]).toEqual([
      2,
      'Error: --changed-only needs --plan. Only a plan shows what changes.\n',
    ]);
  });
});
