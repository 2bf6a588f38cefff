// Covers src/sandbox/sqs/*.ts.
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let sqs: SQSClient;
let count = 0;
let QueueName: string;
let QueueUrl: string;
let queueArn: string;

beforeAll(async () => {
  sandbox = await testSandbox();
  sqs = new SQSClient(clientConfig(sandbox));
});
afterAll(async () => sandbox[Symbol.asyncDispose]());
beforeEach(async () => {
  count += 1;
  QueueName = `queue-${count}`;
  queueArn = `arn:aws:sqs:eu-west-1:111122223333:${QueueName}`;
  QueueUrl = (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl!;
});

const send = (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
const receive = async (more: Partial<ReceiveMessageCommandInput> = {}) =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl, ...more }))).Messages ?? [];
const attributes = async (...names: ('All' | 'QueueArn')[]) =>
  (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: names }))).Attributes ?? {};
const set = (Attributes: Record<string, string>) =>
  sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));

describe('a queue', () => {
  it('has a URL of the sandbox, and the defaults of AWS', async () => {
    expect(QueueUrl).toBe(`${sandbox.url}/111122223333/${QueueName}`);
    expect((await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl).toBe(QueueUrl);
    expect(await attributes('QueueArn')).toEqual({ QueueArn: queueArn });
    expect(await attributes('All')).toMatchObject({
      QueueArn: queueArn,
      VisibilityTimeout: '30',
      MessageRetentionPeriod: '345600',
      ApproximateNumberOfMessages: '0',
    });
  });

  it('is created again only with the same attributes', async () => {
    const create = (Attributes?: Record<string, string>) =>
      sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    expect((await create({ VisibilityTimeout: '30' })).QueueUrl).toBe(QueueUrl);
    await expect(create({ VisibilityTimeout: '31' })).rejects.toMatchObject({ name: 'QueueNameExists' });
  });

  it('blocks its name for a minute after its deletion', async () => {
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    await expect(sqs.send(new GetQueueUrlCommand({ QueueName }))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
      Code: 'AWS.SimpleQueueService.NonExistentQueue',
    });
    const now = sandbox.world.now;
    const frozen = now();
    sandbox.world.now = () => frozen;
    await sqs
      .send(new CreateQueueCommand({ QueueName: `${QueueName}x` }))
      .then(({ QueueUrl: url }) => sqs.send(new DeleteQueueCommand({ QueueUrl: url! })));
    await expect(sqs.send(new CreateQueueCommand({ QueueName: `${QueueName}x` }))).rejects.toMatchObject({
      name: 'QueueDeletedRecently',
    });
    sandbox.world.now = now;
    await eventually(() => sqs.send(new CreateQueueCommand({ QueueName: `${QueueName}x` })));
  });

  it('validates attributes', async () => {
    const cases: [Record<string, string>, string][] = [
      [{ VisibilityTimeout: '-1' }, 'InvalidAttributeValue'],
      [{ MessageRetentionPeriod: '59' }, 'InvalidAttributeValue'],
      [{ Policy: '{' }, 'InvalidAttributeValue'],
      [{ RedrivePolicy: '{"maxReceiveCount":3}' }, 'InvalidAttributeValue'],
      [
        { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: `${queueArn}-none`, maxReceiveCount: 3 }) },
        'InvalidParameterValue',
      ],
      [{ Nonsense: '1' }, 'InvalidAttributeName'],
      [{ FifoQueue: 'true' }, 'UnsupportedOperation'],
    ];
    for (const [given, name] of cases)
      await expect(set(given), JSON.stringify(given)).rejects.toMatchObject({ name });
    await set({ MessageRetentionPeriod: '60', KmsMasterKeyId: 'alias/aws/sqs' });
    expect(await attributes('All')).toMatchObject({
      MessageRetentionPeriod: '60',
      SqsManagedSseEnabled: 'false',
    });
    await set({ KmsMasterKeyId: '' });
    expect(await attributes('All')).not.toHaveProperty('KmsMasterKeyId');
  });

  it('keeps tags, and is listed by prefix', async () => {
    await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { a: '1', b: '2' } }));
    await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['a'] }));
    expect((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ b: '2' });
    const { QueueUrls } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: QueueName }));
    expect(QueueUrls).toEqual([QueueUrl]);
  });
});

