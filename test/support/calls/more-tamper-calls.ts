import { allowing } from '../../sandbox/support/roles.ts';
import {
  ACCOUNT,
  BOUNDARY,
  BUCKET,
  FUNCTION_ARN,
  LOG_GROUP,
  REGION,
  ROLE,
  STACK,
  type StackAccount,
  type TamperCall,
  TOPIC,
} from './stack-account.ts';

const FunctionName = STACK;
const RoleName = ROLE;
const PolicyArn = BOUNDARY;
const TopicArn = TOPIC;
const Bucket = BUCKET;
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/00000000-0000-4000-8000-000000000000`;
const QUEUE_ARN = `arn:aws:sqs:${REGION}:${ACCOUNT}:${STACK}-failed`;
const ALARM = `${STACK}-heartbeat`;
const ALARM_ARN = `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${ALARM}`;
const RULE_ARN = `arn:aws:events:${REGION}:${ACCOUNT}:rule/${STACK}-change`;
const GROUP_ARN = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${LOG_GROUP}`;
const TAG = 'secgroup-monitor:stack';
const tags = { [TAG]: STACK };
const Tags = [{ Key: TAG, Value: STACK }];
const TagKeys = [TAG];

/** A call that the sandbox does not support: the trail gets its record. */
const recorded = (
  service: string,
  eventName: string,
  requestParameters: object,
  responseElements?: object,
): TamperCall => [
  service,
  eventName,
  (account) => account.records(service, eventName, requestParameters, responseElements),
];

async function subscriptionOf({ sns }: StackAccount): Promise<string> {
  const { Subscriptions } = await sns.listSubscriptionsByTopic({ TopicArn });
  return Subscriptions![0]!.SubscriptionArn!;
}

async function recorderOf({ config }: StackAccount) {
  const { ConfigurationRecorders } = await config.describeConfigurationRecorders({});
  return ConfigurationRecorders![0]!;
}

