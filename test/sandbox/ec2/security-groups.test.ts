// Covers src/sandbox/ec2/*.ts.
import { EC2, paginateDescribeSecurityGroupRules, paginateDescribeSecurityGroups } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ec2State } from '../../../src/sandbox/ec2/state.ts';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';
import { fillWithGroups } from '../support/fill-with-groups.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let ec2: EC2;
beforeAll(async () => {
  sandbox = await testSandbox();
  ec2 = new EC2(clientConfig(sandbox));
});
afterAll(() => sandbox[Symbol.asyncDispose]());

const create = (GroupName: string, more = {}) =>
  ec2.createSecurityGroup({ GroupName, Description: 'test', ...more });

describe('a new account', () => {
  it('has a default VPC whose default group admits its own members', async () => {
    const { Vpcs } = await ec2.describeVpcs({ Filters: [{ Name: 'is-default', Values: ['true'] }] });
    expect(Vpcs).toMatchObject([{ IsDefault: true, CidrBlock: '172.31.0.0/16' }]);
    const { SecurityGroups } = await ec2.describeSecurityGroups({ GroupNames: ['default'] });
    const [group] = SecurityGroups!;
    expect(group).toMatchObject({
      VpcId: Vpcs![0]!.VpcId,
      IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: group!.GroupId }] }],
      IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    });
  });

  it('separates Regions and accounts', async () => {
    const made = await create('apart');
    const elsewhere = new EC2(clientConfig(sandbox, '111122223333', 'us-east-1'));
    const other = new EC2(clientConfig(sandbox, '444455556666'));
    for (const client of [elsewhere, other]) {
      await expect(client.describeSecurityGroups({ GroupIds: [made.GroupId!] })).rejects.toMatchObject({
        name: 'InvalidGroup.NotFound',
      });
    }
  });
});