describe('a message', () => {
  it('is hidden while it is in flight, and disappears when it is deleted', async () => {
    await send('one');
    const [message] = await receive({ MessageSystemAttributeNames: ['All'] });
    expect(message).toMatchObject({ Body: 'one', Attributes: { ApproximateReceiveCount: '1' } });
    expect(await receive()).toEqual([]);
    expect(await attributes('All')).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '1',
    });
    const ReceiptHandle = message!.ReceiptHandle!;
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    const [again] = await receive({ MessageSystemAttributeNames: ['All'] });
    expect(again).toMatchObject({
      MessageId: message!.MessageId,
      Attributes: { ApproximateReceiveCount: '2' },
    });
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again!.ReceiptHandle! }));
    expect(await attributes('All')).toMatchObject({ ApproximateNumberOfMessagesNotVisible: '0' });
    await expect(
      sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'nonsense' })),
    ).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  });

  it('ends a long poll when it arrives', async () => {
    const polled = receive({ WaitTimeSeconds: 20 });
    await eventually(() =>
      expect(sandbox.calls.at(-1)).toMatchObject({ operation: 'ReceiveMessage', outcome: '' }),
    );
    await send('late');
    expect((await polled).map((message) => message.Body)).toEqual(['late']);
  });

  it('is missing in the result of a long poll that times out', async () => {
    const started = performance.now();
    expect(await receive({ WaitTimeSeconds: 1 })).toEqual([]);
    expect(performance.now() - started).toBeGreaterThan(950);
  });

  it('appears in a waiting poll after its visibility timeout', async () => {
    await send('again');
    await receive({ VisibilityTimeout: 1 });
    expect((await receive({ WaitTimeSeconds: 5 })).map((message) => message.Body)).toEqual(['again']);
  });

  it('moves to the dead-letter queue when it is received too often', async () => {
    const dead = await sqs.send(new CreateQueueCommand({ QueueName: `${QueueName}-dead` }));
    const deadLetterTargetArn = `${queueArn}-dead`;
    await set({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 }) });
    await send('poison');
    for (const _attempt of [1, 2]) expect(await receive({ VisibilityTimeout: 0 })).toHaveLength(1);
    expect(await receive()).toEqual([]);
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: dead.QueueUrl!, MessageSystemAttributeNames: ['All'] }),
    );
    expect(Messages).toMatchObject([{ Body: 'poison', Attributes: { DeadLetterQueueSourceArn: queueArn } }]);
  });

  it('succeeds or fails on its own in a batch', async () => {
    const { Successful, Failed } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'a', MessageBody: 'A' },
          { Id: 'b', MessageBody: '\u0001' },
          { Id: 'c', MessageBody: 'C' },
        ],
      }),
    );
    expect(Successful?.map((one) => one.Id)).toEqual(['a', 'c']);
    expect(Failed).toMatchObject([{ Id: 'b', Code: 'InvalidMessageContents' }]);
    const messages = await receive({ MaxNumberOfMessages: 10 });
    const Entries = messages.map((one) => ({ Id: one.MessageId!, ReceiptHandle: one.ReceiptHandle! }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    expect(await attributes('All')).toMatchObject({ ApproximateNumberOfMessagesNotVisible: '0' });
    await expect(sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: [] }))).rejects.toMatchObject({
      name: 'EmptyBatchRequest',
    });
  });

  it('has a size limit', async () => {
    await set({ MaximumMessageSize: '1024' });
    await send('x'.repeat(1024));
    await expect(send('x'.repeat(1025))).rejects.toThrow('Message must be shorter than 1024 bytes');
  });

  it('is purged, at most once a minute', async () => {
    await send('x');
    const purge = () => sqs.send(new PurgeQueueCommand({ QueueUrl }));
    const now = sandbox.world.now;
    const frozen = now();
    sandbox.world.now = () => frozen;
    await purge();
    await expect(purge()).rejects.toMatchObject({ name: 'PurgeQueueInProgress' });
    sandbox.world.now = now;
    expect(await receive()).toEqual([]);
  });
});

describe('the queue policy', () => {
  const rule = 'arn:aws:events:eu-west-1:111122223333:rule/watch';
  const from = (sourceArn: string, attributes = {}) =>
    sandbox.world.sqs.send(queueArn, 'event', attributes, { principal: 'events.amazonaws.com', sourceArn });

  it('allows a service to send for the resource in its condition, with attributes', async () => {
    expect(from(rule)).toMatchObject({ ok: false, retryable: false, code: 'NO_PERMISSIONS' });
    await set({
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: queueArn,
            Condition: { ArnEquals: { 'aws:SourceArn': rule } },
          },
        ],
      }),
    });
    expect(from(`${rule}-other`)).toMatchObject({ ok: false, code: 'NO_PERMISSIONS' });
    expect(from(rule, { RULE_ARN: rule })).toEqual({ ok: true });
    const [message] = await receive({ MessageAttributeNames: ['All'] });
    expect(message).toMatchObject({
      Body: 'event',
      MessageAttributes: { RULE_ARN: { DataType: 'String', StringValue: rule } },
    });
  });

  it('reports a missing queue', () => {
    const via = { principal: 'events.amazonaws.com', sourceArn: rule };
    expect(sandbox.world.sqs.send(`${queueArn}x`, 'event', {}, via)).toMatchObject({ code: 'NO_RESOURCE' });
  });
});
