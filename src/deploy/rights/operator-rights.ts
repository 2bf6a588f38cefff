import type { Right } from './permissions.ts';

/** The commands that need a permission; docs/permissions.md has a section for each. */
export type OperatorTask =
  | 'install'
  | 'role-arn'
  | 'targets'
  | 'create-trail'
  | 'config'
  | 'test-trigger'
  | 'logs'
  | 'audit'
  | 'history';

export interface OperatorRight extends Right {
  task: OperatorTask;
  /** Not a call: AWS checks this permission in another call (`iam:PassRole` in CreateFunction). */
  within?: string | undefined;
}

const ROLES = [
  'arn:{partition}:iam::{account}:role/secgroup-monitor/{stack}-*',
  // IAM does not know the path of a role that does not exist, and then checks the name without a path.
  'arn:{partition}:iam::{account}:role/{stack}-*',
];
const FUNCTION = ['arn:{partition}:lambda:{region}:{account}:function:{stack}'];
const RULES = ['arn:{partition}:events:{region}:{account}:rule/{stack}-*'];
const QUEUE = ['arn:{partition}:sqs:{region}:{account}:{stack}-failed'];
const LOG_GROUP = [
  'arn:{partition}:logs:{region}:{account}:log-group:/aws/lambda/{stack}',
  'arn:{partition}:logs:{region}:{account}:log-group:/aws/lambda/{stack}:*',
];
const BASELINE_GROUP = [
  'arn:{partition}:logs:{region}:{account}:log-group:/secgroup-monitor/{stack}/baseline',
  'arn:{partition}:logs:{region}:{account}:log-group:/secgroup-monitor/{stack}/baseline:*',
];
const ALARM = ['arn:{partition}:cloudwatch:{region}:{account}:alarm:{stack}-*'];
const DASHBOARD = ['arn:{partition}:cloudwatch::{account}:dashboard/{stack}-*'];
const TRAIL = ['arn:{partition}:cloudtrail:{region}:{account}:trail/{stack}-trail'];
const BUCKET = ['arn:{partition}:s3:::secgroup-monitor-trail-{account}-*'];
const OBJECTS = ['arn:{partition}:s3:::secgroup-monitor-trail-{account}-*/*'];
const ANY = ['*'];

const right =
  (task: OperatorTask, resources: string[]) =>
  (action: string, why: string, more: Partial<OperatorRight> = {}): OperatorRight => ({
    action,
    resources,
    why,
    task,
    ...more,
  });

const role = right('install', ROLES);
const lambda = right('install', FUNCTION);
const rule = right('install', RULES);
const queue = right('install', QUEUE);
const logGroup = right('install', LOG_GROUP);
const logGroups = right('install', [...LOG_GROUP, ...BASELINE_GROUP]);
const baselineGroup = right('install', BASELINE_GROUP);
const any = right('install', ANY);
const alarm = right('install', ALARM);
const dashboard = right('install', DASHBOARD);
const trail = right('create-trail', TRAIL);
const bucket = right('create-trail', BUCKET);
const trigger = right('test-trigger', ANY);

