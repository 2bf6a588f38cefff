import {
  AssociateSecurityGroupVpcCommand,
  CreateDefaultVpcCommand,
  CreateManagedPrefixListCommand,
  CreateNetworkInterfaceCommand,
  CreateVpcCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSubnetsCommand,
  DisassociateSecurityGroupVpcCommand,
  ModifyInstanceAttributeCommand,
  ModifyManagedPrefixListCommand,
  ModifyNetworkInterfaceAttributeCommand,
  ModifySecurityGroupRulesCommand,
  RestoreManagedPrefixListVersionCommand,
  RevokeSecurityGroupIngressCommand,
  RunInstancesCommand,
  UpdateSecurityGroupRuleDescriptionsIngressCommand,
} from '@aws-sdk/client-ec2';
import {
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pipeline, tcp } from '../support/pipeline.ts';

const BASELINE = `
version: 1
groups:
  - name: web
    match: { tag: { Role: web } }
    ingress: exactly
    rules:
      - tcp 443 from anywhere
  - name: lists
    match: { tag: { Role: lists } }
    ingress: at-most
    rules:
      - tcp 5432 from 10.0.0.0/8
  - name: default groups
    match: { name: default }
    ingress: at-most
    rules: []
unlisted: alert
`;

const HTTPS = {
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  IpRanges: [{ CidrIp: '0.0.0.0/0' }],
  Ipv6Ranges: [{ CidrIpv6: '::/0' }],
};

/** New settings start new environments. */
async function restartFunction(p: Awaited<ReturnType<typeof pipeline>>): Promise<void> {
  const lambda = new LambdaClient(p.config);
  const FunctionName = 'secgroup-monitor';
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize: 640 }));
  await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 10, minDelay: 1 }, { FunctionName });
  lambda.destroy();
}

