import { DescribeStreamSummaryCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import type { ClientConfig } from '../client-config.ts';
import { type Gateway, gateway } from '../gateway.ts';

const operations = {
  describeStreamSummary: DescribeStreamSummaryCommand,
};

export type Kinesis = Gateway<typeof operations>;

export function kinesis(config: ClientConfig): Kinesis {
  return gateway('kinesis', new KinesisClient(config), operations, config);
}
