import type * as Kinesis from '@aws-sdk/client-kinesis';
import { inWorld, type Service } from '../operations.ts';
import type { SandboxWorld } from '../service.ts';
import { recordOperations } from './records.ts';
import { streamOperations } from './streams.ts';

interface StreamRequest {
  StreamARN?: string;
  ResourceARN?: string;
  StreamName?: string;
}

/** Kinesis Data Streams: the operations that a rule's target and its reader need. */
export function kinesisService(world: SandboxWorld): Service<typeof Kinesis> {
  return {
    signingName: 'kinesis',
    operations: inWorld(world, { ...streamOperations, ...recordOperations }),
    requirements(operation, { StreamARN, ResourceARN, StreamName }: StreamRequest, call) {
      const base = `arn:${call.partition}:kinesis:${call.region}:${call.account}:stream/`;
      const named = StreamARN ?? ResourceARN ?? (StreamName === undefined ? undefined : base + StreamName);
      const any = operation === 'ListStreams' ? '*' : `${base}*`;
      return [{ action: `kinesis:${operation}`, resource: named ?? any }];
    },
  };
}
