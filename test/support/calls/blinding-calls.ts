import { functionZip } from '../../sandbox/support/function-zip.ts';
import { allowing, trustOf } from '../../sandbox/support/roles.ts';
import {
  BOUNDARY,
  FUNCTION_ARN,
  LOG_GROUP,
  ROLE,
  STACK,
  type StackAccount,
  type TamperCall,
} from './stack-account.ts';

const TAMPER_RULE = `${STACK}-tamper`;
const FunctionName = STACK;
const RoleName = ROLE;

/** Creates a policy and returns its ARN. */
async function policyOf({ iam }: StackAccount, PolicyName: string, PolicyDocument: string): Promise<string> {
  return (await iam.createPolicy({ PolicyName, PolicyDocument })).Policy!.Arn!;
}

const denyAll = allowing(['*']).replace('"Allow"', '"Deny"');

/**
 * Calls after which the function reports nothing, because the first one replaces its code. Each call still
 * finds the resource that it destroys, and the last one deletes the trail.
 */
export const BLINDING_CALLS: TamperCall[] = [
  [
    'lambda',
    'UpdateFunctionCode20150331v2',
    ({ lambda }) =>
      lambda.updateFunctionCode({
        FunctionName,
        ZipFile: functionZip({ 'index.mjs': 'export const handler = async () => {};' }),
      }),
  ],
  [
    'lambda',
    'UpdateFunctionConfiguration20150331v2',
    ({ lambda }) => lambda.updateFunctionConfiguration({ FunctionName, Handler: 'nowhere.handler' }),
  ],
  [
    'lambda',
    'PutFunctionConcurrency20171031',
    ({ lambda }) => lambda.putFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: 0 }),
  ],
  [
    'lambda',
    'RemovePermission20150331v2',
    async ({ lambda }) => {
      const { Policy } = await lambda.getPolicy({ FunctionName });
      const [{ Sid: StatementId }] = JSON.parse(Policy!).Statement;
      return lambda.removePermission({ FunctionName, StatementId });
    },
  ],
  [
    'lambda',
    'PutResourcePolicy',
    ({ lambda }) => {
      const Statement = {
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource: FUNCTION_ARN,
      };
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
      return lambda.putResourcePolicy({ ResourceArn: FUNCTION_ARN, Policy });
    },
  ],
  [
    'lambda',
    'DeleteResourcePolicy',
    ({ lambda }) => lambda.deleteResourcePolicy({ ResourceArn: FUNCTION_ARN }),
  ],
  [
    'iam',
    'UpdateAssumeRolePolicy',
    ({ iam }) => iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: trustOf('ec2.amazonaws.com') }),
  ],
  [
    'iam',
    'PutRolePermissionsBoundary',
    async (account) => {
      const PermissionsBoundary = await policyOf(account, 'nothing', allowing(['s3:ListAllMyBuckets']));
      return account.iam.putRolePermissionsBoundary({ RoleName, PermissionsBoundary });
    },
  ],
  [
    'iam',
    'CreatePolicyVersion',
    ({ iam }) =>
      iam.createPolicyVersion({ PolicyArn: BOUNDARY, PolicyDocument: denyAll, SetAsDefault: true }),
  ],
  [
    'logs',
    'AssociateKmsKey',
    (account) =>
      account.records('logs', 'AssociateKmsKey', { logGroupName: LOG_GROUP, kmsKeyId: 'disabled' }),
  ],
  [
    'iam',
    'AttachRolePolicy',
    async (account) =>
      account.iam.attachRolePolicy({ RoleName, PolicyArn: await policyOf(account, 'denied', denyAll) }),
  ],
  [
    'iam',
    'PutRolePolicy',
    ({ iam }) => iam.putRolePolicy({ RoleName, PolicyName: 'denied', PolicyDocument: denyAll }),
  ],
  [
    'iam',
    'DetachRolePolicy',
    async ({ iam }) => {
      const { AttachedPolicies } = await iam.listAttachedRolePolicies({ RoleName });
      for (const { PolicyArn } of AttachedPolicies!) await iam.detachRolePolicy({ RoleName, PolicyArn });
    },
  ],
  [
    'iam',
    'DeleteRolePolicy',
    async ({ iam }) => {
      const { PolicyNames } = await iam.listRolePolicies({ RoleName });
      for (const PolicyName of PolicyNames!) await iam.deleteRolePolicy({ RoleName, PolicyName });
    },
  ],
  ['iam', 'DeleteRole', ({ iam }) => iam.deleteRole({ RoleName })],
  [
    'events',
    'PutTargets',
    ({ events }) =>
      events.putTargets({
        Rule: TAMPER_RULE,
        Targets: [{ Id: 'function', Arn: FUNCTION_ARN, Input: '"nothing happened"' }],
      }),
  ],
  [
    'events',
    'PutRule',
    ({ events }) => events.putRule({ Name: TAMPER_RULE, EventPattern: '{"source":["nothing"]}' }),
  ],
  ['events', 'DisableRule', ({ events }) => events.disableRule({ Name: TAMPER_RULE })],
  ['events', 'RemoveTargets', ({ events }) => events.removeTargets({ Rule: TAMPER_RULE, Ids: ['function'] })],
  ['events', 'DeleteRule', ({ events }) => events.deleteRule({ Name: TAMPER_RULE })],
  [
    'logs',
    'DeleteLogStream',
    async ({ logs }) => {
      const stream = { logGroupName: LOG_GROUP, logStreamName: 'found' };
      await logs.createLogStream(stream);
      return logs.deleteLogStream(stream);
    },
  ],
  ['logs', 'DeleteLogGroup', ({ logs }) => logs.deleteLogGroup({ logGroupName: LOG_GROUP })],
  ['sqs', 'PurgeQueue', ({ sqs, queueUrl: QueueUrl }) => sqs.purgeQueue({ QueueUrl })],
  ['sqs', 'DeleteQueue', ({ sqs, queueUrl: QueueUrl }) => sqs.deleteQueue({ QueueUrl })],
  ['lambda', 'DeleteFunction20150331', ({ lambda }) => lambda.deleteFunction({ FunctionName })],
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
