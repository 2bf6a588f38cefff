// Covers src/sandbox/upstream/*.ts.
import {
  CloudTrailClient,
  CreateTrailCommand,
  LookupEventsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  StartLiveTailCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { STS } from '@aws-sdk/client-sts';
import { expect, it } from 'vitest';
import {
  startUpstreamSandbox,
  type UpstreamOptions,
} from '../../../src/sandbox/upstream/upstream-sandbox.ts';
import { eventually } from '../../support/eventually.ts';
import { rawHttp } from '../../support/raw-http.ts';
import { run } from '../../support/run.ts';
import { clientConfig } from '../../support/sandbox.ts';
import { signatureOf, signRequest } from '../../support/sign-request.ts';
import { fakeEmulator } from '../support/fake-emulator.ts';
import { openEmulator } from '../support/open-emulator.ts';

/** Starts a sandbox in front of another one, whose bus refuses sources of AWS, as AWS does. */
async function twoSandboxes(options: Partial<UpstreamOptions> = {}) {
  const behind = await openEmulator();
  const notes: string[] = [];
  const failures: string[] = [];
  const front = await startUpstreamSandbox({
    upstream: behind.url,
    timing: 'instant',
    onNote: (text) => notes.push(text),
    log: (line) => failures.push(line),
    ...options,
  });
  return {
    behind,
    front,
    notes,
    failures,
    config: { ...clientConfig(front), disableHostPrefix: true },
    async [Symbol.asyncDispose]() {
      await front.close();
      await behind[Symbol.asyncDispose]();
      expect(failures).toEqual([]);
    },
  };
}

const open = (GroupId: string) =>
  new AuthorizeSecurityGroupIngressCommand({
    GroupId,
    IpPermissions: [
      { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '203.0.113.0/24' }] },
    ],
  });
const group = new CreateSecurityGroupCommand({ GroupName: 'web', Description: 'web' });

it('records a forwarded call, and delivers the record to a queue through a rule of the upstream', async () => {
  await using world = await twoSandboxes();
  const ec2 = new EC2Client(world.config);
  const events = new EventBridgeClient(world.config);
  const sqs = new SQSClient(world.config);
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: 'changes', Attributes: { Policy: allowEvents } }),
  );
  const detail = { eventName: ['AuthorizeSecurityGroupIngress'] };
  const EventPattern = JSON.stringify({ source: ['aws.ec2'], detail });
  await events.send(new PutRuleCommand({ Name: 'changes', EventPattern }));
  const Arn = 'arn:aws:sqs:eu-west-1:111122223333:changes';
  await events.send(new PutTargetsCommand({ Rule: 'changes', Targets: [{ Id: 'q', Arn }] }));

  const { GroupId } = await ec2.send(group);
  const { $metadata } = await ec2.send(open(GroupId!));
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }));
  expect(JSON.parse(Messages![0]!.Body!)).toMatchObject({
    source: 'aws.ec2',
    'detail-type': 'AWS API Call via CloudTrail',
    account: '111122223333',
    region: 'eu-west-1',
    detail: {
      eventName: 'AuthorizeSecurityGroupIngress',
      requestID: $metadata.requestId,
      userIdentity: { type: 'Root', arn: 'arn:aws:iam::111122223333:root' },
      requestParameters: {
        groupId: GroupId,
        ipPermissions: { items: [{ ipProtocol: 'tcp', fromPort: 22, groups: {}, ipv6Ranges: {} }] },
      },
      responseElements: {
        securityGroupRuleSet: { items: [{ groupId: GroupId, cidrIpv4: '203.0.113.0/24' }] },
      },
    },
  });
  expect(world.notes).toEqual([expect.stringContaining('NotAuthorizedForSourceException')]);
});

const allowEvents = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:*', Resource: '*' },
  ],
});

it('keeps failed calls in its event history, and forwards no call to CloudTrail', async () => {
  await using world = await twoSandboxes();
  const ec2 = new EC2Client(world.config);
  const cloudtrail = new CloudTrailClient(world.config);
  const missing = ec2.send(open('sg-0123456789abcdef0'));
  await expect(missing).rejects.toMatchObject({ name: 'InvalidGroup.NotFound' });
  await eventually(async () => {
    const { Events } = await cloudtrail.send(new LookupEventsCommand({}));
    const record = Events!
      .map((one) => JSON.parse(one.CloudTrailEvent!))
      .find(({ eventSource }) => eventSource === 'ec2.amazonaws.com');
    expect(record).toMatchObject({ errorCode: 'Client.InvalidGroup.NotFound', responseElements: null });
  });
  expect(world.behind.calls.filter(({ service }) => service === 'cloudtrail')).toEqual([]);
});

