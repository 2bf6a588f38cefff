// Covers src/audit/plan/kinds.ts.
import { describe, expect, it } from 'vitest';
import { changeOf, configured, existingGroup, ingressOf, planOf } from '../../../support/plans.ts';
import { ANYWHERE, audit, ID } from './audit-plan.ts';

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