describe('a group', () => {
  it.each([
    ['a taken name', 'taken', 'test', 'InvalidGroup.Duplicate'],
    ['the reserved name', 'default', 'test', 'InvalidParameterValue'],
    ['a name like an id', 'sg-web', 'test', 'InvalidParameterValue'],
    ['an empty description', 'fine', '', 'MissingParameter'],
    ['a description with control characters', 'fine', 'a\u001bb', 'InvalidParameterValue'],
  ])('is refused with %s', async (_, GroupName, Description, name) => {
    await create('taken').catch((error: Error) => expect(error.name).toBe('InvalidGroup.Duplicate'));
    await expect(ec2.createSecurityGroup({ GroupName, Description })).rejects.toMatchObject({ name });
  });

  it('has IPv6 egress if the VPC has IPv6', async () => {
    const { Vpc } = await ec2.createVpc({ CidrBlock: '10.1.0.0/16', AmazonProvidedIpv6CidrBlock: true });
    const { GroupId } = await create('six', { VpcId: Vpc!.VpcId });
    const { SecurityGroups } = await ec2.describeSecurityGroups({ GroupIds: [GroupId!] });
    expect(SecurityGroups![0]!.IpPermissionsEgress).toMatchObject([
      { IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
    ]);
  });

  it('is not deleted while it is in use, or if it is the default group', async () => {
    const [user, used] = [await create('user'), await create('used')];
    await ec2.authorizeSecurityGroupIngress({
      GroupId: user.GroupId,
      IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: used.GroupId }] }],
    });
    const remove = (GroupId: string | undefined) => ec2.deleteSecurityGroup({ GroupId });
    await expect(remove(used.GroupId)).rejects.toMatchObject({ name: 'DependencyViolation' });
    await remove(user.GroupId);
    const { Subnets } = await ec2.describeSubnets();
    const eni = await ec2.createNetworkInterface({
      SubnetId: Subnets![0]!.SubnetId,
      Groups: [used.GroupId!],
    });
    const NetworkInterfaceId = eni.NetworkInterface!.NetworkInterfaceId!;
    await expect(remove(used.GroupId)).rejects.toMatchObject({ name: 'DependencyViolation' });
    await ec2.deleteNetworkInterface({ NetworkInterfaceId });
    expect(await remove(used.GroupId)).toMatchObject({ Return: true, GroupId: used.GroupId });
    const { SecurityGroups } = await ec2.describeSecurityGroups({ GroupNames: ['default'] });
    await expect(remove(SecurityGroups![0]!.GroupId)).rejects.toMatchObject({ name: 'CannotDelete' });
  });

  it('is not created by a dry run, which ends with its own error', async () => {
    await expect(create('dry', { DryRun: true })).rejects.toMatchObject({
      name: 'DryRunOperation',
      $metadata: { httpStatusCode: 412 },
    });
    await expect(ec2.describeSecurityGroups({ GroupNames: ['dry'] })).rejects.toMatchObject({
      name: 'InvalidGroup.NotFound',
    });
  });

  it('has tags from its creation and later calls, and is found by tag with wildcards', async () => {
    const { GroupId, Tags } = await create('tagged', {
      TagSpecifications: [{ ResourceType: 'security-group', Tags: [{ Key: 'Role', Value: 'web-1' }] }],
    });
    expect(Tags).toEqual([{ Key: 'Role', Value: 'web-1' }]);
    await ec2.createTags({ Resources: [GroupId!], Tags: [{ Key: 'Owner', Value: 'team' }] });
    const found = async (Name: string, ...Values: string[]) => {
      const { SecurityGroups } = await ec2.describeSecurityGroups({ Filters: [{ Name, Values }] });
      return SecurityGroups!.map((group) => group.GroupId);
    };
    expect(await found('tag:Role', 'web-?', 'db')).toEqual([GroupId]);
    expect(await found('tag:Role', 'WEB-1')).toEqual([]);
    expect(await found('tag-key', 'Own*')).toEqual([GroupId]);
    await ec2.deleteTags({
      Resources: [GroupId!],
      Tags: [{ Key: 'Role', Value: 'other' }, { Key: 'Owner' }],
    });
    const { Tags: left } = await ec2.describeTags({ Filters: [{ Name: 'resource-id', Values: [GroupId!] }] });
    expect(left).toMatchObject([{ Key: 'Role', Value: 'web-1', ResourceType: 'security-group' }]);
    await expect(found('no-such-filter', 'x')).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('is associated with another VPC, but not from or with a default one', async () => {
    const [a, b] = await Promise.all(
      ['10.2.0.0/16', '10.3.0.0/16'].map(
        async (CidrBlock) => (await ec2.createVpc({ CidrBlock })).Vpc!.VpcId!,
      ),
    );
    const { GroupId } = await create('shared', { VpcId: a });
    await ec2.associateSecurityGroupVpc({ GroupId, VpcId: b });
    const { SecurityGroupVpcAssociations } = await ec2.describeSecurityGroupVpcAssociations({});
    expect(SecurityGroupVpcAssociations).toMatchObject([{ GroupId, VpcId: b, State: 'associated' }]);
    await expect(ec2.deleteSecurityGroup({ GroupId })).rejects.toMatchObject({ name: 'DependencyViolation' });
    await ec2.disassociateSecurityGroupVpc({ GroupId, VpcId: b });
    const ordinary = await create('ordinary');
    await expect(
      ec2.associateSecurityGroupVpc({ GroupId: ordinary.GroupId, VpcId: b }),
    ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });
});

describe('a page', () => {
  it('has 5 to 1,000 items, and a token that is verified', async () => {
    const client = new EC2(clientConfig(sandbox, '222233334444'));
    fillWithGroups(sandbox.world, '222233334444', 'eu-west-1', { groups: 12, rules: 3 });
    const seen: string[] = [];
    for await (const page of paginateDescribeSecurityGroups({ client, pageSize: 5 }, {})) {
      expect(page.SecurityGroups!.length).toBeLessThanOrEqual(5);
      seen.push(...page.SecurityGroups!.map((group) => group.GroupId!));
    }
    expect(new Set(seen).size).toBe(13);
    await expect(client.describeSecurityGroups({ MaxResults: 4 })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
    await expect(client.describeSecurityGroups({ NextToken: 'made-up' })).rejects.toMatchObject({
      name: 'InvalidNextToken',
    });
  });

  it('takes little time with 10,000 groups of 60 rules each', { timeout: 60_000 }, async () => {
    const account = '333344445555';
    const client = new EC2(clientConfig(sandbox, account));
    fillWithGroups(sandbox.world, account, 'eu-west-1', { groups: 10_000, rules: 60 });
    expect(ec2State(sandbox.world, account, 'eu-west-1').rules.size).toBeGreaterThan(600_000);
    const before = sandbox.calls.length;
    const startedAt = performance.now();
    const { SecurityGroups, NextToken } = await client.describeSecurityGroups({ MaxResults: 1000 });
    expect(SecurityGroups).toHaveLength(1000);
    expect(NextToken).toBeDefined();
    const elapsedMs = performance.now() - startedAt;
    // The page contains 60,000 rules. Most of the time is the client's, which parses them.
    expect(sandbox.calls[before]!.ms / elapsedMs).toBeLessThan(0.5);
    const [{ GroupId } = {}] = SecurityGroups!.slice(-1);
    const rules: unknown[] = [];
    const filters = { Filters: [{ Name: 'group-id', Values: [GroupId!] }] };
    for await (const page of paginateDescribeSecurityGroupRules({ client, pageSize: 1000 }, filters)) {
      rules.push(...page.SecurityGroupRules!);
    }
    expect(rules).toHaveLength(61);
  });
});
