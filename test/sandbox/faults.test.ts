// Covers src/sandbox/control.ts, src/sandbox/dispatch.ts.
import { DescribeRegionsCommand, EC2 } from '@aws-sdk/client-ec2';
import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaultSyntaxError, Faults, parseFault } from '../../src/sandbox/faults.ts';
import { eventually } from '../support/eventually.ts';
import { clientConfig, testSandbox } from '../support/sandbox.ts';

describe('parseFault', () => {
  it.each([
    [
      'lambda:CreateFunction#1=throttle*2',
      { service: 'lambda', operation: 'CreateFunction', nth: 1, times: 2, action: { do: 'throttle' } },
    ],
    ['*=delay:100ms', { operation: '*', action: { do: 'delay', ms: 100 } }],
    ['ec2:*=reset-after', { service: 'ec2', operation: '*', action: { do: 'reset-after' } }],
    ['iam:PutRolePolicy=deny', { service: 'iam', operation: 'PutRolePolicy', action: { do: 'deny' } }],
    [
      'ec2:Describe*@111122223333#3=error',
      { service: 'ec2', operation: 'Describe*', account: '111122223333', nth: 3, action: { do: 'error' } },
    ],
    ['*:*%5=reset-before', { service: '*', operation: '*', rate: 0.05, action: { do: 'reset-before' } }],
    [
      'iam:*#2=deny*inf',
      { service: 'iam', operation: '*', nth: 2, times: Number.POSITIVE_INFINITY, action: { do: 'deny' } },
    ],
  ])('parses %s', (text, fault) => {
    expect(parseFault(text)).toEqual(fault);
  });

  it.each(['', 'ec2', 'ec2:*', 'ec2:*=explode', '*=delay', '*=delay:soon', 'ec2:*@12=deny'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseFault(text)).toThrow(FaultSyntaxError);
    },
  );
});

describe('a fault', () => {
  const call = (operation: string, service = 'ec2') => ({
    service,
    operation,
    account: '111122223333',
    region: 'eu-west-1',
  });

  it('counts only the calls that match', () => {
    const faults = new Faults([parseFault('ec2:Describe*#2=throttle*2')], () => 0);
    const hits = ['DescribeVpcs', 'CreateVpc', 'DescribeVpcs', 'DescribeTags', 'DescribeVpcs'].map(
      (operation) => faults.hit(call(operation)).length,
    );
    expect(hits).toEqual([0, 0, 1, 1, 0]);
  });

  it('hits calls at random with a rate', () => {
    const lots = [0.04, 0.06, 0.01];
    const faults = new Faults([parseFault('*%5=error')], () => lots.shift()!);
    expect([1, 2, 3].map(() => faults.hit(call('DescribeVpcs')).length)).toEqual([1, 0, 1]);
  });

  it('hits no call after it is removed', () => {
    const faults = new Faults([], () => 0);
    const { remove } = faults.add('*=deny');
    expect(faults.hit(call('X'))).toHaveLength(1);
    remove();
    expect(faults.hit(call('X'))).toEqual([]);
  });
});

