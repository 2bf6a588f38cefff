import { inWorld } from '../in-world.ts';
import type { Service, World } from '../service.ts';
import { recordOperations } from './records.ts';
import { streamOperations } from './streams.ts';

/** Kinesis Data Streams: as much as a rule's target and its reader need. */
export function kinesisService(world: World): Service<typeof import('@aws-sdk/client-kinesis')> {
  return {
    signingName: 'kinesis',
    operations: inWorld(world, { ...streamOperations, ...recordOperations }),
    requirements(operation, input, call) {
      const { StreamARN, ResourceARN, StreamName } = input as Record<string, string | undefined>;
      const base = `arn:${call.partition}:kinesis:${call.region}:${call.account}:stream/`;
      const named = StreamARN ?? ResourceARN ?? (StreamName === undefined ? undefined : base + StreamName);
      const any = operation === 'ListStreams' ? '*' : `${base}*`;
      return [{ action: `kinesis:${operation}`, resource: named ?? any }];
    },
  };
}