const sequences: TamperCall[] = [
  [
    'monitoring',
    'PutMetricAlarm',
    async ({ cloudwatch }) => {
      const { MetricAlarms = [] } = await cloudwatch.describeAlarms({ AlarmNames: [ALARM] });
      const {
        EvaluationPeriods = 1,
        ComparisonOperator = 'LessThanThreshold',
        ...alarm
      } = MetricAlarms[0] ?? {};
      const more = { AlarmName: ALARM, EvaluationPeriods, ComparisonOperator };
      await cloudwatch.putMetricAlarm({ ...alarm, ...more, AlarmActions: [] });
    },
  ],
  [
    'monitoring',
    'SetAlarmState',
    ({ cloudwatch }) =>
      cloudwatch.setAlarmState({ AlarmName: ALARM, StateValue: 'INSUFFICIENT_DATA', StateReason: 'test' }),
  ],
  [
    'monitoring',
    'DisableAlarmActions',
    ({ cloudwatch }) => cloudwatch.disableAlarmActions({ AlarmNames: [ALARM] }),
  ],
  ['monitoring', 'TagResource', ({ cloudwatch }) => cloudwatch.tagResource({ ResourceARN: ALARM_ARN, Tags })],
  [
    'monitoring',
    'UntagResource',
    ({ cloudwatch }) => cloudwatch.untagResource({ ResourceARN: ALARM_ARN, TagKeys }),
  ],
  ['monitoring', 'DeleteAlarms', ({ cloudwatch }) => cloudwatch.deleteAlarms({ AlarmNames: [ALARM] })],
  ['events', 'TagResource', ({ events }) => events.tagResource({ ResourceARN: RULE_ARN, Tags })],
  ['events', 'UntagResource', ({ events }) => events.untagResource({ ResourceARN: RULE_ARN, TagKeys })],
  [
    'events',
    'RemovePermission',
    async ({ events }) => {
      const Action = 'events:PutEvents';
      await events.putPermission({ StatementId: 'other', Action, Principal: '444455556666' });
      return events.removePermission({ StatementId: 'other' });
    },
  ],
  [
    'cloudtrail',
    'AddTags',
    async ({ cloudtrail, trailArn }) => cloudtrail.addTags({ ResourceId: await trailArn(), TagsList: Tags }),
  ],
  [
    'cloudtrail',
    'RemoveTags',
    async ({ cloudtrail, trailArn }) =>
      cloudtrail.removeTags({ ResourceId: await trailArn(), TagsList: Tags }),
  ],
  ['iam', 'TagRole', ({ iam }) => iam.tagRole({ RoleName, Tags })],
  ['iam', 'UntagRole', ({ iam }) => iam.untagRole({ RoleName, TagKeys })],
  [
    'iam',
    'CreatePolicyVersion',
    ({ iam }) => iam.createPolicyVersion({ PolicyArn, PolicyDocument: allowing(['ec2:*']) }),
  ],
  ['iam', 'DeletePolicyVersion', ({ iam }) => iam.deletePolicyVersion({ PolicyArn, VersionId: 'v2' })],
  ['logs', 'TagResource', ({ logs }) => logs.tagResource({ resourceArn: GROUP_ARN, tags })],
  ['logs', 'UntagResource', ({ logs }) => logs.untagResource({ resourceArn: GROUP_ARN, tagKeys: TagKeys })],
  ['logs', 'TagLogGroup', ({ logs }) => logs.tagLogGroup({ logGroupName: LOG_GROUP, tags })],
  ['logs', 'UntagLogGroup', ({ logs }) => logs.untagLogGroup({ logGroupName: LOG_GROUP, tags: TagKeys })],
  [
    'logs',
    'DeleteAccountPolicy',
    async ({ logs }) => {
      const policy = { policyName: 'keep', policyType: 'RETENTION_POLICY' as const };
      const policyDocument = '{"retentionInDays":30,"enforcementMode":"RETROACTIVE"}';
      await logs.putAccountPolicy({ ...policy, policyDocument });
      return logs.deleteAccountPolicy(policy);
    },
  ],
  [
    'logs',
    'PutResourcePolicy',
    async ({ logs }) => {
      const { resourcePolicies } = await logs.describeResourcePolicies({});
      const { policyName, policyDocument } = resourcePolicies![0]!;
      return logs.putResourcePolicy({ policyName, policyDocument });
    },
  ],
  [
    'logs',
    'DeleteResourcePolicy',
    async ({ logs }) => {
      const { resourcePolicies } = await logs.describeResourcePolicies({});
      return logs.deleteResourcePolicy({ policyName: resourcePolicies![0]!.policyName });
    },
  ],
  ['sqs', 'TagQueue', ({ sqs, queueUrl: QueueUrl }) => sqs.tagQueue({ QueueUrl, Tags: tags })],
  ['sqs', 'UntagQueue', ({ sqs, queueUrl: QueueUrl }) => sqs.untagQueue({ QueueUrl, TagKeys })],
  ['sns', 'TagResource', ({ sns }) => sns.tagResource({ ResourceArn: TopicArn, Tags })],
  ['sns', 'UntagResource', ({ sns }) => sns.untagResource({ ResourceArn: TopicArn, TagKeys })],
  [
    'sns',
    'SetTopicAttributes',
    ({ sns }) => sns.setTopicAttributes({ TopicArn, AttributeName: 'DisplayName', AttributeValue: 'silent' }),
  ],
  [
    'sns',
    'Unsubscribe',
    async (account) => account.sns.unsubscribe({ SubscriptionArn: await subscriptionOf(account) }),
  ],
  ['sns', 'DeleteTopic', ({ sns }) => sns.deleteTopic({ TopicArn })],
  [
    's3',
    'PutBucketTagging',
    ({ s3 }) => s3.putBucketTagging({ Bucket, Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }),
  ],
  ['s3', 'DeleteBucketTagging', ({ s3 }) => s3.deleteBucketTagging({ Bucket })],
  [
    's3',
    'PutBucketEncryption',
    ({ s3 }) => {
      const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } }];
      return s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: { Rules } });
    },
  ],
  [
    's3',
    'PutBucketPublicAccessBlock',
    ({ s3 }) => s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: {} }),
  ],
  ['s3', 'DeleteBucketPublicAccessBlock', ({ s3 }) => s3.deletePublicAccessBlock({ Bucket })],
  [
    's3',
    'PutBucketPolicy',
    async ({ s3 }) => s3.putBucketPolicy({ Bucket, Policy: (await s3.getBucketPolicy({ Bucket })).Policy }),
  ],
  [
    's3',
    'DeleteBucketPolicy',
    async ({ s3 }) => {
      const { Policy } = await s3.getBucketPolicy({ Bucket });
      await s3.deleteBucketPolicy({ Bucket });
      return s3.putBucketPolicy({ Bucket, Policy });
    },
  ],
  [
    'config',
    'PutConfigurationRecorder',
    async (account) =>
      account.config.putConfigurationRecorder({ ConfigurationRecorder: await recorderOf(account) }),
  ],
  [
    'config',
    'PutDeliveryChannel',
    ({ config }) =>
      config.putDeliveryChannel({ DeliveryChannel: { name: 'default', s3BucketName: 'config' } }),
  ],
  [
    'config',
    'StopConfigurationRecorder',
    ({ config }) => config.stopConfigurationRecorder({ ConfigurationRecorderName: 'default' }),
  ],
  [
    'config',
    'DeleteDeliveryChannel',
    ({ config }) => config.deleteDeliveryChannel({ DeliveryChannelName: 'default' }),
  ],
  [
    'config',
    'DeleteConfigurationRecorder',
    ({ config }) => config.deleteConfigurationRecorder({ ConfigurationRecorderName: 'default' }),
  ],
  [
    'lambda',
    'DeleteFunctionEventInvokeConfig',
    ({ lambda }) => lambda.deleteFunctionEventInvokeConfig({ FunctionName }),
  ],
];

const group = { logGroupName: LOG_GROUP };
const named = { logGroupIdentifier: LOG_GROUP };
const fn = { functionName: FUNCTION_ARN };
const bucketName = BUCKET;