describe('calls that change effective ingress, through trail, bus and function', () => {
  let p: Awaited<ReturnType<typeof pipeline>>;
  beforeAll(async () => {
    p = await pipeline({ baseline: BASELINE, install: ['--attachments'] });
  }, 60_000);
  afterAll(async () => {
    await p?.[Symbol.asyncDispose]();
  });

  const webGroup = async (name: string) => {
    const id = await p.group(name, { Role: 'web' });
    await p.authorize(id, HTTPS);
    await p.finding({ group: { id }, kind: 'resolved' });
    return id;
  };

  it('Create: a group that lacks what is meant is missing it, and resolved once it has it', async () => {
    const id = await p.group('created', { Role: 'web' });
    const missing = await p.finding({ group: { id }, code: 'missing-ingress' });
    expect(missing.missing).toEqual([{ rule: 'tcp 443 from anywhere', ids: [] }]);
    expect(missing.change).toMatchObject({ eventName: 'CreateSecurityGroup', actor: { type: 'Root' } });
    await p.authorize(id, HTTPS);
    await p.finding({ group: { id }, kind: 'resolved', code: 'back-in-line' });
  });

  it('Authorize and Revoke: opened, named with its rule, closed again', async () => {
    const id = await webGroup('opened');
    const { SecurityGroupRules } = await p.authorize(id, tcp(22, '0.0.0.0/0'));
    const ruleId = SecurityGroupRules![0]!.SecurityGroupRuleId!;
    const drift = await p.finding({ group: { id }, code: 'unexpected-ingress' });
    expect(drift).toMatchObject({
      kind: 'drift',
      severity: 'critical',
      stack: 'secgroup-monitor',
      account: '111122223333',
      region: 'eu-west-1',
      baseline: 'web',
      unexpected: [{ rule: 'tcp 22 from 0.0.0.0/0', ids: [ruleId] }],
      change: { eventName: 'AuthorizeSecurityGroupIngress', netNew: true },
    });
    expect(drift.latencyMs).toBeGreaterThanOrEqual(0);
    await p.ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: id, SecurityGroupRuleIds: [ruleId] }));
    await p.finding({
      group: { id },
      kind: 'resolved',
      change: { eventName: 'RevokeSecurityGroupIngress' },
    });
  });

  it('ModifySecurityGroupRules: widens without any Authorize', async () => {
    const id = await webGroup('widened');
    const rules = await p.ec2.send(
      new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [id] }] }),
    );
    const v4 = rules.SecurityGroupRules!.find((rule) => rule.CidrIpv4 && !rule.IsEgress)!;
    await p.ec2.send(
      new ModifySecurityGroupRulesCommand({
        GroupId: id,
        SecurityGroupRules: [
          {
            SecurityGroupRuleId: v4.SecurityGroupRuleId,
            SecurityGroupRule: { IpProtocol: '-1', CidrIpv4: '0.0.0.0/0' },
          },
        ],
      }),
    );
    const drift = await p.finding({ group: { id }, code: 'unexpected-ingress' });
    expect(drift.change?.eventName).toBe('ModifySecurityGroupRules');
    expect(drift.unexpected[0]).toMatchObject({ ids: [v4.SecurityGroupRuleId] });
    expect(drift.severity).toBe('critical');
    // Every environment that could remember the drift is gone: the log still tells that it is over.
    await restartFunction(p);
    await p.ec2.send(
      new ModifySecurityGroupRulesCommand({
        GroupId: id,
        SecurityGroupRules: [
          {
            SecurityGroupRuleId: v4.SecurityGroupRuleId,
            SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv4: '0.0.0.0/0' },
          },
        ],
      }),
    );
    await p.finding({
      group: { id },
      kind: 'resolved',
      change: { eventName: 'ModifySecurityGroupRules' },
    });
  });

  it('descriptions: told, as information', async () => {
    const id = await webGroup('described');
    await p.ec2.send(
      new UpdateSecurityGroupRuleDescriptionsIngressCommand({
        GroupId: id,
        IpPermissions: [
          {
            ...HTTPS,
            IpRanges: [{ CidrIp: '0.0.0.0/0', Description: '=SUM(1;2) from the office' }],
            Ipv6Ranges: [],
          },
        ],
      }),
    );
    await p.finding({ group: { id }, kind: 'compliant', code: 'description-changed', severity: 'info' });
  });

  it('Delete: what is gone admits nothing', async () => {
    const id = await p.group('short-lived', { Role: 'web' });
    await p.ec2.send(new DeleteSecurityGroupCommand({ GroupId: id }));
    await p.finding({ group: { id }, code: 'group-deleted', change: { eventName: 'DeleteSecurityGroup' } });
  });

  it('CreateVpc: judges the default group that nobody made', async () => {
    const { Vpc } = await p.ec2.send(new CreateVpcCommand({ CidrBlock: '10.20.0.0/16' }));
    const drift = await p.finding({ change: { eventName: 'CreateVpc' }, code: 'unexpected-ingress' });
    expect(drift.group).toMatchObject({ name: 'default', vpcId: Vpc!.VpcId });
    expect(drift.unexpected[0]!.rule).toBe(`all from ${drift.group!.id}`);
  });

  it('prefix lists: an edit drifts every group that uses the list, and names none of them', async () => {
    const { PrefixList } = await p.ec2.send(
      new CreateManagedPrefixListCommand({
        PrefixListName: 'partners',
        AddressFamily: 'IPv4',
        MaxEntries: 5,
        Entries: [{ Cidr: '10.1.0.0/16' }],
      }),
    );
    const ids = [await p.group('list-1', { Role: 'lists' }), await p.group('list-2', { Role: 'lists' })];
    for (const id of ids) {
      await p.authorize(id, {
        IpProtocol: 'tcp',
        FromPort: 5432,
        ToPort: 5432,
        PrefixListIds: [{ PrefixListId: PrefixList!.PrefixListId }],
      });
      await p.finding({
        group: { id },
        kind: 'compliant',
        change: { eventName: 'AuthorizeSecurityGroupIngress' },
      });
    }
    await p.ec2.send(
      new ModifyManagedPrefixListCommand({
        PrefixListId: PrefixList!.PrefixListId,
        CurrentVersion: 1,
        AddEntries: [{ Cidr: '198.51.100.0/24' }],
      }),
    );
    for (const id of ids) {
      const drift = await p.finding({ group: { id }, code: 'unexpected-ingress' });
      expect(drift.unexpected[0]!.rule).toBe('tcp 5432 from 198.51.100.0/24');
      expect(drift.change?.eventName).toBe('ModifyManagedPrefixList');
    }
  });

  it('RestoreManagedPrefixListVersion: an old version is an edit, too', async () => {
    const { PrefixList } = await p.ec2.send(
      new CreateManagedPrefixListCommand({
        PrefixListName: 'restored',
        AddressFamily: 'IPv4',
        MaxEntries: 5,
        Entries: [{ Cidr: '203.0.113.0/24' }],
      }),
    );
    const PrefixListId = PrefixList!.PrefixListId!;
    await p.ec2.send(
      new ModifyManagedPrefixListCommand({
        PrefixListId,
        CurrentVersion: 1,
        RemoveEntries: [{ Cidr: '203.0.113.0/24' }],
        AddEntries: [{ Cidr: '10.9.0.0/16' }],
      }),
    );
    const id = await p.group('list-restored', { Role: 'lists' });
    await p.authorize(id, {
      IpProtocol: 'tcp',
      FromPort: 5432,
      ToPort: 5432,
      PrefixListIds: [{ PrefixListId }],
    });
    await p.finding({
      group: { id },
      kind: 'compliant',
      change: { eventName: 'AuthorizeSecurityGroupIngress' },
    });
    await p.ec2.send(
      new RestoreManagedPrefixListVersionCommand({ PrefixListId, PreviousVersion: 1, CurrentVersion: 2 }),
    );
    const drift = await p.finding({
      group: { id },
      code: 'unexpected-ingress',
      change: { eventName: 'RestoreManagedPrefixListVersion' },
    });
    expect(drift.unexpected[0]!.rule).toBe('tcp 5432 from 203.0.113.0/24');
  });

  it('a group in a further VPC, and no longer', async () => {
    const home = await p.ec2.send(new CreateVpcCommand({ CidrBlock: '10.40.0.0/16' }));
    const id = await p.group('associated', { Role: 'web' }, home.Vpc!.VpcId!);
    const { Vpc } = await p.ec2.send(new CreateVpcCommand({ CidrBlock: '10.30.0.0/16' }));
    await p.ec2.send(new AssociateSecurityGroupVpcCommand({ GroupId: id, VpcId: Vpc!.VpcId }));
    await p.finding({ group: { id }, change: { eventName: 'AssociateSecurityGroupVpc' } });
    await p.ec2.send(new DisassociateSecurityGroupVpcCommand({ GroupId: id, VpcId: Vpc!.VpcId }));
    await p.finding({ group: { id }, change: { eventName: 'DisassociateSecurityGroupVpc' } });
  });

  it('CreateDefaultVpc: refused where there is one', async () => {
    const again = p.ec2.send(new CreateDefaultVpcCommand({}));
    await expect(again).rejects.toMatchObject({ name: 'DefaultVpcAlreadyExists' });
    await p.finding({ kind: 'denied-attempt', change: { eventName: 'CreateDefaultVpc' } });
  });

  it('attachments of instances, where asked for', async () => {
    const id = await webGroup('on an instance');
    const { Instances } = await p.ec2.send(
      new RunInstancesCommand({ ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1 }),
    );
    await p.ec2.send(
      new ModifyInstanceAttributeCommand({ InstanceId: Instances![0]!.InstanceId, Groups: [id] }),
    );
    await p.finding({ group: { id }, change: { eventName: 'ModifyInstanceAttribute' } });
  });

  it('attachments, where asked for', async () => {
    const id = await webGroup('attached');
    const { Subnets } = await p.ec2.send(
      new DescribeSubnetsCommand({ Filters: [{ Name: 'vpc-id', Values: [p.vpcId] }] }),
    );
    const { NetworkInterface } = await p.ec2.send(
      new CreateNetworkInterfaceCommand({ SubnetId: Subnets![0]!.SubnetId }),
    );
    await p.ec2.send(
      new ModifyNetworkInterfaceAttributeCommand({
        NetworkInterfaceId: NetworkInterface!.NetworkInterfaceId,
        Groups: [id],
      }),
    );
    await p.finding({ group: { id }, code: 'attachment-changed' });
  });

  it('a refused attempt is a finding: who tried what', async () => {
    const id = await webGroup('refused');
    const again = p.authorize(id, HTTPS);
    await expect(again).rejects.toMatchObject({ name: 'InvalidPermission.Duplicate' });
    const attempt = await p.finding({ kind: 'denied-attempt', group: { id } });
    expect(attempt).toMatchObject({
      severity: 'info',
      args: { errorCode: 'Client.InvalidPermission.Duplicate' },
    });
  });

  it('a group of no entry is unlisted', async () => {
    const id = await p.group('stranger');
    await p.finding({ group: { id }, code: 'unlisted-group' });
  });
});
