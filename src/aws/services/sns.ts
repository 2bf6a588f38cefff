import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTagsForResourceCommand,
  SetTopicAttributesCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import type { ClientConfig } from '../client-config.ts';
import { type Gateway, gateway } from '../gateway.ts';

const operations = {
  getTopicAttributes: GetTopicAttributesCommand,
  setTopicAttributes: SetTopicAttributesCommand,
  listSubscriptionsByTopic: ListSubscriptionsByTopicCommand,
  listTagsForResource: ListTagsForResourceCommand,
};

export type Sns = Gateway<typeof operations>;

export function sns(config: ClientConfig): Sns {
  return gateway('sns', new SNSClient(config), operations, config);
}
