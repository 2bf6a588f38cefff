import type * as SQS from '@aws-sdk/client-sqs';
import { inWorld, type Service } from '../operations.ts';
import { tagConditions } from '../policy/tag-conditions.ts';
import type { Call, Requirement, SandboxWorld } from '../service.ts';
import { queueOperations } from './queues.ts';
import { receiveOperations } from './receive.ts';
import { sendOperations } from './send.ts';
import { sqsState } from './state.ts';

/** SQS: standard queues. */
export function sqsService(world: SandboxWorld): Service<typeof SQS> {
  return {
    signingName: 'sqs',
    operations: inWorld(world, { ...queueOperations, ...sendOperations, ...receiveOperations }),
    requirements: (operation, input: Input, call) => requirements(world, operation, input, call),
  };
}

interface Input {
  QueueUrl?: string;
  QueueName?: string;
  tags?: Record<string, string>;
  Tags?: Record<string, string>;
}

/** Batches need the permission of the single call (SQS guide, "API permissions"). */
const single: Record<string, string> = {
  SendMessageBatch: 'SendMessage',
  DeleteMessageBatch: 'DeleteMessage',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
};

function requirements(world: SandboxWorld, operation: string, input: Input, call: Call): Requirement[] {
  const action = `sqs:${single[operation] ?? operation}`;
  const name = input.QueueName ?? input.QueueUrl?.split('/').at(-1);
  if (name === undefined) {
    return [{ action, resource: `arn:${call.partition}:sqs:${call.region}:${call.account}:*` }];
  }
  const resource = `arn:${call.partition}:sqs:${call.region}:${call.account}:${name}`;
  const tagged = operation === 'CreateQueue' && Object.keys(input.tags ?? {}).length > 0;
  const present = sqsState(world, call.account, call.region).queues.get(name)?.tags;
  const conditions = tagConditions(Object.entries(input.tags ?? input.Tags ?? {}), present);
  const needed: Requirement[] = [{ action, resource, conditions }];
  if (tagged) needed.push({ action: 'sqs:TagQueue', resource, conditions });
  return needed;
}
