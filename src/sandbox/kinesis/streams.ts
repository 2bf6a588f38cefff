import { PolicySyntaxError, parsePolicy } from '../policy/document.ts';
import { AwsError, type Operations, type World } from '../service.ts';
import { existingStream, firstSequence, hashRange, kinesisState, type Stream } from './state.ts';

type Kinesis = Operations<typeof import('@aws-sdk/client-kinesis')>;

/** Shards of an account and Region (docs:streams service-sizes-and-limits). */
const maxShards = 500;

/** Streams and their resource policies. */
export function kinesisStreams(world: World): Kinesis {
  const status = (stream: Stream) => (world.now() < stream.activeAt ? 'CREATING' : 'ACTIVE');
  const summary = (stream: Stream) => ({
    StreamName: stream.name,
    StreamARN: stream.arn,
    StreamStatus: status(stream) as 'ACTIVE',
    StreamModeDetails: { StreamMode: stream.onDemand ? ('ON_DEMAND' as const) : ('PROVISIONED' as const) },
    RetentionPeriodHours: 24,
    StreamCreationTimestamp: new Date(stream.created),
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: 'NONE' as const,
  });

  return {
    CreateStream(input, call) {
      const { streams } = kinesisState(world, call.account, call.region);
      const name = input.StreamName ?? '';
      if (!/^[a-zA-Z0-9_.-]{1,128}$/.test(name)) {
        throw new AwsError(
          'ValidationException',
          `1 validation error detected: Value '${name}' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+`,
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

    DeleteStream(input, call) {
      const stream = existingStream(world, input, call);
      kinesisState(world, call.account, call.region).streams.delete(stream.name);
      return {};
    },

    ListStreams(_input, call) {
      const streams = [...kinesisState(world, call.account, call.region).streams.values()];
      return {
        StreamNames: streams.map((one) => one.name),
        HasMoreStreams: false,
        StreamSummaries: streams.map((one) => ({
          StreamName: one.name,
          StreamARN: one.arn,
          StreamStatus: status(one) as 'ACTIVE',
        })),
      };
    },

    DescribeStreamSummary(input, call) {
      const stream = existingStream(world, input, call);
      return {
        StreamDescriptionSummary: {
          ...summary(stream),
          OpenShardCount: stream.shards.length,
          ConsumerCount: 0,
        },
      };
    },

    DescribeStream(input, call) {
      const stream = existingStream(world, input, call);
      return {
        StreamDescription: {
          ...summary(stream),
          HasMoreShards: false,
          Shards: stream.shards.map((shard, index) => ({
            ShardId: shard.id,
            HashKeyRange: hashRange(stream, index),
            SequenceNumberRange: { StartingSequenceNumber: String(firstSequence) },
          })),
        },
      };
    },

    PutResourcePolicy(input, call) {
      const stream = existingStream(world, input, call);
      try {
        parsePolicy(input.Policy ?? '', 'resource');
      } catch (error) {
        if (error instanceof PolicySyntaxError) throw new AwsError('InvalidArgumentException', error.message);
        throw error;
      }
      stream.policy = input.Policy;
      return {};
    },

    GetResourcePolicy(input, call) {
      return { Policy: existingStream(world, input, call).policy ?? '' };
    },

    DeleteResourcePolicy(input, call) {
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
}