it('delivers no event without a logging trail', async () => {
  await using world = await twoSandboxes();
  const cloudtrail = new CloudTrailClient(world.config);
  const looks = () => world.behind.calls.filter(({ operation }) => operation === 'ListRules').length;
  await cloudtrail.send(new StopLoggingCommand({ Name: 'sandbox' }));
  // The sandbox reads the rules once, for the call that stops the trail, because the trail still records it.
  await eventually(async () => expect(looks()).toBe(1));
  await new EC2Client(world.config).send(group);
  await cloudtrail.send(new StartLoggingCommand({ Name: 'sandbox' }));
  await new EC2Client(world.config).send(new DeleteSecurityGroupCommand({ GroupName: 'web' }));
  // It reads the rules again for the deletion of the group, but not for the creation.
  await eventually(async () => expect(looks()).toBeGreaterThanOrEqual(2));
  const { Events } = await cloudtrail.send(new LookupEventsCommand({}));
  expect(Events!.map(({ EventName }) => EventName)).toContain('CreateSecurityGroup');
  const written = Events!.filter(({ EventName }) => /Stop|Start|Delete/.test(EventName!)).length;
  await eventually(async () => expect(looks()).toBe(written));
});

it('writes log files of a trail to a bucket of the upstream, and evaluates its policy', async () => {
  await using world = await twoSandboxes({
    timing: {
      iamPropagationMs: 0,
      functionPendingMs: 0,
      cloudTrailDelayMs: { min: 0, max: 0 },
      ruleEffectMs: 0,
      logIngestionMs: { min: 0, max: 0 },
      retryMinuteMs: 10,
      trailFileMs: 20,
    },
  });
  const s3 = new S3Client({ ...world.config, forcePathStyle: true });
  const env = { sandbox: world.front };
  await s3.send(
    new CreateBucketCommand({
      Bucket: 'logs',
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    }),
  );
  const cloudtrail = new CloudTrailClient(world.config);
  const make = () => cloudtrail.send(new CreateTrailCommand({ Name: 'main', S3BucketName: 'logs' }));
  await expect(make()).rejects.toMatchObject({ name: 'InsufficientS3BucketPolicyException' });
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  const Statement = [
    { Effect: 'Allow', Principal, Action: 's3:GetBucketAcl', Resource: 'arn:aws:s3:::logs' },
    { Effect: 'Allow', Principal, Action: 's3:PutObject', Resource: 'arn:aws:s3:::logs/*' },
  ];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await s3.send(new PutBucketPolicyCommand({ Bucket: 'logs', Policy }));
  await make();
  await cloudtrail.send(new StartLoggingCommand({ Name: 'main' }));
  await new EC2Client(world.config).send(group);
  await eventually(async () => {
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: 'logs' }));
    expect(Contents?.map(({ Key }) => Key)).toContainEqual(
      expect.stringMatching(/^AWSLogs\/111122223333\/CloudTrail\/eu-west-1\/.*\.json\.gz$/),
    );
  });
  const history = await run(['history', '--from', 's3://logs/', '--format', 'json'], env);
  expect(history, history.stderr).toMatchObject({ code: 0 });
  expect(history.stdout).toContain('CreateSecurityGroup');
});

it('forwards bodies and event streams unchanged', async () => {
  await using world = await twoSandboxes();
  const s3 = new S3Client({ ...world.config, forcePathStyle: true });
  const LocationConstraint = 'eu-west-1';
  await s3.send(
    new CreateBucketCommand({ Bucket: 'big', CreateBucketConfiguration: { LocationConstraint } }),
  );
  const Body = new Uint8Array(3_000_000).map((_, i) => (i * 31) % 251);
  await s3.send(new PutObjectCommand({ Bucket: 'big', Key: 'a b/ü', Body, Metadata: { one: 'x' } }));
  const got = await s3.send(new GetObjectCommand({ Bucket: 'big', Key: 'a b/ü' }));
  expect(Buffer.compare(await got.Body!.transformToByteArray(), Body)).toBe(0);
  expect(got.Metadata).toEqual({ one: 'x' });

  const logs = new CloudWatchLogsClient(world.config);
  const names = { logGroupName: '/g', logStreamName: 's' };
  await logs.send(new CreateLogGroupCommand(names));
  await logs.send(new CreateLogStreamCommand(names));
  const logGroupIdentifiers = ['arn:aws:logs:eu-west-1:111122223333:log-group:/g'];
  const { responseStream } = await logs.send(new StartLiveTailCommand({ logGroupIdentifiers }));
  const seen: (string | undefined)[] = [];
  for await (const event of responseStream!) {
    if (event.sessionStart) {
      const logEvents = [{ timestamp: Date.now(), message: 'live' }];
      await logs.send(new PutLogEventsCommand({ ...names, logEvents }));
    }
    seen.push(...(event.sessionUpdate?.sessionResults?.map(({ message }) => message) ?? []));
    if (seen.length > 0) break;
  }
  expect(seen).toEqual(['live']);
  logs.destroy();
});

