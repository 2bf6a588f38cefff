import type * as SQS from '@aws-sdk/client-sqs';
import type { OperationTable } from '../operations.ts';
import { AwsError, type Call, type SandboxWorld } from '../service.ts';
import { parseJsonObject } from '../values/json.ts';
import { numberOf } from './attributes.ts';
import { batch } from './batch.ts';
import { attributesMd5, md5 } from './send.ts';
import { existingQueue, type Message, type Queue, queueByArn, sqsState } from './state.ts';

/**
 * Receives messages with visibility timeout and long polling, deletes them, and moves them to the dead-letter
 * queue.
 */
export const receiveOperations: OperationTable<typeof SQS> = {
  async ReceiveMessage(world, input, call) {
    const queue = existingQueue(world, input.QueueUrl, call);
    const max = checkRange('MaxNumberOfMessages', input.MaxNumberOfMessages ?? 1, 1, 10);
    const waitSeconds = input.WaitTimeSeconds ?? numberOf(queue, 'ReceiveMessageWaitTimeSeconds');
    const until = world.now() + checkRange('WaitTimeSeconds', waitSeconds, 0, 20) * 1000;
    const visibility = checkRange(
      'VisibilityTimeout',
      input.VisibilityTimeout ?? numberOf(queue, 'VisibilityTimeout'),
      0,
      43_200,
    );
    let taken = take(world, queue, max, visibility);
    while (taken.length === 0 && world.now() < until && !call.signal.aborted) {
      await somethingToSee(world, queue, until, call);
      if (sqsState(world, call.account, call.region).queues.get(queue.name) !== queue) break;
      taken = take(world, queue, max, visibility);
    }
    const system = [...(input.MessageSystemAttributeNames ?? []), ...(input.AttributeNames ?? [])];
    const messages = taken.map((one) => received(one, system, input.MessageAttributeNames ?? []));
    return messages.length > 0 ? { Messages: messages } : {};
  },

  DeleteMessage(world, input, call) {
    return remove(existingQueue(world, input.QueueUrl, call), input.ReceiptHandle);
  },

  DeleteMessageBatch(world, input, call) {
    const queue = existingQueue(world, input.QueueUrl, call);
    return batch(input.Entries, (entry) => remove(queue, entry.ReceiptHandle));
  },

  ChangeMessageVisibility(world, input, call) {
    return changeVisibility(world, existingQueue(world, input.QueueUrl, call), input);
  },

  ChangeMessageVisibilityBatch(world, input, call) {
    const queue = existingQueue(world, input.QueueUrl, call);
    return batch(input.Entries, (entry) => changeVisibility(world, queue, entry));
  },
};

/** Takes visible messages. If one was received too often, it goes to the dead-letter queue instead. */
function take(world: SandboxWorld, queue: Queue, max: number, visibilitySeconds: number): Message[] {
  const now = world.now();
  const retention = numberOf(queue, 'MessageRetentionPeriod') * 1000;
  queue.messages = queue.messages.filter((one) => one.sentAt + retention > now);
  const { deadLetterTargetArn, maxReceiveCount } =
    parseJsonObject(queue.attributes.RedrivePolicy ?? '') ?? {};
  const deadLetters = deadLetterTargetArn ? queueByArn(world, String(deadLetterTargetArn)) : undefined;
  const taken: Message[] = [];
  for (const message of queue.messages.filter((one) => one.visibleAt <= now)) {
    if (taken.length === max) break;
    if (deadLetters && message.receiveCount >= Number(maxReceiveCount)) {
      queue.messages.splice(queue.messages.indexOf(message), 1);
      deadLetters.messages.push({ ...message, deadLetterSource: queue.arn, visibleAt: now });
      for (const look of deadLetters.waiting) look();
    } else {
      message.receiveCount += 1;
      message.firstReceivedAt ??= now;
      message.visibleAt = now + visibilitySeconds * 1000;
      taken.push(message);
    }
  }
  return taken;
}

/** Waits until a message arrives or becomes visible again, the poll ends, or the caller disconnects. */
function somethingToSee(world: SandboxWorld, queue: Queue, until: number, call: Call): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      queue.waiting.delete(look);
      call.signal.removeEventListener('abort', look);
      resolve();
    };
    queue.waiting.add(look);
    call.signal.addEventListener('abort', look);
    const next = Math.min(until, ...queue.messages.map((one) => one.visibleAt));
    world.after(Math.max(next - world.now(), 1), look);
  });
}

function received(message: Message, system: string[], names: string[]) {
  const about: Record<string, string> = {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(message.deadLetterSource === undefined ? {} : { DeadLetterQueueSourceArn: message.deadLetterSource }),
  };
  const wanted = (name: string) =>
    names.some(
      (one) =>
        one === 'All' ||
        one === '.*' ||
        one === name ||
        (one.endsWith('.*') && name.startsWith(one.slice(0, -1))),
    );
  const shown = Object.entries(about).filter(([name]) => system.includes('All') || system.includes(name));
  const attributes = Object.fromEntries(Object.entries(message.attributes).filter(([name]) => wanted(name)));
  const some = Object.keys(attributes).length > 0;
  return {
    MessageId: message.id,
    ReceiptHandle: Buffer.from(`${message.id} ${message.receiveCount}`).toString('base64'),
    MD5OfBody: md5(message.body),
    Body: message.body,
    Attributes: shown.length > 0 ? Object.fromEntries(shown) : undefined,
    MessageAttributes: some ? attributes : undefined,
    MD5OfMessageAttributes: some ? attributesMd5(attributes) : undefined,
  };
}

/** Returns the message id of a receipt handle. Every handle is valid until its message is deleted. */
function idOf(handle: string | undefined): string {
  const text = Buffer.from(handle ?? '', 'base64').toString();
  const id = /^([0-9a-f-]{36}) \d+$/.exec(text)?.[1];
  if (id === undefined) {
    throw new AwsError(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${handle}" is not a valid receipt handle.`,
      404,
    );
  }
  return id;
}

function remove(queue: Queue, handle: string | undefined): object {
  const id = idOf(handle);
  queue.messages = queue.messages.filter((one) => one.id !== id);
  return {};
}

function changeVisibility(
  world: SandboxWorld,
  queue: Queue,
  input: { ReceiptHandle?: string | undefined; VisibilityTimeout?: number | undefined },
): object {
  const id = idOf(input.ReceiptHandle);
  const seconds = checkRange('VisibilityTimeout', input.VisibilityTimeout ?? 0, 0, 43_200);
  const message = queue.messages.find((one) => one.id === id);
  if (!message || message.visibleAt <= world.now()) {
    throw new AwsError('MessageNotInflight', 'The specified message is not in flight.');
  }
  message.visibleAt = world.now() + seconds * 1000;
  for (const look of queue.waiting) look();
  return {};
}

function checkRange(field: string, value: number, min: number, max: number): number {
  if (value >= min && value <= max) return value;
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${value} for parameter ${field} is invalid. Reason: Must be >= ${min} and <= ${max}, if provided.`,
  );
}
