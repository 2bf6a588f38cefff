import { gunzipSync } from 'node:zlib';
import {
  AddTagsCommand,
  CloudTrailClient,
  CreateTrailCommand,
  type CreateTrailCommandInput,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
  ListTrailsCommand,
  LookupEventsCommand,
  type LookupEventsCommandInput,
  PutEventSelectorsCommand,
  type PutEventSelectorsCommandInput,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { afterEach, describe, expect, it } from 'vitest';
import type { TrailRecord } from '../../src/sandbox/service.ts';
import { organize } from '../../src/sandbox/services/cloudtrail.ts';
import { s3Service } from '../../src/sandbox/services/s3.ts';
import { timings } from '../../src/sandbox/timing.ts';
import { callFrom } from '../support/delivery-world.ts';
import { eventually } from '../support/eventually.ts';
import { clientConfig, testSandbox } from '../support/sandbox.ts';

const account = '111122223333';
const member = '444455556666';
const failure = (name: string, message: RegExp) => ({ name, message: expect.stringMatching(message) });

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

async function start(timing = timings.instant) {
  const sandbox = await testSandbox({ timing });
  close = () => sandbox[Symbol.asyncDispose]();
  const s3 = s3Service(sandbox.world).operations;
  const bucketPolicy = (resource: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudtrail.amazonaws.com' },
          Action: 's3:GetBucketAcl',
          Resource: 'arn:aws:s3:::trail-logs',
        },
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudtrail.amazonaws.com' },
          Action: 's3:PutObject',
          Resource: `arn:aws:s3:::trail-logs/${resource}`,
          Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
        },
      ],
    });
  const makeBucket = (resource = 'AWSLogs/*') => {
    const call = callFrom(account, 'us-east-1');
    s3.CreateBucket!({ Bucket: 'trail-logs' }, call);
    s3.PutBucketPolicy!({ Bucket: 'trail-logs', Policy: bucketPolicy(resource) }, call);
  };
  const client = (region = 'eu-west-1', who = account) =>
    new CloudTrailClient(clientConfig(sandbox, who, region));
  const trail = client();
  const create = (more: Partial<CreateTrailCommandInput> = {}) =>
    trail.send(new CreateTrailCommand({ Name: 'main', S3BucketName: 'trail-logs', ...more }));
  return { sandbox, makeBucket, client, trail, create, world: sandbox.world, s3 };
}

