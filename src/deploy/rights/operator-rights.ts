import type { Right } from './permissions.ts';

/** Which commands need a right; docs/permissions.md groups by it. */
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
  /** No call of its own: AWS asks for it within another call (`iam:PassRole` in CreateFunction). */
  within?: string | undefined;
}

const ROLES = [
  'arn:{partition}:iam::{account}:role/secgroup-monitor/{stack}-*',
  // IAM does not know the path of a role that is not there (yet), and judges by the bare name.
  'arn:{partition}:iam::{account}:role/{stack}-*',
];
const FUNCTION = ['arn:{partition}:lambda:{region}:{account}:function:{stack}'];
const RULES = ['arn:{partition}:events:{region}:{account}:rule/{stack}-*'];
const QUEUE = ['arn:{partition}:sqs:{region}:{account}:{stack}-failed'];
const LOG_GROUP = [
  'arn:{partition}:logs:{region}:{account}:log-group:/aws/lambda/{stack}',
  'arn:{partition}:logs:{region}:{account}:log-group:/aws/lambda/{stack}:*',
];
const TRAIL = ['arn:{partition}:cloudtrail:{region}:{account}:trail/{stack}-trail'];
const BUCKET = ['arn:{partition}:s3:::{stack}-trail-{account}-*'];
const OBJECTS = ['arn:{partition}:s3:::{stack}-trail-{account}-*/*'];
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
const any = right('install', ANY);
const trail = right('create-trail', TRAIL);
const bucket = right('create-trail', BUCKET);
const trigger = right('test-trigger', ANY);

