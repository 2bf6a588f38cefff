// Covers src/audit/plan/after-apply.ts, src/audit/plan/planned-rule.ts.
import { describe, expect, it } from 'vitest';
import {
  changeOf,
  configured,
  existingGroup,
  ingressOf,
  NEW_GROUP,
  NEW_RULE,
  planOf,
  ruleOf,
} from '../../../support/plans.ts';
import { ANYWHERE, audit, ID, OFFICE } from './audit-plan.ts';

describe('a rule that exists before the plan', () => {
  const open = ingressOf(22, ANYWHERE);
  const config = {
    resources: [
      configured('aws_security_group.web', { name: { constant_value: 'web' } }),
      configured('aws_security_group_rule.ssh', {
        security_group_id: ['aws_security_group.web.id', 'aws_security_group.web'],
      }),
    ],
  };
  const before = ruleOf(22, ANYWHERE, { security_group_id: ID, id: 'sgrule-1' });
  const same = existingGroup(ID, [open]);
  const group = changeOf('aws_security_group.web', { before: same, after: same });

  it.each<[string, object[]]>([
    [
      'replaces',
      [
        group,
        changeOf('aws_security_group_rule.ssh', {
          before,
          after: ruleOf(22, OFFICE, { security_group_id: ID }),
          actions: ['delete', 'create'],
        }),
      ],
    ],
    [
      'replaces, the new rule first',
      [
        group,
        changeOf('aws_security_group_rule.ssh', {
          before,
          after: ruleOf(22, OFFICE, { security_group_id: ID }),
          actions: ['create', 'delete'],
        }),
      ],
    ],
    ['deletes', [group, changeOf('aws_security_group_rule.ssh', { before })]],
    [
      'deletes as left over',
      [group, changeOf('aws_security_group_rule.ssh', { before, more: { deposed: '0aa1' } })],
    ],
    [
      'changes in place',
      [
        group,
        changeOf('aws_vpc_security_group_ingress_rule.ssh', {
          before: {
            security_group_id: ID,
            ip_protocol: 'tcp',
            from_port: 22,
            to_port: 22,
            cidr_ipv4: '0.0.0.0/0',
          },
          after: {
            security_group_id: ID,
            ip_protocol: 'tcp',
            from_port: 22,
            to_port: 22,
            cidr_ipv4: '10.0.0.0/8',
          },
          actions: ['update'],
        }),
      ],
    ],
    [
      'sets inline',
      [
        changeOf('aws_security_group.web', {
          before: same,
          after: existingGroup(ID, []),
          actions: ['update'],
        }),
      ],
    ],
    [
      'replaces with its group',
      [
        changeOf('aws_security_group.web', {
          before: same,
          after: { name: 'web' },
          unknown: NEW_GROUP,
          actions: ['delete', 'create'],
        }),
        changeOf('aws_security_group_rule.ssh', {
          before,
          after: ruleOf(22, OFFICE),
          unknown: NEW_RULE,
          actions: ['delete', 'create'],
        }),
      ],
    ],
    ['deletes with its group', [changeOf('aws_security_group.web', { before: same })]],
  ])('is closed by the plan (%s)', async (_, changes) => {
    const { code, found } = await audit(planOf(changes, { configuration: config }));
    expect({ code, found }).toEqual({ code: 0, found: [] });
  });

  it.each<[string, object[]]>([
    ['leaves to nobody', [group, changeOf('aws_security_group_rule.ssh', { before, actions: ['forget'] })]],
    ['leaves with its group', [changeOf('aws_security_group.web', { before: same, actions: ['forget'] })]],
    ['does not touch', [group]],
    [
      'moves to another resource',
      [
        group,
        changeOf('aws_security_group_rule.ssh', { before }),
        changeOf('aws_vpc_security_group_ingress_rule.ssh', {
          after: {
            security_group_id: ID,
            ip_protocol: 'tcp',
            from_port: 22,
            to_port: 22,
            cidr_ipv4: '0.0.0.0/0',
          },
        }),
      ],
    ],
    [
      'imports',
      [
        changeOf('aws_security_group.web', { before: existingGroup(ID, []), after: existingGroup(ID, []) }),
        changeOf('aws_security_group_rule.ssh', { before, after: before, more: { importing: { id: 'x' } } }),
      ],
    ],
    [
      'targets, with the group in the state alone',
      [changeOf('aws_security_group_rule.other', { after: ruleOf(443, OFFICE, { security_group_id: ID }) })],
    ],
  ])('stays open after the plan (%s)', async (_, changes) => {
    const prior = [
      { address: 'aws_security_group.web', mode: 'managed', type: 'aws_security_group', values: same },
    ];
    const { code, found } = await audit(planOf(changes, { configuration: config, prior }));
    expect({ code, found }).toEqual({ code: 1, found: [`${ID} forbidden-ingress`] });
  });
});
