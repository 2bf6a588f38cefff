import { afterAll, describe, expect, it } from 'vitest';
import { cloudtrailService } from '../../src/sandbox/cloudtrail/cloudtrail.ts';
import { eventsService } from '../../src/sandbox/events/events.ts';
import { logsService } from '../../src/sandbox/logs/logs.ts';
import { s3Service } from '../../src/sandbox/s3/s3.ts';
import type { Requirement } from '../../src/sandbox/service.ts';
import { callFrom, deliveryWorld } from './support/delivery-world.ts';

const { world, close } = deliveryWorld();
afterAll(close);
const services = {
  events: eventsService(world),
  logs: logsService(world),
  cloudtrail: cloudtrailService(world),
  s3: s3Service(world),
};
const needs = (service: keyof typeof services, operation: string, input: object) =>
  services[service].requirements!(operation, input, callFrom()).map(
    ({ action, resource, conditions }: Requirement) =>
      `${action} ${resource}${conditions ? ` ${JSON.stringify(conditions)}` : ''}`,
  );

const at = 'eu-west-1:111122223333';
const rule = `arn:aws:events:${at}:rule`;
const role = 'arn:aws:iam::111122223333:role/r';
const pass = `iam:PassRole ${role} {"iam:PassedToService":"events.amazonaws.com"}`;
const group = `arn:aws:logs:${at}:log-group:/g`;
const trail = `arn:aws:cloudtrail:${at}:trail/t`;

describe('a required permission', () => {
  it.each<[keyof typeof services, string, object, string[]]>([
    ['events', 'PutRule', { Name: 'r' }, [`events:PutRule ${rule}/r`]],
    ['events', 'PutRule', { Name: 'r', EventBusName: 'b' }, [`events:PutRule ${rule}/b/r`]],
    [
      'events',
      'PutRule',
      { Name: 'r', Tags: [{}], RoleArn: role },
      [`events:PutRule ${rule}/r`, `events:TagResource ${rule}/r`, pass],
    ],
    ['events', 'DeleteRule', { Name: 'r' }, [`events:DeleteRule ${rule}/r`]],
    [
      'events',
      'PutTargets',
      { Rule: 'r', Targets: [{ RoleArn: role }, {}, { RoleArn: role }] },
      [`events:PutTargets ${rule}/r`, pass],
    ],
    ['events', 'ListTargetsByRule', { Rule: 'r' }, [`events:ListTargetsByRule ${rule}/r`]],
    ['events', 'ListRules', {}, ['events:ListRules *']],
    ['events', 'TagResource', { ResourceARN: `${rule}/r` }, [`events:TagResource ${rule}/r`]],
    ['events', 'DescribeEventBus', {}, [`events:DescribeEventBus arn:aws:events:${at}:event-bus/default`]],
    [
      'events',
      'PutEvents',
      {
        Entries: [
          { Source: 's', DetailType: 'd' },
          { Source: 't', DetailType: 'd', EventBusName: 'arn:aws:events:x:y:event-bus/z' },
        ],
      },
      [
        `events:PutEvents arn:aws:events:${at}:event-bus/default {"events:source":"s","events:detail-type":"d"}`,
        'events:PutEvents arn:aws:events:x:y:event-bus/z {"events:source":"t","events:detail-type":"d"}',
      ],
    ],
    ['logs', 'DescribeLogGroups', {}, [`logs:DescribeLogGroups arn:aws:logs:${at}:log-group:*`]],
    [
      'logs',
      'CreateLogGroup',
      { logGroupName: '/g', tags: { a: 'b' } },
      [`logs:CreateLogGroup ${group}:*`, `logs:TagResource ${group}:*`],
    ],
    ['logs', 'PutRetentionPolicy', { logGroupName: '/g' }, [`logs:PutRetentionPolicy ${group}:*`]],
    ['logs', 'FilterLogEvents', { logGroupIdentifier: `${group}:*` }, [`logs:FilterLogEvents ${group}:*`]],
    [
      'logs',
      'PutLogEvents',
      { logGroupName: '/g', logStreamName: 's' },
      [`logs:PutLogEvents ${group}:log-stream:s`],
    ],
    ['logs', 'StartLiveTail', { logGroupIdentifiers: [group] }, [`logs:StartLiveTail ${group}`]],
    ['logs', 'ListTagsForResource', { resourceArn: group }, [`logs:ListTagsForResource ${group}`]],
    ['cloudtrail', 'LookupEvents', {}, ['cloudtrail:LookupEvents *']],
    ['cloudtrail', 'StopLogging', { Name: 't' }, [`cloudtrail:StopLogging ${trail}`]],
    ['cloudtrail', 'GetEventSelectors', { TrailName: trail }, [`cloudtrail:GetEventSelectors ${trail}`]],
    [
      'cloudtrail',
      'CreateTrail',
      { Name: 't', TagsList: [{}] },
      [`cloudtrail:CreateTrail ${trail}`, `cloudtrail:AddTags ${trail}`],
    ],
    ['s3', 'ListBuckets', {}, ['s3:ListAllMyBuckets *']],
    ['s3', 'HeadBucket', { Bucket: 'b' }, ['s3:ListBucket arn:aws:s3:::b']],
    [
      's3',
      'ListObjectsV2',
      { Bucket: 'b', Prefix: 'p/' },
      ['s3:ListBucket arn:aws:s3:::b {"s3:prefix":"p/"}'],
    ],
    ['s3', 'HeadObject', { Bucket: 'b', Key: 'k' }, ['s3:GetObject arn:aws:s3:::b/k']],
    [
      's3',
      'DeleteObjects',
      { Bucket: 'b', Delete: { Objects: [{ Key: 'x' }, { Key: 'y' }] } },
      ['s3:DeleteObject arn:aws:s3:::b/x', 's3:DeleteObject arn:aws:s3:::b/y'],
    ],
    ['s3', 'PutBucketEncryption', { Bucket: 'b' }, ['s3:PutEncryptionConfiguration arn:aws:s3:::b']],
  ])('is derived from %s:%s %j', (service, operation, input, expected) => {
    expect(needs(service, operation, input)).toEqual(expected);
  });

  it('exists for every operation with the members that identify its resource', () => {
    const input = {
      Name: 'n',
      Rule: 'n',
      TrailName: 'trail',
      ResourceARN: rule,
      ResourceId: trail,
      ResourceIdList: [trail],
      Entries: [{}],
      logGroupName: '/g',
      logStreamName: 's',
      logGroupIdentifiers: [group],
      resourceArn: group,
      Bucket: 'b',
      Delete: { Objects: [{ Key: 'k' }] },
    };
    for (const service of Object.keys(services) as (keyof typeof services)[]) {
      for (const operation of Object.keys(services[service].operations)) {
        const list = needs(service, operation, input);
        expect(list, operation).not.toEqual([]);
        for (const one of list)
          expect(one, operation).toMatch(/^[a-z0-9]+:[A-Za-z]+ (\*|arn:(?!.*undefined).+)$/);
      }
    }
  });
});
