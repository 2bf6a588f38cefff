import { createHash } from 'node:crypto';
import type * as SQS from '@aws-sdk/client-sqs';
import type { OperationTable } from '../operations.ts';
import { mayDeliver } from '../policy/delivery.ts';
import { AwsError, type SandboxWorld, undeliverable } from '../service.ts';
import { uuid } from '../values/uuid.ts';
import { numberOf } from './attributes.ts';
import { batch } from './batch.ts';
import { existingQueue, type Message, type MessageAttribute, type Queue, queueByArn } from './state.ts';

interface Sent {
  MessageBody?: string | undefined;
  DelaySeconds?: number | undefined;
  MessageAttributes?: Record<string, MessageAttribute> | undefined;
}

/** Sends messages of callers and of other services. */
export const sendOperations: OperationTable<typeof SQS> = {
  SendMessage(world, input, call) {
    const queue = existingQueue(world, input.QueueUrl, call);
    return sentAnswer(put(world, queue, input, call.caller.principalId));
  },

  SendMessageBatch(world, input, call) {
    const queue = existingQueue(world, input.QueueUrl, call);
    const senderId = call.caller.principalId;
    return batch(input.Entries, (entry) => sentAnswer(put(world, queue, entry, senderId)));
  },
};

/** SQS in the World: accepts messages of other services and roles, if policies allow it. */
export function sqsSlice(world: SandboxWorld): SandboxWorld['sqs'] {
  return {
    send(queueArn, body, attributes, via) {
      const queue = queueByArn(world, queueArn);
      if (!queue) {
        return undeliverable('NO_RESOURCE', 'The specified queue does not exist.');
      }
      const request = { action: 'sqs:SendMessage', resource: queue.arn };
      if (!mayDeliver(world, via, request, queue.attributes.Policy)) {
        return undeliverable(
          'NO_PERMISSIONS',
          `${via.principal} is not authorized to perform: sqs:sendmessage on resource: ${queue.arn}`,
        );
      }
      const typed = Object.entries(attributes).map(([name, StringValue]) => {
        // ErrorCode is a number in Lambda's dead letters and text in EventBridge's.
        const DataType = name === 'ErrorCode' ? 'Number' : 'String';
        return [name, { DataType, StringValue }] as const;
      });
      try {
        put(world, queue, { MessageBody: body, MessageAttributes: Object.fromEntries(typed) }, via.principal);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return undeliverable('SDK_CLIENT_ERROR', error.message);
      }
      return { ok: true };
    },
  };
}

function put(world: SandboxWorld, queue: Queue, sent: Sent, senderId: string): Message {
  const body = sent.MessageBody ?? '';
  const attributes = sent.MessageAttributes ?? {};
  checkSize(queue, body, attributes);
  const now = world.now();
  const message: Message = {
    id: uuid(world, 'message'),
    body,
    attributes,
    sentAt: now,
    senderId,
    firstReceivedAt: undefined,
    visibleAt: now + (sent.DelaySeconds ?? numberOf(queue, 'DelaySeconds')) * 1000,
    receiveCount: 0,
    deadLetterSource: undefined,
  };
  queue.messages.push(message);
  for (const look of queue.waiting) look();
  return message;
}

function checkSize(queue: Queue, body: string, attributes: Record<string, MessageAttribute>): void {
  if (body === '')
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  // Characters that SQS refuses, because XML 1.0 does not allow them (SDK documentation of SendMessage).
  if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(body)) {
    throw new AwsError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    );
  }
  const max = numberOf(queue, 'MaximumMessageSize');
  const attributeBytes = Object.entries(attributes).reduce(
    (sum, [name, one]) =>
      sum +
      name.length +
      (one.DataType ?? '').length +
      Buffer.byteLength(one.StringValue ?? one.BinaryValue ?? ''),
    0,
  );
  if (Buffer.byteLength(body) + attributeBytes > max) {
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${max} bytes.`,
    );
  }
  if (Object.keys(attributes).length > 10) {
    throw new AwsError(
      'InvalidParameterValue',
      `Number of message attributes [${Object.keys(attributes).length}] exceeds the allowed maximum [10].`,
    );
  }
}

function sentAnswer(message: Message) {
  return {
    MessageId: message.id,
    MD5OfMessageBody: md5(message.body),
    MD5OfMessageAttributes: attributesMd5(message.attributes),
  };
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/** SQS guide, "Calculating the MD5 message digest for message attributes". */
export function attributesMd5(attributes: Record<string, MessageAttribute>): string | undefined {
  const sorted = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  if (sorted.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (bytes: Uint8Array) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const [name, { DataType = '', StringValue, BinaryValue }] of sorted) {
    add(Buffer.from(name));
    add(Buffer.from(DataType));
    hash.update(Buffer.from([DataType.startsWith('Binary') ? 2 : 1]));
    add(DataType.startsWith('Binary') ? Buffer.from(BinaryValue ?? []) : Buffer.from(StringValue ?? ''));
  }
  return hash.digest('hex');
}
