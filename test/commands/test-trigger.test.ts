// Covers src/trigger/*.ts.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Aws } from '../../src/aws/aws.ts';
import { type DemoAccount, makeAccount } from '../../src/commands/demo/demo-account.ts';
import type { TestTriggerReport } from '../../src/reports/test-trigger.ts';
import { eventually } from '../support/eventually.ts';
import { type RunOptions, run, sandboxEnv, testContext } from '../support/run.ts';
import { clientConfig, testSandbox } from '../support/sandbox.ts';
import { plain, screen } from '../support/terminal.ts';
import { typeRemedy } from '../support/typed-remedy.ts';

const BIN = fileURLToPath(new URL('../../bin/secgroup-monitor.js', import.meta.url));

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let aws: Aws;
let account: DemoAccount;

beforeAll(async () => {
  sandbox = await testSandbox();
  aws = await testContext({ sandbox }).context.aws({});
  account = await makeAccount(aws);
  const installed = await run(['install', '--preset', 'guard', '--quiet'], { sandbox });
  expect(installed.code).toBe(0);
});
afterAll(() => sandbox[Symbol.asyncDispose]());
beforeEach(() => sandbox.faults.clear());

const trigger = (args: string[] = [], options: RunOptions = {}) =>
  run(['test-trigger', ...args], { sandbox, eager: true, ...options });

async function json(args: string[], options: RunOptions = {}): Promise<TestTriggerReport> {
  const { stdout } = await trigger([...args, '--format', 'json', '--quiet'], options);
  return JSON.parse(stdout) as TestTriggerReport;
}

/** All groups and their rules, which must be the same before and after. */
async function groups(): Promise<unknown> {
  const ec2 = await aws.ec2();
  const { SecurityGroups = [] } = await ec2.describeSecurityGroups({});
  return SecurityGroups.map(({ GroupId, IpPermissions, Tags }) => ({ GroupId, IpPermissions, Tags }));
}

