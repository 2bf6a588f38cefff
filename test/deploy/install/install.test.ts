import { describe, expect, it } from 'vitest';
import { labBaseline } from '../../../src/core/baseline/presets.ts';
import type { AppError } from '../../../src/core/errors.ts';
import { trailHome } from '../../../src/sandbox/cloudtrail/state.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { timings } from '../../../src/sandbox/timing.ts';
import { accountState } from '../../faults/account-state.ts';
import { furnish } from '../../faults/harness.ts';
import { testContext } from '../../support/run.ts';
import { testSandbox } from '../../support/sandbox.ts';
import { install, teardown } from '../support.ts';

const ACCOUNT = '111122223333';
const READS = /^(Get|List|Describe|Lookup|Filter|Head|Simulate)/;

const writes = (sandbox: Sandbox, since: number) =>
  sandbox.calls
    .slice(since)
    .map(({ service, operation }) => `${service}:${operation}`)
    .filter((call) => !READS.test(call.split(':')[1]!))
    .sort();

const thrown = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: AppError) => error,
  );

async function trailed(timing = timings.instant) {
  const never = 2 ** 31 - 1;
  const sandbox = await testSandbox({ timing: { ...timing, cloudTrailDelayMs: { min: never, max: never } } });
  furnish('update', sandbox, ACCOUNT);
  return sandbox;
}

