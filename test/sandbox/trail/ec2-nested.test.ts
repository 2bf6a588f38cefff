import { describe, expect, it } from 'vitest';
import { https, recordedTrail } from '../support/recorded-trail.ts';

const trail = recordedTrail();

describe('a record of an older EC2 call', () => {
  it('nests lists in items, shows empty ones as {}, and keeps the input of the caller', async () => {
    const { SecurityGroupRules, $metadata } = await trail.ec2.authorizeSecurityGroupIngress({
      GroupId: trail.GroupId,
      IpPermissions: [https('192.0.2.7/24'), { IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '::/0' }] }],
    });
    expect(trail.last()).toEqual({
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
        groupId: trail.GroupId,
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
              groupId: trail.GroupId,
              securityGroupRuleId: SecurityGroupRules![0]!.SecurityGroupRuleId,
              isEgress: false,
              ipProtocol: 'tcp',
              fromPort: 443,
              toPort: 443,
              cidrIpv4: '192.0.2.0/24',
            },
            {
              groupOwnerId: '111122223333',
              groupId: trail.GroupId,
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

  it('has the flat form next to empty ipPermissions', async () => {
    await trail.ec2.authorizeSecurityGroupIngress({
      GroupId: trail.GroupId,
      IpProtocol: 'tcp',
      FromPort: 22,
      ToPort: 22,
      CidrIp: '1.2.3.4/0',
    });
    expect(trail.last().requestParameters).toEqual({
      groupId: trail.GroupId,
      ipProtocol: 'tcp',
      fromPort: 22,
      toPort: 22,
      cidrIp: '1.2.3.4/0',
      ipPermissions: {},
    });
    await trail.ec2.revokeSecurityGroupIngress({
      GroupId: trail.GroupId,
      IpProtocol: 'tcp',
      FromPort: 22,
      ToPort: 22,
      CidrIp: '0.0.0.0/0',
    });
    expect(trail.last().responseElements).toMatchObject({
      _return: true,
      revokedSecurityGroupRuleSet: { items: [{ cidrIpv4: '0.0.0.0/0' }] },
    });
  });

  it('contains the tags of a new group as a list, and its id in the response', async () => {
    const made = await trail.ec2.createSecurityGroup({
      GroupName: 'tagged',
      Description: 'with tags',
      TagSpecifications: [{ ResourceType: 'security-group', Tags: [{ Key: 'Role', Value: 'web' }] }],
    });
    expect(trail.last()).toMatchObject({
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

  it('contains attached groups in groupSet', async () => {
    const { Subnets } = await trail.ec2.describeSubnets();
    expect(trail.last()).toMatchObject({
      eventName: 'DescribeSubnets',
      readOnly: true,
      responseElements: null,
    });
    const { NetworkInterface } = await trail.ec2.createNetworkInterface({ SubnetId: Subnets![0]!.SubnetId });
    const { NetworkInterfaceId } = NetworkInterface!;
    await trail.ec2.modifyNetworkInterfaceAttribute({ NetworkInterfaceId, Groups: [trail.GroupId] });
    expect(trail.last()).toMatchObject({
      requestParameters: {
        networkInterfaceId: NetworkInterfaceId,
        groupSet: { items: [{ groupId: trail.GroupId }] },
      },
      responseElements: { _return: true },
    });
  });

  it('contains the parameters of a failed call, no response, and a code with the prefix Client', async () => {
    const refused = trail.ec2.revokeSecurityGroupIngress({
      GroupId: 'sg-0123456789abcdef0',
      IpPermissions: [https('0.0.0.0/0')],
    });
    await expect(refused).rejects.toThrow();
    expect(trail.last()).toMatchObject({
      errorCode: 'Client.InvalidGroup.NotFound',
      errorMessage: `The security group 'sg-0123456789abcdef0' does not exist`,
      requestParameters: { groupId: 'sg-0123456789abcdef0', ipPermissions: { items: [{ fromPort: 443 }] } },
      responseElements: null,
    });
    await expect(trail.ec2.deleteSecurityGroup({ GroupId: trail.GroupId, DryRun: true })).rejects.toThrow();
    expect(trail.last()).toMatchObject({
      errorCode: 'Client.DryRunOperation',
      requestParameters: { dryRun: true },
    });
  });
});

describe('a record of a newer EC2 call', () => {
  it('wraps one rule as an object and several as an array, and turns texts of digits into numbers', async () => {
    const { SecurityGroupRules } = await trail.ec2.authorizeSecurityGroupIngress({
      GroupId: trail.GroupId,
      IpPermissions: [https('192.0.2.0/24'), https('198.51.100.0/24')],
    });
    const ids = SecurityGroupRules!.map((rule) => rule.SecurityGroupRuleId!);
    const modify = (...changed: string[]) =>
      trail.ec2.modifySecurityGroupRules({
        GroupId: trail.GroupId,
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
    expect(trail.last()).toMatchObject({
      requestParameters: {
        ModifySecurityGroupRulesRequest: { GroupId: trail.GroupId, SecurityGroupRule: wrapped(0) },
      },
      responseElements: {
        ModifySecurityGroupRulesResponse: { xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/', return: true },
      },
    });
    await modify(...ids);
    expect(trail.last().requestParameters).toEqual({
      ModifySecurityGroupRulesRequest: {
        GroupId: trail.GroupId,
        SecurityGroupRule: [wrapped(0), wrapped(1)],
      },
    });
  });

  it('wraps prefix lists in the same way, with accounts as numbers and empty sets as ""', async () => {
    const { PrefixList } = await trail.ec2.createManagedPrefixList({
      PrefixListName: 'p',
      AddressFamily: 'IPv4',
      MaxEntries: 5,
    });
    await trail.ec2.modifyManagedPrefixList({
      PrefixListId: PrefixList!.PrefixListId,
      CurrentVersion: 1,
      AddEntries: [{ Cidr: '0.0.0.0/0' }],
    });
    expect(trail.last()).toMatchObject({
      requestParameters: {
        ModifyManagedPrefixListRequest: { CurrentVersion: 1, AddEntry: { Cidr: '0.0.0.0/0', tag: 1 } },
      },
      responseElements: {
        ModifyManagedPrefixListResponse: { prefixList: { version: 2, ownerId: 111_122_223_333, tagSet: '' } },
      },
    });
    await expect(trail.ec2.createDefaultVpc({})).rejects.toThrow();
    expect(trail.last().requestParameters).toEqual({ CreateDefaultVpcRequest: '' });
  });
});
