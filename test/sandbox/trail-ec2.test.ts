import { EC2 } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TrailRecord } from '../../src/sandbox/service.ts';
import { clientConfig, testSandbox } from '../support/sandbox.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let ec2: EC2;
let records: TrailRecord[];
let GroupId: string;

beforeEach(async () => {
  sandbox = await testSandbox();
  ec2 = new EC2(clientConfig(sandbox));
  records = [];
  const { record } = sandbox.world.trails;
  sandbox.world.trails.record = (each) => {
    records.push(structuredClone(each));
    record(each);
  };
  GroupId = (await ec2.createSecurityGroup({ GroupName: 'web', Description: 'test' })).GroupId!;
});
afterEach(() => sandbox[Symbol.asyncDispose]());

const last = () => records.at(-1)!;
const https = (CidrIp: string) => ({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp }] });

describe('the older calls of EC2', () => {
  it('nest lists in items, show empty ones as {}, and keep what the caller typed', async () => {
    const { SecurityGroupRules, $metadata } = await ec2.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [https('192.0.2.7/24'), { IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '::/0' }] }],
    });
    expect(last()).toEqual({
      eventVersion: '1.11',
      userIdentity: {
        type: 'Root',
        principalId: '111122223333',
        arn: 'arn:aws:iam::111122223333:root',
        accountId: '111122223333',
        accessKeyId: '111122223333',
      },
      eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      eventSource: 'ec2.amazonaws.com',
      eventName: 'AuthorizeSecurityGroupIngress',
      awsRegion: 'eu-west-1',
      sourceIPAddress: '127.0.0.1',
      userAgent: expect.stringContaining('aws-sdk-js/'),
      requestParameters: {
        groupId: GroupId,
        ipPermissions: {
          items: [
            {
              ipProtocol: 'tcp',
              fromPort: 443,
              toPort: 443,
              groups: {},
              ipRanges: { items: [{ cidrIp: '192.0.2.7/24' }] },
              ipv6Ranges: {},
              prefixListIds: {},
            },
            {
              ipProtocol: '-1',
              groups: {},
              ipRanges: {},
              ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] },
              prefixListIds: {},
            },
          ],
        },
      },
      responseElements: {
        requestId: $metadata.requestId,
        _return: true,
        securityGroupRuleSet: {
          items: [
            {
              groupOwnerId: '111122223333',
              groupId: GroupId,
              securityGroupRuleId: SecurityGroupRules![0]!.SecurityGroupRuleId,
              isEgress: false,
              ipProtocol: 'tcp',
              fromPort: 443,
              toPort: 443,
              cidrIpv4: '192.0.2.0/24',
            },
            {
              groupOwnerId: '111122223333',
              groupId: GroupId,
              securityGroupRuleId: SecurityGroupRules![1]!.SecurityGroupRuleId,
              isEgress: false,
              ipProtocol: '-1',
              fromPort: -1,
              toPort: -1,
              cidrIpv6: '::/0',
            },
          ],
        },
      },
      requestID: $metadata.requestId,
      eventID: expect.stringMatching(/^[0-9a-f-]{36}$/),
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: '111122223333',
      eventCategory: 'Management',
      tlsDetails: {
        tlsVersion: 'TLSv1.3',
        cipherSuite: 'TLS_AES_128_GCM_SHA256',
        clientProvidedHostHeader: 'ec2.eu-west-1.amazonaws.com',
      },
    });
  });

  it('have the flat form beside empty ipPermissions', async () => {
    await ec2.authorizeSecurityGroupIngress({
      GroupId,
      IpProtocol: 'tcp',
      FromPort: 22,
      ToPort: 22,
      CidrIp: '1.2.3.4/0',
    });
    expect(last().requestParameters).toEqual({
      groupId: GroupId,
      ipProtocol: 'tcp',
      fromPort: 22,
      toPort: 22,
      cidrIp: '1.2.3.4/0',
      ipPermissions: {},
    });
    await ec2.revokeSecurityGroupIngress({
      GroupId,
      IpProtocol: 'tcp',
      FromPort: 22,
      ToPort: 22,
      CidrIp: '0.0.0.0/0',
    });
    expect(last().responseElements).toMatchObject({
      _return: true,
      revokedSecurityGroupRuleSet: { items: [{ cidrIpv4: '0.0.0.0/0' }] },
    });
  });

  it('that create a group write its tags as a list, its id in the answer', async () => {
    const made = await ec2.createSecurityGroup({
      GroupName: 'tagged',
      Description: 'with tags',
      TagSpecifications: [{ ResourceType: 'security-group', Tags: [{ Key: 'Role', Value: 'web' }] }],
    });
    expect(last()).toMatchObject({
      requestParameters: {
        groupName: 'tagged',
        groupDescription: 'with tags',
        tagSpecificationSet: {
          items: [{ resourceType: 'security-group', tags: [{ key: 'Role', value: 'web' }] }],
        },
      },
      responseElements: {
        _return: true,
        groupId: made.GroupId,
        tagSet: { items: [{ key: 'Role', value: 'web' }] },
      },
    });
  });

  it('that attach groups name them in groupSet', async () => {
    const { Subnets } = await ec2.describeSubnets();
    expect(last()).toMatchObject({ eventName: 'DescribeSubnets', readOnly: true, responseElements: null });
    const { NetworkInterface } = await ec2.createNetworkInterface({ SubnetId: Subnets![0]!.SubnetId });
    const { NetworkInterfaceId } = NetworkInterface!;
    await ec2.modifyNetworkInterfaceAttribute({ NetworkInterfaceId, Groups: [GroupId] });
    expect(last()).toMatchObject({
      requestParameters: {
        networkInterfaceId: NetworkInterfaceId,
        groupSet: { items: [{ groupId: GroupId }] },
      },
      responseElements: { _return: true },
    });
  });

  it('that fail keep their parameters, have no answer, and a code that says whose fault it was', async () => {
    const refused = ec2.revokeSecurityGroupIngress({
      GroupId: 'sg-0123456789abcdef0',
      IpPermissions: [https('0.0.0.0/0')],
    });
    await expect(refused).rejects.toThrow();
    expect(last()).toMatchObject({
      errorCode: 'Client.InvalidGroup.NotFound',
      errorMessage: `The security group 'sg-0123456789abcdef0' does not exist`,
      requestParameters: { groupId: 'sg-0123456789abcdef0', ipPermissions: { items: [{ fromPort: 443 }] } },
      responseElements: null,
    });
    await expect(ec2.deleteSecurityGroup({ GroupId, DryRun: true })).rejects.toThrow();
    expect(last()).toMatchObject({
      errorCode: 'Client.DryRunOperation',
      requestParameters: { dryRun: true },
    });
  });
});

