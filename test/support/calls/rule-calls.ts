import {
  DescribeSecurityGroupRulesCommand,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroupRuleRequest,
  UpdateSecurityGroupRuleDescriptionsIngressCommand,
} from '@aws-sdk/client-ec2';
import {
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { expect } from 'vitest';
import { type Pipeline, tcp } from '../pipeline.ts';
import { type CallRows, HTTPS, webGroup } from './change-baseline.ts';

/** Changes a setting, so Lambda starts new execution environments. */
async function restartFunction(p: Pipeline): Promise<void> {
  const lambda = new LambdaClient(p.config);
  const FunctionName = 'secgroup-monitor';
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize: 640 }));
  await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 10, minDelay: 1 }, { FunctionName });
  lambda.destroy();
}

/** Calls on the rules of a group. */
export const RULE_CALLS: CallRows = {
  /** Reports the drift with the id of its rule. */
  async AuthorizeSecurityGroupIngress(p) {
    const id = await webGroup(p, 'opened');
    const { SecurityGroupRules } = await p.authorize(id, tcp(22, '0.0.0.0/0'));
    const drift = await p.finding({ group: { id }, code: 'unexpected-ingress' });
    expect(drift).toMatchObject({
      kind: 'drift',
      severity: 'critical',
      stack: 'secgroup-monitor',
      account: '111122223333',
      region: 'eu-west-1',
      baseline: 'web',
      unexpected: [{ rule: 'tcp 22 from 0.0.0.0/0', ids: [SecurityGroupRules![0]!.SecurityGroupRuleId] }],
      change: { eventName: 'AuthorizeSecurityGroupIngress', netNew: true },
    });
    expect(drift.latencyMs).toBeGreaterThanOrEqual(0);
  },

  /** Reports that the drift is resolved. */
  async RevokeSecurityGroupIngress(p) {
    const id = await webGroup(p, 'closed again');
    const { SecurityGroupRules } = await p.authorize(id, tcp(22, '0.0.0.0/0'));
    await p.finding({ group: { id }, code: 'unexpected-ingress' });
    const SecurityGroupRuleIds = [SecurityGroupRules![0]!.SecurityGroupRuleId!];
    await p.ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: id, SecurityGroupRuleIds }));
    await p.finding({ group: { id }, kind: 'resolved', change: { eventName: 'RevokeSecurityGroupIngress' } });
  },

  /** Reports a rule that is widened without an Authorize call. */
  async ModifySecurityGroupRules(p) {
    const id = await webGroup(p, 'widened');
    const rules = await p.ec2.send(
      new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [id] }] }),
    );
    const v4 = rules.SecurityGroupRules!.find((rule) => rule.CidrIpv4 && !rule.IsEgress)!;
    const { SecurityGroupRuleId } = v4;
    const rewrite = (SecurityGroupRule: SecurityGroupRuleRequest) =>
      p.ec2.send(
        new ModifySecurityGroupRulesCommand({
          GroupId: id,
          SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule }],
        }),
      );
    await rewrite({ IpProtocol: '-1', CidrIpv4: '0.0.0.0/0' });
    const drift = await p.finding({ group: { id }, code: 'unexpected-ingress' });
    expect(drift.change?.eventName).toBe('ModifySecurityGroupRules');
    expect(drift.unexpected[0]).toMatchObject({ ids: [SecurityGroupRuleId] });
    expect(drift.severity).toBe('critical');
    // No environment remembers the drift after the restart, so the function must find it in the log.
    await restartFunction(p);
    await rewrite({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv4: '0.0.0.0/0' });
    await p.finding({ group: { id }, kind: 'resolved', change: { eventName: 'ModifySecurityGroupRules' } });
  },

  /** Reports the new description as information. */
  async UpdateSecurityGroupRuleDescriptionsIngress(p) {
    const id = await webGroup(p, 'described');
    const IpRanges = [{ CidrIp: '0.0.0.0/0', Description: '=SUM(1;2) from the office' }];
    await p.ec2.send(
      new UpdateSecurityGroupRuleDescriptionsIngressCommand({
        GroupId: id,
        IpPermissions: [{ ...HTTPS, IpRanges, Ipv6Ranges: [] }],
      }),
    );
    await p.finding({ group: { id }, kind: 'compliant', code: 'description-changed', severity: 'info' });
  },
};
