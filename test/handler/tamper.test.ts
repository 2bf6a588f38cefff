// Covers src/core/settings.ts, src/core/record/request-essence.ts.

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { requestEssence } from '../../src/core/record/request-essence.ts';
import { collectingMonitor, wrapped } from './support.ts';

const call = (
  eventSource: string,
  eventName: string,
  requestParameters: Record<string, unknown> | null,
  more: Record<string, unknown> = {},
) =>
  wrapped({
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      arn: 'arn:aws:iam::111122223333:user/mallory',
      accountId: '111122223333',
      userName: 'mallory',
    },
    eventTime: '2026-11-01T10:00:00Z',
    eventSource: `${eventSource}.amazonaws.com`,
    eventName,
    awsRegion: 'eu-central-1',
    sourceIPAddress: '198.51.100.9',
    userAgent: 'aws-cli/2.22.0',
    requestParameters,
    responseElements: null,
    requestID: 'r-1',
    eventID: 'e-1',
    ...more,
  });

async function judged(event: unknown) {
  const { send, findings } = collectingMonitor({ groups: [] });
  await send(event);
  return findings();
}

const lambdaArn = 'arn:aws:lambda:eu-central-1:111122223333:function:secgroup-monitor';
const trailArn = 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/main';

describe('a call that disables the monitoring', () => {
  it.each([
    ['cloudtrail', 'StopLogging', { name: trailArn }, 'critical'],
    ['cloudtrail', 'StopLogging', { name: 'main' }, 'critical'],
    ['cloudtrail', 'PutEventSelectors', { trailName: 'main' }, 'high'],
    ['events', 'DisableRule', { name: 'secgroup-monitor-change' }, 'critical'],
    ['events', 'RemoveTargets', { rule: 'secgroup-monitor-change', ids: ['function'] }, 'critical'],
    ['events', 'PutRule', { name: 'secgroup-monitor-change', eventPattern: '{}' }, 'high'],
    ['lambda', 'DeleteFunction20150331', { functionName: lambdaArn }, 'critical'],
    ['lambda', 'UpdateFunctionCode20150331v2', { functionName: 'secgroup-monitor' }, 'high'],
    ['events', 'PutRule', { name: 'secgroup-monitor-change', state: 'DISABLED' }, 'critical'],
    ['lambda', 'PutFunctionConcurrency20171031', { functionName: 'secgroup-monitor' }, 'high'],
    [
      'lambda',
      'PutFunctionConcurrency20171031',
      { functionName: 'secgroup-monitor', reservedConcurrentExecutions: 0 },
      'critical',
    ],
    ['iam', 'DetachRolePolicy', { roleName: 'secgroup-monitor-eu-central-1' }, 'critical'],
    ['logs', 'DeleteLogGroup', { logGroupName: '/aws/lambda/secgroup-monitor' }, 'critical'],
    ['logs', 'DeleteLogGroup', { logGroupName: '/secgroup-monitor/secgroup-monitor/baseline' }, 'critical'],
    ['logs', 'DeleteLogStream', { logGroupName: '/secgroup-monitor/secgroup-monitor/baseline' }, 'critical'],
    [
      'sqs',
      'PurgeQueue',
      { queueUrl: 'https://sqs.eu-central-1.amazonaws.com/111122223333/secgroup-monitor-dlq' },
      'critical',
    ],
    ['events', 'PutPermission', { statementId: 's', action: 'events:PutEvents' }, 'high'],
    [
      'events',
      'PutPermission',
      { eventBusName: 'arn:aws:events:eu-central-1:111122223333:event-bus/default' },
      'high',
    ],
    ['logs', 'PutAccountPolicy', { policyName: 'short' }, 'high'],
    ['lambda', 'DeleteResourcePolicy', { resourceArn: lambdaArn }, 'critical'],
    ['events', 'RemovePermission', { statementId: 's' }, 'critical'],
    ['events', 'UpdateEventBus', { name: 'default' }, 'high'],
    ['logs', 'DeleteAccountPolicy', { policyName: 'short' }, 'high'],
    ['logs', 'DeleteDataProtectionPolicy', { logGroupIdentifier: '/aws/lambda/secgroup-monitor' }, 'high'],
    [
      'sqs',
      'StartMessageMoveTask',
      { sourceArn: 'arn:aws:sqs:eu-central-1:111122223333:secgroup-monitor-dlq' },
      'high',
    ],
    [
      'tagging',
      'UntagResources',
      { resourceARNList: ['arn:aws:s3:::another', lambdaArn], tagKeys: ['secgroup-monitor:stack'] },
      'high',
    ],
  ])('is a finding: %s %s on a resource of the stack', async (source, name, parameters, severity) => {
    const [finding, ...more] = await judged(call(source, name, parameters));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      kind: 'tamper',
      code: 'monitoring-tampered',
      severity,
      change: { actor: { name: 'mallory' }, requestId: 'r-1' },
    });
  });

  it.each([
    ['lambda', 'TagResource20170331v2', { resource: lambdaArn, tags: { team: 'web' } }],
    ['events', 'RemovePermission', { eventBusName: 'another', statementId: 's' }],
    ['events', 'UpdateEventBus', { name: 'another' }],
    ['iam', 'CreatePolicyVersion', { policyArn: 'arn:aws:iam::111122223333:policy/another' }],
    ['logs', 'PutResourcePolicy', { policyName: 'another' }],
    ['config', 'StopConfigurationRecorder', { configurationRecorderName: 'default' }],
    ['s3', 'DeleteBucket', { bucketName: 'another' }],
    ['sns', 'DeleteTopic', { topicArn: 'arn:aws:sns:eu-central-1:111122223333:another' }],
    ['sqs', 'StartMessageMoveTask', { sourceArn: 'arn:aws:sqs:eu-central-1:111122223333:another' }],
    // The name of the function, as a queue and as a bucket.
    [
      'tagging',
      'UntagResources',
      {
        resourceARNList: [
          'arn:aws:sqs:eu-central-1:111122223333:secgroup-monitor',
          'arn:aws:s3:::secgroup-monitor',
        ],
        tagKeys: ['secgroup-monitor:stack'],
      },
    ],
    ['cloudtrail', 'StopLogging', { name: 'another' }],
    ['events', 'DisableRule', { name: 'secgroup-monitor' }],
    ['events', 'DisableRule', { name: 'another-change' }],
    ['events', 'PutPermission', { eventBusName: 'another', statementId: 'default' }],
    ['events', 'DisableRule', { name: 'another-change', eventBusName: 'default' }],
    ['lambda', 'DeleteFunction20150331', { functionName: 'secgroup-monitor-2' }],
    ['logs', 'DeleteLogGroup', { logGroupName: '/aws/lambda/secgroup-monitor-2' }],
    ['waf', 'DeleteRule', { name: 'secgroup-monitor-change' }],
  ])('is not a finding: %s %s on another resource', async (source, name, parameters) => {
    expect(await judged(call(source, name, parameters))).toEqual([]);
  });

  it('is reported as a refused attempt, although CloudTrail leaves out its parameters', async () => {
    const [finding] = await judged(
      call('lambda', 'DeleteFunction20150331', null, {
        errorCode: 'AccessDenied',
        errorMessage: `User: arn:aws:iam::111122223333:user/mallory is not authorized to perform: lambda:DeleteFunction on resource: ${lambdaArn}`,
      }),
    );
    expect(finding).toMatchObject({
      kind: 'denied-attempt',
      severity: 'high',
      args: { errorCode: 'AccessDenied' },
    });
  });

  it('gets a label if secgroup-monitor made it, but is never hidden: a user agent can be forged', async () => {
    const own = { userAgent: 'aws-sdk-js/3 secgroup-monitor/0.1.0' };
    const [removed] = await judged(call('events', 'DeleteRule', { name: 'secgroup-monitor-change' }, own));
    expect(removed).toMatchObject({
      kind: 'tamper',
      code: 'monitoring-changed-by-operator',
      severity: 'medium',
    });
    const [put] = await judged(call('events', 'PutRule', { name: 'secgroup-monitor-change' }, own));
    expect(put).toMatchObject({ code: 'monitoring-changed-by-operator', severity: 'medium' });
  });
});

