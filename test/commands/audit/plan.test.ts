// Covers src/audit/plan/after-apply.ts, reading.ts, read-rule.ts, planned-groups.ts, planned-lists.ts, planned-rule.ts
// and kinds.ts.
import { describe, expect, it } from 'vitest';
import type { AuditReport } from '../../../src/reports/audit.ts';
import {
  changeOf,
  configured,
  existingGroup,
  ingressOf,
  NEW_GROUP,
  NEW_RULE,
  planOf,
  ruleOf,
} from '../../support/plans.ts';
import { run } from '../../support/run.ts';

const ANYWHERE = ['0.0.0.0/0'];
const OFFICE = ['198.51.100.0/24'];
const ID = 'sg-0123456789abcdef0';

async function audit(plan: object, argv: string[] = [], baseline?: string) {
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

const newGroup = (address: string, name = 'web') =>
  changeOf(address, { after: { name, tags: null }, unknown: NEW_GROUP });
const newSsh = (address: string) => changeOf(address, { after: ruleOf(22, ANYWHERE), unknown: NEW_RULE });

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

describe('a group with only some rules in the plan', () => {
  it('has no missing rules and no commands', async () => {
    const plan = planOf([
      changeOf('aws_vpc_security_group_ingress_rule.ssh', {
        after: {
          security_group_id: ID,
          ip_protocol: 'tcp',
          from_port: 22,
          to_port: 22,
          cidr_ipv4: '0.0.0.0/0',
        },
      }),
    ]);
    const baseline = `version: 1\ngroups: [{ name: web, match: { id: ${ID} }, rules: [tcp 443 from 0.0.0.0/0] }]\n`;
    const { report, code } = await audit(plan, [], baseline);
    expect(code).toBe(1);
    expect(report.findings.map(({ code: kind, missing, mend }) => ({ kind, missing, mend }))).toEqual([
      { kind: 'unexpected-ingress', missing: [], mend: [] },
    ]);
  });

  it('gets its name from the state or a data source', async () => {
    const plan = planOf(
      [
        changeOf('aws_vpc_security_group_ingress_rule.ssh', {
          after: {
            security_group_id: ID,
            ip_protocol: 'tcp',
            from_port: 22,
            to_port: 22,
            cidr_ipv4: '10.0.0.0/8',
          },
        }),
      ],
      {
        prior: [
          {
            address: 'data.aws_security_group.shared',
            mode: 'data',
            type: 'aws_security_group',
            values: { id: ID, name: 'shared', tags: {} },
          },
        ],
      },
    );
    const baseline =
      'version: 1\nunlisted: alert\ngroups: [{ name: s, match: { name: shared }, rules: [tcp 22 from 10.0.0.0/8] }]\n';
    expect(await audit(plan, [], baseline)).toMatchObject({ code: 0, found: [] });
  });
});

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
    [
      'a rule that can’t be read',
      planOf([
        changeOf('aws_security_group.web', {
          after: { name: 'web', ingress: [ingressOf(443, OFFICE, { to_port: 22 })] },
          unknown: { id: true },
        }),
      ]),
      ['aws_security_group.web.ingress[0] unreadable'],
    ],
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
    const { code, found, report } = await audit(plan);
    expect({ code, found }).toEqual({
      code: 1,
      found: ['aws_security_group.bad forbidden-ingress', 'aws_security_group.open forbidden-ingress'],
    });
    expect(report.unknown[0]!.detail).toBe(
      'has an invalid port range: {"IpProtocol":"tcp","FromPort":443,"ToPort":22}',
    );
  });
});

describe('a plan without resources', () => {
  it.each([
    ['a plan', { planned_values: { root_module: {} }, configuration: { root_module: {} } }],
    ['a state', {}],
  ])('has no groups as %s', async (_, parts) => {
    const { code, report } = await audit({ format_version: '1.2', terraform_version: '1.9.5', ...parts });
    expect(code).toBe(0);
    expect(report.summary.groups).toBe(0);
  });
});

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

describe('a state', () => {
  it('is judged without its data sources', async () => {
    const state = {
      format_version: '1.0',
      terraform_version: '1.9.5',
      values: {
        root_module: {
          resources: [
            {
              address: 'data.aws_security_group.d',
              mode: 'data',
              type: 'aws_security_group',
              values: { id: 'sg-0d', name: 'd' },
            },
          ],
          child_modules: [
            {
              address: 'module.web',
              resources: [
                {
                  address: 'module.web.aws_security_group.this',
                  mode: 'managed',
                  type: 'aws_security_group',
                  values: existingGroup(ID, [ingressOf(22, ANYWHERE)]),
                },
              ],
            },
          ],
        },
      },
    };
    const { code, report } = await audit(state);
    expect(code).toBe(1);
    expect(report.findings.map(({ address }) => address)).toEqual(['module.web.aws_security_group.this']);
    expect(report.summary.groups).toBe(1);
  });
});

