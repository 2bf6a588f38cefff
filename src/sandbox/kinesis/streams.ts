import type * as Kinesis from '@aws-sdk/client-kinesis';
import type { StreamDescription } from '@aws-sdk/client-kinesis';
import { brokenConstraint } from '../constraint.ts';
import type { OperationTable } from '../operations.ts';
import { readPolicy } from '../policy/read-policy.ts';
import { AwsError, type SandboxWorld } from '../service.ts';
import { existingStream, firstSequence, hashRange, kinesisState, type Stream } from './state.ts';

/** Maximum shards of an account and Region (docs:streams service-sizes-and-limits). */
const maxShards = 500;

/** Streams and their resource policies. */
export const streamOperations: OperationTable<typeof Kinesis> = {
  CreateStream(world, input, call) {
    const { streams } = kinesisState(world, call.account, call.region);
    const name = input.StreamName ?? '';
    if (!/^[a-zA-Z0-9_.-]{1,128}$/.test(name)) {
      throw new AwsError(
        'ValidationException',
        brokenConstraint('streamName', 'satisfy regular expression pattern: [a-zA-Z0-9_.-]+', name),
      );
    }
    if (streams.has(name)) {
      throw new AwsError(
        'ResourceInUseException',
        `Stream ${name} under account ${call.account} already exists.`,
      );
    }
    const onDemand = input.StreamModeDetails?.StreamMode === 'ON_DEMAND' || input.ShardCount === undefined;
    const now = world.now();
    const wanted = input.ShardCount ?? 4;
    if (wanted < 1 || wanted > maxShards) {
      throw new AwsError(
        'LimitExceededException',
        `This request would exceed the shard limit for the account ${call.account} in ${call.region}. ` +
          `Limit: ${maxShards}. Number of additional shards that would have been created: ${wanted}.`,
      );
    }
    const shards = Array.from({ length: wanted }, (_, index) => ({
      id: `shardId-${String(index).padStart(12, '0')}`,
      records: [],
    }));
    streams.set(name, {
      name,
      arn: `arn:${call.partition}:kinesis:${call.region}:${call.account}:stream/${name}`,
      created: now,
      activeAt: now + world.timing.functionPendingMs,
      onDemand,
      shards,
      policy: undefined,
      nextSequence: firstSequence,
    });
    return {};
  },

  DeleteStream(world, input, call) {
    const stream = existingStream(world, input, call);
    kinesisState(world, call.account, call.region).streams.delete(stream.name);
    return {};
  },

  ListStreams(world, _input, call) {
    const streams = [...kinesisState(world, call.account, call.region).streams.values()];
    return {
      StreamNames: streams.map((one) => one.name),
      HasMoreStreams: false,
      StreamSummaries: streams.map((one) => ({
        StreamName: one.name,
        StreamARN: one.arn,
        StreamStatus: status(world, one),
      })),
    };
  },

  DescribeStreamSummary(world, input, call) {
    const stream = existingStream(world, input, call);
    return {
      StreamDescriptionSummary: {
        ...summary(world, stream),
        OpenShardCount: stream.shards.length,
        ConsumerCount: 0,
      },
    };
  },

  DescribeStream(world, input, call) {
    const stream = existingStream(world, input, call);
    return {
      StreamDescription: {
        ...summary(world, stream),
        HasMoreShards: false,
        Shards: stream.shards.map((shard, index) => ({
          ShardId: shard.id,
          HashKeyRange: hashRange(stream, index),
          SequenceNumberRange: { StartingSequenceNumber: String(firstSequence) },
        })),
      },
    };
  },

  PutResourcePolicy(world, input, call) {
    const stream = existingStream(world, input, call);
    readPolicy(input.Policy ?? '', 'resource', (reason) => new AwsError('InvalidArgumentException', reason));
    stream.policy = input.Policy;
    return {};
  },

  GetResourcePolicy(world, input, call) {
    return { Policy: existingStream(world, input, call).policy ?? '' };
  },

  DeleteResourcePolicy(world, input, call) {
    const stream = existingStream(world, input, call);
    if (stream.policy === undefined) {
      throw new AwsError(
        'ResourceNotFoundException',
        `No resource policy found for resource ARN ${stream.arn}.`,
      );
    }
    stream.policy = undefined;
    return {};
  },
};

function status(world: SandboxWorld, stream: Stream) {
  return world.now() < stream.activeAt ? 'CREATING' : 'ACTIVE';
}

/** The members that both describe operations return. */
function summary(world: SandboxWorld, stream: Stream) {
  return {
    StreamName: stream.name,
    StreamARN: stream.arn,
    StreamStatus: status(world, stream),
    StreamModeDetails: { StreamMode: stream.onDemand ? 'ON_DEMAND' : 'PROVISIONED' },
    RetentionPeriodHours: 24,
    StreamCreationTimestamp: new Date(stream.created),
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: 'NONE',
  } satisfies Partial<StreamDescription>;
}