let serial = 0;
function record(more: Partial<TrailRecord> = {}): TrailRecord {
  serial++;
  return {
    eventVersion: '1.11',
    eventID: `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`,
    requestID: `request-${serial}`,
    eventTime: new Date(Date.now() - 60_000 + serial * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: 'ec2.amazonaws.com',
    eventName: 'AuthorizeSecurityGroupIngress',
    awsRegion: 'eu-west-1',
    recipientAccountId: account,
    eventType: 'AwsApiCall',
    managementEvent: true,
    readOnly: false,
    userIdentity: {
      type: 'AssumedRole',
      arn: `arn:aws:sts::${account}:assumed-role/deployer/alice`,
      accessKeyId: 'ASIAEXAMPLE',
    },
    requestParameters: { groupId: 'sg-0123456789abcdef0' },
    responseElements: null,
    ...more,
  };
}

describe('making a trail', () => {
  it('needs a bucket whose policy lets CloudTrail in', async () => {
    const { makeBucket, create, s3 } = await start();
    await expect(create()).rejects.toMatchObject(failure('S3BucketDoesNotExistException', /trail-logs/));
    makeBucket(`AWSLogs/${member}/*`);
    await expect(create()).rejects.toMatchObject(
      failure(
        'InsufficientS3BucketPolicyException',
        /^Incorrect S3 bucket policy is detected for bucket: trail-logs$/,
      ),
    );
    s3.DeleteBucket!({ Bucket: 'trail-logs' }, callFrom());
    makeBucket(`logs/AWSLogs/${account}/*`);
    await expect(create()).rejects.toMatchObject({ name: 'InsufficientS3BucketPolicyException' });
    const { TrailARN } = await create({ S3KeyPrefix: 'logs' });
    expect(TrailARN).toBe('arn:aws:cloudtrail:eu-west-1:111122223333:trail/main');
  });

  it('is refused for odd names, repeated names and odd combinations', async () => {
    const { makeBucket, create } = await start();
    makeBucket();
    await create({ TagsList: [{ Key: 'k', Value: 'v' }] });
    await expect(create()).rejects.toMatchObject(
      failure('TrailAlreadyExistsException', /main already exists/),
    );
    for (const Name of ['ab', '-abc', 'a__b', '192.0.2.1']) {
      await expect(create({ Name })).rejects.toMatchObject({ name: 'InvalidTrailNameException' });
    }
    await expect(
      create({ Name: 'other', IsMultiRegionTrail: true, IncludeGlobalServiceEvents: false }),
    ).rejects.toMatchObject({ name: 'InvalidParameterCombinationException' });
    await expect(create({ Name: 'other', IsOrganizationTrail: true })).rejects.toMatchObject({
      name: 'OrganizationsNotInUseException',
    });
    for (const Name of ['t-2', 't-3', 't-4', 't-5']) await create({ Name });
    await expect(create({ Name: 't-6' })).rejects.toMatchObject({
      name: 'MaximumNumberOfTrailsExceededException',
    });
  });
});

describe('seeing a trail', () => {
  it('works by name at home, by ARN in other Regions if it spans them', async () => {
    const { makeBucket, create, trail, client } = await start();
    makeBucket();
    await create({ Name: 'local' });
    const { TrailARN } = await create({ Name: 'wide', IsMultiRegionTrail: true });
    const elsewhere = client('us-east-2');
    const names = async (from: CloudTrailClient, input: object = {}) =>
      (await from.send(new DescribeTrailsCommand(input))).trailList!.map((one) => one.Name);
    expect(await names(trail)).toEqual(['local', 'wide']);
    expect(await names(elsewhere)).toEqual(['wide']);
    expect(await names(elsewhere, { includeShadowTrails: false })).toEqual([]);
    expect(await names(trail, { trailNameList: ['local', 'unknown'] })).toEqual(['local']);
    expect(await names(elsewhere, { trailNameList: [TrailARN] })).toEqual(['wide']);
    expect((await elsewhere.send(new ListTrailsCommand({}))).Trails).toEqual([
      { TrailARN, Name: 'wide', HomeRegion: 'eu-west-1' },
    ]);

    expect((await elsewhere.send(new GetTrailStatusCommand({ Name: TrailARN }))).IsLogging).toBe(false);
    await expect(elsewhere.send(new GetTrailStatusCommand({ Name: 'wide' }))).rejects.toMatchObject(
      failure('TrailNotFoundException', /^Unknown trail: wide for the user: 111122223333$/),
    );
    await expect(elsewhere.send(new GetTrailStatusCommand({ Name: 'arn:aws:x' }))).rejects.toMatchObject({
      name: 'CloudTrailARNInvalidException',
    });
    await expect(elsewhere.send(new StopLoggingCommand({ Name: TrailARN }))).rejects.toMatchObject({
      name: 'InvalidHomeRegionException',
    });
    await expect(elsewhere.send(new GetEventSelectorsCommand({ TrailName: TrailARN }))).rejects.toMatchObject(
      {
        name: 'TrailNotFoundException',
      },
    );
    expect((await trail.send(new GetTrailCommand({ Name: 'wide' }))).Trail).toMatchObject({
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      HomeRegion: 'eu-west-1',
      HasCustomEventSelectors: false,
    });
  });

  it('of an organization is partial in a member account', async () => {
    const { makeBucket, create, trail, client, world } = await start();
    organize(world, 'o-example1234', account, [member]);
    makeBucket('AWSLogs/*');
    const { TrailARN } = await create({ Name: 'org', IsOrganizationTrail: true, IsMultiRegionTrail: true });
    await trail.send(new StartLoggingCommand({ Name: 'org' }));
    const inMember = client('eu-west-1', member);
    const { trailList } = await inMember.send(new DescribeTrailsCommand({}));
    expect(trailList).toMatchObject([{ TrailARN, IsOrganizationTrail: true }]);
    expect(
      (await inMember.send(new DescribeTrailsCommand({ includeShadowTrails: false }))).trailList,
    ).toEqual([]);
    expect((await inMember.send(new GetTrailStatusCommand({ Name: TrailARN }))).IsLogging).toBe(true);
    await expect(inMember.send(new GetEventSelectorsCommand({ TrailName: TrailARN }))).rejects.toMatchObject({
      name: 'TrailNotFoundException',
    });
    await expect(inMember.send(new StopLoggingCommand({ Name: TrailARN }))).rejects.toMatchObject({
      name: 'TrailNotFoundException',
    });
    const call = { readOnly: false, eventSource: 'ec2.amazonaws.com' };
    expect(world.trails.logging(member, 'eu-west-1', call)).toBe(true);
    expect(world.trails.logging('777788889999', 'eu-west-1', call)).toBe(false);
  });

  it('tells when it was started and stopped, and its tags', async () => {
    const { makeBucket, create, trail } = await start();
    makeBucket();
    const { TrailARN } = await create({ TagsList: [{ Key: 'a', Value: '1' }] });
    await trail.send(new StartLoggingCommand({ Name: 'main' }));
    await trail.send(new StopLoggingCommand({ Name: TrailARN }));
    const status = await trail.send(new GetTrailStatusCommand({ Name: 'main' }));
    expect(status).toMatchObject({
      IsLogging: false,
      StartLoggingTime: expect.any(Date),
      StopLoggingTime: expect.any(Date),
      TimeLoggingStopped: expect.stringMatching(/Z$/),
    });
    await trail.send(new AddTagsCommand({ ResourceId: TrailARN, TagsList: [{ Key: 'b', Value: '2' }] }));
    expect((await trail.send(new ListTagsCommand({ ResourceIdList: [TrailARN!] }))).ResourceTagList).toEqual([
      {
        ResourceId: TrailARN,
        TagsList: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '2' },
        ],
      },
    ]);
    await trail.send(new UpdateTrailCommand({ Name: 'main', IsMultiRegionTrail: true }));
    expect((await trail.send(new GetTrailCommand({ Name: 'main' }))).Trail?.IsMultiRegionTrail).toBe(true);
    await trail.send(new DeleteTrailCommand({ Name: 'main' }));
    await expect(trail.send(new DeleteTrailCommand({ Name: 'main' }))).rejects.toMatchObject({
      name: 'TrailNotFoundException',
    });
  });
});