describe('the newer calls of EC2', () => {
  it('wrap one rule as an object and several as an array, with values as what they look like', async () => {
    const { SecurityGroupRules } = await ec2.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [https('192.0.2.0/24'), https('198.51.100.0/24')],
    });
    const ids = SecurityGroupRules!.map((rule) => rule.SecurityGroupRuleId!);
    const modify = (...changed: string[]) =>
      ec2.modifySecurityGroupRules({
        GroupId,
        SecurityGroupRules: changed.map((SecurityGroupRuleId, i) => ({
          SecurityGroupRuleId,
          SecurityGroupRule: { IpProtocol: '-1', CidrIpv4: `203.0.113.${i}/32`, Description: '2026' },
        })),
      });
    await modify(ids[0]!);
    const wrapped = (i: number) => ({
      SecurityGroupRuleId: ids[i],
      SecurityGroupRule: { IpProtocol: -1, CidrIpv4: `203.0.113.${i}/32`, Description: 2026 },
      tag: i + 1,
    });
    expect(last()).toMatchObject({
      requestParameters: { ModifySecurityGroupRulesRequest: { GroupId, SecurityGroupRule: wrapped(0) } },
      responseElements: {
        ModifySecurityGroupRulesResponse: { xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/', return: true },
      },
    });
    await modify(...ids);
    expect(last().requestParameters).toEqual({
      ModifySecurityGroupRulesRequest: { GroupId, SecurityGroupRule: [wrapped(0), wrapped(1)] },
    });
  });

  it('wrap prefix lists likewise, accounts as numbers and empty sets as ""', async () => {
    const { PrefixList } = await ec2.createManagedPrefixList({
      PrefixListName: 'p',
      AddressFamily: 'IPv4',
      MaxEntries: 5,
    });
    await ec2.modifyManagedPrefixList({
      PrefixListId: PrefixList!.PrefixListId,
      CurrentVersion: 1,
      AddEntries: [{ Cidr: '0.0.0.0/0' }],
    });
    expect(last()).toMatchObject({
      requestParameters: {
        ModifyManagedPrefixListRequest: { CurrentVersion: 1, AddEntry: { Cidr: '0.0.0.0/0', tag: 1 } },
      },
      responseElements: {
        ModifyManagedPrefixListResponse: { prefixList: { version: 2, ownerId: 111_122_223_333, tagSet: '' } },
      },
    });
    await expect(ec2.createDefaultVpc({})).rejects.toThrow();
    expect(last().requestParameters).toEqual({ CreateDefaultVpcRequest: '' });
  });
});