describe('install', () => {
  it('makes everything, once: a second run writes nothing', async () => {
    await using sandbox = await trailed();
    const first = await install({ sandbox });
    expect(first).toMatchObject({ changed: true, account: ACCOUNT, region: 'eu-west-1', remaining: [] });
    expect(new Set(first.actions.map(({ action }) => action))).toEqual(new Set(['create']));
    const since = sandbox.calls.length;
    const again = await install({ sandbox });
    expect(again.changed).toBe(false);
    expect(again.baseline).toBe('preset:guard');
    expect(writes(sandbox, since)).toEqual([]);
  });

  it('with another baseline updates the code and nothing else', async () => {
    await using sandbox = await trailed();
    await install({ sandbox }, { request: { retentionDays: 7, sweep: 'rate(15 minutes)' } });
    const since = sandbox.calls.length;
    await install({ sandbox }, { baseline: async () => labBaseline(), baselineGiven: true });
    expect(writes(sandbox, since)).toEqual(['lambda:UpdateFunctionCode']);
  });

  it('plans without changing anything, and the plan holds reason and calls', async () => {
    await using sandbox = await trailed();
    const { plan } = await install({ sandbox }, { dryRun: true });
    expect(writes(sandbox, 0)).toEqual([]);
    expect(plan).toMatchObject({ schema: 'secgroup-monitor/plan/1', foreign: [] });
    expect(plan?.steps.find(({ kind }) => kind === 'role-policy')).toEqual({
      id: 'role-policy:secgroup-monitor-eu-west-1/secgroup-monitor',
      kind: 'role-policy',
      name: 'secgroup-monitor-eu-west-1/secgroup-monitor',
      action: 'create',
      reason: 'it is not there',
      calls: ['iam:PutRolePolicy'],
      dependsOn: ['role:secgroup-monitor-eu-west-1'],
    });
  });

  it('mends what drifted, and only that', async () => {
    await using sandbox = await trailed();
    await install({ sandbox });
    const wanted = accountState(sandbox, ACCOUNT);
    const { context, close } = testContext({ sandbox });
    const aws = await context.aws({});
    await (await aws.events()).putRule({
      Name: 'secgroup-monitor-tamper',
      ScheduleExpression: 'rate(1 day)',
    });
    await (await aws.lambda()).removePermission({
      FunctionName: 'secgroup-monitor',
      StatementId: 'secgroup-monitor-check',
    });
    await (await aws.logs()).deleteRetentionPolicy({ logGroupName: '/aws/lambda/secgroup-monitor' });
    const since = sandbox.calls.length;
    await install({ sandbox });
    close();
    expect(writes(sandbox, since)).toEqual([
      'events:PutRule',
      'lambda:AddPermission',
      'logs:PutRetentionPolicy',
    ]);
    expect(accountState(sandbox, ACCOUNT)).toEqual(wanted);
  });

  it('waits for IAM and for the function to be ready', async () => {
    await using sandbox = await trailed({
      ...timings.instant,
      iamPropagationMs: 400,
      functionPendingMs: 300,
    });
    const told: string[] = [];
    await install({
      sandbox,
      progress: (event) => void (event.type === 'step-waiting' && told.push(event.text)),
    });
    expect(told).toContain('waiting for the new role to be usable by Lambda (IAM propagation)');
    expect(told).toContain('waiting for the function to become active');
  });

  it('stops before the first write where a name is taken by someone else', async () => {
    await using sandbox = await trailed();
    const { context, close } = testContext({ sandbox });
    const aws = await context.aws({});
    await (await aws.events()).putRule({
      Name: 'secgroup-monitor-change',
      ScheduleExpression: 'rate(1 day)',
    });
    const since = sandbox.calls.length;
    const error = await thrown(install({ sandbox }));
    close();
    expect(error).toMatchObject({ kind: 'usage', code: 'not-ours' });
    expect(error?.message).toContain('rule secgroup-monitor-change');
    expect(writes(sandbox, since)).toEqual([]);
  });

  it('stops before the first write where no trail brings events', async () => {
    await using sandbox = await testSandbox();
    const error = await thrown(install({ sandbox }));
    expect(error).toMatchObject({ kind: 'deploy', code: 'preflight-trail' });
    expect(error?.hint).toContain('--create-trail');
    expect(writes(sandbox, 0)).toEqual([]);
  });

  it('says that a trail is not logging', async () => {
    await using sandbox = await trailed();
    const { context, close } = testContext({ sandbox });
    await (await (await context.aws({})).cloudtrail()).stopLogging({ Name: 'main' });
    const error = await thrown(install({ sandbox }));
    close();
    expect(error?.message).toContain('Trail main is not logging');
    expect(error?.hint).toContain('aws cloudtrail start-logging');
  });

  it('keeps what a failed first install made with --no-rollback, and goes on from there', async () => {
    await using sandbox = await trailed();
    const armed = sandbox.faults.add('lambda:CreateFunction=deny');
    const error = await thrown(install({ sandbox }, { rollback: false }));
    expect(error).toMatchObject({ kind: 'deploy', details: { undone: [] } });
    expect(error?.details?.remaining).toContain('role:secgroup-monitor-eu-west-1');
    armed.remove();
    const since = sandbox.calls.length;
    await install({ sandbox });
    expect(writes(sandbox, since)).not.toContain('iam:CreateRole');
  });

  it('leaves the old version serving when an update fails', async () => {
    await using sandbox = await trailed();
    await install({ sandbox });
    const before = accountState(sandbox, ACCOUNT);
    sandbox.faults.add('lambda:UpdateFunctionCode=deny');
    const error = await thrown(
      install({ sandbox }, { baseline: async () => labBaseline(), baselineGiven: true }),
    );
    expect(error).toMatchObject({ kind: 'deploy', code: 'update-failed', details: { remaining: [] } });
    expect(accountState(sandbox, ACCOUNT)).toEqual(before);
  });

  it('finishes the call under way on Ctrl-C, and undoes what was made', async () => {
    await using sandbox = await trailed();
    const before = accountState(sandbox, ACCOUNT);
    const interrupt = new AbortController();
    const after = async () => interrupt.abort();
    sandbox.faults.add({ operation: 'CreateFunction', nth: 1, action: { do: 'hook', after } });
    const error = await thrown(install({ sandbox, signal: interrupt.signal }));
    expect(error).toMatchObject({ kind: 'interrupted', details: { remaining: [] } });
    expect(error?.details?.undone).toContain('function:secgroup-monitor');
    expect(accountState(sandbox, ACCOUNT)).toEqual(before);
  });

  it('does not touch another stack beside it', async () => {
    await using sandbox = await trailed();
    await install({ sandbox }, { stack: 'one' });
    const one = accountState(sandbox, ACCOUNT);
    await install({ sandbox }, { stack: 'one-b' });
    // Its rules begin like those of `one`, which is no reason to speak of them.
    expect((await teardown({ sandbox }, { stack: 'one', dryRun: true })).notes).toEqual([]);
    await teardown({ sandbox }, { stack: 'one-b' });
    expect(accountState(sandbox, ACCOUNT)).toEqual(one);
  });
});

it('goes on with a trail of its own that logs reads, too, since the run ended too early', async () => {
  await using sandbox = await trailed();
  sandbox.faults.add('cloudtrail:PutEventSelectors=deny');
  const bare = { request: { createTrail: true } };
  const { trails } = trailHome(sandbox.world, ACCOUNT, 'eu-west-1');
  trails.clear();
  await thrown(install({ sandbox }, { ...bare, rollback: false }));
  expect(trails.get('secgroup-monitor-trail')?.eventSelectors[0]?.ReadWriteType).toBe('All');
  sandbox.faults.clear();
  await install({ sandbox }, bare);
  expect(trails.get('secgroup-monitor-trail')).toMatchObject({
    isLogging: true,
    eventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }],
  });
});

