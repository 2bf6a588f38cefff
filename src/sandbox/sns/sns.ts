import type * as SNS from '@aws-sdk/client-sns';
import { inWorld, type Service } from '../operations.ts';
import type { SandboxWorld } from '../service.ts';
import { publishOperations } from './publish.ts';
import { topicOperations } from './topics.ts';

interface TopicRequest {
  TopicArn?: string;
  TargetArn?: string;
  ResourceArn?: string;
  Name?: string;
  Tags?: unknown[];
}

/** SNS: standard topics that deliver to queues and functions. */
export function snsService(world: SandboxWorld): Service<typeof SNS> {
  return {
    signingName: 'sns',
    operations: inWorld(world, { ...topicOperations, ...publishOperations }),
    requirements(operation, { TopicArn, TargetArn, ResourceArn, Name, Tags }: TopicRequest, call) {
      const base = `arn:${call.partition}:sns:${call.region}:${call.account}:`;
      const resource = TopicArn ?? TargetArn ?? ResourceArn ?? `${base}${Name ?? '*'}`;
      const tagged = operation === 'CreateTopic' && (Tags?.length ?? 0) > 0;
      return [
        { action: `sns:${operation}`, resource },
        ...(tagged ? [{ action: 'sns:TagResource', resource }] : []),
      ];
    },
  };
}