describe('test-trigger', () => {
  it('follows one call to its finding and leaves the account unchanged', async () => {
    const before = await groups();
    const report = await json([]);
    expect(report.ok).toBe(true);
    expect(report.timeline.map(({ hop }) => hop)).toEqual([
      'api-call',
      'cloudtrail-event',
      'rule-match',
      'invocation-start',
      'finding-written',
      'ingested',
      'seen',
    ]);
    expect(report.timeline[2]).toEqual({ hop: 'rule-match', at: null, sinceStartMs: null });
    const timed = report.timeline.filter(({ hop }) => !['rule-match', 'cloudtrail-event'].includes(hop));
    const times = timed.map(({ sinceStartMs }) => sinceStartMs!);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(report.finding).toMatchObject({
      kind: 'drift',
      severity: 'info',
      group: { id: report.group.id },
      change: { requestId: report.runs[0]!.requestId, added: ['tcp 9 from 192.0.2.1/32'] },
    });
    expect(report.removed).toEqual([report.group.id]);
    expect(await groups()).toEqual(before);
  });

  it('shows minimum, median and maximum with --repeat', async () => {
    const report = await json(['--repeat', '3']);
    expect(report.runs).toHaveLength(3);
    expect(new Set(report.runs.map(({ requestId }) => requestId)).size).toBe(3);
    expect(report.statistics.map(({ hop }) => hop)).toContain('seen');
    for (const { minMs, medianMs, maxMs } of report.statistics) {
      expect(minMs).toBeLessThanOrEqual(medianMs);
      expect(medianMs).toBeLessThanOrEqual(maxMs);
    }
  });

  it('names the broken hop and the command that fixes it, exit code 1', async () => {
    const cloudtrail = await aws.cloudtrail();
    await cloudtrail.stopLogging({ Name: 'main' });
    try {
      const before = await groups();
      const { code, stdout } = await trigger(['--timeout', '400ms'], { tty: true, columns: 120 });
      expect(code).toBe(1);
      expect(plain(stdout)).toContain('trail              broken  trail main is not logging');
      expect(plain(stdout)).toMatch(
        /\nBroken: trail\. To fix it, run:\n {2}aws cloudtrail start-logging --name \S+ --region eu-west-1\n$/,
      );
      expect(await groups()).toEqual(before);
    } finally {
      await cloudtrail.startLogging({ Name: 'main' });
    }
  });

  it('reports that each hop works if the event is only late', async () => {
    const late = { min: 60_000, max: 60_000 };
    const { cloudTrailDelayMs } = sandbox.world.timing;
    sandbox.world.timing.cloudTrailDelayMs = late;
    try {
      const report = await json(['--timeout', '300ms']);
      expect(report.ok).toBe(false);
      expect(report.diagnosis).toMatchObject({ broken: null, inEventHistory: false });
      expect(report.diagnosis!.remedy).toContain('--timeout');
    } finally {
      sandbox.world.timing.cloudTrailDelayMs = cloudTrailDelayMs;
    }
  });

  it('cleans up on Ctrl-C, exit code 130', async () => {
    const before = await groups();
    const controller = new AbortController();
    const { code, stderr } = await trigger([], {
      signal: controller.signal,
      onStderr: (text) => {
        if (text.includes('Created the canary')) setImmediate(() => controller.abort(new Error('SIGINT')));
      },
    });
    expect(code).toBe(130);
    expect(stderr).toMatch(/Removed the canary group sg-[0-9a-f]+\.\nInterrupted\.\n$/);
    expect(await groups()).toEqual(before);
  });

  it.each([['test-trigger'], ['teardown']])('removes with %s what a run left after SIGKILL', async (word) => {
    const before = await groups();
    const { cloudTrailDelayMs } = sandbox.world.timing;
    sandbox.world.timing.cloudTrailDelayMs = { min: 60_000, max: 60_000 };
    const child = spawn(process.execPath, [BIN, 'test-trigger'], {
      env: { ...process.env, ...sandboxEnv({ sandbox }) },
      stdio: 'ignore',
    });
    const from = sandbox.calls.length;
    await eventually(() => {
      const authorized = sandbox.calls
        .slice(from)
        .some((call) => call.operation === 'AuthorizeSecurityGroupIngress' && call.outcome === 'ok');
      expect(authorized).toBe(true);
    });
    child.kill('SIGKILL');
    await once(child, 'close');
    sandbox.world.timing.cloudTrailDelayMs = cloudTrailDelayMs;
    expect(await groups()).not.toEqual(before);
    const next = await run(word === 'teardown' ? [word, '--yes'] : [word], { sandbox, eager: true });
    expect(next.code).toBe(0);
    expect(next.stderr).toMatch(
      /[Rr]emoved what (an interrupted run|test-trigger) left behind: sgr-[0-9a-f]+, sg-[0-9a-f]+/,
    );
    expect(await groups()).toEqual(before);
    if (word === 'teardown') await run(['install', '--preset', 'guard', '--quiet'], { sandbox });
  });

  it.each([
    'CreateSecurityGroup',
    'AuthorizeSecurityGroupIngress',
    'RevokeSecurityGroupIngress',
    'DeleteSecurityGroup',
  ])('copes with a lost response to %s', async (operation) => {
    const before = await groups();
    sandbox.faults.add(`ec2:${operation}#1=reset-after`);
    const report = await json([]);
    expect(report.ok).toBe(true);
    expect(report.finding!.change!.requestId).toBe(report.runs[0]!.requestId);
    expect(await groups()).toEqual(before);
  });

  it('lists what is left if it cannot clean up, and the commands that remove it', async () => {
    const before = await groups();
    const cleanUp = async () => {
      sandbox.faults.add('ec2:DeleteSecurityGroup=deny');
      const { code, stderr } = await trigger(['--format', 'json', '--quiet']);
      sandbox.faults.clear();
      expect(code).toBe(3);
      expect(JSON.parse(stderr)).toMatchObject({ code: 'canary-left' });
      return [...JSON.parse(stderr).hint.matchAll(/`([^`]+)`/g)].map(([, line]) => line as string);
    };
    const env = {
      AWS_ACCESS_KEY_ID: '111122223333',
      AWS_SECRET_ACCESS_KEY: sandbox.secret,
      AWS_ENDPOINT_URL: sandbox.url,
    };
    const [again = ''] = await cleanUp();
    expect((await typeRemedy(again, { sandbox, env, eager: true })).code).toBe(0);
    expect(await groups()).toEqual(before);
    const [, remove = ''] = await cleanUp();
    await typeRemedy(remove, { env });
    expect(await groups()).toEqual(before);
  });

  it('uses a group of the user only if requested, and restores it', async () => {
    const before = await groups();
    const args = ['--group-id', account.groupId];
    const refused = await trigger(args);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('Add --yes');
    const declined = await trigger(args, { tty: true, answer: false });
    expect({ code: declined.code, shown: screen(declined.stderr) }).toEqual({
      code: 0,
      shown: `This adds tcp 9 from 192.0.2.1/32 to your group ${account.groupId} (web) for a
 moment, then removes it. Continue? [y/N] n
Nothing was changed.`,
    });
    const report = await json([...args, '--yes']);
    expect(report.ok).toBe(true);
    expect(report.group).toEqual({ id: account.groupId, name: 'web', own: false });
    expect(await groups()).toEqual(before);
    const rule = { IpProtocol: 'tcp', FromPort: 9, ToPort: 9, IpRanges: [{ CidrIp: '192.0.2.1/32' }] };
    const ec2 = await aws.ec2();
    await ec2.authorizeSecurityGroupIngress({ GroupId: account.groupId, IpPermissions: [rule] });
    const there = await trigger([...args, '--yes']);
    expect(there.code).toBe(2);
    expect(there.stderr).toContain('already admits tcp 9 from 192.0.2.1/32');
    await ec2.revokeSecurityGroupIngress({ GroupId: account.groupId, IpPermissions: [rule] });
    expect((await trigger(['--group-id', 'sg-00000000000000000', '--yes'])).stderr).toContain(
      'There is no security group',
    );
  });

  it('says what to pass if there is no default VPC, and accepts any VPC', async () => {
    const options = { region: 'eu-central-1' };
    const there = await testContext({ sandbox, ...options }).context.aws({});
    const ec2 = await there.ec2();
    const { Vpcs } = await ec2.describeVpcs({});
    expect((await trigger([], options)).stderr).toContain(
      'The stack "secgroup-monitor" is not installed in eu-central-1.',
    );
    expect(
      (await run(['install', '--preset', 'guard', '--create-trail', '--quiet'], { sandbox, ...options }))
        .code,
    ).toBe(0);
    const named = await json(['--vpc-id', Vpcs![0]!.VpcId!], options);
    expect(named.ok).toBe(true);
    const client = new EC2Client(clientConfig(sandbox, '111122223333', options.region));
    const { Subnets = [] } = await client.send(new DescribeSubnetsCommand({}));
    for (const { SubnetId } of Subnets) await client.send(new DeleteSubnetCommand({ SubnetId }));
    for (const { VpcId } of Vpcs!) await client.send(new DeleteVpcCommand({ VpcId }));
    client.destroy();
    const { code, stderr } = await trigger([], options);
    expect(code).toBe(2);
    expect(stderr).toContain('eu-central-1 has no default VPC');
  });

  it('refuses contradicting options', async () => {
    expect((await trigger(['--group-id', 'sg-1', '--vpc-id', 'vpc-1'])).code).toBe(2);
    for (const id of ['vpc-0123456789abcdef0', 'mine']) {
      const { code, stderr } = await trigger(['--vpc-id', id]);
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining(`There is no VPC ${id}. Check --vpc-id and`),
      ]);
    }
    expect((await trigger(['--repeat', 'x'])).code).toBe(2);
    expect((await trigger(['--timeout', '0s'])).code).toBe(2);
  });
});
