// Covers src/sandbox/trail/*.ts.
import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { EC2 } from '@aws-sdk/client-ec2';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { IAM } from '@aws-sdk/client-iam';
import { Lambda } from '@aws-sdk/client-lambda';
import { S3 } from '@aws-sdk/client-s3';
import { SQS } from '@aws-sdk/client-sqs';
import { STS } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import type { TrailRecord } from '../../../src/sandbox/service.ts';
import { eventually } from '../../support/eventually.ts';
import { clientConfig } from '../../support/sandbox.ts';
import { https, recordedTrail } from '../support/recorded-trail.ts';

const trail = recordedTrail();

const lambdaTrust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

describe('a record of another service', () => {
  it('is in us-east-1 for IAM, with the names of its exceptions', async () => {
    const iam = new IAM(clientConfig(trail.sandbox));
    await iam.createRole({ RoleName: 'r', AssumeRolePolicyDocument: lambdaTrust });
    expect(trail.last()).toMatchObject({
      eventSource: 'iam.amazonaws.com',
      awsRegion: 'us-east-1',
      requestParameters: { roleName: 'r', assumeRolePolicyDocument: lambdaTrust },
      responseElements: { role: { roleName: 'r', arn: 'arn:aws:iam::111122223333:role/r' } },
    });
    await expect(iam.getRole({ RoleName: 'no' })).rejects.toThrow();
    expect(trail.last().errorCode).toBe('NoSuchEntityException');
  });

  it('has a date in the event name for Lambda, and neither code nor environment', async () => {
    const iam = new IAM(clientConfig(trail.sandbox));
    const { Role } = await iam.createRole({ RoleName: 'r', AssumeRolePolicyDocument: lambdaTrust });
    const lambda = new Lambda(clientConfig(trail.sandbox));
    // An empty zip has only an end record.
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
    expect(trail.last()).toMatchObject({
      eventName: 'CreateFunction20150331',
      requestParameters: { functionName: 'f', code: {}, environment: {} },
    });
    expect(JSON.stringify(trail.last())).not.toContain('hunter2');
    await expect(lambda.deleteFunction({ FunctionName: 'no' })).rejects.toThrow();
    expect(trail.last()).toMatchObject({
      eventName: 'DeleteFunction20150331',
      errorCode: 'ResourceNotFoundException',
    });
  });

  it('identifies a session by its role, and has no parameters of a denied call', async () => {
    const iam = new IAM(clientConfig(trail.sandbox));
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' },
      ],
    });
    const { Role } = await iam.createRole({ RoleName: 'nobody', AssumeRolePolicyDocument });
    const sts = new STS(clientConfig(trail.sandbox));
    const { Credentials } = await sts.assumeRole({ RoleArn: Role!.Arn, RoleSessionName: 'alice' });
    expect(trail.last()).toMatchObject({
      eventName: 'AssumeRole',
      readOnly: true,
      responseElements: { credentials: { accessKeyId: Credentials!.AccessKeyId } },
    });
    expect(JSON.stringify(trail.last())).not.toContain(Credentials!.SecretAccessKey);
    const credentials = {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    };
    const session = { ...clientConfig(trail.sandbox), credentials };
    await expect(new EventBridge(session).deleteRule({ Name: 'x' })).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    expect(trail.last()).toMatchObject({
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
    await expect(new EC2(session).deleteSecurityGroup({ GroupId: trail.GroupId })).rejects.toThrow();
    expect(trail.last()).toMatchObject({
      errorCode: 'Client.UnauthorizedOperation',
      requestParameters: { groupId: trail.GroupId },
    });
  });

  it('does not exist for a data event', async () => {
    const sqs = new SQS(clientConfig(trail.sandbox));
    const { QueueUrl } = await sqs.createQueue({ QueueName: 'q' });
    await sqs.sendMessage({ QueueUrl, MessageBody: 'x' });
    expect(trail.last().eventName).toBe('CreateQueue');
  });
});

describe('a recorded call', () => {
  async function watch(): Promise<
    () => Promise<{ detail: TrailRecord; 'detail-type': string; source: string }[]>
  > {
    const [sqs, events] = [
      new SQS(clientConfig(trail.sandbox)),
      new EventBridge(clientConfig(trail.sandbox)),
    ];
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
    const [s3, cloudtrail] = [
      new S3({ ...clientConfig(trail.sandbox), forcePathStyle: true }),
      new CloudTrail(clientConfig(trail.sandbox)),
    ];
    const Bucket = 'trail-bucket';
    await s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } });
    const Principal = { Service: 'cloudtrail.amazonaws.com' };
    const Statement = [
      { Effect: 'Allow', Principal, Action: 's3:GetBucketAcl', Resource: `arn:aws:s3:::${Bucket}` },
      { Effect: 'Allow', Principal, Action: 's3:PutObject', Resource: `arn:aws:s3:::${Bucket}/*` },
    ];
    await s3.putBucketPolicy({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) });
    await cloudtrail.createTrail({ Name: 'all', S3BucketName: Bucket });
    await cloudtrail.startLogging({ Name: 'all' });
  }

  it('arrives as an event if a trail logs it', async () => {
    const received = await watch();
    await startTrail();
    const { $metadata } = await trail.ec2.authorizeSecurityGroupIngress({
      GroupId: trail.GroupId,
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

  it('is only in the event history without a trail', async () => {
    const received = await watch();
    await trail.ec2.authorizeSecurityGroupIngress({
      GroupId: trail.GroupId,
      IpPermissions: [https('0.0.0.0/0')],
    });
    const { Events } = await new CloudTrail(clientConfig(trail.sandbox)).lookupEvents({
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'AuthorizeSecurityGroupIngress' }],
    });
    expect(Events).toHaveLength(1);
    expect(await received()).toEqual([]);
  });
});
