import { afterEach, describe, expect, it } from 'vitest';
import { logsService } from '../../../src/sandbox/logs/logs.ts';
import { callFrom, deliveryWorld } from '../support/delivery-world.ts';

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

function setUp() {
  const made = deliveryWorld();
  close = made.close;
  const logs = logsService(made.world).operations;
  const call = callFrom();
  const write = (message: string) =>
    made.world.logs.write({
      account: '111122223333',
      region: 'eu-west-1',
      group: '/aws/lambda/f',
      stream: '2026/11/23/[$LATEST]0123',
      roleArn: 'arn:aws:iam::111122223333:role/r',
      lines: [{ timestamp: Date.now(), message }],
    });
  const groups = async () =>
    (await logs.DescribeLogGroups!({}, call)).logGroups!.map((one) => one.logGroupName);
  return { ...made, logs, call, write, groups };
}

describe('a write by a role', () => {
  it('creates a deleted group again, without retention, if the role can create groups', async () => {
    const { logs, call, write, groups } = setUp();
    await logs.CreateLogGroup!({ logGroupName: '/aws/lambda/f' }, call);
    await logs.PutRetentionPolicy!({ logGroupName: '/aws/lambda/f', retentionInDays: 7 }, call);
    expect(write('in time')).toEqual({ ok: true });
    await logs.DeleteLogGroup!({ logGroupName: '/aws/lambda/f' }, call);
    expect(await groups()).toEqual([]);
    expect(write('late')).toEqual({ ok: true });
    const { logGroups } = await logs.DescribeLogGroups!({}, call);
    expect(logGroups).toMatchObject([{ logGroupName: '/aws/lambda/f', retentionInDays: undefined }]);
    const { events } = await logs.FilterLogEvents!({ logGroupName: '/aws/lambda/f' }, call);
    expect(events!.map((event) => event.message)).toEqual(['late']);
  });

  it('fails if the group was deleted and the role cannot create groups', async () => {
    const { denied, write, groups } = setUp();
    denied.actions.add('logs:CreateLogGroup');
    expect(write('late')).toMatchObject({ ok: false, code: 'ResourceNotFoundException' });
    expect(await groups()).toEqual([]);
  });

  it.each(['logs:PutLogEvents', 'logs:CreateLogStream'])('needs %s', async (action) => {
    const { denied, logs, call, write } = setUp();
    await logs.CreateLogGroup!({ logGroupName: '/aws/lambda/f' }, call);
    denied.actions.add(action);
    expect(write('x')).toMatchObject({ ok: false, code: 'AccessDeniedException' });
    const { events } = await logs.FilterLogEvents!({ logGroupName: '/aws/lambda/f' }, call);
    expect(events).toEqual([]);
  });
});
