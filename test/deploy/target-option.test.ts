import { describe, expect, it } from 'vitest';
import type { AppError } from '../../src/core/errors.ts';
import { parseTarget } from '../../src/deploy/target-option.ts';
import { furnish } from '../faults/harness.ts';
import { testContext } from '../support/run.ts';
import { clientConfig, type Reached, testSandbox } from '../support/sandbox.ts';
import { install, teardown } from './support.ts';

const ACCOUNT = '111122223333';
const TOPIC = `arn:aws:sns:eu-west-1:${ACCOUNT}:alerts`;
const LOG_GROUP = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/changes`;

describe('--target', () => {
  it.each([
    [TOPIC, {}],
    [`${TOPIC}=event`, {}],
    [`${TOPIC}=path:$.detail`, { InputPath: '$.detail' }],
    [`${TOPIC}=constant:hello`, { Input: '"hello"' }],
    [`${TOPIC}=constant:{"a":1}`, { Input: '{"a":1}' }],
    [
      `${TOPIC}=template:<$.detail.eventName> by <$.detail.userIdentity.arn>, again <$.detail.eventName>`,
      {
        InputTransformer: {
          InputPathsMap: { v1: '$.detail.eventName', v2: '$.detail.userIdentity.arn' },
          InputTemplate: '"<v1> by <v2>, again <v1>"',
        },
      },
    ],
  ])('accepts %s', (text, shape) => {
    expect(parseTarget(text)).toMatchObject({ arn: TOPIC, service: 'sns', shape });
  });

  it.each([
    ['', {}],
    [
      '=template:<$.detail.eventName> "here"',
      {
        InputTransformer: {
          InputPathsMap: { v1: '$.time', v2: '$.detail.eventName' },
          InputTemplate: '{"timestamp":<v1>,"message":"<v2> \\"here\\""}',
        },
      },
    ],
    [
      '=template:{"timestamp":<$.time>,"message":<$.detail.eventName>}',
      { InputTransformer: { InputTemplate: '{"timestamp":<v1>,"message":<v2>}' } },
    ],
  ])('accepts a log group with the shape %j', (shape, expected) => {
    expect(parseTarget(`${LOG_GROUP}${shape}`)).toMatchObject({ service: 'logs', shape: expected });
  });

  it.each([
    `${LOG_GROUP}=path:$.detail`,
    `${LOG_GROUP}=constant:hello`,
    `${LOG_GROUP}=template:{"name":<$.detail.eventName>}`,
    'alerts',
    'arn:aws:s3:::bucket',
    `${TOPIC}=path:detail`,
    `${TOPIC}=shout`,
    `arn:aws:events:eu-west-1:${ACCOUNT}:event-bus/x=path:$.detail`,
    `arn:aws:sqs:eu-west-1:${ACCOUNT}:events.fifo`,
    `${TOPIC}.fifo`,
  ])('refuses %s', (text) => {
    expect(() => parseTarget(text)).toThrow(expect.objectContaining({ kind: 'usage', code: 'bad-target' }));
  });
});

describe('a topic', () => {
  async function withTopic(tags: { Key: string; Value: string }[]) {
    const never = 2 ** 31 - 1;
    const sandbox = await testSandbox({
      timing: {
        iamPropagationMs: 0,
        functionPendingMs: 0,
        cloudTrailDelayMs: { min: never, max: never },
        ruleEffectMs: 0,
        logIngestionMs: { min: 0, max: 0 },
        retryMinuteMs: 10,
      },
    });
    furnish('update', sandbox, ACCOUNT);
    const { SNSClient, CreateTopicCommand } = await import('@aws-sdk/client-sns');
    const client = new SNSClient(clientConfig(sandbox, ACCOUNT));
    await client.send(new CreateTopicCommand({ Name: 'alerts', Tags: tags }));
    client.destroy();
    return sandbox;
  }

  async function policyOf(sandbox: Reached) {
    const { context, close } = testContext({ sandbox });
    const sns = await (await context.aws({})).sns();
    const { Attributes } = await sns.getTopicAttributes({ TopicArn: TOPIC });
    close();
    return JSON.parse(Attributes?.Policy ?? '{"Statement":[]}') as {
      Statement: { Sid: string; Condition?: unknown }[];
    };
  }

  it('is reported before any change if it would refuse the events, with the statement to add', async () => {
    await using sandbox = await withTopic([]);
    const before = await policyOf(sandbox);
    const error = await install({ sandbox }, { request: { notify: [`${TOPIC}@high`] } }).then(
      () => undefined,
      (thrown: AppError) => thrown,
    );
    expect(error).toMatchObject({ kind: 'deploy', code: 'preflight-targets' });
    expect(error?.hint).toContain('"Action":"sns:Publish"');
    expect(error?.hint).toContain('"Sid":"secgroupmonitornotifyhigh"');
    expect(error?.hint).not.toContain('Condition');
    expect(await policyOf(sandbox)).toEqual(before);
  });

  it('is not trusted to accept events on a condition, and gets a statement without one', async () => {
    await using sandbox = await withTopic([{ Key: 'secgroup-monitor:stack', Value: 'secgroup-monitor' }]);
    const { context, close } = testContext({ sandbox });
    const sns = await (await context.aws({})).sns();
    const conditional = {
      Sid: 'secgroupmonitornotifyhigh',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: TOPIC,
      Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/*' } },
    };
    const AttributeValue = JSON.stringify({ Version: '2012-10-17', Statement: [conditional] });
    await sns.setTopicAttributes({ TopicArn: TOPIC, AttributeName: 'Policy', AttributeValue });
    close();
    await install({ sandbox }, { request: { notify: [`${TOPIC}@high`] } });
    const { Statement } = await policyOf(sandbox);
    const ours = Statement.filter(({ Sid }) => Sid === 'secgroupmonitornotifyhigh');
    expect(ours).toHaveLength(1);
    expect(ours[0]).not.toHaveProperty('Condition');
  });

  it("accepts events after install if it has the stack's tag, and is restored by teardown", async () => {
    await using sandbox = await withTopic([{ Key: 'secgroup-monitor:stack', Value: 'secgroup-monitor' }]);
    const before = await policyOf(sandbox);
    const request = { notify: [`${TOPIC}@high`], targets: [`${TOPIC}=path:$.detail`] };
    await install({ sandbox }, { request });
    const sids = (await policyOf(sandbox)).Statement.map(({ Sid }) => Sid);
    expect(sids).toContain('secgroupmonitornotifyhigh');
    expect(sids).toContain('secgroupmonitorchange');
    expect((await install({ sandbox })).changed).toBe(false);

    await install({ sandbox }, { request: { notify: ['none'] } });
    const later = (await policyOf(sandbox)).Statement.map(({ Sid }) => Sid);
    expect(later).not.toContain('secgroupmonitornotifyhigh');
    expect(later).toContain('secgroupmonitorchange');

    expect((await teardown({ sandbox })).remaining).toEqual([]);
    expect(await policyOf(sandbox)).toEqual(before);
  });

  it('is added to the policy once if one rule sends to it in two shapes', async () => {
    await using sandbox = await withTopic([{ Key: 'secgroup-monitor:stack', Value: 'secgroup-monitor' }]);
    await install({ sandbox }, { request: { targets: [TOPIC, `${TOPIC}=path:$.detail`, TOPIC] } });
    const sids = (await policyOf(sandbox)).Statement.map(({ Sid }) => Sid);
    expect(sids.filter((sid) => sid === 'secgroupmonitorchange')).toHaveLength(1);
    const { checks } = await install({ sandbox });
    expect(checks).toContainEqual({
      check: 'targets',
      ok: 'yes',
      detail: '1 target accepts events from the rules',
    });
  });

  it('is restored if the install fails and is undone', async () => {
    await using sandbox = await withTopic([{ Key: 'secgroup-monitor:stack', Value: 'secgroup-monitor' }]);
    const before = await policyOf(sandbox);
    sandbox.faults.add('lambda:CreateFunction=deny');
    await expect(
      install({ sandbox }, { request: { notify: [TOPIC], targets: [TOPIC] } }),
    ).rejects.toMatchObject({ kind: 'deploy', code: 'install-failed' });
    expect(await policyOf(sandbox)).toEqual(before);
  });

  it('is restored if another one cannot be opened', async () => {
    await using sandbox = await withTopic([{ Key: 'secgroup-monitor:stack', Value: 'secgroup-monitor' }]);
    const before = await policyOf(sandbox);
    const { context, close } = testContext({ sandbox });
    const sqs = await (await context.aws({})).sqs();
    await sqs.createQueue({ QueueName: 'alerts', tags: { 'secgroup-monitor:stack': 'secgroup-monitor' } });
    close();
    sandbox.faults.add('sqs:SetQueueAttributes#1=deny');
    await expect(
      install({ sandbox }, { request: { notify: [TOPIC, TOPIC.replace('sns', 'sqs')] } }),
    ).rejects.toMatchObject({ kind: 'access' });
    expect(await policyOf(sandbox)).toEqual(before);
  });

  it('is refused if it is in another Region', async () => {
    await using sandbox = await withTopic([]);
    await expect(
      install({ sandbox }, { request: { notify: [TOPIC.replace('eu-west-1', 'us-east-1')] } }),
    ).rejects.toMatchObject({ kind: 'usage', code: 'target-elsewhere' });
  });
});
