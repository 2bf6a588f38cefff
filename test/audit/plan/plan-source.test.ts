// Covers src/audit/plan/*.ts.
import { describe, expect, it } from 'vitest';
import { planGroups, readPlans } from '../../../src/audit/plan/plan-source.ts';
import { renderRules } from '../../../src/core/exposure/render-rules.ts';
import { ruleSet } from '../../../src/core/exposure/rule-set.ts';

const read = (plan: object) => {
  const documents = readPlans(new TextEncoder().encode(JSON.stringify(plan)), 'plan.json');
  const { plans } = planGroups(documents);
  return { groups: plans[0]!.groups, unknown: plans[0]!.unknown.map(({ unknown }) => unknown) };
};
const change = (address: string, after: object, unknown: object = {}) => ({
  address,
  mode: 'managed',
  type: /(aws_[a-z_]+)\./.exec(address)![1],
  change: { actions: ['create'], after, after_unknown: unknown },
});
const shown = (plan: object) =>
  read(plan).groups.map(({ id, name, rules }) => ({ id, name, rules: renderRules(ruleSet(rules)) }));

const ingress = (parts: object) => ({
  description: '',
  from_port: 443,
  to_port: 443,
  protocol: 'tcp',
  cidr_blocks: [],
  ipv6_cidr_blocks: [],
  prefix_list_ids: [],
  security_groups: [],
  self: false,
  ...parts,
});

