import { describe, expect, it } from 'vitest';
import { accountState } from '../faults/account-state.ts';
import { trailed } from '../faults/harness.ts';
import { testContext } from '../support/run.ts';
import { testSandbox } from '../support/sandbox.ts';
import { install, teardown } from './support.ts';

const ACCOUNT = '111122223333';

describe('teardown', () => {
  it('keeps the log group with --keep-logs, and a later install adopts it', async () => {
    await using sandbox = await trailed();
    await install({ sandbox });
    const report = await teardown({ sandbox }, { keepLogs: true });
    expect(report.kept.map(({ kind }) => kind)).toEqual(['log-group', 'log-group']);
    expect(Object.keys(accountState(sandbox, ACCOUNT)).filter((key) => key.startsWith('logs/'))).toHaveLength(
      2,
    );
    const again = await install({ sandbox }, { named: 'last' });
    expect(again.actions.find(({ kind }) => kind === 'log-group')?.action).toBe('none');
  });

  it("keeps the trail's log files unless requested otherwise", async () => {
    await using sandbox = await testSandbox();
    await install({ sandbox }, { request: { createTrail: true } });
    const report = await teardown({ sandbox }, { deleteTrailLogs: false });
    expect(report.kept.map(({ kind }) => kind)).toEqual(['bucket']);
    expect((await teardown({ sandbox })).kept).toEqual([]);
    expect(Object.keys(accountState(sandbox, ACCOUNT))).toEqual([]);
  });

  it('keeps resources that have its names without its tag', async () => {
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

  it('detaches policies that others attached to a role', async () => {
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
