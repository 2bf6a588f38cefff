import type * as Kinesis from '@aws-sdk/client-kinesis';
import { brokenConstraint } from '../constraint.ts';
import type { OperationTable } from '../operations.ts';
import { mayDeliver } from '../policy/delivery.ts';
import { AwsError, type SandboxWorld, undeliverable } from '../service.ts';
import { parseArn } from '../values/arn.ts';
import { existingStream, kinesisState, type Stream, type StreamRecord, shardOf } from './state.ts';

/** Maximum bytes of one record (SDK documentation of PutRecord). */
const maxRecordBytes = 10_485_760;

/** Writes and reads records. */
export const recordOperations: OperationTable<typeof Kinesis> = {
  PutRecord(world, input, call) {
    return put(
      world,
      existingStream(world, input, call),
      input.Data ?? new Uint8Array(),
      input.PartitionKey ?? '',
    );
  },

  PutRecords(world, input, call) {
    const stream = existingStream(world, input, call);
    const records = (input.Records ?? []).map((one) =>
      put(world, stream, one.Data ?? new Uint8Array(), one.PartitionKey ?? ''),
    );
    return { FailedRecordCount: 0, Records: records };
  },

  GetShardIterator(world, input, call) {
    const stream = existingStream(world, input, call);
    const shard = stream.shards.find((one) => one.id === input.ShardId);
    if (!shard) {
      throw new AwsError(
        'ResourceNotFoundException',
        `Shard ${input.ShardId} in stream ${stream.name} under account ${call.account} does not exist`,
      );
    }
    const from = (test: (one: StreamRecord) => boolean) => {
      const index = shard.records.findIndex(test);
      return index < 0 ? shard.records.length : index;
    };
    const wanted = BigInt(input.StartingSequenceNumber ?? 0);
    const position = {
      TRIM_HORIZON: () => 0,
      LATEST: () => shard.records.length,
      AT_SEQUENCE_NUMBER: () => from((one) => BigInt(one.sequenceNumber) >= wanted),
      AFTER_SEQUENCE_NUMBER: () => from((one) => BigInt(one.sequenceNumber) > wanted),
      AT_TIMESTAMP: () => from((one) => one.arrived >= Number(input.Timestamp ?? 0)),
    }[input.ShardIteratorType ?? 'LATEST'];
    if (!position)
      throw new AwsError('InvalidArgumentException', `Invalid ShardIteratorType ${input.ShardIteratorType}.`);
    return { ShardIterator: iterator(stream, shard.id, position()) };
  },

  GetRecords(world, input, call) {
    const [name, shardId, at] = Buffer.from(input.ShardIterator ?? '', 'base64')
      .toString()
      .split(' ');
    const stream = kinesisState(world, call.account, call.region).streams.get(name ?? '');
    const shard = stream?.shards.find((one) => one.id === shardId);
    if (!stream || !shard) throw new AwsError('InvalidArgumentException', 'Invalid ShardIterator.');
    const start = Number(at);
    const records = shard.records.slice(start, start + (input.Limit ?? 10_000));
    return {
      Records: records.map((one) => ({
        SequenceNumber: one.sequenceNumber,
        ApproximateArrivalTimestamp: new Date(one.arrived),
        Data: one.data,
        PartitionKey: one.partitionKey,
      })),
      NextShardIterator: iterator(stream, shard.id, start + records.length),
      MillisBehindLatest: 0,
    };
  },
};

/** Kinesis in the World: accepts records of other services and roles, if policies allow it. */
export function kinesisSlice(world: SandboxWorld): SandboxWorld['kinesis'] {
  return {
    put(streamArn, data, partitionKey, via) {
      const { account = '', region = '', resource = '' } = parseArn(streamArn) ?? {};
      const stream = kinesisState(world, account, region).streams.get(resource.slice('stream/'.length));
      if (!stream) {
        return undeliverable('NO_RESOURCE', `Stream ${streamArn} not found.`);
      }
      const request = { action: 'kinesis:PutRecord', resource: stream.arn };
      if (!mayDeliver(world, via, request, stream.policy)) {
        return undeliverable(
          'NO_PERMISSIONS',
          `${via.principal} is not authorized to perform: kinesis:PutRecord on resource: ${stream.arn}`,
        );
      }
      put(world, stream, Buffer.from(data), partitionKey);
      return { ok: true };
    },
  };
}

function put(world: SandboxWorld, stream: Stream, data: Uint8Array, partitionKey: string) {
  if (partitionKey === '' || partitionKey.length > 256) {
    throw new AwsError(
      'ValidationException',
      brokenConstraint('partitionKey', 'have length between 1 and 256'),
    );
  }
  if (data.length > maxRecordBytes) {
    throw new AwsError(
      'ValidationException',
      brokenConstraint('data', `have length less than or equal to ${maxRecordBytes}`),
    );
  }
  const shard = shardOf(stream, partitionKey);
  stream.nextSequence += 1n;
  const sequenceNumber = String(stream.nextSequence);
  shard.records.push({ sequenceNumber, data: Uint8Array.from(data), partitionKey, arrived: world.now() });
  return { ShardId: shard.id, SequenceNumber: sequenceNumber, EncryptionType: 'NONE' as const };
}

function iterator(stream: Stream, shardId: string, position: number): string {
  return Buffer.from(`${stream.name} ${shardId} ${position}`).toString('base64');
}
