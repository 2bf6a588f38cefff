import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import type { ClientConfig } from '../client-config.ts';
import { type Gateway, gateway } from '../gateway.ts';

const operations = {
  getQueueUrl: GetQueueUrlCommand,
  createQueue: CreateQueueCommand,
  deleteQueue: DeleteQueueCommand,
  getQueueAttributes: GetQueueAttributesCommand,
  setQueueAttributes: SetQueueAttributesCommand,
  listQueueTags: ListQueueTagsCommand,
  tagQueue: TagQueueCommand,
  untagQueue: UntagQueueCommand,
  receiveMessage: ReceiveMessageCommand,
  deleteMessage: DeleteMessageCommand,
  sendMessage: SendMessageCommand,
  listQueues: ListQueuesCommand,
};

export type Sqs = Gateway<typeof operations>;

export function sqs(config: ClientConfig): Sqs {
  return gateway('sqs', new SQSClient(config), operations, config);
}
