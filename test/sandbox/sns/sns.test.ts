// Covers src/sandbox/sns/*.ts.
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let sns: SNSClient;
let sqs: SQSClient;

beforeAll(async () => {
  sandbox = await testSandbox();
  sns = new SNSClient(clientConfig(sandbox));
  sqs = new SQSClient(clientConfig(sandbox));
});
afterAll(async () => sandbox[Symbol.asyncDispose]());

const arnOf = (name: string) => `arn:aws:sns:eu-west-1:111122223333:${name}`;

/** Returns a policy that allows a service one action on one resource. */
const policyFor = (Service: string, Action: string, Resource: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service }, Action, Resource }],
  });

it('creates topics that can be created again, tagged and deleted', async () => {
  const create = (Tags?: { Key: string; Value: string }[]) =>
    sns.send(new CreateTopicCommand({ Name: 'news', Tags }));
  const TopicArn = (await create()).TopicArn!;
  expect(TopicArn).toBe(arnOf('news'));
  expect((await create()).TopicArn).toBe(TopicArn);
  await expect(create([{ Key: 'a', Value: 'b' }])).rejects.toThrow('already exists with different tags');
  await sns.send(new TagResourceCommand({ ResourceArn: TopicArn, Tags: [{ Key: 'a', Value: 'b' }] }));
  const { Tags } = await sns.send(new ListTagsForResourceCommand({ ResourceArn: TopicArn }));
  expect(Tags).toEqual([{ Key: 'a', Value: 'b' }]);
  expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn }]);
  await sns.send(new DeleteTopicCommand({ TopicArn }));
  await sns.send(new DeleteTopicCommand({ TopicArn }));
  await expect(sns.send(new GetTopicAttributesCommand({ TopicArn }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});

it('accepts messages of a service only if the policy allows them', async () => {
  const TopicArn = (await sns.send(new CreateTopicCommand({ Name: 'alerts' }))).TopicArn!;
  const via = {
    principal: 'events.amazonaws.com',
    sourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/r',
  };
  const publish = () => sandbox.world.sns.publish(TopicArn, 'm', via);
  expect(publish()).toMatchObject({ ok: false, code: 'NO_PERMISSIONS' });
  const set = (AttributeValue: string) =>
    sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }));
  await expect(set('{}')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  const open = policyFor('events.amazonaws.com', 'sns:Publish', TopicArn);
  const conditional = JSON.parse(open);
  conditional.Statement[0].Condition = { ArnEquals: { 'aws:SourceArn': via.sourceArn } };
  await set(JSON.stringify(conditional));
  expect(publish()).toMatchObject({ ok: false, code: 'NO_PERMISSIONS' });
  await set(open);
  expect(publish()).toEqual({ ok: true });
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  expect(JSON.parse(Attributes!.Policy!).Statement[0].Action).toBe('sns:Publish');
});

it('delivers to queues that allow it, wrapped or raw', async () => {
  const TopicArn = (await sns.send(new CreateTopicCommand({ Name: 'fan' }))).TopicArn!;
  const queue = async (QueueName: string, open: boolean) => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName }));
    const arn = `arn:aws:sqs:eu-west-1:111122223333:${QueueName}`;
    const Attributes = { Policy: policyFor('sns.amazonaws.com', 'sqs:SendMessage', arn) };
    if (open) await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    return { arn, read: () => sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 })) };
  };
  const subscribe = (Endpoint: string, Attributes?: Record<string, string>) =>
    sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes }));
  const [wrapped, raw, shut] = [
    await queue('wrapped', true),
    await queue('raw', true),
    await queue('shut', false),
  ];
  await subscribe(wrapped.arn);
  await subscribe(raw.arn, { RawMessageDelivery: 'true' });
  const { SubscriptionArn } = await subscribe(shut.arn);
  await sns.send(new PublishCommand({ TopicArn, Message: 'hello', Subject: 's' }));
  const [one] = (await wrapped.read()).Messages!;
  expect(JSON.parse(one!.Body!)).toMatchObject({
    Type: 'Notification',
    TopicArn,
    Message: 'hello',
    Subject: 's',
  });
  expect((await raw.read()).Messages?.[0]?.Body).toBe('hello');
  expect((await shut.read()).Messages).toBeUndefined();
  await sns.send(new UnsubscribeCommand({ SubscriptionArn: SubscriptionArn! }));
  const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(Subscriptions?.map((each) => each.Endpoint)).toEqual([wrapped.arn, raw.arn]);
});

it('keeps a subscription of an e-mail address pending', async () => {
  const TopicArn = (await sns.send(new CreateTopicCommand({ Name: 'mails' }))).TopicArn!;
  const subscribe = (Endpoint: string) =>
    sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint }));
  await expect(subscribe('nobody')).rejects.toThrow('Email address');
  expect((await subscribe('a@example.com')).SubscriptionArn).toBe('pending confirmation');
  const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(Subscriptions).toMatchObject([{ SubscriptionArn: 'PendingConfirmation', Protocol: 'email' }]);
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  expect(Attributes).toMatchObject({ SubscriptionsConfirmed: '0', SubscriptionsPending: '1' });
});
