// Covers src/sandbox/cloudtrail/*.ts.
import {
  AddTagsCommand,
  type CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
  ListTrailsCommand,
  PutEventSelectorsCommand,
  type PutEventSelectorsCommandInput,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { describe, expect, it } from 'vitest';
import { organize } from '../../../src/sandbox/cloudtrail/cloudtrail.ts';
import { callFrom } from '../support/delivery-world.ts';
import { account, failure, member, start } from '../support/trail-account.ts';

describe('CreateTrail', () => {
  it('needs a bucket with a policy that allows CloudTrail', async () => {
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

  it('refuses invalid names, existing names and invalid combinations', async () => {
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

describe('a trail', () => {
  it('is found by name in its home Region, and by ARN in other Regions if it covers them', async () => {
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

  it('is only partly visible in a member account if it belongs to the organization', async () => {
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

  it('shows when it was started and stopped, and its tags', async () => {
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

describe('a trail with event selectors', () => {
  const ec2 = 'ec2.amazonaws.com';
  const management = { Field: 'eventCategory', Equals: ['Management'] };
  it.each<
    [string, Partial<PutEventSelectorsCommandInput> | undefined, write: boolean, read: boolean, kms: boolean]
  >([
    ['default', undefined, true, true, true],
    ['All', { EventSelectors: [{ ReadWriteType: 'All' }] }, true, true, true],
    ['WriteOnly', { EventSelectors: [{ ReadWriteType: 'WriteOnly' }] }, true, false, true],
    ['ReadOnly', { EventSelectors: [{ ReadWriteType: 'ReadOnly' }] }, false, true, false],
    ['no management events', { EventSelectors: [{ IncludeManagementEvents: false }] }, false, false, false],
    [
      'All except KMS',
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
      'advanced: except KMS',
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
  ])('records the selected calls: %s', async (_name, selectors, write, read, kms) => {
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
  ])('refuses the selectors %j', async (selectors) => {
    const { makeBucket, create, trail } = await start();
    makeBucket();
    await create();
    await expect(
      trail.send(new PutEventSelectorsCommand({ TrailName: 'main', ...selectors })),
    ).rejects.toMatchObject({ name: 'InvalidEventSelectorsException' });
  });

  it('excludes global services on request', async () => {
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
