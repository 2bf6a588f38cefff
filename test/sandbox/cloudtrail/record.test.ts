import { gunzipSync } from 'node:zlib';
import {
  GetTrailStatusCommand,
  LookupEventsCommand,
  type LookupEventsCommandInput,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { describe, expect, it } from 'vitest';
import type { TrailRecord } from '../../../src/sandbox/service.ts';
import { timings } from '../../../src/sandbox/timing.ts';
import { eventually } from '../../support/eventually.ts';
import { callFrom } from '../support/delivery-world.ts';
import { account, member, record, start } from '../support/trail-account.ts';

describe('a record', () => {
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

  it('reaches the bus only if a trail logs, and always reaches the event history', async () => {
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

  it('still arrives for the call that stops the trail', async () => {
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

  it('arrives after a delay, out of order', async () => {
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

  it('is in a gzipped log file in AWS’s layout', async () => {
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
  /** Creates a client in a Region with only these records. Each look-up is in its own second. */
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

  it('returns the newest event first, with the whole record as text', async () => {
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
  ])('finds events by %s', async (key, value) => {
    const two = record({
      eventName: 'Two',
      eventSource: 'iam.amazonaws.com',
      userIdentity: { type: 'IAMUser', userName: 'bob', accessKeyId: 'AKIABOB' },
      requestParameters: { groupId: 'sg-0fedcba9876543210' },
    });
    const { lookup } = await history([record(), two]);
    expect(own((await lookup(attribute(key, value))).Events)).toEqual(['Two']);
  });

  it('accepts a token only with the same request', async () => {
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

  it('limits the period, the page size and the attributes', async () => {
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

  it('accepts two calls a second per account and Region', async () => {
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
