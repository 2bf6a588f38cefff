// Covers src/sandbox/events/*.ts.
import { describe, expect, it } from 'vitest';
import { logsService } from '../../../src/sandbox/logs/logs.ts';
import { eventually } from '../../support/eventually.ts';
import { settled, withRule } from '../support/bus-rule.ts';

const functionArn = 'arn:aws:lambda:eu-west-1:111122223333:function:f';
const queueArn = 'arn:aws:sqs:eu-west-1:111122223333:q';
const deadLetterArn = 'arn:aws:sqs:eu-west-1:111122223333:dlq';
const streamArn = 'arn:aws:kinesis:eu-west-1:111122223333:stream/s';
const topicArn = 'arn:aws:sns:eu-west-1:111122223333:t';
const roleArn = 'arn:aws:iam::111122223333:role/r';
const ruleArn = 'arn:aws:events:eu-west-1:111122223333:rule/r';
const throttled = {
  ok: false,
  retryable: true,
  code: 'TooManyRequestsException',
  message: 'slow down',
} as const;

describe('a delivery', () => {
  it('reaches all targets, each in its own form', async () => {
    const { delivered, put } = await withRule([
      { Id: '1', Arn: functionArn },
      { Id: '2', Arn: queueArn, InputPath: '$.detail' },
      { Id: '3', Arn: topicArn, Input: '"constant"' },
      { Id: '4', Arn: streamArn, RoleArn: roleArn, KinesisParameters: { PartitionKeyPath: '$.detail.n' } },
    ]);
    await put({ n: 7 });
    await settled(delivered, 4);
    const [lambda, sqs, sns, kinesis] = delivered;
    const event = JSON.parse(lambda!.body);
    expect(event).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      'detail-type': 'd',
      source: 's',
      account: '111122223333',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      region: 'eu-west-1',
      resources: [],
      detail: { n: 7 },
    });
    const via = { principal: 'events.amazonaws.com', sourceArn: ruleArn };
    expect(lambda).toMatchObject({ service: 'lambda', arn: functionArn, via });
    expect(sqs).toMatchObject({ service: 'sqs', body: '{"n":7}', via, attributes: {} });
    expect(sns).toMatchObject({ service: 'sns', body: '"constant"', via });
    expect(kinesis).toMatchObject({
      service: 'kinesis',
      partitionKey: '7',
      via: { principal: roleArn, sourceArn: ruleArn },
    });
  });

  it('excludes events of other sources, and all events while the rule is disabled', async () => {
    const { delivered, events, call, put } = await withRule([{ Id: '1', Arn: functionArn }]);
    await events.DisableRule!({ Name: 'r' }, call);
    await put({ n: 1 });
    await events.EnableRule!({ Name: 'r' }, call);
    await events.PutEvents!({ Entries: [{ Source: 'other', DetailType: 'd', Detail: '{}' }] }, call);
    await put({ n: 2 });
    await settled(delivered, 1);
    expect(JSON.parse(delivered[0]!.body).detail).toEqual({ n: 2 });
  });

  it('follows a change of a rule only after a delay', async () => {
    const { delivered, put } = await withRule([{ Id: '1', Arn: functionArn }], {
      timing: { ruleEffectMs: 60 },
    });
    await put({ n: 1 });
    await eventually(async () => {
      await put({ n: 2 });
      expect(delivered.length).toBeGreaterThan(0);
    });
    expect(JSON.parse(delivered[0]!.body).detail).toEqual({ n: 2 });
  });

  it('happens twice with a duplicate rate of 1', async () => {
    const { delivered, put } = await withRule([{ Id: '1', Arn: functionArn }], { duplicateRate: 1 });
    await put({ n: 1 });
    await settled(delivered, 2);
    expect(delivered[0]!.body).toBe(delivered[1]!.body);
  });

  it.each([
    ['ENABLED', 1],
    ['ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS', 2],
  ])('reaches a rule in state %s with %i of two events, a write and a read', async (state, count) => {
    const { delivered, world } = await withRule([{ Id: '1', Arn: functionArn }], {}, state);
    for (const readOnly of [true, false]) {
      world.bus.put({
        version: '0',
        id: 'i',
        'detail-type': 'AWS API Call via CloudTrail',
        source: 'aws.ec2',
        account: '111122223333',
        time: '2026-11-23T10:00:00Z',
        region: 'eu-west-1',
        resources: [],
        detail: { readOnly, managementEvent: true },
      });
    }
    await settled(delivered, count);
    expect(JSON.parse(delivered.at(-1)!.body).detail.readOnly).toBe(false);
  });
});

