import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DeleteDashboardsCommand,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  ListTagsForResourceCommand,
  type MetricAlarm,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import type { ClientConfig } from '../client-config.ts';
import { type Gateway, gateway } from '../gateway.ts';

const operations = {
  describeAlarms: DescribeAlarmsCommand,
  putMetricAlarm: PutMetricAlarmCommand,
  deleteAlarms: DeleteAlarmsCommand,
  listTagsForResource: ListTagsForResourceCommand,
  tagResource: TagResourceCommand,
  putMetricData: PutMetricDataCommand,
  getDashboard: GetDashboardCommand,
  putDashboard: PutDashboardCommand,
  deleteDashboards: DeleteDashboardsCommand,
};

export type { MetricAlarm };

export type Cloudwatch = Gateway<typeof operations>;

export function cloudwatch(config: ClientConfig): Cloudwatch {
  return gateway('cloudwatch', new CloudWatchClient(config), operations, config);
}