it('sends events to the bus of the upstream if that accepts events of AWS', async () => {
  const put: { Source: string; Detail: string }[] = [];
  await using emulator = await fakeEmulator((target, body) => {
    if (target === 'AWSEvents.PutEvents') put.push(...JSON.parse(body).Entries);
    return '{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}';
  });
  const notes: string[] = [];
  const front = await startUpstreamSandbox({
    upstream: emulator.url,
    timing: 'instant',
    onNote: (text) => notes.push(text),
  });
  try {
    await new EC2Client(clientConfig(front)).send(group);
    await eventually(async () => expect(put).toHaveLength(1));
    expect(put[0]).toMatchObject({ Source: 'aws.ec2', DetailType: 'AWS API Call via CloudTrail' });
    expect(JSON.parse(put[0]!.Detail)).toMatchObject({
      eventName: 'CreateSecurityGroup',
      userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { userName: 'worker' } } },
      responseElements: { groupId: 'sg-0123456789abcdef0', _return: true },
    });
    // The sandbox sends no read calls to a bus whose rules it cannot see.
    await new EC2Client(clientConfig(front)).send(new DescribeSecurityGroupsCommand({}));
    await eventually(async () => expect(front.calls).toHaveLength(2));
    expect(put).toHaveLength(1);
    expect(notes).toEqual([]);
  } finally {
    await front.close();
  }
});

it('reports problems with the upstream at the start, and when the upstream ends', async () => {
  const nowhere = await run(['sandbox', '--upstream', 'http://127.0.0.1:9']);
  expect(nowhere.code).toBe(3);
  expect(nowhere.stderr.replace(/\s+/g, ' ')).toContain('Nothing answers at http://127.0.0.1:9');
  expect((await run(['sandbox', '--upstream', 'localhost:4566'])).code).toBe(2);
  const both = await run(['sandbox', '--upstream', 'http://127.0.0.1:9', '--fault', 'ec2:*=error']);
  expect(both.code).toBe(2);
  expect(both.stderr).toContain('--fault cannot be used with --upstream');

  const behind = await openEmulator();
  const front = await startUpstreamSandbox({ upstream: behind.url, timing: 'instant' });
  try {
    await behind[Symbol.asyncDispose]();
    const call = new EC2Client(clientConfig(front)).send(group);
    await expect(call).rejects.toMatchObject({
      name: 'ServiceUnavailable',
      $metadata: { httpStatusCode: 503 },
    });
  } finally {
    await front.close();
  }
});

it('forwards only calls that are signed with its secret, or with a key that the upstream issued through it', async () => {
  await using world = await twoSandboxes();
  const reached = () => world.behind.calls.map(({ operation }) => operation);
  const { credentials, ...config } = world.config;
  const as = (given: object) => new STS({ ...config, credentials: { ...credentials, ...given } });
  const guessed = as({ secretAccessKey: 'test' }).getCallerIdentity({});
  await expect(guessed).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  const { front } = world;
  const unsigned = {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Action=GetCallerIdentity&Version=2011-06-15',
  };
  expect((await rawHttp(front.url, unsigned)).status).toBe(403);
  const page = { ...unsigned, headers: { ...unsigned.headers, origin: 'https://page.example' } };
  expect((await rawHttp(front.url, page)).status).toBe(403);
  const lookup = new CloudTrailClient({
    ...config,
    credentials: { ...credentials, secretAccessKey: 'test' },
  });
  await expect(lookup.send(new LookupEventsCommand({}))).rejects.toMatchObject({
    name: 'InvalidSignatureException',
  });
  expect(reached().filter((operation) => operation !== '')).toEqual([]);
  expect(front.calls.map(({ outcome }) => outcome)).toContain('SignatureDoesNotMatch');

  // Without a digest in a header, the signature covers the body, which must still be forwarded.
  const signed = await signRequest(front.url, unsigned, { secret: front.secret, service: 'sts' });
  expect(signed).toHaveProperty('x-amz-content-sha256');
  const undigested = await signatureOf({ secret: front.secret, service: 'sts' }, false).sign({
    method: 'POST',
    protocol: 'http:',
    hostname: '127.0.0.1',
    path: '/',
    headers: { host: new URL(front.url).host, ...unsigned.headers },
    body: unsigned.body,
  });
  expect(undigested.headers).not.toHaveProperty('x-amz-content-sha256');
  const sent = { ...unsigned, headers: undigested.headers };
  expect((await rawHttp(front.url, sent)).body).toContain('<Account>111122223333</Account>');
  expect((await rawHttp(front.url, { ...sent, body: `${sent.body}&x=y` })).status).toBe(403);

  const { Credentials } = await as({}).getSessionToken({});
  const session = {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
  expect((await as(session).getCallerIdentity({})).Account).toBe('111122223333');
  await expect(as({ ...session, secretAccessKey: front.secret }).getCallerIdentity({})).rejects.toMatchObject(
    { name: 'SignatureDoesNotMatch' },
  );
});
