// Covers src/audit/plan/planned-lists.ts.
import { describe, expect, it } from 'vitest';
import { changeOf, configured, NEW_RULE, planOf, ruleOf } from '../../../support/plans.ts';
import { audit, ID, newGroup } from './audit-plan.ts';

describe('a prefix list of a plan', () => {
  const LIST = 'pl-0123456789abcdef0';
  const listOf = (...cidrs: string[]) => ({
    id: LIST,
    name: 'office',
    address_family: 'IPv4',
    max_entries: 5,
    entry: cidrs.map((cidr) => ({ cidr, description: '' })),
  });
  const rule = changeOf('aws_security_group_rule.ssh', {
    after: ruleOf(22, null, { prefix_list_ids: [LIST], security_group_id: ID }),
  });

  it.each<[string, object[]]>([
    [
      'inline entries',
      [
        changeOf('aws_ec2_managed_prefix_list.office', {
          before: listOf('198.51.100.0/24'),
          after: listOf('198.51.100.0/24', '0.0.0.0/1', '128.0.0.0/1'),
          actions: ['update'],
        }),
      ],
    ],
    [
      'separate entries',
      ['0.0.0.0/1', '128.0.0.0/1'].map((cidr, index) =>
        changeOf(`aws_ec2_managed_prefix_list_entry.e[${index}]`, { after: { prefix_list_id: LIST, cidr } }),
      ),
    ],
  ])('is judged if %s open it', async (_, lists) => {
    const { code, report } = await audit(planOf([...lists, rule]));
    expect(code).toBe(1);
    expect(report.findings.map(({ group, code: kind }) => `${group?.id} ${kind}`)).toContain(
      `${ID} forbidden-ingress`,
    );
  });

  it('is read if it does not exist yet', async () => {
    const made = changeOf('aws_ec2_managed_prefix_list.office', {
      after: { name: 'office', entry: [{ cidr: '0.0.0.0/0', description: '' }] },
      unknown: { id: true },
    });
    const plan = planOf(
      [
        made,
        newGroup('aws_security_group.web'),
        changeOf('aws_security_group_rule.ssh', {
          after: ruleOf(22, null),
          unknown: { ...NEW_RULE, prefix_list_ids: true },
        }),
      ],
      {
        configuration: {
          resources: [
            configured('aws_security_group_rule.ssh', {
              security_group_id: ['aws_security_group.web.id', 'aws_security_group.web'],
              prefix_list_ids: [
                'aws_ec2_managed_prefix_list.office.id',
                'aws_ec2_managed_prefix_list.office',
              ],
            }),
          ],
        },
      },
    );
    const { code, found, unknown } = await audit(plan);
    expect({ code, found, unknown }).toEqual({
      code: 1,
      found: ['aws_security_group.web forbidden-ingress'],
      unknown: [],
    });
  });

  it('opens nothing if the plan closes it', async () => {
    const entry = { prefix_list_id: LIST, cidr: '0.0.0.0/0' };
    const plan = planOf([
      changeOf('aws_ec2_managed_prefix_list.office', {
        before: listOf('0.0.0.0/0'),
        after: listOf('0.0.0.0/0'),
      }),
      changeOf('aws_ec2_managed_prefix_list_entry.e', { before: entry }),
      rule,
    ]);
    expect(await audit(plan)).toMatchObject({ code: 0, found: [] });
  });

  it('has a note if no group of the plan uses it', async () => {
    const plan = planOf([
      changeOf('aws_ec2_managed_prefix_list.office', {
        before: listOf('198.51.100.0/24'),
        after: listOf('0.0.0.0/0'),
        actions: ['update'],
      }),
    ]);
    expect((await audit(plan)).report.scopes[0]!.notes).toEqual([
      'aws_ec2_managed_prefix_list.office changes. Groups outside the plan may use it, and they were not judged.',
    ]);
  });
});
