// Covers src/audit/plan/planned-groups.ts.
import { describe, expect, it } from 'vitest';
import { changeOf, planOf } from '../../../support/plans.ts';
import { audit, ID } from './audit-plan.ts';

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