describe('a plan', () => {
  it('lists groups with their inline rules, by id or by address', () => {
    const plan = {
      resource_changes: [
        change(
          'aws_security_group.new',
          {
            name: 'web',
            tags_all: { Role: 'web' },
            ingress: [ingress({ cidr_blocks: ['0.0.0.0/0'], ipv6_cidr_blocks: ['::/0'] })],
          },
          { id: true, arn: true, vpc_id: true, ingress: [{ cidr_blocks: [false] }] },
        ),
        change('aws_security_group.old', {
          id: 'sg-0aaa',
          arn: 'arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0aaa',
          owner_id: '111122223333',
          name: 'db',
          ingress: [
            ingress({ from_port: 0, to_port: 0, protocol: '-1', self: true }),
            ingress({ from_port: 5432, to_port: 5432, security_groups: ['sg-0bbb', '444455556666/sg-0ccc'] }),
            ingress({ from_port: 8, to_port: 0, protocol: 'icmp', cidr_blocks: ['10.0.0.0/8'] }),
            ingress({ prefix_list_ids: ['pl-0aaa'] }),
          ],
        }),
        { ...change('aws_security_group.gone', {}), change: { actions: ['delete'], after: null } },
        change('aws_instance.other', { id: 'i-0aaa' }),
      ],
    };
    expect(shown(plan)).toEqual([
      { id: 'aws_security_group.new', name: 'web', rules: ['tcp 443 from anywhere'] },
      {
        id: 'sg-0aaa',
        name: 'db',
        rules: [
          'all from sg-0aaa',
          'icmp 8/0 from 10.0.0.0/8',
          'tcp 443 from pl-0aaa',
          'tcp 5432 from 444455556666/sg-0ccc, sg-0bbb',
        ],
      },
    ]);
    expect(read(plan).groups[1]).toMatchObject({ account: '111122223333', region: 'eu-west-1' });
    expect(read(plan).unknown).toEqual([]);
  });

  it('adds the rules of separate resources, linked by id or by references in the configuration', () => {
    const expression = (references: string[]) => ({ security_group_id: { references } });
    const plan = {
      configuration: {
        provider_config: { aws: { expressions: { region: { constant_value: 'eu-central-1' } } } },
        root_module: {
          resources: [
            {
              address: 'aws_security_group_rule.ssh',
              expressions: expression(['aws_security_group.web.id', 'aws_security_group.web']),
            },
          ],
          module_calls: {
            app: {
              module: {
                resources: [
                  {
                    address: 'aws_vpc_security_group_ingress_rule.https',
                    expressions: expression(['aws_security_group.each', 'each.key']),
                  },
                ],
              },
            },
          },
        },
      },
      resource_changes: [
        change('aws_security_group.web', { name: 'web' }, { id: true, ingress: true }),
        change('module.app["a.b"].aws_security_group.each["x"]', { name: 'x' }, { id: true, ingress: true }),
        change('module.app["a.b"].aws_security_group.each["y"]', { name: 'y' }, { id: true, ingress: true }),
        change(
          'aws_security_group_rule.ssh',
          { type: 'ingress', from_port: 22, to_port: 22, protocol: 'tcp', cidr_blocks: ['10.0.0.0/8'] },
          { security_group_id: true },
        ),
        change('aws_security_group_rule.out', {
          type: 'egress',
          from_port: 0,
          to_port: 0,
          protocol: '-1',
          cidr_blocks: ['0.0.0.0/0'],
        }),
        change(
          'module.app["a.b"].aws_vpc_security_group_ingress_rule.https["y"]',
          { ip_protocol: 'tcp', from_port: 443, to_port: 443, cidr_ipv4: '0.0.0.0/0' },
          { security_group_id: true },
        ),
        change('aws_vpc_security_group_ingress_rule.all', {
          security_group_id: 'sg-0fff',
          ip_protocol: '-1',
          cidr_ipv6: '::/0',
        }),
      ],
    };
    expect(shown(plan)).toEqual([
      { id: 'aws_security_group.web', name: 'web', rules: ['tcp 22 from 10.0.0.0/8'] },
      { id: 'module.app["a.b"].aws_security_group.each["x"]', name: 'x', rules: [] },
      { id: 'module.app["a.b"].aws_security_group.each["y"]', name: 'y', rules: ['tcp 443 from 0.0.0.0/0'] },
      { id: 'sg-0fff', name: '', rules: ['all from ::/0'] },
    ]);
    expect(read(plan).groups[0]!.region).toBe('eu-central-1');
    expect(read(plan).unknown).toEqual([]);
  });

  it('lists values that are known only after apply, and reads the known values next to them', () => {
    const plan = {
      configuration: {
        root_module: { resources: [{ address: 'aws_security_group.dynamic', expressions: { ingress: {} } }] },
      },
      resource_changes: [
        change('aws_security_group.dynamic', { name: 'd' }, { ingress: true }),
        change(
          'aws_security_group.partly',
          {
            name: 'p',
            ingress: [
              ingress({ cidr_blocks: ['10.0.0.0/8', null], security_groups: null }),
              ingress({ from_port: null }),
            ],
          },
          {
            ingress: [
              { cidr_blocks: [false, true], security_groups: true },
              { from_port: true, cidr_blocks: true },
            ],
          },
        ),
        change('aws_security_group_rule.lost', { type: 'ingress' }, { security_group_id: true }),
      ],
    };
    expect(read(plan).unknown.map(({ address, attribute }) => `${address}.${attribute}`)).toEqual([
      'aws_security_group.dynamic.ingress',
      'aws_security_group.partly.ingress[0].cidr_blocks[1]',
      'aws_security_group.partly.ingress[0].security_groups',
      'aws_security_group.partly.ingress[1].from_port',
      'aws_security_group.partly.ingress[1].cidr_blocks',
      'aws_security_group_rule.lost.security_group_id',
    ]);
    expect(shown(plan)[1]!.rules).toEqual(['tcp 443 from 10.0.0.0/8']);
  });

  it('reports the place of a missing key, and keeps the rules next to an invalid one', () => {
    expect(() => read({ SecurityGroups: [] })).toThrow('plan.json does not contain "resource_changes".');
    const bad = {
      resource_changes: [
        change('aws_security_group.a', {
          ingress: [
            ingress({ cidr_blocks: ['10.0.0/8'] }),
            ingress({ from_port: 443, to_port: 22, cidr_blocks: ['10.0.0.0/8'] }),
            ingress({ cidr_blocks: ['10.0.0.0/8'] }),
          ],
        }),
      ],
    };
    expect(shown(bad)[0]!.rules).toEqual(['tcp 443 from 10.0.0.0/8']);
    expect(read(bad).unknown).toEqual([]);
    expect(read(bad).groups[0]!.unreadable).toEqual([
      {
        text: 'aws_security_group.a.ingress[0] {"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"10.0.0/8"}]}',
        reason: 'is not an IPv4 CIDR',
      },
      {
        text: 'aws_security_group.a.ingress[1] {"IpProtocol":"tcp","FromPort":443,"ToPort":22,"IpRanges":[{"CidrIp":"10.0.0.0/8"}]}',
        reason: 'has an invalid port range',
      },
    ]);
    const odd = {
      resource_changes: [
        null,
        7,
        { address: 'a' },
        change('aws_security_group.a', { ingress: 'x', tags: [1] }, { ingress: 5 }),
      ],
    };
    expect(shown(odd)).toEqual([{ id: 'aws_security_group.a', name: '', rules: [] }]);
  });
});
