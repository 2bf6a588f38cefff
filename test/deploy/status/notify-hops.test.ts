import {
  CreateTopicCommand,
  DeleteTopicCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { walkHops } from '../../../src/deploy/status/hops.ts';
import { furnish } from '../../faults/harness.ts';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';
import { EMPTY_HANDLER, install, withDeploy } from '../support.ts';

const ACCOUNT = '111122223333';
const TOPIC = `arn:aws:sns:eu-west-1:${ACCOUNT}:alerts`;
const QUEUE = `arn:aws:sqs:eu-west-1:${ACCOUNT}:alarms`;
const TAG = 'secgroup-monitor:stack';

const policy = (Effect: string, Action: string, Resource: string) => {
  const Principal = { Service: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'] };
  return { Effect, Principal, Action, Resource };
};
const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = policy('Allow', 'sns:Publish', TOPIC);

/** Installs a stack with a topic of somebody else and a queue with the stack's tag. */
async function installed() {
  const sandbox = await testSandbox();
  furnish('update', sandbox, ACCOUNT);
  const config = clientConfig(sandbox, ACCOUNT);
  const [sns, sqs] = [new SNSClient(config), new SQSClient(config)];
  await sns.send(new CreateTopicCommand({ Name: 'alerts', Attributes: { Policy: document(allow) } }));
  await sqs.send(new CreateQueueCommand({ QueueName: 'alarms', tags: { [TAG]: 'secgroup-monitor' } }));
  const subscribe = (Protocol: string, Endpoint: string) =>
    sns.send(new SubscribeCommand({ TopicArn: TOPIC, Protocol, Endpoint, ReturnSubscriptionArn: true }));
  const { SubscriptionArn } = await subscribe('sqs', QUEUE);
  await install({ sandbox }, { request: { notify: [TOPIC, `${QUEUE}@high`] } });
  return {
    sandbox,
    sns,
    sqs,
    subscribe,
    unsubscribe: () => sns.send(new UnsubscribeCommand({ SubscriptionArn })),
    setPolicy: (AttributeValue: string) =>
      sns.send(new SetTopicAttributesCommand({ TopicArn: TOPIC, AttributeName: 'Policy', AttributeValue })),
    /** The hop of one target. */
    async hop(arn: string) {
      const { hops } = await withDeploy({ sandbox }, (context) =>
        walkHops({ stack: 'secgroup-monitor', handlerCode: EMPTY_HANDLER }, context),
      );
      const found = hops.filter(({ hop }) => hop === 'notify');
      expect(found).toHaveLength(2);
      return found.find(({ detail }) => detail.includes(arn))!;
    },
    async [Symbol.asyncDispose]() {
      sns.destroy();
      sqs.destroy();
      await sandbox[Symbol.asyncDispose]();
    },
  };
}

describe('the hop of a topic in --notify', () => {
  it('shows how many subscriptions are confirmed, and how many wait', async () => {
    await using stack = await installed();
    expect(await stack.hop(TOPIC)).toEqual({
      hop: 'notify',
      ok: true,
      detail: `${TOPIC} accepts events and has 1 confirmed subscription`,
    });
    await stack.subscribe('email', 'security@example.com');
    expect((await stack.hop(TOPIC)).detail).toBe(
      `${TOPIC} accepts events and has 1 confirmed subscription; 1 subscription waits for confirmation`,
    );
  });

  it('is broken if the last subscription is removed, or only waits for confirmation', async () => {
    await using stack = await installed();
    await stack.unsubscribe();
    expect(await stack.hop(TOPIC)).toEqual({
      hop: 'notify',
      ok: false,
      detail: `${TOPIC} has no subscription, so nobody receives its messages`,
    });
    await stack.subscribe('email', 'security@example.com');
    expect(await stack.hop(TOPIC)).toMatchObject({
      ok: false,
      detail: expect.stringContaining('no confirmed subscription'),
    });
  });

  it('is broken if the policy denies EventBridge, or no longer allows it', async () => {
    await using stack = await installed();
    await stack.setPolicy(document(allow, policy('Deny', 'sns:Publish', TOPIC)));
    expect(await stack.hop(TOPIC)).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/does not accept events from rule .*: its policy denies them$/),
    });
    await expect(install({ sandbox: stack.sandbox })).rejects.toMatchObject({
      code: 'preflight-targets',
      hint: expect.stringContaining('remove the statement that denies it'),
    });
    await stack.setPolicy(document(policy('Allow', 'sns:Publish', `${TOPIC}-2`)));
    expect(await stack.hop(TOPIC)).toMatchObject({
      ok: false,
      detail: expect.stringContaining('add this statement to its policy: {"Sid":'),
    });
  });

  it('is broken if the topic is deleted', async () => {
    await using stack = await installed();
    await stack.sns.send(new DeleteTopicCommand({ TopicArn: TOPIC }));
    expect(await stack.hop(TOPIC)).toEqual({ hop: 'notify', ok: false, detail: `${TOPIC} does not exist` });
  });
});

describe('the hop of a queue in --notify', () => {
  it('names install as the remedy if the policy of a queue with the stack’s tag is removed', async () => {
    await using stack = await installed();
    expect(await stack.hop(QUEUE)).toEqual({ hop: 'notify', ok: true, detail: `${QUEUE} accepts events` });
    const QueueUrl = `${stack.sandbox.url}/${ACCOUNT}/alarms`;
    await stack.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: '' } }));
    expect(await stack.hop(QUEUE)).toMatchObject({
      ok: false,
      remedy: expect.stringMatching(/^secgroup-monitor install/),
    });
    await install({ sandbox: stack.sandbox });
    expect(await stack.hop(QUEUE)).toMatchObject({ ok: true });
    await stack.sqs.send(new DeleteQueueCommand({ QueueUrl }));
    expect((await stack.hop(QUEUE)).detail).toBe(`${QUEUE} does not exist`);
  });
});
