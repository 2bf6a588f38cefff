import type * as SNS from '@aws-sdk/client-sns';
import type { OperationTable } from '../operations.ts';
import { page } from '../page.ts';
import { readPolicy } from '../policy/read-policy.ts';
import { AwsError } from '../service.ts';
import { addTags, removeTags, tagList, tagMap } from '../values/tags.ts';
import { defaultPolicy, existingTopic, invalid, snsState, type Topic } from './state.ts';

const settable = [
  'DeliveryPolicy',
  'DisplayName',
  'KmsMasterKeyId',
  'Policy',
  'SignatureVersion',
  'TracingConfig',
];

/** Topics, their attributes and tags. */
export const topicOperations: OperationTable<typeof SNS> = {
  CreateTopic(world, input, call) {
    const { topics } = snsState(world, call.account, call.region);
    const name = input.Name ?? '';
    if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) throw invalid('Topic Name');
    for (const [key, value] of Object.entries(input.Attributes ?? {})) checkAttribute(key, value);
    const tags = tagMap(input.Tags);
    const existing = topics.get(name);
    if (existing) {
      const same = Object.entries(input.Attributes ?? {}).every(
        ([key, value]) => existing.attributes[key] === value,
      );
      if (!same) throw invalid('Attributes Reason: Topic already exists with different attributes');
      const sameTags = [...tags].every(([key, value]) => existing.tags.get(key) === value);
      if (!sameTags) throw invalid('Tags Reason: Topic already exists with different tags');
      return { TopicArn: existing.arn };
    }
    const topic: Topic = {
      name,
      arn: `arn:${call.partition}:sns:${call.region}:${call.account}:${name}`,
      owner: call.account,
      attributes: { ...input.Attributes },
      tags,
      subscriptions: [],
    };
    topics.set(name, topic);
    return { TopicArn: topic.arn };
  },

  DeleteTopic(world, input, call) {
    const name = input.TopicArn?.split(':')[5];
    if (name === undefined) throw invalid('TopicArn');
    // Deleting a missing topic succeeds.
    snsState(world, call.account, call.region).topics.delete(name);
    return {};
  },

  ListTopics(world, input, call) {
    const topics = [...snsState(world, call.account, call.region).topics.values()];
    const { items, next } = page(topics, input.NextToken, 100, () => invalid('NextToken'));
    return { Topics: items.map((topic) => ({ TopicArn: topic.arn })), NextToken: next };
  },

  GetTopicAttributes(world, input, call) {
    const topic = existingTopic(world, input.TopicArn, call);
    return {
      Attributes: {
        DisplayName: '',
        ...topic.attributes,
        TopicArn: topic.arn,
        Owner: topic.owner,
        Policy: topic.attributes.Policy ?? defaultPolicy(topic),
        SubscriptionsConfirmed: String(topic.subscriptions.filter((one) => !one.pending).length),
        SubscriptionsPending: String(topic.subscriptions.filter((one) => one.pending).length),
        SubscriptionsDeleted: '0',
      },
    };
  },

  SetTopicAttributes(world, input, call) {
    const topic = existingTopic(world, input.TopicArn, call);
    const name = input.AttributeName ?? '';
    const value = input.AttributeValue ?? '';
    checkAttribute(name, value);
    topic.attributes[name] = value;
    if (value === '') delete topic.attributes[name];
    return {};
  },

  TagResource(world, input, call) {
    addTags(taggedTopic(world, input.ResourceArn, call).tags, input.Tags);
    return {};
  },

  UntagResource(world, input, call) {
    removeTags(taggedTopic(world, input.ResourceArn, call).tags, input.TagKeys);
    return {};
  },

  ListTagsForResource(world, input, call) {
    return { Tags: tagList(taggedTopic(world, input.ResourceArn, call).tags) };
  },
};

/** The tag operations have their own message for a missing topic. */
function taggedTopic(...[world, arn, call]: Parameters<typeof existingTopic>): Topic {
  try {
    return existingTopic(world, arn, call);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'NotFound') throw error;
    throw new AwsError('ResourceNotFound', 'Resource does not exist', 404);
  }
}

function checkAttribute(name: string, value: string): void {
  if (name === 'FifoTopic' || name === 'ContentBasedDeduplication') {
    throw invalid('The sandbox supports only standard topics');
  }
  if (!settable.includes(name)) throw invalid('AttributeName');
  if (name !== 'Policy' || value === '') return;
  readPolicy(value, 'resource', (reason) => invalid(`Policy Error: ${reason}`));
}
