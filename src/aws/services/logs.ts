import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteResourcePolicyCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeResourcePoliciesCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  PutLogEventsCommand,
  PutResourcePolicyCommand,
  PutRetentionPolicyCommand,
  StartLiveTailCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { ClientConfig } from '../client-config.ts';
import { type Gateway, gateway } from '../gateway.ts';

const operations = {
  describeLogGroups: DescribeLogGroupsCommand,
  createLogGroup: CreateLogGroupCommand,
  createLogStream: CreateLogStreamCommand,
  putLogEvents: PutLogEventsCommand,
  getLogEvents: GetLogEventsCommand,
  deleteLogGroup: DeleteLogGroupCommand,
  putRetentionPolicy: PutRetentionPolicyCommand,
  deleteRetentionPolicy: DeleteRetentionPolicyCommand,
  listTagsForResource: ListTagsForResourceCommand,
  tagResource: TagResourceCommand,
  untagResource: UntagResourceCommand,
  filterLogEvents: FilterLogEventsCommand,
  startLiveTail: StartLiveTailCommand,
  describeLogStreams: DescribeLogStreamsCommand,
  describeResourcePolicies: DescribeResourcePoliciesCommand,
  putResourcePolicy: PutResourcePolicyCommand,
  deleteResourcePolicy: DeleteResourcePolicyCommand,
};

export type Logs = Gateway<typeof operations>;

export function logs(config: ClientConfig): Logs {
  return gateway('logs', new CloudWatchLogsClient(config), operations, config);
}
