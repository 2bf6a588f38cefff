import {
  CloudTrailClient,
  DescribeTrailsCommand,
  PutEventSelectorsCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  CloudWatchLogsClient,
  DeleteRetentionPolicyCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  DeleteRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  AttachRolePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  DeleteFunctionConcurrencyCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {
  DeleteQueueCommand,
  PurgeQueueCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pipeline } from '../support/pipeline.ts';

const BASELINE = 'version: 1\nunlisted: ignore\n';
const ACCOUNT = '111122223333';
// IAM's events come here alone.
const REGION = 'us-east-1';
const STACK = 'secgroup-monitor';
const ROLE = `${STACK}-${REGION}`;
const FUNCTION_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${STACK}`;
const RULE = `${STACK}-sweep`;
const LOG_GROUP = `/aws/lambda/${STACK}`;
const MANAGED = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

describe('calls that touch the monitor, through trail, bus and function', () => {
  let p: Awaited<ReturnType<typeof pipeline>>;
  let clients: ReturnType<typeof open>;
  beforeAll(async () => {
    p = await pipeline({ baseline: BASELINE, region: REGION });
    clients = open();
  }, 60_000);
  afterAll(async () => {
    for (const client of Object.values(clients ?? {})) client.destroy();
    await p?.[Symbol.asyncDispose]();
  });

  const open = () => ({
    cloudtrail: new CloudTrailClient(p.config),
    events: new EventBridgeClient(p.config),
    lambda: new LambdaClient(p.config),
    iam: new IAMClient(p.config),
    logs: new CloudWatchLogsClient(p.config),
    sqs: new SQSClient(p.config),
  });
  const trail = async () => {
    const { trailList } = await clients.cloudtrail.send(new DescribeTrailsCommand({}));
    return trailList![0]!.TrailARN!;
  };
  const queueUrl = () => `${p.sandbox.url}/${ACCOUNT}/${STACK}-failed`;
  const permission = { FunctionName: STACK, StatementId: 'stranger' };

  /** In an order in which each is still seen: the last one stops the trail. */
  const calls: [string, () => Promise<unknown>][] = [
    [
      'PutEventSelectors',
      async () =>
        clients.cloudtrail.send(
          new PutEventSelectorsCommand({
            TrailName: await trail(),
            EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
          }),
        ),
    ],
    ['UpdateTrail', async () => clients.cloudtrail.send(new UpdateTrailCommand({ Name: await trail() }))],
    ['DisableRule', () => clients.events.send(new DisableRuleCommand({ Name: RULE }))],
    ['EnableRule', () => clients.events.send(new EnableRuleCommand({ Name: RULE }))],
    [
      'PutTargets',
      async () => {
        const { Targets } = await clients.events.send(new ListTargetsByRuleCommand({ Rule: RULE }));
        return clients.events.send(new PutTargetsCommand({ Rule: RULE, Targets }));
      },
    ],
    ['RemoveTargets', () => clients.events.send(new RemoveTargetsCommand({ Rule: RULE, Ids: ['function'] }))],
    [
      'AddPermission20150331v2',
      () =>
        clients.lambda.send(
          new AddPermissionCommand({
            ...permission,
            Action: 'lambda:InvokeFunction',
            Principal: 'events.amazonaws.com',
          }),
        ),
    ],
    ['RemovePermission20150331v2', () => clients.lambda.send(new RemovePermissionCommand(permission))],
    [
      'PutFunctionEventInvokeConfig',
      () =>
        clients.lambda.send(
          new PutFunctionEventInvokeConfigCommand({ FunctionName: STACK, MaximumRetryAttempts: 1 }),
        ),
    ],
    [
      'PutFunctionConcurrency20171031',
      () =>
        clients.lambda.send(
          new PutFunctionConcurrencyCommand({ FunctionName: STACK, ReservedConcurrentExecutions: 5 }),
        ),
    ],
    [
      'DeleteFunctionConcurrency20171031',
      () => clients.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: STACK })),
    ],
    [
      'TagResource20170331v2',
      () => clients.lambda.send(new TagResourceCommand({ Resource: FUNCTION_ARN, Tags: { a: 'b' } })),
    ],
    [
      'UntagResource20170331v2',
      () => clients.lambda.send(new UntagResourceCommand({ Resource: FUNCTION_ARN, TagKeys: ['a'] })),
    ],
    [
      'PutRolePolicy',
      () =>
        clients.iam.send(
          new PutRolePolicyCommand({
            RoleName: ROLE,
            PolicyName: 'more',
            PolicyDocument: TRUST.replace(/"Principal":[^}]*},/, '"Resource":"*",'),
          }),
        ),
    ],
    [
      'AttachRolePolicy',
      () => clients.iam.send(new AttachRolePolicyCommand({ RoleName: ROLE, PolicyArn: MANAGED })),
    ],
    [
      'DetachRolePolicy',
      () => clients.iam.send(new DetachRolePolicyCommand({ RoleName: ROLE, PolicyArn: MANAGED })),
    ],
    ['UpdateRole', () => clients.iam.send(new UpdateRoleCommand({ RoleName: ROLE, Description: 'x' }))],
    [
      'UpdateAssumeRolePolicy',
      () => clients.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: ROLE, PolicyDocument: TRUST })),
    ],
    [
      'PutRetentionPolicy',
      () => clients.logs.send(new PutRetentionPolicyCommand({ logGroupName: LOG_GROUP, retentionInDays: 1 })),
    ],
    [
      'DeleteRetentionPolicy',
      () => clients.logs.send(new DeleteRetentionPolicyCommand({ logGroupName: LOG_GROUP })),
    ],
    [
      'SetQueueAttributes',
      () =>
        clients.sqs.send(
          new SetQueueAttributesCommand({ QueueUrl: queueUrl(), Attributes: { VisibilityTimeout: '30' } }),
        ),
    ],
    ['PurgeQueue', () => clients.sqs.send(new PurgeQueueCommand({ QueueUrl: queueUrl() }))],
    [
      'UpdateFunctionConfiguration20150331v2',
      () =>
        clients.lambda.send(
          new UpdateFunctionConfigurationCommand({ FunctionName: STACK, Description: 'touched' }),
        ),
    ],
    ['DeleteRule', () => clients.events.send(new DeleteRuleCommand({ Name: RULE }))],
    ['DeleteQueue', () => clients.sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl() }))],
    ['StopLogging', async () => clients.cloudtrail.send(new StopLoggingCommand({ Name: await trail() }))],
  ];

  it.each(calls)('%s', async (eventName, call) => {
    await call();
    const found = await p.finding({ kind: 'tamper', code: 'monitoring-tampered', change: { eventName } });
    expect(['high', 'critical']).toContain(found.severity);
    expect(found.args.touched).not.toEqual([]);
  });
});
