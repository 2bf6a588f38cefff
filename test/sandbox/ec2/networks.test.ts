import { EC2 } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let ec2: EC2;
beforeEach(async () => {
  sandbox = await testSandbox();
  ec2 = new EC2(clientConfig(sandbox));
});
afterEach(() => sandbox[Symbol.asyncDispose]());

const group = async (GroupName: string, VpcId?: string) =>
  (await ec2.createSecurityGroup({ GroupName, Description: 'test', VpcId })).GroupId!;

describe('a prefix list', () => {
  const create = async (MaxEntries = 3, ...Cidrs: string[]) => {
    const { PrefixList } = await ec2.createManagedPrefixList({
      PrefixListName: 'offices',
      AddressFamily: 'IPv4',
      MaxEntries,
      Entries: Cidrs.map((Cidr) => ({ Cidr })),
    });
    return PrefixList!.PrefixListId!;
  };
  const entries = async (PrefixListId: string, TargetVersion?: number) => {
    const { Entries } = await ec2.getManagedPrefixListEntries({ PrefixListId, TargetVersion });
    return Entries!.map((entry) => entry.Cidr);
  };

  it('has versions that can be read and restored', async () => {
    const PrefixListId = await create(3, '192.0.2.9/24');
    await ec2.modifyManagedPrefixList({
      PrefixListId,
      CurrentVersion: 1,
      AddEntries: [{ Cidr: '198.51.100.0/24' }],
      RemoveEntries: [{ Cidr: '192.0.2.0/24' }],
    });
    expect(await entries(PrefixListId)).toEqual(['198.51.100.0/24']);
    expect(await entries(PrefixListId, 1)).toEqual(['192.0.2.0/24']);
    await ec2.restoreManagedPrefixListVersion({ PrefixListId, PreviousVersion: 1, CurrentVersion: 2 });
    expect(await entries(PrefixListId)).toEqual(['192.0.2.0/24']);
    const { PrefixLists } = await ec2.describeManagedPrefixLists({ PrefixListIds: [PrefixListId] });
    expect(PrefixLists).toMatchObject([
      { Version: 3, MaxEntries: 3, State: 'restore-complete', AddressFamily: 'IPv4' },
    ]);
  });

  it.each([
    [
      'a change of an old version',
      { CurrentVersion: 7, AddEntries: [{ Cidr: '10.0.0.0/8' }] },
      'PrefixListVersionMismatch',
    ],
    [
      'too many entries',
      { CurrentVersion: 1, AddEntries: ['10', '11', '12'].map((n) => ({ Cidr: `${n}.0.0.0/8` })) },
      'PrefixListMaxEntriesExceeded',
    ],
    [
      'a block of the other family',
      { CurrentVersion: 1, AddEntries: [{ Cidr: '2001:db8::/32' }] },
      'InvalidParameterValue',
    ],
    [
      'the removal of a missing entry',
      { CurrentVersion: 1, RemoveEntries: [{ Cidr: '10.0.0.0/8' }] },
      'InvalidParameterValue',
    ],
    [
      'new entries together with a new size',
      { CurrentVersion: 1, AddEntries: [{ Cidr: '10.0.0.0/8' }], MaxEntries: 9 },
      'InvalidParameterCombination',
    ],
  ])('refuses %s', async (_, change, name) => {
    const PrefixListId = await create(3, '192.0.2.0/24');
    await expect(ec2.modifyManagedPrefixList({ PrefixListId, ...change })).rejects.toMatchObject({ name });
    expect(await entries(PrefixListId)).toEqual(['192.0.2.0/24']);
  });

  it('lists its users, and neither disappears nor grows beyond their limits while it is used', async () => {
    const [PrefixListId, GroupId] = [await create(50), await group('user')];
    await ec2.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [{ IpProtocol: '-1', PrefixListIds: [{ PrefixListId }] }],
    });
    const { PrefixListAssociations } = await ec2.getManagedPrefixListAssociations({ PrefixListId });
    expect(PrefixListAssociations).toMatchObject([{ ResourceId: GroupId }]);
    await ec2.deleteManagedPrefixList({ PrefixListId });
    const { PrefixLists: kept } = await ec2.describeManagedPrefixLists({ PrefixListIds: [PrefixListId] });
    expect(kept).toMatchObject([{ State: 'delete-failed' }]);
    await ec2.modifyManagedPrefixList({ PrefixListId, MaxEntries: 61 });
    const { PrefixLists } = await ec2.describeManagedPrefixLists({ PrefixListIds: [PrefixListId] });
    expect(PrefixLists).toMatchObject([{ State: 'modify-failed', MaxEntries: 50 }]);
  });

  it('is readable but not changeable if AWS owns it', async () => {
    const { PrefixLists } = await ec2.describeManagedPrefixLists({
      Filters: [{ Name: 'owner-id', Values: ['AWS'] }],
    });
    expect(PrefixLists!.map((list) => list.PrefixListName)).toContain('com.amazonaws.eu-west-1.s3');
    const { PrefixListId } = PrefixLists![0]!;
    expect(await entries(PrefixListId!)).toHaveLength(1);
    await expect(ec2.deleteManagedPrefixList({ PrefixListId })).rejects.toMatchObject({
      name: 'UnauthorizedOperation',
    });
  });
});

