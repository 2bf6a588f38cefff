// Covers src/deploy/apply/*.ts, src/deploy/install/*.ts, src/deploy/kinds/*.ts, src/deploy/host.ts,
// src/deploy/read-stack.ts, src/deploy/teardown-stack.ts.

import { describe, expect, it } from 'vitest';
import { labBaseline } from '../../../src/core/baseline/presets.ts';
import type { AppError } from '../../../src/core/errors.ts';
import { trailHome } from '../../../src/sandbox/cloudtrail/state.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { timings } from '../../../src/sandbox/timing.ts';
import { accountState } from '../../faults/account-state.ts';
import { trailed } from '../../faults/harness.ts';
import { run, testContext } from '../../support/run.ts';
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

describe('install', () => {
  it('creates everything once; a second run changes nothing', async () => {
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

  it('updates only the code, and the copy and the record of the baseline, for another baseline', async () => {
    await using sandbox = await trailed();
    await install({ sandbox }, { request: { retentionDays: 7, sweep: 'rate(15 minutes)' } });
    const since = sandbox.calls.length;
    await install({ sandbox }, { baseline: async () => labBaseline(), named: 'yes' });
    expect(writes(sandbox, since)).toEqual([
      'lambda:UpdateFunctionCode',
      'logs:CreateLogStream',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'logs:TagResource',
    ]);
  });

  it('plans without a change, and the plan contains reasons and calls', async () => {
    await using sandbox = await trailed();
    const { plan } = await install({ sandbox }, { dryRun: true });
    expect(writes(sandbox, 0)).toEqual([]);
    expect(plan).toMatchObject({ schema: 'secgroup-monitor/plan/1', foreign: [] });
    expect(plan?.steps.find(({ kind }) => kind === 'role-policy')).toEqual({
      id: 'role-policy:secgroup-monitor-eu-west-1/secgroup-monitor',
      kind: 'role-policy',
      name: 'secgroup-monitor-eu-west-1/secgroup-monitor',
      action: 'create',
      reason: 'it does not exist',
      calls: ['iam:PutRolePolicy'],
      dependsOn: ['role:secgroup-monitor-eu-west-1'],
    });
  });

  it('fixes only what drifted', async () => {
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

  it('waits until IAM and the function are ready', async () => {
    await using sandbox = await trailed({
      ...timings.instant,
      iamPropagationMs: 400,
      functionPendingMs: 300,
    });
    const waits: string[] = [];
    await install({
      sandbox,
      progress: (event) => void (event.type === 'step-waiting' && waits.push(event.text)),
    });
    expect(waits).toContain('Waiting for Lambda to accept the new role (IAM propagation)');
    expect(waits).toContain('Waiting for the function to become active');
  });

  it('stops before the first change if a name belongs to another owner', async () => {
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

  it('stops before the first change if no trail delivers events', async () => {
    await using sandbox = await testSandbox();
    const error = await thrown(install({ sandbox }));
    expect(error).toMatchObject({ kind: 'deploy', code: 'preflight-trail' });
    expect(error?.hint).toContain('--create-trail');
    expect(writes(sandbox, 0)).toEqual([]);
  });

  it('reports a trail that is not logging', async () => {
    await using sandbox = await trailed();
    const { context, close } = testContext({ sandbox });
    await (await (await context.aws({})).cloudtrail()).stopLogging({ Name: 'main' });
    const error = await thrown(install({ sandbox }));
    close();
    expect(error?.message).toContain('Trail main is not logging');
    expect(error?.hint).toContain('aws cloudtrail start-logging');
  });

  it('reports the same in a dry run, with the plan and the exit code of the real one', async () => {
    await using sandbox = await trailed();
    const { context, close } = testContext({ sandbox });
    await (await (await context.aws({})).cloudtrail()).stopLogging({ Name: 'main' });
    close();
    const before = accountState(sandbox, ACCOUNT);
    const dry = await run(['install', '--dry-run'], { sandbox });
    expect(dry.code).toBe(5);
    expect(dry.stdout).toMatch(/^no trail: Trail main is not logging/im);
    expect(dry.stdout).toContain('Plan for secgroup-monitor');
    expect(dry.stdout).toContain('The install would stop at the checks.');
    const regions = ['install', '--dry-run', '--regions', 'eu-west-1', '--format', 'json'];
    expect((await run(regions, { sandbox })).code).toBe(5);
    expect((await run(['install'], { sandbox })).code).toBe(5);
    expect(accountState(sandbox, ACCOUNT)).toEqual(before);
  });

  it('does not call a function with a reserved concurrency of 0 installed as planned', async () => {
    await using sandbox = await trailed();
    await install({ sandbox });
    const [lambda] = sandbox.world.states<{ functions: Map<string, { reserved?: number }> }>('lambda');
    lambda!.state.functions.get('secgroup-monitor')!.reserved = 0;
    for (const words of [['install'], ['install', '--dry-run'], ['install', '--preset', 'lab']]) {
      const { code, stdout, stderr } = await run(words, { sandbox });
      expect(code).toBe(5);
      expect(stdout + stderr).toContain('has a reserved concurrency of 0, so it never runs');
      expect(stdout + stderr).toContain('aws lambda delete-function-concurrency');
    }
  });

  it('keeps what a failed first install created with --no-rollback, and resumes', async () => {
    await using sandbox = await trailed();
    const armed = sandbox.faults.add('lambda:CreateFunction=deny');
    const first = { rollback: false, named: 'yes' } as const;
    const error = await thrown(install({ sandbox }, first));
    expect(error).toMatchObject({ kind: 'deploy', details: { undone: [] } });
    expect(error?.details?.remaining).toContain('role:secgroup-monitor-eu-west-1');
    armed.remove();
    const since = sandbox.calls.length;
    await install({ sandbox }, first);
    expect(writes(sandbox, since)).not.toContain('iam:CreateRole');
  });

  it('keeps the old version in service if an update fails', async () => {
    await using sandbox = await trailed();
    await install({ sandbox });
    const before = accountState(sandbox, ACCOUNT);
    sandbox.faults.add('lambda:UpdateFunctionCode=deny');
    const error = await thrown(install({ sandbox }, { baseline: async () => labBaseline(), named: 'yes' }));
    expect(error).toMatchObject({ kind: 'deploy', code: 'update-failed', details: { remaining: [] } });
    // The record of what is installed names both until an install succeeds.
    const unrecorded = (state: unknown) =>
      JSON.stringify(state).replace(/"secgroup-monitor:installed":"(?:[0-9a-f]{32}\+)?/, '');
    expect(unrecorded(accountState(sandbox, ACCOUNT))).toBe(unrecorded(before));
  });

  it('finishes the running call on Ctrl-C, and undoes what was created', async () => {
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

  it('does not change another stack in the account', async () => {
    await using sandbox = await trailed();
    await install({ sandbox }, { stack: 'one' });
    const one = accountState(sandbox, ACCOUNT);
    await install({ sandbox }, { stack: 'one-b' });
    // Its rules start like those of `one`, but the report must not mention them.
    expect((await teardown({ sandbox }, { stack: 'one', dryRun: true })).notes).toEqual([]);
    await teardown({ sandbox }, { stack: 'one-b' });
    expect(accountState(sandbox, ACCOUNT)).toEqual(one);
  });
});

it('resumes with its own trail, which also logs reads because the run ended too early', async () => {
  await using sandbox = await trailed();
  sandbox.faults.add('cloudtrail:PutEventSelectors=deny');
  const bare = { request: { createTrail: true }, named: 'yes' } as const;
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

  it('is used unchanged, and teardown keeps it', async () => {
    await using sandbox = await trailed();
    await withRole(sandbox, 'lambda.amazonaws.com', ['ec2:*', 'logs:*', 'sqs:*', 'cloudtrail:*', 'events:*']);
    const before = accountState(sandbox, ACCOUNT);
    const report = await install({ sandbox }, { request: { functionRoleArn } });
    expect(report.actions.filter(({ kind }) => kind.startsWith('role'))).toEqual([]);
    await teardown({ sandbox });
    expect(accountState(sandbox, ACCOUNT)).toEqual(before);
  });

  it('works if its policy has one statement instead of a list, as IAM allows', async () => {
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
    expect(error?.message).toContain('The role mine has no permission for cloudtrail:LookupEvents');
  });

  it.each([
    ['trusts another service', 'ec2.amazonaws.com', ['*'], 'does not trust lambda.amazonaws.com'],
    [
      'lacks a permission',
      'lambda.amazonaws.com',
      ['ec2:*', 'logs:*'],
      'no permission for cloudtrail:LookupEvents, events:PutEvents, sqs:SendMessage',
    ],
  ])('is refused before any change if it %s', async (_what, service, actions, words) => {
    await using sandbox = await trailed();
    await withRole(sandbox, service, actions);
    const since = sandbox.calls.length;
    const error = await thrown(install({ sandbox }, { request: { functionRoleArn } }));
    expect(error).toMatchObject({ code: 'preflight-role' });
    expect(error?.message).toContain(words);
    expect(writes(sandbox, since)).toEqual([]);
  });
});
