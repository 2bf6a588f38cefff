import type * as SQS from '@aws-sdk/client-sqs';
import type { OperationTable } from '../operations.ts';
import { page } from '../page.ts';
import { AwsError } from '../service.ts';
import { removeTags } from '../values/tags.ts';
import { checkAttributes, describeAttributes } from './attributes.ts';
import { existingQueue, noQueue, queueUrl, sqsState } from './state.ts';

/** Queues, their attributes and tags. */
export const queueOperations: OperationTable<typeof SQS> = {
  CreateQueue(world, input, call) {
    const { queues, deleted } = sqsState(world, call.account, call.region);
    const name = input.QueueName ?? '';
    if (!/^[a-zA-Z0-9_-]{1,80}$/.test(name)) {
      throw new AwsError(
        'InvalidParameterValue',
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      );
    }
    const attributes = withoutEmpty(checkAttributes(world, input.Attributes));
    const now = world.now();
    const existing = queues.get(name);
    if (existing) {
      const shown = describeAttributes(existing, ['All'], now);
      for (const [attribute, value] of Object.entries(attributes)) {
        if (shown[attribute] !== value) {
          throw new AwsError(
            'QueueNameExists',
            `A queue already exists with the same name and a different value for attribute ${attribute}`,
          );
        }
      }
      return { QueueUrl: queueUrl(call, name) };
    }
    // 60 seconds on AWS. Here it is the same minute as that of the retries.
    if (now - (deleted.get(name) ?? Number.NEGATIVE_INFINITY) < world.timing.retryMinuteMs) {
      throw new AwsError(
        'QueueDeletedRecently',
        'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
      );
    }
    deleted.delete(name);
    queues.set(name, {
      name,
      arn: `arn:${call.partition}:sqs:${call.region}:${call.account}:${name}`,
      attributes,
      tags: new Map(Object.entries(input.tags ?? {})),
      created: now,
      modified: now,
      purged: undefined,
      messages: [],
      waiting: new Set(),
    });
    return { QueueUrl: queueUrl(call, name) };
  },

  GetQueueUrl(world, input, call) {
    const owner = input.QueueOwnerAWSAccountId ?? call.account;
    const { queues } = sqsState(world, call.account, call.region);
    if (owner !== call.account || !queues.has(input.QueueName ?? '')) throw noQueue();
    return { QueueUrl: queueUrl(call, input.QueueName ?? '') };
  },

  ListQueues(world, input, call) {
    const names = [...sqsState(world, call.account, call.region).queues.keys()]
      .filter((name) => name.startsWith(input.QueueNamePrefix ?? ''))
      .sort();
    const { items, next } = page(
      names,
      input.NextToken,
      input.MaxResults ?? 1000,
      () => new AwsError('InvalidParameterValue', 'Invalid or expired next token.'),
    );
    const urls = items.map((name) => queueUrl(call, name));
    return { QueueUrls: urls.length > 0 ? urls : undefined, NextToken: next };
  },

  DeleteQueue(world, input, call) {
    const queue = existingQueue(world, input.QueueUrl, call);
    const { queues, deleted } = sqsState(world, call.account, call.region);
    queues.delete(queue.name);
    deleted.set(queue.name, world.now());
    for (const look of queue.waiting) look();
    return {};
  },

  GetQueueAttributes(world, input, call) {
    const queue = existingQueue(world, input.QueueUrl, call);
    const names = input.AttributeNames ?? [];
    if (names.length === 0) return {};
    return { Attributes: describeAttributes(queue, names, world.now()) };
  },

  SetQueueAttributes(world, input, call) {
    const queue = existingQueue(world, input.QueueUrl, call);
    const given = checkAttributes(world, input.Attributes);
    queue.attributes = withoutEmpty({ ...queue.attributes, ...given });
    queue.modified = world.now();
    return {};
  },

  TagQueue(world, input, call) {
    const queue = existingQueue(world, input.QueueUrl, call);
    for (const [key, value] of Object.entries(input.Tags ?? {})) queue.tags.set(key, value);
    return {};
  },

  UntagQueue(world, input, call) {
    removeTags(existingQueue(world, input.QueueUrl, call).tags, input.TagKeys);
    return {};
  },

  ListQueueTags(world, input, call) {
    const { tags } = existingQueue(world, input.QueueUrl, call);
    return { Tags: tags.size > 0 ? Object.fromEntries(tags) : undefined };
  },

  PurgeQueue(world, input, call) {
    const queue = existingQueue(world, input.QueueUrl, call);
    const now = world.now();
    if (now - (queue.purged ?? Number.NEGATIVE_INFINITY) < world.timing.retryMinuteMs) {
      throw new AwsError(
        'PurgeQueueInProgress',
        `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
        403,
      );
    }
    queue.purged = now;
    queue.messages = [];
    return {};
  },
};

function withoutEmpty(attributes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
}