describe('the AWSCC provider', () => {
  it('has groups, rules and prefix lists', async () => {
    const plan = planOf(
      [
        changeOf('awscc_ec2_security_group.web', {
          after: {
            group_name: 'web',
            tags: [{ key: 'Role', value: 'web' }],
            security_group_ingress: [
              { ip_protocol: 'tcp', from_port: 22, to_port: 22, cidr_ip: '0.0.0.0/0' },
            ],
          },
          unknown: { id: true, group_id: true, security_group_id: true },
        }),
        changeOf('awscc_ec2_security_group.db', {
          after: { group_name: 'db' },
          unknown: { id: true, group_id: true, security_group_ingress: true },
        }),
        changeOf('awscc_ec2_security_group_ingress.r', {
          after: { ip_protocol: 'tcp', from_port: 5432, to_port: 5432 },
          unknown: { id: true, group_id: true, source_prefix_list_id: true, cidr_ip: true },
        }),
        changeOf('awscc_ec2_prefix_list.all', {
          after: { prefix_list_name: 'all', entries: [{ cidr: '0.0.0.0/0' }] },
          unknown: { id: true, prefix_list_id: true },
        }),
      ],
      {
        configuration: {
          resources: [
            configured('awscc_ec2_security_group_ingress.r', {
              group_id: ['awscc_ec2_security_group.db.group_id', 'awscc_ec2_security_group.db'],
              source_prefix_list_id: [
                'awscc_ec2_prefix_list.all.prefix_list_id',
                'awscc_ec2_prefix_list.all',
              ],
            }),
          ],
        },
      },
    );
    const { code, found, unknown } = await audit(plan);
    expect({ code, found, unknown }).toEqual({
      code: 1,
      found: [
        'awscc_ec2_security_group.db forbidden-ingress',
        'awscc_ec2_security_group.web forbidden-ingress',
      ],
      unknown: [],
    });
  });
});

describe('audit --plan', () => {
  const refused = async (content: string | Uint8Array) => {
    const { code, stdout, stderr } = await run(['audit', '--plan', 'plan.json'], {
      files: new Map([['plan.json', content]]),
    });
    expect([code, stdout]).toEqual([2, '']);
    return stderr;
  };

  it.each<[string, string | Uint8Array, RegExp]>([
    [
      'a plan that is cut off',
      JSON.stringify(planOf([]), undefined, 2).slice(0, 70),
      /plan\.json:4:\d+: not valid JSON: .*the text ends here/,
    ],
    [
      'a later major version',
      '{"format_version": "2.0", "resource_changes": []}',
      /plan\.json: format_version "2\.0" is not supported; versions 0\.x and 1\.x are\./,
    ],
    [
      'a binary plan file',
      Buffer.from('PK\u0003\u0004\u0000\u0000'),
      /plan\.json is a binary plan file, not JSON\./,
    ],
    [
      'a raw state',
      '{"version": 4, "terraform_version": "1.9.5", "resources": []}',
      /plan\.json does not contain "resource_changes"/,
    ],
    ['a list of no plans', '[1]', /plan\.json\[0\] does not contain "resource_changes"/],
    [
      'changes of another form',
      '{"format_version": "1.2", "resource_changes": {}}',
      /plan\.json does not contain "resource_changes"/,
    ],
  ])('refuses %s', async (_, content, message) => {
    expect(await refused(content)).toMatch(message);
  });

  it('refuses modules whose references form a circle', async () => {
    const call = (other: string) => ({
      expressions: { sg: { references: [`module.${other}.sg`, `module.${other}`] } },
      module: { outputs: { sg: { expression: { references: ['var.sg'] } } }, variables: { sg: {} } },
    });
    const plan = planOf([newSsh('aws_security_group_rule.ssh')], {
      configuration: {
        resources: [
          configured('aws_security_group_rule.ssh', { security_group_id: ['module.a.sg', 'module.a'] }),
        ],
        module_calls: { a: call('b'), b: call('a') },
      },
    });
    expect(await refused(JSON.stringify(plan))).toMatch(
      'plan.json: references in the configuration form a circle: module.a.sg → module.a.var.sg → module.b.sg → module.b.var.sg → module.a.sg',
    );
  });

  it('ends for modules that only seem to use each other', async () => {
    const call = (other: string) => ({
      expressions: { sg: { references: [`module.${other}`] } },
      module: { outputs: { sg: { expression: { references: ['var.sg'] } } }, variables: { sg: {} } },
    });
    const plan = planOf([newSsh('aws_security_group_rule.ssh')], {
      configuration: {
        resources: [
          configured('aws_security_group_rule.ssh', { security_group_id: ['module.a.sg', 'module.a'] }),
        ],
        module_calls: { a: call('b'), b: call('a') },
      },
    });
    expect((await audit(plan)).found).toEqual(['aws_security_group_rule.ssh forbidden-ingress']);
  });

  it('reads a chain of 5,000 modules without a stack overflow', async () => {
    const names = Array.from({ length: 5_000 }, (_, index) => `m${index}`);
    const calls = names.map((name, index) => [
      name,
      {
        expressions: { sg: { references: [`module.m${index + 1}.sg`, `module.m${index + 1}`] } },
        module: { outputs: { sg: { expression: { references: ['var.sg'] } } }, variables: { sg: {} } },
      },
    ]);
    const plan = planOf([newSsh('aws_security_group_rule.ssh')], {
      configuration: {
        resources: [
          configured('aws_security_group_rule.ssh', { security_group_id: ['module.m0.sg', 'module.m0'] }),
        ],
        module_calls: Object.fromEntries(calls),
      },
    });
    expect((await audit(plan)).found).toEqual(['aws_security_group_rule.ssh forbidden-ingress']);
  });
});
