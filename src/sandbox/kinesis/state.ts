import { createHash } from 'node:crypto';
import { AwsError, type Call, type SandboxWorld } from '../service.ts';

export interface StreamRecord {
  sequenceNumber: string;
  data: Uint8Array;
  partitionKey: string;
  /** Epoch ms. */
  arrived: number;
}

export interface Stream {
  name: string;
  arn: string;
  created: number;
  /** Epoch ms at which the stream leaves the state CREATING. */
  activeAt: number;
  onDemand: boolean;
  shards: { id: string; records: StreamRecord[] }[];
  policy: string | undefined;
  nextSequence: bigint;
}

export interface KinesisState {
  streams: Map<string, Stream>;
}

/** Returns the next sequence number: decimal, 56 digits, increasing. */
export const firstSequence = 49_600_000_000_000_000_000_000_000_000_000_000_000_000_000_000_000_000_000n;

export function kinesisState(world: SandboxWorld, account: string, region: string): KinesisState {
  return world.state<KinesisState>('kinesis', account, region, () => ({ streams: new Map() }));
}

const noStream = (name: string | undefined, account: string) =>
  new AwsError('ResourceNotFoundException', `Stream ${name} under account ${account} not found.`);

export function existingStream(
  world: SandboxWorld,
  input: {
    StreamName?: string | undefined;
    StreamARN?: string | undefined;
    ResourceARN?: string | undefined;
  },
  call: Call,
): Stream {
  const arn = input.StreamARN ?? input.ResourceARN;
  const name = input.StreamName ?? arn?.split('/')[1];
  const stream = kinesisState(world, call.account, call.region).streams.get(name ?? '');
  if (!stream) throw noStream(name, call.account);
  return stream;
}

/** Shards divide the 128 bits of the partition key's MD5 evenly. */
export function shardOf(stream: Stream, partitionKey: string): Stream['shards'][number] {
  const hash = BigInt(`0x${createHash('md5').update(partitionKey).digest('hex')}`);
  return stream.shards[Number((hash * BigInt(stream.shards.length)) >> 128n)]!;
}

export function hashRange(stream: Stream, index: number) {
  const size = (1n << 128n) / BigInt(stream.shards.length);
  return {
    StartingHashKey: String(size * BigInt(index)),
    EndingHashKey: String(
      index + 1 === stream.shards.length ? (1n << 128n) - 1n : size * BigInt(index + 1) - 1n,
    ),
  };
}