describe('what a trail picks up', () => {
  const ec2 = 'ec2.amazonaws.com';
  const management = { Field: 'eventCategory', Equals: ['Management'] };
  it.each<
    [string, Partial<PutEventSelectorsCommandInput> | undefined, write: boolean, read: boolean, kms: boolean]
  >([
    ['by default', undefined, true, true, true],
    ['All', { EventSelectors: [{ ReadWriteType: 'All' }] }, true, true, true],
    ['WriteOnly', { EventSelectors: [{ ReadWriteType: 'WriteOnly' }] }, true, false, true],
    ['ReadOnly', { EventSelectors: [{ ReadWriteType: 'ReadOnly' }] }, false, true, false],
    ['no management events', { EventSelectors: [{ IncludeManagementEvents: false }] }, false, false, false],
    [
      'but KMS',
      { EventSelectors: [{ ReadWriteType: 'All', ExcludeManagementEventSources: ['kms.amazonaws.com'] }] },
      true,
      true,
      false,
    ],
    [
      'one of two selectors',
      { EventSelectors: [{ IncludeManagementEvents: false }, { ReadWriteType: 'WriteOnly' }] },
      true,
      false,
      true,
    ],
    [
      'advanced: management',
      { AdvancedEventSelectors: [{ FieldSelectors: [management] }] },
      true,
      true,
      true,
    ],
    [
      'advanced: writes',
      {
        AdvancedEventSelectors: [{ FieldSelectors: [management, { Field: 'readOnly', Equals: ['false'] }] }],
      },
      true,
      false,
      true,
    ],
    [
      'advanced: but KMS',
      {
        AdvancedEventSelectors: [
          { FieldSelectors: [management, { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }] },
        ],
      },
      true,
      true,
      false,
    ],
    [
      'advanced: data only',
      { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }] },
      false,
      false,
      false,
    ],
  ])('%s', async (_name, selectors, write, read, kms) => {
    const { makeBucket, create, trail, world } = await start();
    makeBucket();
    await create();
    const logging = (readOnly: boolean, eventSource = ec2) =>
      world.trails.logging(account, 'eu-west-1', { readOnly, eventSource });
    if (selectors) {
      await trail.send(new PutEventSelectorsCommand({ TrailName: 'main', ...selectors }));
      const {
        $metadata: _m,
        TrailARN: _a,
        ...got
      } = await trail.send(new GetEventSelectorsCommand({ TrailName: 'main' }));
      expect(got).toEqual(selectors);
    }
    expect(logging(false)).toBe(false);
    await trail.send(new StartLoggingCommand({ Name: 'main' }));
    expect([logging(false), logging(true), logging(false, 'kms.amazonaws.com')]).toEqual([write, read, kms]);
    expect(world.trails.logging(account, 'us-east-1', { readOnly: false, eventSource: ec2 })).toBe(false);
  });

  it.each<[Partial<PutEventSelectorsCommandInput>]>([
    [{}],
    [{ EventSelectors: [{}], AdvancedEventSelectors: [{ FieldSelectors: [management] }] }],
    [{ EventSelectors: [{ ExcludeManagementEventSources: ['ec2.amazonaws.com'] }] }],
    [{ AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'readOnly', Equals: ['true'] }] }] }],
    [{ AdvancedEventSelectors: [{ FieldSelectors: [management, { Field: 'eventSource', Equals: [ec2] }] }] }],
    [{ AdvancedEventSelectors: [{ FieldSelectors: [management, { Field: 'eventName', Equals: ['x'] }] }] }],
  ])('is not chosen by %j', async (selectors) => {
    const { makeBucket, create, trail } = await start();
    makeBucket();
    await create();
    await expect(
      trail.send(new PutEventSelectorsCommand({ TrailName: 'main', ...selectors })),
    ).rejects.toMatchObject({ name: 'InvalidEventSelectorsException' });
  });

  it('leaves global services out in a trail that asks for it', async () => {
    const { makeBucket, client, world } = await start();
    makeBucket();
    const virginia = client('us-east-1');
    await virginia.send(
      new CreateTrailCommand({
        Name: 'local',
        S3BucketName: 'trail-logs',
        IncludeGlobalServiceEvents: false,
      }),
    );
    await virginia.send(new StartLoggingCommand({ Name: 'local' }));
    const logging = (eventSource: string) =>
      world.trails.logging(account, 'us-east-1', { readOnly: false, eventSource });
    expect([logging('iam.amazonaws.com'), logging(ec2)]).toEqual([false, true]);
  });
});