/** As install writes it. */
function plannedCall(target: string, name: string, request: object): string {
  const essence = requestEssence(name, request)!;
  return `${target} ${name} ${createHash('sha256').update(essence).digest('hex').slice(0, 32)}`;
}

const PATTERN = '{"source":["aws.ec2"],"detail":{"eventName":["CreateSecurityGroup"]}}';

describe('a call in the time of an install', () => {
  const settings = {
    installation: {
      by: 'arn:aws:iam::111122223333:user/mallory',
      from: '2026-11-01T09:59:59.900Z',
      until: '2026-11-01T10:09:00.000Z',
      previous: '1.2.0',
      baselineChanged: false,
      calls: [
        plannedCall('secgroup-monitor-change', 'PutRule', { EventPattern: PATTERN, State: 'ENABLED' }),
        plannedCall('secgroup-monitor', 'UpdateFunctionCode', {}),
      ],
    },
  };
  const own = { userAgent: 'aws-sdk-js/3 secgroup-monitor/1.3.0' };
  const planned = { name: 'secgroup-monitor-change', eventPattern: PATTERN, state: 'ENABLED' };
  const inInstall = async (event: unknown) => {
    const { send, findings } = collectingMonitor({ groups: [], settings });
    await send(event);
    return findings();
  };

  it('is part of one finding if the install planned it', async () => {
    expect(await inInstall(call('events', 'PutRule', planned, own))).toEqual([]);
    const [installed] = await inInstall(
      call('lambda', 'UpdateFunctionCode20150331v2', { functionName: 'secgroup-monitor' }, own),
    );
    expect(installed).toMatchObject({ severity: 'info', args: { version: '0.0.0', previous: '1.2.0' } });
  });

  it.each<[string, Parameters<typeof call>]>([
    ['another call', ['events', 'EnableRule', { name: 'secgroup-monitor-change' }, own]],
    ['another resource', ['events', 'PutRule', { ...planned, name: 'secgroup-monitor-tamper' }, own]],
    [
      'another caller',
      [
        'events',
        'PutRule',
        planned,
        {
          ...own,
          userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/eve', userName: 'eve' },
        },
      ],
    ],
    ['an earlier call', ['events', 'PutRule', planned, { ...own, eventTime: '2026-11-01T09:59:58Z' }]],
    ['a later call', ['events', 'PutRule', planned, { ...own, eventTime: '2026-11-01T10:09:01Z' }]],
    ['another pattern', ['events', 'PutRule', { ...planned, eventPattern: '{}' }, own]],
    ['a disabled rule', ['events', 'PutRule', { ...planned, state: 'DISABLED' }, own]],
    ['another client', ['events', 'PutRule', planned, { userAgent: 'aws-cli/2.22.0' }]],
    ['a denied call', ['events', 'PutRule', planned, { ...own, errorCode: 'AccessDenied' }]],
  ])('does not hide %s', async (_, given) => {
    const [found] = await inInstall(call(...given));
    expect(['medium', 'high']).toContain(found?.severity);
  });
});
