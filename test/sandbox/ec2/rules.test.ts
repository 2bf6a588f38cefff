import { EC2 } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let ec2: EC2;
let vpcId: string;
let count = 0;

beforeAll(async () => {
  sandbox = await testSandbox();
  ec2 = new EC2(clientConfig(sandbox));
  vpcId = (await ec2.createVpc({ CidrBlock: '10.0.0.0/16' })).Vpc!.VpcId!;
});
afterAll(() => sandbox[Symbol.asyncDispose]());

/** Creates a group, by default in the VPC that is not the default VPC. */
async function group(where: string | undefined = vpcId): Promise<string> {
  const made = await ec2.createSecurityGroup({ GroupName: `g${count++}`, Description: 'test', VpcId: where });
  return made.GroupId!;
}

const tcp = (port: number, ...cidrs: string[]) => ({
  IpProtocol: 'tcp',
  FromPort: port,
  ToPort: port,
  IpRanges: cidrs.map((CidrIp) => ({ CidrIp })),
});

async function ingress(GroupId: string) {
  const { SecurityGroups } = await ec2.describeSecurityGroups({ GroupIds: [GroupId] });
  return SecurityGroups![0]!.IpPermissions!;
}

describe('authorize', () => {
  it('clears host bits, and treats both spellings of a block as the same rule', async () => {
    const GroupId = await group();
    const { SecurityGroupRules } = await ec2.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [{ ...tcp(22, '100.68.0.18/18'), Ipv6Ranges: [{ CidrIpv6: '2001:DB8:0:1::5/33' }] }],
    });
    expect(SecurityGroupRules).toMatchObject([
      { CidrIpv4: '100.68.0.0/18', FromPort: 22, ToPort: 22, IpProtocol: 'tcp', IsEgress: false, GroupId },
      { CidrIpv6: '2001:db8::/33' },
    ]);
    for (const CidrIp of ['100.68.0.0/18', '100.68.63.255/18']) {
      await expect(
        ec2.authorizeSecurityGroupIngress({ GroupId, IpProtocol: '6', FromPort: 22, ToPort: 22, CidrIp }),
      ).rejects.toMatchObject({ name: 'InvalidPermission.Duplicate' });
    }
  });

  it('adds all rules or none', async () => {
    const GroupId = await group();
    await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [tcp(80, '0.0.0.0/0')] });
    await expect(
      ec2.authorizeSecurityGroupIngress({
        GroupId,
        IpPermissions: [tcp(443, '0.0.0.0/0'), tcp(80, '0.0.0.0/0')],
      }),
    ).rejects.toMatchObject({ name: 'InvalidPermission.Duplicate' });
    expect(await ingress(GroupId)).toMatchObject([{ FromPort: 80 }]);
  });

  it.each([
    [
      'a protocol number that has a name',
      { IpProtocol: '17', FromPort: 53, ToPort: 53 },
      { IpProtocol: 'udp', FromPort: 53, ToPort: 53 },
    ],
    [
      'all protocols, regardless of the ports',
      { IpProtocol: '-1', FromPort: 22, ToPort: 22 },
      { IpProtocol: '-1', FromPort: -1, ToPort: -1 },
    ],
    [
      'another protocol number with all ports',
      { IpProtocol: '50', FromPort: 1, ToPort: 2 },
      { IpProtocol: '50', FromPort: -1, ToPort: -1 },
    ],
    [
      'ICMP type and code',
      { IpProtocol: 'icmp', FromPort: 8, ToPort: -1 },
      { IpProtocol: 'icmp', FromPort: 8, ToPort: -1 },
    ],
    ['ICMPv6 without ports', { IpProtocol: 'icmpv6' }, { IpProtocol: 'icmpv6', FromPort: -1, ToPort: -1 }],
  ])('stores %s', async (_, input, stored) => {
    const GroupId = await group();
    const { SecurityGroupRules } = await ec2.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [{ ...input, IpRanges: [{ CidrIp: '192.0.2.0/24' }] }],
    });
    expect(SecurityGroupRules).toMatchObject([stored]);
  });

  it.each([
    [
      'ports out of range',
      { IpProtocol: 'tcp', FromPort: 1, ToPort: 70_000 },
      '192.0.2.0/24',
      'InvalidParameterValue',
    ],
    [
      'ports in reverse order',
      { IpProtocol: 'tcp', FromPort: 9, ToPort: 8 },
      '192.0.2.0/24',
      'InvalidParameterValue',
    ],
    ['TCP without ports', { IpProtocol: 'tcp' }, '192.0.2.0/24', 'InvalidParameterValue'],
    ['an unknown protocol', { IpProtocol: 'sctp' }, '192.0.2.0/24', 'InvalidParameterValue'],
    ['an invalid block', { IpProtocol: '-1' }, '192.0.2.0', 'InvalidParameterValue'],
    ['a missing protocol', {}, '192.0.2.0/24', 'MissingParameter'],
  ])('refuses %s', async (_, input, CidrIp, name) => {
    const GroupId = await group();
    await expect(
      ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [{ ...input, IpRanges: [{ CidrIp }] }] }),
    ).rejects.toMatchObject({ name });
  });

  it('allows 60 rules per direction and family, and counts a prefix list with its maximum', async () => {
    const GroupId = await group();
    const many = (from: number, n: number) => Array.from({ length: n }, (_, i) => `192.0.2.${from + i}/32`);
    await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [tcp(1, ...many(0, 50))] });
    const { PrefixList } = await ec2.createManagedPrefixList({
      PrefixListName: 'ten',
      AddressFamily: 'IPv4',
      MaxEntries: 10,
    });
    const list = { IpProtocol: '-1', PrefixListIds: [{ PrefixListId: PrefixList!.PrefixListId }] };
    await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [list] });
    const tooMany = ec2.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [tcp(1, '198.51.100.1/32')],
    });
    await expect(tooMany).rejects.toMatchObject({ name: 'RulesPerSecurityGroupLimitExceeded' });
    await ec2.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [{ IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }] }],
    });
    await ec2.authorizeSecurityGroupEgress({ GroupId, IpPermissions: [tcp(1, '198.51.100.1/32')] });
  });

  it('accepts a source group in its VPC, any group of another account, and no other', async () => {
    const [GroupId, peer] = [await group(), await group()];
    const elsewhere = (
      await ec2.createSecurityGroup({ GroupName: `g${count++}`, Description: 'default VPC' })
    ).GroupId!;
    const from = (UserIdGroupPairs: object[]) =>
      ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs }] });
    const { SecurityGroupRules } = await from([
      { GroupId: peer },
      { GroupId: 'sg-0123456789abcdef0', UserId: '444455556666' },
    ]);
    expect(SecurityGroupRules!.map((rule) => rule.ReferencedGroupInfo)).toMatchObject([
      { GroupId: peer, UserId: '111122223333' },
      { GroupId: 'sg-0123456789abcdef0', UserId: '444455556666' },
    ]);
    await expect(from([{ GroupId: 'sg-0ffffffffffffffff' }])).rejects.toMatchObject({
      name: 'InvalidGroup.NotFound',
    });
    await expect(from([{ GroupId: 'web' }])).rejects.toMatchObject({ name: 'InvalidGroupId.Malformed' });
    await expect(from([{ GroupId: elsewhere }])).rejects.toMatchObject({ name: 'InvalidParameter' });
  });

  it('groups rules by protocol and ports, and omits ports for "all"', async () => {
    const GroupId = await group();
    await ec2.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [tcp(80, '192.0.2.0/24'), { IpProtocol: '-1', IpRanges: [{ CidrIp: '10.0.0.0/8' }] }],
    });
    await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [tcp(80, '198.51.100.0/24')] });
    const permissions = await ingress(GroupId);
    expect(permissions).toEqual([
      {
        IpProtocol: 'tcp',
        FromPort: 80,
        ToPort: 80,
        IpRanges: [{ CidrIp: '192.0.2.0/24' }, { CidrIp: '198.51.100.0/24' }],
        Ipv6Ranges: [],
        PrefixListIds: [],
        UserIdGroupPairs: [],
      },
      expect.objectContaining({ IpProtocol: '-1' }),
    ]);
    expect(permissions[1]).not.toHaveProperty('FromPort');
  });
});

