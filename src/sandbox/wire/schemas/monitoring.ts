/** The operations that the sandbox supports. The bundle contains only their schemas. */
export {
  DeleteAlarms$,
  DeleteDashboards$,
  DescribeAlarms$,
  DisableAlarmActions$,
  EnableAlarmActions$,
  GetDashboard$,
  ListTagsForResource$,
  PutDashboard$,
  PutMetricAlarm$,
  PutMetricData$,
  SetAlarmState$,
  TagResource$,
  UntagResource$,
} from '@aws-sdk/client-cloudwatch';
