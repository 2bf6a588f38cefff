// Covers src/audit/plan/reading.ts, src/audit/plan/read-rule.ts.
import { describe, expect, it } from 'vitest';
import { configured, planOf } from '../../../support/plans.ts';
import { audit, newGroup, newSsh } from './audit-plan.ts';

describe('a rule whose group does not exist yet', () => {
  const module = (outputs: object, parts: object = {}) => ({
    source: './sg',
    module: {
      outputs,
      resources: [configured('aws_security_group.this', { name: { constant_value: 'web' } })],
      ...parts,
    },
  });
  const SG_ID = {
    sg_id: { expression: { references: ['aws_security_group.this.id', 'aws_security_group.this'] } },
  };

  it.each<[string, string[], object, string, string]>([
    [
      'an output of a module',
      ['module.web.sg_id', 'module.web'],
      { module_calls: { web: module(SG_ID) } },
      'module.web.aws_security_group.this',
      'aws_security_group_rule.ssh',
    ],
    [
      'an output of one instance of a module',
      ['module.web["a"].sg_id', 'module.web["a"]', 'module.web'],
      { module_calls: { web: { ...module(SG_ID), for_each_expression: {} } } },
      'module.web["a"].aws_security_group.this',
      'aws_security_group_rule.ssh',
    ],
    [
      'the same key of a module',
      ['module.web', 'each.key'],
      { module_calls: { web: module(SG_ID) } },
      'module.web["a"].aws_security_group.this',
      'aws_security_group_rule.ssh["a"]',
    ],
    [
      'a group with count, through one()',
      ['aws_security_group.this'],
      {},
      'aws_security_group.this[0]',
      'aws_security_group_rule.ssh',
    ],
    [
      'a group or another that has count = 0, through try()',
      [
        'aws_security_group.this[0].id',
        'aws_security_group.this[0]',
        'aws_security_group.this',
        'aws_security_group.gone',
      ],
      {},
      'aws_security_group.this[0]',
      'aws_security_group_rule.ssh',
    ],
  ])('belongs to the group that %s leads to', async (_, references, more, group, rule) => {
    const plan = planOf([newGroup(group), newGroup('aws_security_group.other', 'other'), newSsh(rule)], {
      configuration: {
        resources: [configured('aws_security_group_rule.ssh', { security_group_id: references })],
        ...more,
      },
    });
    const { code, found, unknown } = await audit(plan);
    expect({ code, found, unknown }).toEqual({ code: 1, found: [`${group} forbidden-ingress`], unknown: [] });
  });

  it('belongs to the group that its module gets through a variable', async () => {
    const plan = planOf(
      [
        newGroup('aws_security_group.a'),
        newGroup('aws_security_group.b', 'b'),
        newSsh('module.rules.aws_security_group_rule.ssh[0]'),
      ],
      {
        configuration: {
          module_calls: {
            rules: {
              source: './rules',
              expressions: { sg: { references: ['aws_security_group.b.id', 'aws_security_group.b'] } },
              module: {
                variables: { sg: {} },
                resources: [configured('aws_security_group_rule.ssh', { security_group_id: ['var.sg'] })],
              },
            },
          },
        },
      },
    );
    expect((await audit(plan)).found).toEqual(['aws_security_group.b forbidden-ingress']);
  });

  it('belongs to the group with the same key in for_each', async () => {
    const plan = planOf(
      [
        newGroup('aws_security_group.each["a"]', 'a'),
        newGroup('aws_security_group.each["b"]', 'b'),
        newSsh('aws_security_group_rule.ssh["b"]'),
      ],
      {
        configuration: {
          resources: [
            configured(
              'aws_security_group_rule.ssh',
              { security_group_id: ['each.value.id', 'each.value'] },
              { for_each_expression: { references: ['aws_security_group.each'] } },
            ),
          ],
        },
      },
    );
    expect((await audit(plan)).found).toEqual(['aws_security_group.each["b"] forbidden-ingress']);
  });

  it.each([
    ['a local value', ['local.sg_id']],
    ['a data source', ['data.aws_security_group.shared.id', 'data.aws_security_group.shared']],
    [
      'one of two groups',
      ['aws_security_group.a.id', 'aws_security_group.a', 'aws_security_group.b.id', 'aws_security_group.b'],
    ],
  ])('is judged under its own address if it refers to %s', async (_, references) => {
    const plan = planOf(
      [
        newGroup('aws_security_group.a', 'a'),
        newGroup('aws_security_group.b', 'b'),
        newSsh('aws_security_group_rule.ssh'),
      ],
      {
        configuration: {
          resources: [configured('aws_security_group_rule.ssh', { security_group_id: references })],
        },
      },
    );
    const { code, found, unknown } = await audit(plan);
    expect({ code, found, unknown }).toEqual({
      code: 1,
      found: ['aws_security_group_rule.ssh forbidden-ingress'],
      unknown: ['aws_security_group_rule.ssh.security_group_id after-apply'],
    });
    const baseline = [
      'version: 1',
      'unlisted: alert',
      'groups:',
      '  - { name: a, match: { name: a }, rules: [tcp 22 from 0.0.0.0/0] }',
      '  - { name: b, match: { name: b }, rules: [tcp 443 from 0.0.0.0/0] }',
    ].join('\n');
    expect((await audit(plan, [], baseline)).found).toEqual(['aws_security_group_rule.ssh unlisted-group']);
  });
});