describe('revoke', () => {
  it('returns the rules that it revoked by id', async () => {
    const GroupId = await group();
    const { SecurityGroupRules } = await ec2.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [tcp(22, '192.0.2.0/24')],
    });
    const ids = SecurityGroupRules!.map((rule) => rule.SecurityGroupRuleId!);
    const answer = await ec2.revokeSecurityGroupIngress({ GroupId, SecurityGroupRuleIds: ids });
    expect(answer).toMatchObject({
      Return: true,
      RevokedSecurityGroupRules: [{ SecurityGroupRuleId: ids[0], CidrIpv4: '192.0.2.0/24', FromPort: 22 }],
    });
    expect(await ingress(GroupId)).toEqual([]);
    await expect(
      ec2.revokeSecurityGroupIngress({ GroupId, SecurityGroupRuleIds: ids }),
    ).rejects.toMatchObject({
      name: 'InvalidSecurityGroupRuleId.NotFound',
    });
  });

  it('fails for a missing rule, and revokes no other rule', async () => {
    const GroupId = await group();
    await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [tcp(22, '192.0.2.0/24')] });
    const revoke = ec2.revokeSecurityGroupIngress({
      GroupId,
      IpPermissions: [tcp(22, '192.0.2.0/24', '198.51.100.0/24')],
    });
    await expect(revoke).rejects.toMatchObject({ name: 'InvalidPermission.NotFound' });
    expect(await ingress(GroupId)).toHaveLength(1);
  });

  it('succeeds for a missing rule in the default VPC, and lists it as unknown', async () => {
    const made = await ec2.createSecurityGroup({
      GroupName: `g${count++}`,
      Description: 'in the default VPC',
    });
    const GroupId = made.GroupId!;
    await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [tcp(22, '192.0.2.0/24')] });
    const answer = await ec2.revokeSecurityGroupIngress({
      GroupId,
      IpPermissions: [tcp(22, '192.0.2.0/24', '198.51.100.0/24')],
    });
    expect(answer.Return).toBe(true);
    expect(answer.UnknownIpPermissions).toMatchObject([
      { FromPort: 22, IpRanges: [{ CidrIp: '198.51.100.0/24' }] },
    ]);
    expect(await ingress(GroupId)).toEqual([]);
  });
});