describe('records', () => {
  const busEvents = (world: Awaited<ReturnType<typeof start>>['world']) => {
    const events: Parameters<typeof world.bus.put>[0][] = [];
    const { put } = world.bus;
    world.bus = {
      put(event, name) {
        events.push(event);
        put(event, name);
      },
    };
    return events;
  };

  it('reach the bus only where a trail logs, and history always', async () => {
    const { makeBucket, create, trail, world, client } = await start();
    makeBucket();
    await create();
    const events = busEvents(world);
    world.trails.record(record({ eventName: 'Unseen' }));
    await trail.send(new StartLoggingCommand({ Name: 'main' }));
    events.length = 0;
    const seen = record({ eventName: 'Seen' });
    world.trails.record(seen);
    world.trails.record(record({ eventName: 'Elsewhere', awsRegion: 'us-east-2' }));
    world.trails.record(record({ eventName: 'Large', requestParameters: { x: 'x'.repeat(262_144) } }));
    expect(events).toEqual([
      {
        version: '0',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        'detail-type': 'AWS API Call via CloudTrail',
        source: 'aws.ec2',
        account,
        time: seen.eventTime,
        region: 'eu-west-1',
        resources: [],
        detail: seen,
      },
    ]);
    const names = async (region: string) =>
      (await client(region).send(new LookupEventsCommand({}))).Events!.map((event) => event.EventName);
    expect(await names('eu-west-1')).toEqual(expect.arrayContaining(['Unseen', 'Seen', 'Large']));
    expect(await names('us-east-2')).toEqual(expect.arrayContaining(['Elsewhere']));
  });

  it('of the call that stops a trail still arrive', async () => {
    const { makeBucket, create, trail, world } = await start();
    makeBucket();
    await create();
    await trail.send(new StartLoggingCommand({ Name: 'main' }));
    const events = busEvents(world);
    const stop = await trail.send(new StopLoggingCommand({ Name: 'main' }));
    world.trails.record(record({ eventName: 'StopLogging', requestID: stop.$metadata.requestId }));
    world.trails.record(record({ eventName: 'After' }));
    expect(events.filter((event) => event.detail.eventName === 'After')).toEqual([]);
    expect(events.map((event) => event.detail.eventName)).toContain('StopLogging');
  });

  it('arrive after a delay, out of order', async () => {
    const delay = { ...timings.instant, cloudTrailDelayMs: { min: 10, max: 150 } };
    const { makeBucket, create, trail, world } = await start(delay);
    makeBucket();
    await create();
    await trail.send(new StartLoggingCommand({ Name: 'main' }));
    const events = busEvents(world);
    const sent = Array.from({ length: 20 }, (_, i) => record({ eventName: `N${i}` }));
    for (const one of sent) world.trails.record(one);
    const arrived = () =>
      events.map((event) => event.detail.eventName as string).filter((name) => /^N/.test(name));
    expect(arrived()).toEqual([]);
    await eventually(() => expect(arrived()).toHaveLength(20));
    expect(arrived()).not.toEqual(sent.map((one) => one.eventName));
  });

  it('end in gzipped log files in AWS’s layout', async () => {
    const { makeBucket, create, trail, world, s3 } = await start();
    makeBucket('x/AWSLogs/*');
    await create({ S3KeyPrefix: 'x' });
    await trail.send(new StartLoggingCommand({ Name: 'main' }));
    const sent = [record(), record()];
    for (const one of sent) world.trails.record(one);
    const today = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
    const prefix = `x/AWSLogs/${account}/CloudTrail/eu-west-1/${today}/`;
    await eventually(async () => {
      const { Contents = [] } = await s3.ListObjectsV2!({ Bucket: 'trail-logs', Prefix: prefix }, callFrom());
      const found: TrailRecord[] = [];
      for (const { Key } of Contents) {
        expect(Key!.slice(prefix.length)).toMatch(
          /^111122223333_CloudTrail_eu-west-1_\d{8}T\d{4}Z_[0-9a-z]{16}\.json\.gz$/,
        );
        const object = await s3.GetObject!({ Bucket: 'trail-logs', Key }, callFrom());
        found.push(...JSON.parse(gunzipSync(object.Body as Uint8Array).toString()).Records);
      }
      expect(found).toEqual(expect.arrayContaining(sent));
    });
    expect((await trail.send(new GetTrailStatusCommand({ Name: 'main' }))).LatestDeliveryTime).toBeInstanceOf(
      Date,
    );
    s3.DeleteBucketPolicy!({ Bucket: 'trail-logs' }, callFrom());
    world.trails.record(record());
    await eventually(async () => {
      const status = await trail.send(new GetTrailStatusCommand({ Name: 'main' }));
      expect(status.LatestDeliveryError).toBe('AccessDenied');
    });
  });
});

