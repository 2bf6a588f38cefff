import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { EC2 } from '@aws-sdk/client-ec2';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { IAM } from '@aws-sdk/client-iam';
import { Lambda } from '@aws-sdk/client-lambda';
import { S3 } from '@aws-sdk/client-s3';
import { SQS } from '@aws-sdk/client-sqs';
import { STS } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TrailRecord } from '../../src/sandbox/service.ts';
import { eventually } from '../support/eventually.ts';
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
const lambdaTrust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

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

describe('other services', () => {
  it('IAM is recorded in us-east-1, with the names of its exceptions', async () => {
    const iam = new IAM(clientConfig(sandbox));
    await iam.createRole({ RoleName: 'r', AssumeRolePolicyDocument: lambdaTrust });
    expect(last()).toMatchObject({
      eventSource: 'iam.amazonaws.com',
      awsRegion: 'us-east-1',
      requestParameters: { roleName: 'r', assumeRolePolicyDocument: lambdaTrust },
      responseElements: { role: { roleName: 'r', arn: 'arn:aws:iam::111122223333:role/r' } },
    });
    await expect(iam.getRole({ RoleName: 'no' })).rejects.toThrow();
    expect(last().errorCode).toBe('NoSuchEntityException');
  });

  it('Lambda has dates in its names, and neither code nor environment', async () => {
    const iam = new IAM(clientConfig(sandbox));
    const { Role } = await iam.createRole({ RoleName: 'r', AssumeRolePolicyDocument: lambdaTrust });
    const lambda = new Lambda(clientConfig(sandbox));
    // An empty zip: an end record and nothing else.
    const ZipFile = Buffer.concat([Buffer.from('PK\u0005\u0006'), Buffer.alloc(18)]);
    const create = lambda.createFunction({
      FunctionName: 'f',
      Role: Role!.Arn,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile },
      Environment: { Variables: { SECRET: 'hunter2' } },
    });
    await create.catch(() => undefined);
    expect(last()).toMatchObject({
      eventName: 'CreateFunction20150331',
      requestParameters: { functionName: 'f', code: {}, environment: {} },
    });
    expect(JSON.stringify(last())).not.toContain('hunter2');
    await expect(lambda.deleteFunction({ FunctionName: 'no' })).rejects.toThrow();
    expect(last()).toMatchObject({
      eventName: 'DeleteFunction20150331',
      errorCode: 'ResourceNotFoundException',
    });
  });

  it('a session is told by its role, and a call it may not make has no parameters', async () => {
    const iam = new IAM(clientConfig(sandbox));
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' },
      ],
    });
    const { Role } = await iam.createRole({ RoleName: 'nobody', AssumeRolePolicyDocument });
    const sts = new STS(clientConfig(sandbox));
    const { Credentials } = await sts.assumeRole({ RoleArn: Role!.Arn, RoleSessionName: 'alice' });
    expect(last()).toMatchObject({
      eventName: 'AssumeRole',
      readOnly: true,
      responseElements: { credentials: { accessKeyId: Credentials!.AccessKeyId } },
    });
    expect(JSON.stringify(last())).not.toContain(Credentials!.SecretAccessKey);
    const credentials = {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
    };
    const session = { ...clientConfig(sandbox), credentials };
    await expect(new EventBridge(session).deleteRule({ Name: 'x' })).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    expect(last()).toMatchObject({
      errorCode: 'AccessDenied',
      requestParameters: null,
      userIdentity: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/nobody/alice',
        accessKeyId: Credentials!.AccessKeyId,
        sessionContext: {
          sessionIssuer: { type: 'Role', arn: Role!.Arn, principalId: Role!.RoleId, userName: 'nobody' },
        },
      },
    });
    await expect(new EC2(session).deleteSecurityGroup({ GroupId })).rejects.toThrow();
    expect(last()).toMatchObject({
      errorCode: 'Client.UnauthorizedOperation',
      requestParameters: { groupId: GroupId },
    });
  });

  it('calls on data are not recorded', async () => {
    const sqs = new SQS(clientConfig(sandbox));
    const { QueueUrl } = await sqs.createQueue({ QueueName: 'q' });
    await sqs.sendMessage({ QueueUrl, MessageBody: 'x' });
    expect(last().eventName).toBe('CreateQueue');
  });
});

describe('from the call to a rule', () => {
  async function watch(): Promise<
    () => Promise<{ detail: TrailRecord; 'detail-type': string; source: string }[]>
  > {
    const [sqs, events] = [new SQS(clientConfig(sandbox)), new EventBridge(clientConfig(sandbox))];
    const { QueueUrl } = await sqs.createQueue({ QueueName: 'seen' });
    const { RuleArn } = await events.putRule({
      Name: 'r',
      EventPattern: JSON.stringify({ source: ['aws.ec2'], detail: { eventName: [{ prefix: 'Authorize' }] } }),
    });
    const { Attributes } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['QueueArn'] });
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: Attributes!.QueueArn,
          Condition: { ArnEquals: { 'aws:SourceArn': RuleArn } },
        },
      ],
    });
    await sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy } });
    await events.putTargets({ Rule: 'r', Targets: [{ Id: 'q', Arn: Attributes!.QueueArn }] });
    return async () => {
      const { Messages } = await sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10 });
      return (Messages ?? []).map((message) => JSON.parse(message.Body!));
    };
  }

  async function startTrail(): Promise<void> {
    const [s3, trail] = [
      new S3({ ...clientConfig(sandbox), forcePathStyle: true }),
      new CloudTrail(clientConfig(sandbox)),
    ];
    const Bucket = 'trail-bucket';
    await s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } });
    const Principal = { Service: 'cloudtrail.amazonaws.com' };
    const Statement = [
      { Effect: 'Allow', Principal, Action: 's3:GetBucketAcl', Resource: `arn:aws:s3:::${Bucket}` },
      { Effect: 'Allow', Principal, Action: 's3:PutObject', Resource: `arn:aws:s3:::${Bucket}/*` },
    ];
    await s3.putBucketPolicy({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) });
    await trail.createTrail({ Name: 'all', S3BucketName: Bucket });
    await trail.startLogging({ Name: 'all' });
  }

  it('a call that a trail logs arrives as an event', async () => {
    const received = await watch();
    await startTrail();
    const { $metadata } = await ec2.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [https('0.0.0.0/0')],
    });
    const [event] = await eventually(async () => {
      const events = await received();
      expect(events).toHaveLength(1);
      return events;
    });
    expect(event).toMatchObject({
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.ec2',
      detail: { eventName: 'AuthorizeSecurityGroupIngress', requestID: $metadata.requestId },
    });
  });

  it('without a trail it is in the event history alone', async () => {
    const received = await watch();
    await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [https('0.0.0.0/0')] });
    const { Events } = await new CloudTrail(clientConfig(sandbox)).lookupEvents({
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'AuthorizeSecurityGroupIngress' }],
    });
    expect(Events).toHaveLength(1);
    expect(await received()).toEqual([]);
  });
});
