import { allowing, trustOf } from '../../sandbox/support/roles.ts';
import { FUNCTION_ARN, LOG_GROUP, ROLE, STACK, type TamperCall } from './stack-account.ts';

const RULE = `${STACK}-sweep`;
const FunctionName = STACK;
const RoleName = ROLE;
const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const ALL = 'arn:aws:iam::aws:policy/AdministratorAccess';
const stranger = { FunctionName, StatementId: 'stranger' };

/**
 * Calls that change the monitor but that it can still report. The calls that stop events come last, so the
 * function reports every call before them.
 */
export const TAMPER_CALLS: TamperCall[] = [
  [
    'cloudtrail',
    'PutEventSelectors',
    async ({ cloudtrail, trailArn }) =>
      cloudtrail.putEventSelectors({
        TrailName: await trailArn(),
        EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
      }),
  ],
  [
    'cloudtrail',
    'UpdateTrail',
    async ({ cloudtrail, trailArn }) => cloudtrail.updateTrail({ Name: await trailArn() }),
  ],
  [
    'events',
    'PutRule',
    ({ events }) => events.putRule({ Name: `${STACK}-change`, EventPattern: '{"source":["nothing"]}' }),
  ],
  ['events', 'DisableRule', ({ events }) => events.disableRule({ Name: RULE })],
  ['events', 'EnableRule', ({ events }) => events.enableRule({ Name: RULE })],
  [
    'events',
    'PutTargets',
    async ({ events }) => {
      const { Targets } = await events.listTargetsByRule({ Rule: RULE });
      return events.putTargets({ Rule: RULE, Targets });
    },
  ],
  ['events', 'RemoveTargets', ({ events }) => events.removeTargets({ Rule: RULE, Ids: ['function'] })],
  ['events', 'DeleteRule', ({ events }) => events.deleteRule({ Name: RULE })],
  [
    'events',
    'PutPermission',
    ({ events }) =>
      events.putPermission({
        StatementId: 'stranger',
        Action: 'events:PutEvents',
        Principal: '444455556666',
      }),
  ],
  [
    'lambda',
    'AddPermission20150331v2',
    ({ lambda }) =>
      lambda.addPermission({
        ...stranger,
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
      }),
  ],
  ['lambda', 'RemovePermission20150331v2', ({ lambda }) => lambda.removePermission(stranger)],
  [
    'lambda',
    'PutResourcePolicy',
    async ({ lambda }) => {
      const { Policy } = await lambda.getResourcePolicy({ ResourceArn: FUNCTION_ARN });
      return lambda.putResourcePolicy({ ResourceArn: FUNCTION_ARN, Policy });
    },
  ],
  [
    'lambda',
    'PutFunctionEventInvokeConfig',
    ({ lambda }) => lambda.putFunctionEventInvokeConfig({ FunctionName, MaximumRetryAttempts: 1 }),
  ],
  [
    'lambda',
    'UpdateFunctionEventInvokeConfig',
    ({ lambda }) => lambda.updateFunctionEventInvokeConfig({ FunctionName, MaximumRetryAttempts: 0 }),
  ],
  [
    'lambda',
    'PutFunctionConcurrency20171031',
    ({ lambda }) => lambda.putFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: 5 }),
  ],
  [
    'lambda',
    'DeleteFunctionConcurrency20171031',
    ({ lambda }) => lambda.deleteFunctionConcurrency({ FunctionName }),
  ],
  [
    'lambda',
    'PutRuntimeManagementConfig',
    ({ lambda }) => lambda.putRuntimeManagementConfig({ FunctionName, UpdateRuntimeOn: 'FunctionUpdate' }),
  ],
  [
    'lambda',
    'TagResource20170331v2',
    ({ lambda }) => lambda.tagResource({ Resource: FUNCTION_ARN, Tags: { 'secgroup-monitor:stack': STACK } }),
  ],
  [
    'lambda',
    'UntagResource20170331v2',
    ({ lambda }) => lambda.untagResource({ Resource: FUNCTION_ARN, TagKeys: ['secgroup-monitor:stack'] }),
  ],
  [
    'lambda',
    'UpdateFunctionConfiguration20150331v2',
    ({ lambda }) => lambda.updateFunctionConfiguration({ FunctionName, Description: 'touched' }),
  ],
  [
    'lambda',
    'UpdateFunctionCode20150331v2',
    async ({ lambda }) => {
      const { Code } = await lambda.getFunction({ FunctionName });
      const zip = await (await fetch(Code!.Location!)).arrayBuffer();
      return lambda.updateFunctionCode({ FunctionName, ZipFile: new Uint8Array(zip) });
    },
  ],
  [
    'iam',
    'PutRolePolicy',
    ({ iam }) =>
      iam.putRolePolicy({ RoleName, PolicyName: 'more', PolicyDocument: allowing(['sts:AssumeRole']) }),
  ],
  ['iam', 'DeleteRolePolicy', ({ iam }) => iam.deleteRolePolicy({ RoleName, PolicyName: 'more' })],
  ['iam', 'AttachRolePolicy', ({ iam }) => iam.attachRolePolicy({ RoleName, PolicyArn: BASIC })],
  ['iam', 'DetachRolePolicy', ({ iam }) => iam.detachRolePolicy({ RoleName, PolicyArn: BASIC })],
  [
    'iam',
    'PutRolePermissionsBoundary',
    ({ iam }) => iam.putRolePermissionsBoundary({ RoleName, PermissionsBoundary: ALL }),
  ],
  ['iam', 'DeleteRolePermissionsBoundary', ({ iam }) => iam.deleteRolePermissionsBoundary({ RoleName })],
  ['iam', 'UpdateRole', ({ iam }) => iam.updateRole({ RoleName, Description: 'x' })],
  [
    'iam',
    'UpdateAssumeRolePolicy',
    ({ iam }) => iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: trustOf('lambda.amazonaws.com') }),
  ],
  [
    'logs',
    'PutRetentionPolicy',
    ({ logs }) => logs.putRetentionPolicy({ logGroupName: LOG_GROUP, retentionInDays: 1 }),
  ],
  ['logs', 'DeleteRetentionPolicy', ({ logs }) => logs.deleteRetentionPolicy({ logGroupName: LOG_GROUP })],
  [
    'logs',
    'PutAccountPolicy',
    ({ logs }) =>
      logs.putAccountPolicy({
        policyName: 'short',
        policyType: 'RETENTION_POLICY',
        policyDocument: '{"retentionInDays":30,"enforcementMode":"RETROACTIVE"}',
      }),
  ],
  [
    'logs',
    'DeleteLogStream',
    async ({ logs }) => {
      const { logStreams } = await logs.describeLogStreams({ logGroupName: LOG_GROUP });
      return logs.deleteLogStream({
        logGroupName: LOG_GROUP,
        logStreamName: logStreams![0]!.logStreamName!,
      });
    },
  ],
  [
    'sqs',
    'SetQueueAttributes',
    ({ sqs, queueUrl: QueueUrl }) =>
      sqs.setQueueAttributes({ QueueUrl, Attributes: { VisibilityTimeout: '30' } }),
  ],
  ['sqs', 'PurgeQueue', ({ sqs, queueUrl: QueueUrl }) => sqs.purgeQueue({ QueueUrl })],
  ['sqs', 'DeleteQueue', ({ sqs, queueUrl: QueueUrl }) => sqs.deleteQueue({ QueueUrl })],
  [
    'cloudtrail',
    'StopLogging',
    async ({ cloudtrail, trailArn }) => cloudtrail.stopLogging({ Name: await trailArn() }),
  ],
  [
    'cloudtrail',
    'DeleteTrail',
    async ({ cloudtrail, trailArn }) => {
      const Name = await trailArn();
      await cloudtrail.startLogging({ Name });
      return cloudtrail.deleteTrail({ Name });
    },
  ],
];