describe('LookupEvents', () => {
  /** A client in a Region where nothing but our records happens; each look-up on its own second. */
  async function history(records: TrailRecord[]) {
    const { world, client } = await start();
    for (const one of records) world.trails.record({ ...one, awsRegion: 'eu-north-1' });
    const north = client('eu-north-1');
    let seconds = 0;
    const now = world.now;
    world.now = () => now() + seconds * 1000;
    const lookup = (input: LookupEventsCommandInput = {}) => {
      seconds++;
      return north.send(new LookupEventsCommand({ EventCategory: undefined, ...input }));
    };
    return { world, lookup, north };
  }
  const attribute = (AttributeKey: string, AttributeValue: string) =>
    ({ LookupAttributes: [{ AttributeKey, AttributeValue }] }) as LookupEventsCommandInput;
  const own = (events: { EventName?: string | undefined }[] | undefined) =>
    events!.map((event) => event.EventName).filter((name) => name !== 'LookupEvents');

  it('shows the newest first, with the whole record as text', async () => {
    const [first, second] = [record({ eventName: 'One' }), record({ eventName: 'Two' })];
    const { lookup } = await history([second, first]);
    const { Events } = await lookup();
    expect(own(Events)).toEqual(['Two', 'One']);
    const event = Events!.find((one) => one.EventName === 'One')!;
    expect(event).toMatchObject({
      EventId: first.eventID,
      ReadOnly: 'false',
      AccessKeyId: 'ASIAEXAMPLE',
      EventTime: new Date(first.eventTime),
      EventSource: 'ec2.amazonaws.com',
      Username: 'alice',
      Resources: [{ ResourceType: 'AWS::EC2::SecurityGroup', ResourceName: 'sg-0123456789abcdef0' }],
    });
    expect(JSON.parse(event.CloudTrailEvent!)).toEqual({ ...first, awsRegion: 'eu-north-1' });
  });

  it.each([
    ['EventName', 'Two'],
    ['EventSource', 'iam.amazonaws.com'],
    ['Username', 'bob'],
    ['AccessKeyId', 'AKIABOB'],
    ['ResourceName', 'sg-0fedcba9876543210'],
  ])('finds by %s', async (key, value) => {
    const two = record({
      eventName: 'Two',
      eventSource: 'iam.amazonaws.com',
      userIdentity: { type: 'IAMUser', userName: 'bob', accessKeyId: 'AKIABOB' },
      requestParameters: { groupId: 'sg-0fedcba9876543210' },
    });
    const { lookup } = await history([record(), two]);
    expect(own((await lookup(attribute(key, value))).Events)).toEqual(['Two']);
  });

  it('pages with a token that is bound to the request', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const { lookup, world } = await history(names.map((eventName) => record({ eventName })));
    const input = { MaxResults: 2, ...attribute('EventSource', 'ec2.amazonaws.com') };
    const first = await lookup(input);
    expect(own(first.Events)).toEqual(['e', 'd']);
    world.trails.record(record({ eventName: 'f', awsRegion: 'eu-north-1' }));
    const second = await lookup({ ...input, NextToken: first.NextToken });
    expect(own(second.Events)).toEqual(['c', 'b']);
    const third = await lookup({ ...input, NextToken: second.NextToken });
    expect(own(third.Events)).toEqual(['a']);
    expect(third.NextToken).toBeUndefined();
    await expect(lookup({ ...input, MaxResults: 3, NextToken: first.NextToken })).rejects.toMatchObject({
      name: 'InvalidNextTokenException',
    });
  });

  it('is limited in time', async () => {
    const old = new Date(Date.now() - 91 * 24 * 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z');
    const [one, two] = [record({ eventName: 'One' }), record({ eventName: 'Two' })];
    const { lookup } = await history([record({ eventName: 'Ancient', eventTime: old }), one, two]);
    expect(own((await lookup()).Events)).toEqual(['Two', 'One']);
    expect(own((await lookup({ EndTime: new Date(one.eventTime) })).Events)).toEqual(['One']);
    expect(own((await lookup({ StartTime: new Date(two.eventTime) })).Events)).toEqual(['Two']);
    await expect(lookup({ StartTime: new Date(2), EndTime: new Date(1) })).rejects.toMatchObject({
      name: 'InvalidTimeRangeException',
    });
    await expect(lookup({ MaxResults: 51 })).rejects.toMatchObject({ name: 'InvalidMaxResultsException' });
    const two_ = {
      LookupAttributes: [
        ...attribute('EventName', 'a').LookupAttributes!,
        ...attribute('Username', 'b').LookupAttributes!,
      ],
    };
    await expect(lookup(two_)).rejects.toMatchObject({ name: 'InvalidLookupAttributesException' });
  });

  it('takes two calls a second per account and Region', async () => {
    const { client, world } = await start();
    const at = Date.now();
    world.now = () => at;
    const lookup = (region: string, who = account) => client(region, who).send(new LookupEventsCommand({}));
    await lookup('eu-north-1');
    await lookup('eu-north-1');
    await expect(lookup('eu-north-1')).rejects.toMatchObject({
      name: 'ThrottlingException',
      message: 'Rate exceeded',
    });
    await lookup('eu-south-1');
    await lookup('eu-north-1', member);
  });
});