/** More calls that change the monitor, its trail's bucket, its recorder, or the receivers of --notify and --target. */
export const MORE_TAMPER_CALLS: TamperCall[] = [
  ...sequences,
  recorded('events', 'UpdateEventBus', { name: 'default', kmsKeyIdentifier: KEY }),
  recorded('cloudtrail', 'PutEventConfiguration', { trailName: `${STACK}-trail`, maxEventSize: 'Large' }),
  recorded('config', 'DisassociateResourceTypes', {
    configurationRecorderArn: `arn:aws:config:${REGION}:${ACCOUNT}:configuration-recorder/default/x`,
    resourceTypes: ['AWS::EC2::SecurityGroup'],
  }),
  recorded('iam', 'UpdateRoleDescription', { roleName: ROLE, description: 'x' }),
  recorded('iam', 'SetDefaultPolicyVersion', { policyArn: BOUNDARY, versionId: 'v2' }),
  recorded('iam', 'DeletePolicy', { policyArn: BOUNDARY }),
  recorded('lambda', 'PutFunctionCodeSigningConfig', { ...fn, codeSigningConfigArn: 'arn' }),
  recorded('lambda', 'PutFunctionRecursionConfig', { functionName: STACK, recursiveLoop: 'Terminate' }),
  recorded('lambda', 'PutFunctionScalingConfig', { functionName: STACK, qualifier: '$LATEST' }),
  recorded('lambda', 'CreateFunctionUrlConfig', { functionName: STACK, authType: 'NONE' }),
  recorded('lambda', 'UpdateFunctionUrlConfig', { functionName: STACK, authType: 'NONE' }),
  recorded('lambda', 'CreateEventSourceMapping20150331', { functionName: STACK, eventSourceArn: QUEUE_ARN }),
  recorded(
    'lambda',
    'UpdateEventSourceMapping20150331',
    { uUID: '00000000-0000-4000-8000-000000000000', enabled: true },
    { functionArn: FUNCTION_ARN },
  ),
  recorded('logs', 'AssociateKmsKey', { ...group, kmsKeyId: KEY }),
  recorded('logs', 'DisassociateKmsKey', group),
  recorded('logs', 'PutDataProtectionPolicy', { ...named, policyDocument: '{}' }),
  recorded('logs', 'DeleteDataProtectionPolicy', { logGroupIdentifier: GROUP_ARN }),
  recorded('logs', 'PutTransformer', named),
  recorded('logs', 'PutBearerTokenAuthentication', { ...named, bearerTokenAuthenticationEnabled: true }),
  recorded('logs', 'PutSyslogConfiguration', { ...named, vpcEndpointId: 'vpce-0a' }),
  recorded('logs', 'PutSubscriptionFilter', { ...group, filterName: 'f', filterPattern: 'nothing' }),
  recorded('logs', 'DeleteSubscriptionFilter', { ...group, filterName: 'f' }),
  recorded('logs', 'PutMetricFilter', { ...group, filterName: 'f', filterPattern: 'nothing' }),
  recorded('logs', 'DeleteMetricFilter', { ...group, filterName: 'f' }),
  recorded('monitoring', 'PutCompositeAlarm', { alarmName: ALARM, alarmRule: 'FALSE' }),
  recorded('monitoring', 'PutLogAlarm', { alarmName: ALARM }),
  recorded('monitoring', 'PutAlarmMuteRule', { name: 'night', muteTargets: { alarmNames: [ALARM] } }),
  recorded('s3', 'PutBucketLifecycle', { bucketName, LifecycleConfiguration: {} }),
  recorded('s3', 'PutBucketAcl', { bucketName, AccessControlPolicy: {} }),
  recorded('s3', 'DeletePublicAccessBlock', { bucketName }),
  recorded('s3', 'DeleteBucket', { bucketName }),
  recorded('sns', 'AddPermission', { topicArn: TOPIC, label: 'stranger' }),
  recorded('sns', 'RemovePermission', { topicArn: TOPIC, label: 'stranger' }),
  recorded('sns', 'SetSubscriptionAttributes', {
    subscriptionArn: `${TOPIC}:00000000-0000-4000-8000-000000000000`,
    attributeName: 'FilterPolicy',
    attributeValue: '{"a":["nothing"]}',
  }),
  recorded('sns', 'PutDataProtectionPolicy', { resourceArn: TOPIC, dataProtectionPolicy: '{}' }),
  recorded('sqs', 'AddPermission', { queueUrl: `https://sqs/${ACCOUNT}/${STACK}-failed`, label: 'x' }),
  recorded('sqs', 'RemovePermission', { queueUrl: `https://sqs/${ACCOUNT}/${STACK}-failed`, label: 'x' }),
  recorded('sqs', 'StartMessageMoveTask', { sourceArn: QUEUE_ARN }),
  recorded('tagging', 'TagResources', { resourceARNList: [`${TOPIC}-2`, RULE_ARN], tags }),
  recorded('tagging', 'UntagResources', { resourceARNList: [FUNCTION_ARN], tagKeys: TagKeys }),
];