describe('a role of the user', () => {
  const trust = (service: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    });
  const functionRoleArn = `arn:aws:iam::${ACCOUNT}:role/mine`;

  async function withRole(sandbox: Sandbox, service: string, actions: string[]) {
    const { context, close } = testContext({ sandbox });
    const iam = await (await context.aws({})).iam();
    await iam.createRole({ RoleName: 'mine', AssumeRolePolicyDocument: trust(service) });
    const Statement = [{ Effect: 'Allow', Action: actions, Resource: '*' }];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await iam.putRolePolicy({ RoleName: 'mine', PolicyName: 'p', PolicyDocument });
    close();
  }

  it('is taken as it is, and left alone by teardown', async () => {
    await using sandbox = await trailed();
    await withRole(sandbox, 'lambda.amazonaws.com', ['ec2:*', 'logs:*', 'sqs:*', 'cloudtrail:*', 'events:*']);
    const before = accountState(sandbox, ACCOUNT);
    const report = await install({ sandbox }, { request: { functionRoleArn } });
    expect(report.actions.filter(({ kind }) => kind.startsWith('role'))).toEqual([]);
    await teardown({ sandbox });
    expect(accountState(sandbox, ACCOUNT)).toEqual(before);
  });

  it('whose policy has its one statement without a list, as IAM allows, is understood', async () => {
    await using sandbox = await trailed();
    const { context, close } = testContext({ sandbox });
    const iam = await (await context.aws({})).iam();
    const Statement = {
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await iam.createRole({ RoleName: 'mine', AssumeRolePolicyDocument });
    close();
    const error = await thrown(install({ sandbox }, { request: { functionRoleArn } }));
    expect(error?.message).toContain('The role mine lacks cloudtrail:LookupEvents');
  });

  it.each([
    ['trusts another service', 'ec2.amazonaws.com', ['*'], 'does not trust lambda.amazonaws.com'],
    [
      'lacks a right',
      'lambda.amazonaws.com',
      ['ec2:*', 'logs:*'],
      'lacks cloudtrail:LookupEvents, events:PutEvents, sqs:SendMessage',
    ],
  ])('that %s is refused before anything is changed', async (_what, service, actions, words) => {
    await using sandbox = await trailed();
    await withRole(sandbox, service, actions);
    const since = sandbox.calls.length;
    const error = await thrown(install({ sandbox }, { request: { functionRoleArn } }));
    expect(error).toMatchObject({ code: 'preflight-role' });
    expect(error?.message).toContain(words);
    expect(writes(sandbox, since)).toEqual([]);
  });
});

describe('teardown', () => {
  it('keeps the log group with --keep-logs, and a later install takes it up again', async () => {
    await using sandbox = await trailed();
    await install({ sandbox });
    const report = await teardown({ sandbox }, { keepLogs: true });
    expect(report.kept.map(({ kind }) => kind)).toEqual(['log-group']);
    expect(Object.keys(accountState(sandbox, ACCOUNT)).filter((key) => key.startsWith('logs/'))).toHaveLength(
      1,
    );
    const again = await install({ sandbox });
    expect(again.actions.find(({ kind }) => kind === 'log-group')?.action).toBe('none');
  });

  it("keeps the trail's log files unless told otherwise", async () => {
    await using sandbox = await testSandbox();
    await install({ sandbox }, { request: { createTrail: true } });
    const report = await teardown({ sandbox }, { deleteTrailLogs: false });
    expect(report.kept.map(({ kind }) => kind)).toEqual(['bucket']);
    expect((await teardown({ sandbox })).kept).toEqual([]);
    expect(Object.keys(accountState(sandbox, ACCOUNT))).toEqual([]);
  });

  it('leaves alone what bears its names without its tag', async () => {
    await using sandbox = await trailed();
    const { context, close } = testContext({ sandbox });
    const aws = await context.aws({});
    await (await aws.sqs()).createQueue({ QueueName: 'secgroup-monitor-failed' });
    const before = accountState(sandbox, ACCOUNT);
    const report = await teardown({ sandbox });
    close();
    expect(report.foreign).toEqual([{ kind: 'queue', name: 'secgroup-monitor-failed', owner: null }]);
    expect(accountState(sandbox, ACCOUNT)).toEqual(before);
  });

  it('removes rules of the stack that this version does not know', async () => {
    await using sandbox = await trailed();
    const { context, close } = testContext({ sandbox });
    const events = await (await context.aws({})).events();
    await events.putRule({
      Name: 'secgroup-monitor-former',
      ScheduleExpression: 'rate(1 day)',
      Tags: [{ Key: 'secgroup-monitor:stack', Value: 'secgroup-monitor' }],
    });
    const report = await teardown({ sandbox });
    close();
    expect(report.actions.map(({ name }) => name)).toEqual(['secgroup-monitor-former']);
    expect(report.remaining).toEqual([]);
  });

  it('takes off a role what others attached to it', async () => {
    await using sandbox = await trailed();
    await install({ sandbox });
    const { context, close } = testContext({ sandbox });
    const iam = await (await context.aws({})).iam();
    const PolicyDocument = JSON.stringify(guardPolicy);
    await iam.putRolePolicy({ RoleName: 'secgroup-monitor-eu-west-1', PolicyName: 'other', PolicyDocument });
    close();
    expect((await teardown({ sandbox })).remaining).toEqual([]);
  });
});

const guardPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
};
