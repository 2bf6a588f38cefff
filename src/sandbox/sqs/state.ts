import { AwsError, type Call, type SandboxWorld } from '../service.ts';
import { parseArn } from '../values/arn.ts';

export interface MessageAttribute {
  DataType: string | undefined;
  StringValue?: string | undefined;
  BinaryValue?: Uint8Array | undefined;
}

export interface Message {
  id: string;
  body: string;
  attributes: Record<string, MessageAttribute>;
  /** Epoch ms. */
  sentAt: number;
  senderId: string;
  firstReceivedAt: number | undefined;
  visibleAt: number;
  receiveCount: number;
  /** The queue that moved the message here by its redrive policy. */
  deadLetterSource: string | undefined;
}

export interface Queue {
  name: string;
  arn: string;
  /** Attributes that were set. The defaults are in attributes.ts. */
  attributes: Record<string, string>;
  tags: Map<string, string>;
  created: number;
  modified: number;
  purged: number | undefined;
  messages: Message[];
  /** Long polls to wake up when a message arrives. */
  waiting: Set<() => void>;
}

export interface SqsState {
  queues: Map<string, Queue>;
  /** Deletion time of the last queue with each name, epoch ms. */
  deleted: Map<string, number>;
}

export function sqsState(world: SandboxWorld, account: string, region: string): SqsState {
  return world.state<SqsState>('sqs', account, region, () => ({ queues: new Map(), deleted: new Map() }));
}

export function queueUrl(call: Call, name: string): string {
  return `${call.endpoint}/${call.account}/${name}`;
}

export function noQueue(): AwsError {
  return new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
}

/** Finds the queue of a URL. Its last two parts are account and name. */
export function existingQueue(world: SandboxWorld, url: string | undefined, call: Call): Queue {
  const [account, name = ''] = (url ?? '').split('/').slice(-2);
  if (account !== call.account) {
    throw /^\d{12}$/.test(account ?? '')
      ? new AwsError('AccessDenied', 'Access to the resource is denied.', 403)
      : new AwsError('InvalidAddress', `The address ${url} is not valid for this endpoint.`, 404);
  }
  const queue = sqsState(world, call.account, call.region).queues.get(name);
  if (!queue) throw noQueue();
  return queue;
}

export function queueByArn(world: SandboxWorld, arn: string): Queue | undefined {
  const { account = '', region = '', resource = '' } = parseArn(arn) ?? {};
  return sqsState(world, account, region).queues.get(resource);
}