describe('a failed delivery', () => {
  const deadLetter = { DeadLetterConfig: { Arn: deadLetterArn } };

  it('is retried until it succeeds', async () => {
    const { delivered, answers, put } = await withRule([{ Id: '1', Arn: functionArn, ...deadLetter }]);
    answers.set(functionArn, [throttled, throttled]);
    await put({});
    await settled(delivered, 3);
    expect(delivered.map((one) => one.service)).toEqual(['lambda', 'lambda', 'lambda']);
  });

  it('ends in the dead-letter queue after the last attempt', async () => {
    const { delivered, answers, put } = await withRule([
      { Id: '1', Arn: functionArn, RetryPolicy: { MaximumRetryAttempts: 2 }, ...deadLetter },
    ]);
    answers.set(functionArn, [throttled, throttled, throttled]);
    await put({ n: 1 });
    await settled(delivered, 4);
    const dead = delivered[3]!;
    expect(dead).toMatchObject({
      service: 'sqs',
      arn: deadLetterArn,
      via: { principal: 'events.amazonaws.com', sourceArn: ruleArn },
      attributes: {
        RULE_ARN: ruleArn,
        TARGET_ARN: functionArn,
        ERROR_CODE: 'THROTTLING',
        ERROR_MESSAGE: 'slow down',
        EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
        RETRY_ATTEMPTS: '2',
      },
    });
    expect(JSON.parse(dead.body)).toMatchObject({ source: 's', detail: { n: 1 } });
  });

  it('ends in the dead-letter queue when the event is too old', async () => {
    const { delivered, answers, put } = await withRule([
      { Id: '1', Arn: functionArn, RetryPolicy: { MaximumEventAgeInSeconds: 60 }, ...deadLetter },
    ]);
    answers.set(functionArn, Array(185).fill(throttled));
    await put({});
    await eventually(() => expect(delivered.at(-1)?.service).toBe('sqs'));
    expect(delivered.at(-1)!.attributes).toMatchObject({
      EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds',
    });
    expect(delivered.length).toBeLessThan(20);
  });

  it('goes to the dead-letter queue at once when a permission is missing', async () => {
    const { delivered, answers, put } = await withRule([{ Id: '1', Arn: functionArn, ...deadLetter }]);
    answers.set(functionArn, [{ ok: false, retryable: false, code: 'AccessDeniedException', message: 'no' }]);
    await put({});
    await settled(delivered, 2);
    expect(delivered[1]!.attributes).toEqual({
      RULE_ARN: ruleArn,
      TARGET_ARN: functionArn,
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: 'no',
      RETRY_ATTEMPTS: '0',
    });
  });

  it('goes to the dead-letter queue when the target’s role cannot be assumed', async () => {
    const { delivered, denied, put } = await withRule([
      { Id: '1', Arn: streamArn, RoleArn: roleArn, ...deadLetter },
    ]);
    denied.assume.add(roleArn);
    await put({});
    await settled(delivered, 1);
    expect(delivered[0]).toMatchObject({ service: 'sqs', attributes: { ERROR_CODE: 'NO_PERMISSIONS' } });
  });
});

describe('a log group as a target', () => {
  const logGroupArn = 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/events/g';
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] },
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/events/*:*',
      },
    ],
  });

  it('receives the event, or the timestamp and message of a template', async () => {
    const template = '{"timestamp": <at>, "message": "<what>"}';
    const transformer = {
      InputPathsMap: { at: '$.detail.at', what: '$.detail.what' },
      InputTemplate: template,
    };
    const { world, call, put } = await withRule([
      { Id: '1', Arn: logGroupArn },
      { Id: '2', Arn: `${logGroupArn}:*`, InputTransformer: transformer },
    ]);
    const logs = logsService(world).operations;
    await logs.CreateLogGroup!({ logGroupName: '/aws/events/g' }, call);
    await logs.PutResourcePolicy!({ policyName: 'p', policyDocument: policy }, call);
    await put({ at: 1_700_000_000_000, what: 'hello' });
    await eventually(async () => {
      const { events } = await logs.FilterLogEvents!({ logGroupName: '/aws/events/g' }, call);
      expect(events).toHaveLength(2);
      expect(events![0]).toMatchObject({ timestamp: 1_700_000_000_000, message: 'hello' });
      expect(JSON.parse(events![1]!.message!)).toMatchObject({ source: 's', detail: { what: 'hello' } });
    });
  });

  it('needs a resource policy for both services, without a condition', async () => {
    const { world, call, delivered, put } = await withRule([
      { Id: '1', Arn: logGroupArn, DeadLetterConfig: { Arn: deadLetterArn } },
    ]);
    const logs = logsService(world).operations;
    await logs.CreateLogGroup!({ logGroupName: '/aws/events/g' }, call);
    const [statement] = JSON.parse(policy).Statement;
    const useless = [
      { ...statement, Principal: { Service: 'events.amazonaws.com' } },
      { ...statement, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/*' } } },
    ];
    for (const [index, one] of useless.entries()) {
      const policyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [one] });
      await logs.PutResourcePolicy!({ policyName: 'p', policyDocument }, call);
      await put({});
      await settled(delivered, index + 1);
      expect(delivered[index]!.attributes!.ERROR_CODE).toBe('NO_PERMISSIONS');
    }
  });

  it.each([{ Input: '{}' }, { InputPath: '$.detail' }, { InputTransformer: { InputTemplate: '"text"' } }])(
    'refuses the input %j',
    async (input) => {
      await expect(withRule([{ Id: '1', Arn: logGroupArn, ...input }])).rejects.toMatchObject({
        code: 'ValidationException',
      });
    },
  );
});
