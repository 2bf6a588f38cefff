import { beforeAll, describe, expect, it } from 'vitest';
import { guardBaseline, labBaseline } from '../../../src/core/baseline/presets.ts';
import type { AppError } from '../../../src/core/errors.ts';
import { redriveQueue } from '../../../src/deploy/redrive.ts';
import { walkHops } from '../../../src/deploy/status/hops.ts';
import { accountState } from '../../faults/account-state.ts';
import { testContext } from '../../support/run.ts';
import { type Reached, testSandbox } from '../../support/sandbox.ts';
import { EMPTY_HANDLER, install, teardown, withDeploy } from '../support.ts';
import { operatorPolicy } from './permissions-page.ts';

const ACCOUNT = '111122223333';
type Policy = ReturnType<typeof operatorPolicy>;

/** Environment of a session of a role with exactly the policy's permissions. */
async function operator(sandbox: Reached, policy: Policy): Promise<Record<string, string>> {
  const { context, close } = testContext({ sandbox, account: ACCOUNT });
  try {
    const aws = await context.aws({});
    const trust = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:AssumeRole' },
      ],
    };
    const iam = await aws.iam();
    await iam.createRole({ RoleName: 'operator', AssumeRolePolicyDocument: JSON.stringify(trust) });
    const PolicyDocument = JSON.stringify(policy);
    await iam.putRolePolicy({ RoleName: 'operator', PolicyName: 'secgroup-monitor', PolicyDocument });
    const { Credentials } = await (await aws.sts()).assumeRole({
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/operator`,
      RoleSessionName: 'test',
    });
    return {
      AWS_ACCESS_KEY_ID: Credentials!.AccessKeyId!,
      AWS_SECRET_ACCESS_KEY: Credentials!.SecretAccessKey!,
      AWS_SESSION_TOKEN: Credentials!.SessionToken!,
    };
  } finally {
    close();
  }
}

describe('an operator with only the policy of docs/permissions.md', () => {
  let policy: Policy;
  beforeAll(() => {
    policy = operatorPolicy({ region: 'eu-west-1', account: ACCOUNT });
  });

  it.each([
    'secgroup-monitor',
    'My_Stack-1',
    'a',
    'B'.repeat(40),
    'AbCdEfGhIj_KlMnOpQrSt-UvWxYz_0123-456789',
  ])('runs install, status, every change, redrive and teardown of the stack %s', async (stack) => {
    await using sandbox = await testSandbox();
    const region = 'ap-southeast-1';
    const env = await operator(sandbox, operatorPolicy({ region, account: ACCOUNT, stack }));
    const options = { sandbox, account: ACCOUNT, env, region };
    await install(options, { stack, request: { createTrail: true } });
    await install(options, {
      stack,
      baseline: async () => labBaseline(),
      named: 'yes',
      request: { retentionDays: 7, sweep: 'off' },
    });
    const walk = await withDeploy(options, (context) =>
      walkHops({ stack, handlerCode: EMPTY_HANDLER }, context),
    );
    expect(walk.hops.filter(({ ok }) => !ok)).toEqual([]);
    await withDeploy(options, (context) => redriveQueue({ stack, dryRun: false }, context));
    expect((await teardown(options, { stack })).remaining).toEqual([]);
  });

  it('reports which action on which resource is missing, and leaves nothing behind', async () => {
    await using sandbox = await testSandbox();
    const Statement = policy.Statement.map((statement) => ({
      ...statement,
      Action: (statement.Action as string[]).filter((action) => action !== 'lambda:CreateFunction'),
    })).filter(({ Action }) => Action.length > 0);
    const env = await operator(sandbox, { ...policy, Statement });
    const options = { sandbox, account: ACCOUNT, env };
    const failure = install(options, {
      request: { createTrail: true },
      baseline: async () => guardBaseline(),
    });
    const error = await failure.then(
      () => undefined,
      (thrown: AppError) => thrown,
    );
    expect(error).toMatchObject({ kind: 'deploy', code: 'install-failed', details: { remaining: [] } });
    expect(error?.message).toContain(
      `lambda:CreateFunction on arn:aws:lambda:eu-west-1:${ACCOUNT}:function:secgroup-monitor`,
    );
    expect((await teardown(options)).actions).toEqual([]);
  });

  it('treats a function whose tags it must not read as unknown, and changes nothing', async () => {
    await using sandbox = await testSandbox();
    await install({ sandbox, account: ACCOUNT }, { request: { createTrail: true } });
    const before = accountState(sandbox, ACCOUNT);
    const Statement = policy.Statement.map((statement) => ({
      ...statement,
      Action: (statement.Action as string[]).filter((action) => action !== 'lambda:ListTags'),
    }));
    const env = await operator(sandbox, { ...policy, Statement });
    const options = { sandbox, account: ACCOUNT, env };
    for (const work of [install(options), teardown(options)]) {
      await expect(work).rejects.toMatchObject({
        kind: 'access',
        message: expect.stringContaining(
          `lambda:ListTags on arn:aws:lambda:eu-west-1:${ACCOUNT}:function:secgroup-monitor`,
        ),
      });
    }
    const after = accountState(sandbox, ACCOUNT);
    expect(Object.keys(after).filter((key) => !key.endsWith('/operator'))).toEqual(Object.keys(before));
  });
});