describe('a client', () => {
  let sandbox: Awaited<ReturnType<typeof testSandbox>>;
  let ec2: EC2;
  let iam: IAM;
  beforeEach(async () => {
    sandbox = await testSandbox();
    ec2 = new EC2(clientConfig(sandbox));
    iam = new IAM(clientConfig(sandbox));
  });
  afterEach(() => sandbox[Symbol.asyncDispose]());
  const role = {
    RoleName: 'r',
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    }),
  };

  it('receives throttling with the code of the service, and retries it', async () => {
    sandbox.faults.add('*:*#1=throttle');
    const patient = new EC2({ ...clientConfig(sandbox), maxAttempts: 2 });
    const { $metadata } = await patient.send(new DescribeRegionsCommand({}));
    expect($metadata.attempts).toBe(2);
    expect(sandbox.calls.map((call) => call.outcome)).toEqual(['RequestLimitExceeded', 'ok']);
    sandbox.faults.add('iam:*=throttle');
    await expect(iam.listRoles({})).rejects.toMatchObject({ name: 'Throttling' });
    sandbox.faults.add('s3:*=throttle');
    await expect(new S3(clientConfig(sandbox)).listBuckets()).rejects.toMatchObject({ name: 'SlowDown' });
  });

  it('receives an internal error from a call that did nothing', async () => {
    sandbox.faults.add('iam:CreateRole#1=error');
    await expect(iam.createRole(role)).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    await expect(iam.getRole({ RoleName: 'r' })).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  it('loses the connection before or after the call takes effect', async () => {
    sandbox.faults.add('iam:CreateRole#1=reset-before');
    await expect(iam.createRole(role)).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(iam.getRole({ RoleName: 'r' })).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    sandbox.faults.add('iam:CreateRole#1=reset-after');
    await expect(iam.createRole(role)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await iam.getRole({ RoleName: 'r' })).Role!.RoleName).toBe('r');
    expect(sandbox.calls.map((call) => call.outcome)).toEqual(['cut', 'NoSuchEntity', 'cut', 'ok']);
  });

  it('receives a denial that contains the action', async () => {
    sandbox.faults.add('*:*=deny');
    await expect(ec2.describeVpcs({})).rejects.toMatchObject({
      name: 'UnauthorizedOperation',
      message: expect.stringContaining('ec2:DescribeVpcs'),
      $metadata: { httpStatusCode: 403 },
    });
    await expect(iam.createRole(role)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('iam:CreateRole on resource:'),
    });
  });

  it('waits for the delay of each call', async () => {
    sandbox.faults.add('ec2:*=delay:30ms');
    await ec2.describeVpcs({});
    expect(sandbox.calls[0]!.ms).toBeGreaterThanOrEqual(29);
  });

  it('calls the hooks of a test before and after its call', async () => {
    const seen: string[] = [];
    sandbox.faults.add({
      service: 'ec2',
      action: {
        do: 'hook',
        before: (call) => {
          seen.push(`before ${call.operation}`);
          return call.operation === 'DescribeSubnets' ? 'cut' : undefined;
        },
        after: (call) => {
          seen.push(`after ${call.operation}`);
        },
      },
    });
    await ec2.describeVpcs({});
    expect(seen).toEqual(['before DescribeVpcs', 'after DescribeVpcs']);
    await expect(ec2.describeSubnets({})).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(seen.at(-1)).toBe('before DescribeSubnets');
  });

  it('loses the connection after a failed call, too', async () => {
    sandbox.faults.add('iam:GetRole=reset-after');
    await expect(iam.getRole({ RoleName: 'no' })).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('causes no failure of the sandbox when it disconnects during a delay', async () => {
    sandbox.faults.add('*:*=delay:60000ms');
    const leaving = new AbortController();
    const sent = ec2.describeVpcs({}, { abortSignal: leaving.signal });
    await eventually(() => expect(sandbox.calls).toHaveLength(1));
    leaving.abort();
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
    await eventually(() => expect(sandbox.calls[0]!.outcome).toBe('cut'));
    expect(sandbox.failures).toEqual([]);
  });

  it('sets faults over HTTP from another process', async () => {
    const control = (method: string, path: string, body?: string) =>
      fetch(`${sandbox.url}/_sandbox/${path}`, {
        method,
        headers: { authorization: `Bearer ${sandbox.secret}` },
        ...(body && { body }),
      });
    const added = await control('POST', 'faults', 'ec2:DescribeVpcs=throttle\n*=delay:1ms\n');
    expect(await added.json()).toEqual([1, 2]);
    await expect(ec2.describeVpcs({})).rejects.toMatchObject({ name: 'RequestLimitExceeded' });
    await control('DELETE', 'faults');
    await ec2.describeVpcs({});
    const calls = (await (await control('GET', 'calls')).json()) as { operation: string; outcome: string }[];
    expect(calls.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual([
      'DescribeVpcs RequestLimitExceeded',
      'DescribeVpcs ok',
    ]);
    expect((await control('POST', 'faults', 'nonsense')).status).toBe(400);
    expect((await control('GET', 'nothing')).status).toBe(404);
  });

  it('needs the secret to read the log of calls', async () => {
    for (const authorization of ['', 'Bearer sandbox', sandbox.secret]) {
      const answer = await fetch(`${sandbox.url}/_sandbox/calls`, { headers: { authorization } });
      expect(answer.status).toBe(403);
      expect(await answer.text()).not.toContain('[');
    }
  });
});
