import { describe, expect, it } from 'vitest';
import {
  changeOf,
  configured,
  ingressOf,
  NEW_GROUP,
  NEW_RULE,
  planOf,
  ruleOf,
} from '../../../support/plans.ts';
import { ANYWHERE, audit, newGroup, OFFICE } from './audit-plan.ts';

describe('an unknown value', () => {
  const linked = (expressions: Record<string, string[] | object> = {}) => ({
    resources: [
      configured('aws_security_group_rule.r', {
        security_group_id: ['aws_security_group.web.id', 'aws_security_group.web'],
        ...expressions,
      }),
    ],
  });
  const withRule = (after: object, unknown: object, expressions = {}) =>
    planOf([newGroup('aws_security_group.web'), changeOf('aws_security_group_rule.r', { after, unknown })], {
      configuration: linked(expressions),
    });

  it.each<[string, object]>([
    ['a computed source group beside CIDRs', withRule(ruleOf(443, OFFICE), NEW_RULE)],
    ['self on a new group', withRule(ruleOf(443, null, { self: true }), NEW_RULE)],
    [
      'a source group that no entry has to allow',
      withRule(ruleOf(443, null), NEW_RULE, { source_security_group_id: ['aws_security_group.web.id'] }),
    ],
    [
      'the ports of all protocols',
      withRule(ruleOf(443, OFFICE, { protocol: '-1', from_port: null }), { ...NEW_RULE, from_port: true }),
    ],
  ])('is not %s', async (_, plan) => {
    expect(await audit(plan, ['--fail-on-unknown'])).toMatchObject({ code: 0, unknown: [] });
  });

  it.each<[string, object, string[]]>([
    [
      'a port',
      withRule(ruleOf(443, OFFICE, { from_port: null }), { ...NEW_RULE, from_port: true }),
      ['aws_security_group_rule.r.from_port after-apply'],
    ],
    [
      'CIDRs',
      withRule(ruleOf(443, null), { ...NEW_RULE, cidr_blocks: true }),
      ['aws_security_group_rule.r.cidr_blocks after-apply'],
    ],
    [
      'a dynamic block over an unknown set',
      planOf([
        changeOf('aws_security_group.web', {
          after: { name: 'web', ingress: [{ description: '', ipv6_cidr_blocks: [], self: false }] },
          unknown: {
            ...NEW_GROUP,
            ingress: [{ cidr_blocks: true, from_port: true, protocol: true, to_port: true }],
          },
        }),
      ]),
      ['protocol', 'from_port', 'to_port', 'cidr_blocks'].map(
        (attribute) => `aws_security_group.web.ingress[0].${attribute} after-apply`,
      ),
    ],
    [
      'ingress that another value gives as a whole',
      planOf([newGroup('aws_security_group.web')], {
        configuration: { resources: [configured('aws_security_group.web', { ingress: ['aws_subnet.all'] })] },
      }),
      ['aws_security_group.web.ingress after-apply'],
    ],
    [
      'a change that is left to a later plan',
      planOf([], {
        more: {
          deferred_changes: [
            { reason: 'provider_config_unknown', resource_change: newGroup('aws_security_group.b') },
            { reason: 'provider_config_unknown', resource_change: changeOf('aws_instance.b', { after: {} }) },
          ],
        },
      }),
      ['aws_security_group.b. deferred'],
    ],
    ['a part of the plan', planOf([], { more: { complete: false } }), ['. incomplete']],
  ])('is %s, and can fail the gate', async (_, plan, unknown) => {
    expect(await audit(plan)).toMatchObject({ code: 0, unknown });
    expect(await audit(plan, ['--fail-on-unknown'])).toMatchObject({ code: 1, unknown });
    expect(await audit(plan, ['--fail-on-unknown', '--fail-on', 'never'])).toMatchObject({ code: 1 });
  });

  it('is a source group if an entry lists the allowed sources, and then no rule is missing', async () => {
    const plan = withRule(ruleOf(443, null), NEW_RULE, {
      source_security_group_id: ['data.aws_security_group.lb.id'],
    });
    const baseline =
      'version: 1\ngroups: [{ name: web, match: { name: web }, rules: [tcp 443 from sg-0aaa] }]\n';
    expect(await audit(plan, [], baseline)).toMatchObject({
      code: 0,
      found: [],
      unknown: ['aws_security_group_rule.r.source_security_group_id after-apply'],
    });
  });

  it('does not affect the rest of its group or other groups', async () => {
    const plan = planOf([
      changeOf('aws_security_group.bad', {
        after: { name: 'bad', ingress: [ingressOf(443, OFFICE, { to_port: 22 }), ingressOf(22, ANYWHERE)] },
        unknown: { id: true },
      }),
      changeOf('aws_security_group.open', {
        after: { name: 'open', ingress: [ingressOf(22, ANYWHERE)] },
        unknown: { id: true },
      }),
    ]);
    const { code, found } = await audit(plan);
    expect({ code, found }).toEqual({
      code: 1,
      found: [
        'aws_security_group.bad forbidden-ingress',
        'aws_security_group.open forbidden-ingress',
        'aws_security_group.bad unreadable-rule',
      ],
    });
  });
});