/** The permissions of the caller, by command (`task`). `install` also covers status, teardown and redrive. */
export const OPERATOR_RIGHTS: readonly OperatorRight[] = [
  any('sts:GetCallerIdentity', 'find the account and partition'),
  any('cloudtrail:DescribeTrails', 'find the trails that deliver events'),
  any('cloudtrail:GetTrailStatus', 'check that a trail is logging'),
  any('cloudtrail:GetEventSelectors', 'check that it logs write management events'),
  any('events:ListRules', "read the stack's rules, and check the rule quota"),
  any('logs:DescribeLogGroups', 'check the log group and its retention'),
  any('ec2:DescribeRegions', 'find the enabled Regions for --regions'),
  any('ec2:DescribeSecurityGroups', 'read the groups for a snapshot baseline'),
  any('ec2:GetManagedPrefixListEntries', 'read the entries of prefix lists for a snapshot baseline'),
  any('ec2:DescribeManagedPrefixLists', 'find prefix lists of other accounts'),

  role('iam:GetRole', 'check that the role exists and belongs to the stack'),
  role('iam:GetRolePolicy', 'check the policy of the role'),
  role('iam:CreateRole', 'create the role of the function'),
  role('iam:TagRole', 'tag it with the stack’s name'),
  role('iam:UpdateAssumeRolePolicy', 'fix its trust policy'),
  role('iam:PutRolePolicy', 'write the permissions of the function'),
  role('iam:PutRolePermissionsBoundary', 'set a boundary', { option: '--permissions-boundary' }),
  role('iam:DeleteRolePermissionsBoundary', 'remove a boundary', { option: '--permissions-boundary' }),
  role('iam:PassRole', 'pass the role to Lambda', {
    within: 'lambda:CreateFunction',
    condition: {
      StringEquals: { 'iam:PassedToService': ['lambda.amazonaws.com', 'events.amazonaws.com'] },
    },
  }),
  role('iam:DeleteRolePolicy', 'delete the role’s policy (teardown)'),
  role('iam:DeleteRole', 'delete the role (teardown)'),
  role('iam:ListAttachedRolePolicies', 'delete a role to which others attached policies (teardown)'),
  role('iam:ListRolePolicies', 'delete a role to which others added policies (teardown)'),
  role('iam:DetachRolePolicy', 'delete a role to which others attached policies (teardown)'),

  lambda('lambda:GetFunction', 'read the state, settings and code of the function'),
  lambda('lambda:ListTags', 'check that the function belongs to the stack'),
  lambda('lambda:CreateFunction', 'create the function'),
  lambda('lambda:TagResource', 'tag it with the stack’s name'),
  lambda('lambda:UpdateFunctionCode', 'install another baseline or version'),
  lambda('lambda:UpdateFunctionConfiguration', 'fix its settings'),
  lambda('lambda:DeleteFunction', 'delete the function (teardown)'),
  lambda('lambda:GetPolicy', 'check which rules can invoke it'),
  lambda('lambda:AddPermission', 'allow each rule to invoke it'),
  lambda('lambda:RemovePermission', 'remove that permission'),
  lambda('lambda:GetFunctionEventInvokeConfig', 'check where failed events are sent'),
  lambda('lambda:PutFunctionEventInvokeConfig', 'send failed events to the queue'),
  lambda('lambda:DeleteFunctionEventInvokeConfig', 'stop sending failed events to the queue'),
  lambda('lambda:InvokeFunction', 'redrive: send an event to the function again'),

  rule('events:PutRule', 'create the rules'),
  rule('events:TagResource', 'tag them with the stack’s name'),
  rule('events:ListTagsForResource', 'check that they belong to the stack'),
  rule('events:ListTargetsByRule', 'check their targets'),
  rule('events:PutTargets', 'set their targets'),
  rule('events:RemoveTargets', 'remove their targets (teardown)'),
  rule('events:DeleteRule', 'delete the rules (teardown)'),

  queue('sqs:GetQueueUrl', 'check that the dead-letter queue exists'),
  queue('sqs:GetQueueAttributes', 'read its policy and the number of messages'),
  queue('sqs:ListQueueTags', 'check that it belongs to the stack'),
  queue('sqs:CreateQueue', 'create the dead-letter queue'),
  queue('sqs:TagQueue', 'tag it with the stack’s name'),
  queue('sqs:SetQueueAttributes', 'fix its policy'),
  queue('sqs:DeleteQueue', 'delete the queue (teardown)'),
  queue('sqs:ReceiveMessage', 'redrive: receive events'),
  queue('sqs:DeleteMessage', 'redrive: delete an event after the function accepted it'),

  any('cloudwatch:DescribeAlarms', 'check the alarms of the stack and their states'),
  alarm('cloudwatch:ListTagsForResource', 'check that they belong to the stack'),
  alarm('cloudwatch:PutMetricAlarm', 'create and fix them'),
  alarm('cloudwatch:TagResource', 'tag them with the stack’s name'),
  alarm('cloudwatch:DeleteAlarms', 'delete them (teardown)'),
  any('cloudwatch:PutMetricData', 'let the alarm for a missing heartbeat wait for the first sweep', {
    condition: { StringEquals: { 'cloudwatch:namespace': 'SecgroupMonitor' } },
  }),
  dashboard('cloudwatch:GetDashboard', 'check the dashboard'),
  dashboard('cloudwatch:PutDashboard', 'create the dashboard', { option: '--dashboard' }),
  dashboard('cloudwatch:DeleteDashboards', 'delete the dashboard (teardown)', { option: '--dashboard' }),

  logGroups('logs:CreateLogGroup', 'create the log groups of the findings and of the baseline'),
  logGroups('logs:TagResource', 'tag them with the stack’s name'),
  logGroups('logs:ListTagsForResource', 'check that they belong to the stack'),
  logGroup('logs:PutRetentionPolicy', 'set the retention of the findings'),
  baselineGroup('logs:DeleteRetentionPolicy', 'keep the copies of the baseline'),
  baselineGroup('logs:DescribeLogStreams', 'find the newest copy of the baseline'),
  baselineGroup('logs:CreateLogStream', 'write a copy of the baseline'),
  baselineGroup('logs:PutLogEvents', 'write a copy of the baseline'),
  baselineGroup('logs:GetLogEvents', 'read the last baseline if the function is missing'),
  logGroups('logs:DeleteLogGroup', 'delete the log groups (teardown)'),
  logGroup(
    'logs:FilterLogEvents',
    'status: read the last heartbeat; logs and test-trigger: read the findings',
  ),

  right('role-arn', ANY)(
    'iam:SimulatePrincipalPolicy',
    'check that your role has the permissions that the function needs',
  ),

  right('targets', ANY)('sns:GetTopicAttributes', 'check that the topic accepts events from the rules'),
  right('targets', ANY)('sns:ListTagsForResource', 'check that the topic has the stack’s tag'),
  right('targets', ANY)(
    'sns:ListSubscriptionsByTopic',
    'status: check that the topic has a confirmed subscription',
  ),
  right('targets', ANY)(
    'sns:SetTopicAttributes',
    'allow the rules to publish, if the topic has the stack’s tag',
  ),
  right('targets', ANY)(
    'logs:DescribeResourcePolicies',
    'check that the log group accepts events from the rules',
  ),

  trail('cloudtrail:CreateTrail', 'create the trail'),
  trail('cloudtrail:AddTags', 'tag it with the stack’s name'),
  right('create-trail', ANY)('cloudtrail:ListTags', 'check that it belongs to the stack'),
  trail('cloudtrail:UpdateTrail', 'fix its settings'),
  trail('cloudtrail:PutEventSelectors', 'log only write management events'),
  trail('cloudtrail:StartLogging', 'start logging'),
  trail('cloudtrail:DeleteTrail', 'delete the trail (teardown)'),
  bucket('s3:GetBucketTagging', 'check that its bucket exists and belongs to the stack (every teardown)'),
  bucket('s3:CreateBucket', "create the trail's bucket"),
  bucket('s3:TagResource', 'tag it with the stack’s name', { within: 's3:CreateBucket' }),
  bucket('s3:PutBucketTagging', 'tag it with the stack’s name'),
  bucket('s3:GetBucketPublicAccessBlock', 'check that it blocks public access'),
  bucket('s3:PutBucketPublicAccessBlock', 'block public access'),
  bucket('s3:GetEncryptionConfiguration', 'check its encryption'),
  bucket('s3:PutEncryptionConfiguration', 'set its encryption'),
  bucket('s3:GetBucketPolicy', 'check that CloudTrail can write'),
  bucket('s3:PutBucketPolicy', 'allow CloudTrail to write'),
  bucket('s3:ListBucket', 'list the log files (teardown --delete-trail-logs)'),
  right('create-trail', OBJECTS)('s3:DeleteObject', 'delete the log files (teardown --delete-trail-logs)'),
  bucket('s3:DeleteBucket', 'delete the bucket (teardown)'),

  right('config', ANY)(
    'config:DescribeConfigurationRecorders',
    'check that AWS Config records security groups',
  ),
  right('config', ANY)('config:DescribeConfigurationRecorderStatus', 'check that it is recording'),

  trigger('ec2:DescribeVpcs', 'find a VPC for the canary group'),
  trigger('ec2:DescribeSecurityGroupRules', 'find the rule that it added'),
  trigger('ec2:CreateSecurityGroup', 'create the canary group'),
  trigger('ec2:CreateTags', 'tag the canary group', { within: 'ec2:CreateSecurityGroup' }),
  trigger('ec2:AuthorizeSecurityGroupIngress', 'make the harmless change'),
  trigger('ec2:RevokeSecurityGroupIngress', 'revert it'),
  trigger('ec2:DeleteSecurityGroup', 'delete the canary group'),
  trigger(
    'cloudtrail:LookupEvents',
    'find the change in event history; also for history --from lookup and audit --who',
  ),

  right('logs', LOG_GROUP)('logs:StartLiveTail', 'follow with logs --live'),

  right('audit', ANY)('ec2:DescribeNetworkInterfaces', 'find what a group is attached to'),
  right('audit', ANY)('iam:ListAccountAliases', 'show the alias of the account in HTML reports'),

  right('audit', ['arn:{partition}:iam::<another account>:role/<role>'])(
    'sts:AssumeRole',
    'enter other accounts with --accounts … --role-name <role>; that role needs the permissions for one account',
  ),

  right('history', ANY)('cloudtrail:ListPublicKeys', 'check signatures (history verify)'),
  right('history', BUCKET)('s3:ListBucket', 'find the log files (history --from s3://…, history verify)'),
  right('history', OBJECTS)('s3:GetObject', 'read the log files'),
];