describe('an instance', () => {
  it('has the given groups, which must be in its VPC', async () => {
    const { Instances } = await ec2.runInstances({ ImageId: 'ami-0example', MinCount: 1, MaxCount: 1 });
    const [{ InstanceId, SecurityGroups, NetworkInterfaces, PublicIpAddress } = {}] = Instances!;
    expect(SecurityGroups).toMatchObject([{ GroupName: 'default' }]);
    expect(PublicIpAddress).toMatch(/^203\.0\.113\./);
    const web = await group('web');
    await ec2.modifyInstanceAttribute({ InstanceId, Groups: [web] });
    const { NetworkInterfaces: attached } = await ec2.describeNetworkInterfaces({
      Filters: [{ Name: 'group-id', Values: [web] }],
    });
    expect(attached).toMatchObject([
      {
        NetworkInterfaceId: NetworkInterfaces![0]!.NetworkInterfaceId,
        Status: 'in-use',
        Attachment: { InstanceId },
        Association: { PublicIp: PublicIpAddress },
      },
    ]);
    const { Vpc } = await ec2.createVpc({ CidrBlock: '10.0.0.0/16' });
    const foreign = await group('foreign', Vpc!.VpcId);
    await expect(ec2.modifyInstanceAttribute({ InstanceId, Groups: [foreign] })).rejects.toMatchObject({
      name: 'InvalidParameter',
    });
  });

  it('leaves its groups when it is terminated', async () => {
    const web = await group('web');
    const { Instances } = await ec2.runInstances({
      ImageId: 'ami-0example',
      MinCount: 1,
      MaxCount: 2,
      SecurityGroupIds: [web],
    });
    const InstanceIds = Instances!.map((instance) => instance.InstanceId!);
    expect(InstanceIds).toHaveLength(2);
    await expect(ec2.deleteSecurityGroup({ GroupId: web })).rejects.toMatchObject({
      name: 'DependencyViolation',
    });
    await ec2.terminateInstances({ InstanceIds });
    const { Reservations } = await ec2.describeInstances({ InstanceIds });
    expect(Reservations!.flatMap((one) => one.Instances!.map((instance) => instance.State!.Name))).toEqual([
      'terminated',
      'terminated',
    ]);
    await ec2.deleteSecurityGroup({ GroupId: web });
  });

  it('is one of at most 1,000 per call', async () => {
    await expect(
      ec2.runInstances({ ImageId: 'ami-0example', MinCount: 1, MaxCount: 2_000_000_000 }),
    ).rejects.toMatchObject({ name: 'InstanceLimitExceeded' });
  });

  it('protects its network interface from deletion', async () => {
    const { Instances } = await ec2.runInstances({ ImageId: 'ami-0example', MinCount: 1, MaxCount: 1 });
    const { NetworkInterfaceId } = Instances![0]!.NetworkInterfaces![0]!;
    await expect(ec2.deleteNetworkInterface({ NetworkInterfaceId })).rejects.toThrow('currently in use');
  });
});

describe('a VPC', () => {
  it('is deleted only when it is empty, and the default one can be created again', async () => {
    const { Vpcs } = await ec2.describeVpcs({});
    const { VpcId } = Vpcs![0]!;
    await expect(ec2.deleteVpc({ VpcId })).rejects.toMatchObject({ name: 'DependencyViolation' });
    const { Subnets } = await ec2.describeSubnets({ Filters: [{ Name: 'vpc-id', Values: [VpcId!] }] });
    for (const { SubnetId } of Subnets!) await ec2.deleteSubnet({ SubnetId });
    await ec2.deleteVpc({ VpcId });
    await expect(group('nowhere')).rejects.toMatchObject({ name: 'VPCIdNotSpecified' });
    await expect(ec2.describeSecurityGroups({ GroupNames: ['default'] })).rejects.toMatchObject({
      name: 'VPCIdNotSpecified',
    });
    await ec2.createDefaultVpc({});
    await group('somewhere');
    await expect(ec2.createDefaultVpc({})).rejects.toMatchObject({ name: 'DefaultVpcAlreadyExists' });
  });

  it('lists the rules that refer to a group across a peering, and the stale ones', async () => {
    const { Vpc } = await ec2.createVpc({ CidrBlock: '10.0.0.0/16' });
    const [near, far] = [await group('near'), await group('far', Vpc!.VpcId)];
    await ec2.authorizeSecurityGroupIngress({
      GroupId: near,
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 5432,
          ToPort: 5432,
          UserIdGroupPairs: [{ GroupId: far, VpcPeeringConnectionId: 'pcx-0123456789abcdef0' }],
        },
      ],
    });
    const { SecurityGroupReferenceSet } = await ec2.describeSecurityGroupReferences({ GroupId: [far] });
    expect(SecurityGroupReferenceSet).toMatchObject([
      { GroupId: far, VpcPeeringConnectionId: 'pcx-0123456789abcdef0' },
    ]);
    const VpcId = SecurityGroupReferenceSet![0]!.ReferencingVpcId;
    const stale = async () => (await ec2.describeStaleSecurityGroups({ VpcId })).StaleSecurityGroupSet!;
    expect(await stale()).toEqual([]);
    await ec2.deleteSecurityGroup({ GroupId: far });
    expect(await stale()).toMatchObject([
      { GroupId: near, StaleIpPermissions: [{ FromPort: 5432, UserIdGroupPairs: [{ GroupId: far }] }] },
    ]);
  });
});

describe('DescribeRegions', () => {
  it('lists the enabled Regions, or all Regions on request', async () => {
    const names = async (input: object) =>
      (await ec2.describeRegions(input)).Regions!.map((region) => region.RegionName);
    expect(await names({})).toContain('eu-west-1');
    expect(await names({})).not.toContain('me-south-1');
    expect(await names({ AllRegions: true })).toContain('me-south-1');
    await expect(names({ RegionNames: ['eu-nowhere-1'] })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
    const china = new EC2(clientConfig(sandbox, '111122223333', 'cn-north-1'));
    expect((await china.describeRegions({})).Regions!.map((region) => region.RegionName)).toEqual([
      'cn-north-1',
      'cn-northwest-1',
    ]);
  });
});
