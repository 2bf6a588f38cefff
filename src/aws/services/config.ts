import {
  ConfigServiceClient,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
} from '@aws-sdk/client-config-service';
import type { ClientConfig } from '../client-config.ts';
import { type Gateway, gateway } from '../gateway.ts';

const operations = {
  describeConfigurationRecorders: DescribeConfigurationRecordersCommand,
  describeConfigurationRecorderStatus: DescribeConfigurationRecorderStatusCommand,
};

export type Config = Gateway<typeof operations>;

export function config(config: ClientConfig): Config {
  return gateway('config', new ConfigServiceClient(config), operations, config);
}