/** What the caller of the commands may need; `task` tells which. Install stands for status, teardown and redrive, too. */
export const OPERATOR_RIGHTS: readonly OperatorRight[] = [
  any('sts:GetCallerIdentity', 'which account and partition this is'),
  any('cloudtrail:DescribeTrails', 'is there a trail that brings the events'),
  any('cloudtrail:GetTrailStatus', 'is it logging'),
  any('cloudtrail:GetEventSelectors', 'does it log write management events'),
  any('events:ListRules', "the stack's rules, and the room that is left for more"),
  any('logs:DescribeLogGroups', 'is the log group there, and how long it keeps'),
  any('ec2:DescribeRegions', 'which Regions are enabled, for --regions'),
  any('ec2:DescribeSecurityGroups', 'the groups, for a snapshot baseline'),
  any('ec2:GetManagedPrefixListEntries', 'addresses behind prefix lists, for a snapshot baseline'),

  role('iam:GetRole', 'is the role there, and whose'),
  role('iam:GetRolePolicy', 'is its policy as wanted'),
  role('iam:CreateRole', 'the role of the function'),
  role('iam:TagRole', 'marks it as the stack’s'),
  role('iam:UpdateAssumeRolePolicy', 'puts its trust policy right'),
  role('iam:PutRolePolicy', 'what the function may do'),
  role('iam:PutRolePermissionsBoundary', 'sets a boundary', { option: '--permissions-boundary' }),
  role('iam:DeleteRolePermissionsBoundary', 'takes a boundary off', { option: '--permissions-boundary' }),
  role('iam:PassRole', 'gives the role to Lambda', {
    within: 'lambda:CreateFunction',
    condition: {
      StringEquals: { 'iam:PassedToService': ['lambda.amazonaws.com', 'events.amazonaws.com'] },
    },
  }),
  role('iam:DeleteRolePolicy', 'teardown'),
  role('iam:DeleteRole', 'teardown'),
  role('iam:ListAttachedRolePolicies', 'teardown of a role to which others attached something'),
  role('iam:ListRolePolicies', 'teardown of a role to which others added something'),
  role('iam:DetachRolePolicy', 'teardown of a role to which others attached something'),

  lambda('lambda:GetFunction', 'state, settings, tags and code of the function'),
  lambda('lambda:CreateFunction', 'the function'),
  lambda('lambda:TagResource', 'marks it as the stack’s'),
  lambda('lambda:UpdateFunctionCode', 'another baseline or version'),
  lambda('lambda:UpdateFunctionConfiguration', 'puts its settings right'),
  lambda('lambda:DeleteFunction', 'teardown'),
  lambda('lambda:GetPolicy', 'which rules may invoke it'),
  lambda('lambda:AddPermission', 'lets each rule invoke it'),
  lambda('lambda:RemovePermission', 'takes that back'),
  lambda('lambda:GetFunctionEventInvokeConfig', 'where failed events go'),
  lambda('lambda:PutFunctionEventInvokeConfig', 'sends failed events to the queue'),
  lambda('lambda:DeleteFunctionEventInvokeConfig', 'takes that back'),
  lambda('lambda:InvokeFunction', 'redrive: hands the event over again'),

  rule('events:PutRule', 'the rules'),
  rule('events:TagResource', 'marks them as the stack’s'),
  rule('events:ListTagsForResource', 'whose they are'),
  rule('events:ListTargetsByRule', 'where they send'),
  rule('events:PutTargets', 'where they send'),
  rule('events:RemoveTargets', 'teardown'),
  rule('events:DeleteRule', 'teardown'),

  queue('sqs:GetQueueUrl', 'is the dead-letter queue there'),
  queue('sqs:GetQueueAttributes', 'its policy and depth'),
  queue('sqs:ListQueueTags', 'whose it is'),
  queue('sqs:CreateQueue', 'the dead-letter queue'),
  queue('sqs:TagQueue', 'marks it as the stack’s'),
  queue('sqs:SetQueueAttributes', 'puts its policy right'),
  queue('sqs:DeleteQueue', 'teardown'),
  queue('sqs:ReceiveMessage', 'redrive: takes events'),
  queue('sqs:DeleteMessage', 'redrive: takes an event off once it was accepted'),

  logGroup('logs:CreateLogGroup', 'the log group'),
  logGroup('logs:TagResource', 'marks it as the stack’s'),
  logGroup('logs:ListTagsForResource', 'whose it is'),
  logGroup('logs:PutRetentionPolicy', 'how long it keeps'),
  logGroup('logs:DeleteLogGroup', 'teardown'),
  logGroup('logs:FilterLogEvents', 'status: the newest heartbeat; logs and test-trigger: the findings'),

  right('role-arn', ANY)('iam:SimulatePrincipalPolicy', 'may your role do what the function needs'),

  right('targets', ANY)('sns:GetTopicAttributes', 'does the topic let the rules in'),
  right('targets', ANY)('sns:ListTagsForResource', 'is it the stack’s to change'),
  right('targets', ANY)('sns:SetTopicAttributes', 'lets the rules in, where it carries the stack’s tag'),
  right('targets', ANY)('logs:DescribeResourcePolicies', 'does the log group let the rules in'),

  trail('cloudtrail:CreateTrail', 'the trail'),
  trail('cloudtrail:AddTags', 'marks it as the stack’s'),
  right('create-trail', ANY)('cloudtrail:ListTags', 'whose it is'),
  trail('cloudtrail:UpdateTrail', 'puts it right'),
  trail('cloudtrail:PutEventSelectors', 'write management events only'),
  trail('cloudtrail:StartLogging', 'switches it on'),
  trail('cloudtrail:DeleteTrail', 'teardown'),
  bucket('s3:GetBucketTagging', 'is its bucket there, and whose (teardown asks always)'),
  bucket('s3:CreateBucket', "the trail's bucket"),
  bucket('s3:TagResource', 'marks it as the stack’s', { within: 's3:CreateBucket' }),
  bucket('s3:PutBucketTagging', 'marks it as the stack’s'),
  bucket('s3:GetBucketPublicAccessBlock', 'is it closed'),
  bucket('s3:PutBucketPublicAccessBlock', 'closes it to the public'),
  bucket('s3:GetEncryptionConfiguration', 'is it encrypted'),
  bucket('s3:PutEncryptionConfiguration', 'encrypts it'),
  bucket('s3:GetBucketPolicy', 'may CloudTrail write'),
  bucket('s3:PutBucketPolicy', 'lets CloudTrail write'),
  bucket('s3:ListBucket', 'teardown --delete-trail-logs'),
  right('create-trail', OBJECTS)('s3:DeleteObject', 'teardown --delete-trail-logs'),
  bucket('s3:DeleteBucket', 'teardown'),

  right('config', ANY)('config:DescribeConfigurationRecorders', 'does AWS Config record security groups'),
  right('config', ANY)('config:DescribeConfigurationRecorderStatus', 'is it recording'),

  trigger('ec2:DescribeVpcs', 'where the canary group can be'),
  trigger('ec2:DescribeSecurityGroupRules', 'the rule that it made'),
  trigger('ec2:CreateSecurityGroup', 'the canary group'),
  trigger('ec2:CreateTags', 'marks it as a canary', { within: 'ec2:CreateSecurityGroup' }),
  trigger('ec2:AuthorizeSecurityGroupIngress', 'the harmless change'),
  trigger('ec2:RevokeSecurityGroupIngress', 'takes it back'),
  trigger('ec2:DeleteSecurityGroup', 'takes the canary group away'),
  trigger(
    'cloudtrail:LookupEvents',
    'follows the change in event history; history --from lookup; audit --who',
  ),

  right('logs', LOG_GROUP)('logs:StartLiveTail', 'logs --live'),

  right('audit', ANY)('ec2:DescribeNetworkInterfaces', 'what a group is attached to'),
  right('audit', ANY)('ec2:DescribeManagedPrefixLists', 'names of prefix lists'),

  right('audit', ['arn:{partition}:iam::<another account>:role/<role>'])(
    'sts:AssumeRole',
    '--accounts … --role-name <role>; that role needs what is told here for one account',
  ),

  right('history', ANY)('cloudtrail:ListPublicKeys', 'history verify'),
  right('history', ['arn:{partition}:s3:::<bucket of your trail>'])(
    's3:ListBucket',
    'history --from s3://…, history verify: finds the log files',
  ),
  right('history', ['arn:{partition}:s3:::<bucket of your trail>/*'])(
    's3:GetObject',
    'reads them; where they are encrypted by a key of KMS, kms:Decrypt on that key, too',
  ),
];