describe('ModifySecurityGroupRules', () => {
  it('rewrites a rule under its id', async () => {
    const GroupId = await group();
    const { SecurityGroupRules } = await ec2.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [tcp(443, '192.0.2.0/24'), tcp(22, '192.0.2.0/24')],
    });
    const [https, ssh] = SecurityGroupRules!.map((rule) => rule.SecurityGroupRuleId!);
    const modify = (SecurityGroupRuleId: string, CidrIpv4: string, port: number) =>
      ec2.modifySecurityGroupRules({
        GroupId,
        SecurityGroupRules: [
          {
            SecurityGroupRuleId,
            SecurityGroupRule: { IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIpv4 },
          },
        ],
      });
    await modify(ssh!, '0.0.0.0/0', 22);
    const rows = await ec2.describeSecurityGroupRules({ SecurityGroupRuleIds: [ssh!] });
    expect(rows.SecurityGroupRules).toMatchObject([{ CidrIpv4: '0.0.0.0/0', FromPort: 22 }]);
    await expect(modify(https!, '0.0.0.0/0', 22)).rejects.toMatchObject({
      name: 'InvalidPermission.Duplicate',
    });
    await expect(modify('sgr-0123456789abcdef0', '0.0.0.0/0', 1)).rejects.toMatchObject({
      name: 'InvalidSecurityGroupRuleId.NotFound',
    });
  });

  it('changes only descriptions with UpdateSecurityGroupRuleDescriptionsIngress', async () => {
    const GroupId = await group();
    await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [tcp(22, '192.0.2.0/24')] });
    await ec2.updateSecurityGroupRuleDescriptionsIngress({
      GroupId,
      IpPermissions: [{ ...tcp(22), IpRanges: [{ CidrIp: '192.0.2.0/24', Description: 'office' }] }],
    });
    expect(await ingress(GroupId)).toMatchObject([
      { IpRanges: [{ CidrIp: '192.0.2.0/24', Description: 'office' }] },
    ]);
  });
});
