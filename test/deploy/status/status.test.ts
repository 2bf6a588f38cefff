// Covers src/aws/services/*.ts, src/aws/download.ts, src/deploy/status/*.ts, src/deploy/redrive.ts.
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Aws } from '../../../src/aws/aws.ts';
import { signedLine } from '../../../src/core/finding/signed-line.ts';
import { unpackFunction } from '../../../src/deploy/install/function-zip.ts';
import { redriveQueue } from '../../../src/deploy/redrive.ts';
import { walkHops } from '../../../src/deploy/status/hops.ts';
import type { Hop } from '../../../src/reports/status.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { timings } from '../../../src/sandbox/timing.ts';
import { furnish } from '../../faults/harness.ts';
import { eventually } from '../../support/eventually.ts';
import { run, testContext } from '../../support/run.ts';
import { testSandbox } from '../../support/sandbox.ts';
import { EMPTY_HANDLER, install, withDeploy } from '../support.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const NAME = 'secgroup-monitor';

async function installed() {
  const never = 2 ** 31 - 1;
  const sandbox = await testSandbox({
    timing: { ...timings.instant, cloudTrailDelayMs: { min: never, max: never } },
  });
  furnish('update', sandbox, ACCOUNT);
  await install({ sandbox });
  return sandbox;
}

const walk = (sandbox: Sandbox, now?: number) =>
  withDeploy({ sandbox, ...(now === undefined ? {} : { now }) }, (context) =>
    walkHops({ stack: NAME, handlerCode: EMPTY_HANDLER }, context),
  );

async function withAws<T>(sandbox: Sandbox, work: (aws: Aws) => Promise<T>): Promise<T> {
  const { context, close } = testContext({ sandbox });
  try {
    return await work(await context.aws({}));
  } finally {
    close();
  }
}

const signedBy = (key: string) => (text: string) =>
  createHmac('sha256', key).update(text).digest('base64url');

/** The key in the installed function's code. */
const keyOf = (sandbox: Sandbox): Promise<string> =>
  withAws(sandbox, async (aws) => {
    const { Code } = await (await aws.lambda()).getFunction({ FunctionName: NAME });
    const bytes = await aws.download(Code!.Location!, new AbortController().signal);
    return unpackFunction(bytes).settings.logKey!;
  });

interface Breakage {
  what: string;
  how(aws: Aws): Promise<unknown>;
  hop: Hop['hop'];
  remedy: string;
}

const BREAKAGES: Breakage[] = [
  {
    what: 'the trail is stopped',
    how: async (aws) => (await aws.cloudtrail()).stopLogging({ Name: 'main' }),
    hop: 'trail',
    remedy: 'aws cloudtrail start-logging',
  },
  {
    what: 'the trail logs reads only',
    how: async (aws) =>
      (await aws.cloudtrail()).putEventSelectors({
        TrailName: 'main',
        EventSelectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }],
      }),
    hop: 'selectors',
    remedy: 'aws cloudtrail put-event-selectors',
  },
  {
    what: 'the rule is gone',
    how: async (aws) => {
      const events = await aws.events();
      await events.removeTargets({ Rule: `${NAME}-change`, Ids: ['function'] });
      await events.deleteRule({ Name: `${NAME}-change` });
    },
    hop: 'rule',
    remedy: 'secgroup-monitor install',
  },
  {
    what: 'the rule is disabled',
    how: async (aws) => {
      const events = await aws.events();
      const { EventPattern } = await events.describeRule({ Name: `${NAME}-change` });
      await events.putRule({ Name: `${NAME}-change`, EventPattern, State: 'DISABLED' });
    },
    hop: 'rule',
    remedy: 'aws events enable-rule',
  },
  {
    what: 'the pattern matches something else',
    how: async (aws) =>
      (await aws.events()).putRule({ Name: `${NAME}-change`, EventPattern: '{"source":["aws.s3"]}' }),
    hop: 'pattern',
    remedy: 'secgroup-monitor install',
  },
  {
    what: 'the target is gone',
    how: async (aws) => (await aws.events()).removeTargets({ Rule: `${NAME}-change`, Ids: ['function'] }),
    hop: 'target',
    remedy: 'secgroup-monitor install',
  },
  {
    what: 'the permission is gone',
    how: async (aws) =>
      (await aws.lambda()).removePermission({ FunctionName: NAME, StatementId: `${NAME}-change` }),
    hop: 'permission',
    remedy: 'secgroup-monitor install',
  },
  {
    what: 'the function is gone',
    how: async (aws) => (await aws.lambda()).deleteFunction({ FunctionName: NAME }),
    hop: 'function',
    remedy: 'secgroup-monitor install',
  },
  {
    what: "the role's policy is another",
    how: async (aws) =>
      (await aws.iam()).putRolePolicy({
        RoleName: `${NAME}-${REGION}`,
        PolicyName: NAME,
        PolicyDocument: '{"Version":"2012-10-17","Statement":[]}',
      }),
    hop: 'role',
    remedy: 'secgroup-monitor install',
  },
  {
    what: 'the log group is gone',
    how: async (aws) => (await aws.logs()).deleteLogGroup({ logGroupName: `/aws/lambda/${NAME}` }),
    hop: 'log-group',
    remedy: 'secgroup-monitor install',
  },
  {
    what: 'an event could not be handled',
    how: async (aws) => {
      const sqs = await aws.sqs();
      const { QueueUrl } = await sqs.getQueueUrl({ QueueName: `${NAME}-failed` });
      await sqs.sendMessage({ QueueUrl, MessageBody: '{"detail-type":"x"}' });
    },
    hop: 'dead-letter-queue',
    remedy: 'secgroup-monitor redrive',
  },
  {
    what: 'the tamper rule has no targets',
    how: async (aws) => (await aws.events()).removeTargets({ Rule: `${NAME}-tamper`, Ids: ['function'] }),
    hop: 'tamper',
    remedy: 'secgroup-monitor install',
  },
];

describe('status', () => {
  it('reports that every hop of a fresh install works', async () => {
    await using sandbox = await installed();
    const { hops, drift } = await walk(sandbox);
    expect(hops.filter(({ ok }) => !ok)).toEqual([]);
    expect(drift).toEqual([]);
  });

  it.each(BREAKAGES)('names the broken hop and its remedy: $what', async ({ how, hop, remedy }) => {
    await using sandbox = await installed();
    await withAws(sandbox, how);
    const bad = (await walk(sandbox)).hops.filter(({ ok }) => !ok);
    expect(bad.map((one) => one.hop)).toContain(hop);
    expect(bad.find((one) => one.hop === hop)?.remedy).toContain(remedy);
  });

  it('keeps the options although the function that stored them is gone', async () => {
    await using sandbox = await installed();
    const notify = `arn:aws:sqs:${REGION}:${ACCOUNT}:alarms`;
    await withAws(sandbox, async (aws) => {
      await (await aws.sqs()).createQueue({ QueueName: 'alarms', tags: { 'secgroup-monitor:stack': NAME } });
    });
    await install({ sandbox }, { request: { notify: [notify] } });
    await withAws(sandbox, async (aws) => (await aws.lambda()).deleteFunction({ FunctionName: NAME }));
    const { hops } = await walk(sandbox);
    const detail = (name: string) => hops.find(({ hop }) => hop === name)?.detail;
    expect(detail('function')).toContain('has a copy of its baseline and options');
    expect(detail('installation')).toContain(`function ${NAME}: it does not exist`);
    expect(detail('installation')).not.toContain('no longer configured');
    const report = await install({ sandbox }, { named: 'last' });
    expect(report.notes).toEqual([expect.stringMatching(/This run keeps the options of the last install/)]);
    expect(report.actions.filter(({ action }) => action === 'delete')).toEqual([]);
    expect((await install({ sandbox })).notes).toEqual([]);
  });

  it('counts one day as one', async () => {
    await using sandbox = await installed();
    await withAws(sandbox, async (aws) =>
      (await aws.logs()).putRetentionPolicy({ logGroupName: `/aws/lambda/${NAME}`, retentionInDays: 1 }),
    );
    const { hops, drift } = await walk(sandbox);
    expect(hops.find(({ hop }) => hop === 'log-group')?.detail).toBe(
      `/aws/lambda/${NAME} keeps logs for 1 day`,
    );
    expect(drift.map(({ reason }) => reason)).toEqual(['logs are kept for 1 day instead of 30 days']);
  });

  it('distinguishes a function without the tag from a missing one', async () => {
    await using sandbox = await installed();
    await withAws(sandbox, async (aws) => {
      const Resource = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${NAME}`;
      await (await aws.lambda()).untagResource({ Resource, TagKeys: ['secgroup-monitor:stack'] });
    });
    const { hops } = await walk(sandbox);
    expect(hops.find(({ hop }) => hop === 'function')?.detail).toBe(
      `function ${NAME} exists but does not have the tag secgroup-monitor:stack=${NAME}`,
    );
  });

  it('does not blame the install for a stopped trail', async () => {
    await using sandbox = await installed();
    await withAws(sandbox, async (aws) => (await aws.cloudtrail()).stopLogging({ Name: 'main' }));
    const { hops } = await walk(sandbox);
    expect(hops.filter(({ ok }) => !ok).map(({ hop }) => hop)).toEqual(['trail', 'selectors']);
  });

  it('reports a missing heartbeat when a sweep is overdue, and sees a fresh one', async () => {
    await using sandbox = await installed();
    const later = Date.now() + 2 * 3_600_000;
    const beat = async () => (await walk(sandbox, later)).hops.find(({ hop }) => hop === 'heartbeat');
    expect(await beat()).toMatchObject({ ok: false });
    const time = new Date(later - 60_000).toISOString();
    const logKey = await keyOf(sandbox);
    const line = { schema: 'secgroup-monitor/heartbeat/1', time, groups: 7, drifting: 1 };
    sandbox.world.logs.write({
      account: ACCOUNT,
      region: REGION,
      group: `/aws/lambda/${NAME}`,
      stream: 'x',
      roleArn: `arn:aws:iam::${ACCOUNT}:role/secgroup-monitor/${NAME}-${REGION}`,
      lines: [
        { timestamp: later - 60_000, message: signedLine(line, signedBy(logKey)) },
        { timestamp: later - 60_000, message: signedLine({ ...line, groups: 8 }, signedBy('other')) },
        {
          timestamp: later - 60_000,
          message: signedLine({ ...line, time: '2099-01-01T00:00:00Z' }, signedBy(logKey)),
        },
        { timestamp: later - 30_000, message: `somebody wrote "${line.schema}" into a user agent` },
      ],
    });
    await eventually(async () => {
      expect(await beat()).toMatchObject({
        ok: true,
        detail:
          '1 min ago: 7 groups judged, 1 drifting; lines in the log group that this function did not write: 2 (ignored)',
      });
    });
  });

  it('reports that an account has no install', async () => {
    await using sandbox = await testSandbox();
    const { code, stdout } = await run(['status', '--format', 'json'], { sandbox });
    expect(code).toBe(1);
    const report = JSON.parse(stdout) as { healthy: boolean; hops: Hop[] };
    expect(report.healthy).toBe(false);
    expect(report.hops.find(({ hop }) => hop === 'installation')?.detail).toContain('is not installed here');
  });
});

describe('redrive', () => {
  it('sends each event again, removes it from the queue, and leaves messages that are not events', async () => {
    await using sandbox = await installed();
    const event = {
      'detail-type': 'Check Security Group',
      source: 'secgroup-monitor',
      detail: { groupIds: [] },
    };
    await withAws(sandbox, async (aws) => {
      const sqs = await aws.sqs();
      const { QueueUrl } = await sqs.getQueueUrl({ QueueName: `${NAME}-failed` });
      const wrapped = { requestContext: { condition: 'RetriesExhausted' }, requestPayload: event };
      for (const body of [event, wrapped, 'no event']) {
        await sqs.sendMessage({
          QueueUrl,
          MessageBody: typeof body === 'string' ? body : JSON.stringify(body),
        });
      }
    });
    const since = sandbox.calls.length;
    const report = await withDeploy({ sandbox }, (context) =>
      redriveQueue({ stack: NAME, dryRun: false }, context),
    );
    expect(report).toMatchObject({
      redriven: 2,
      left: 1,
      skipped: [{ reason: 'it does not contain an event' }],
    });
    expect(report.remedy).toMatch(
      /^aws sqs purge-queue --queue-url "\$\(aws sqs get-queue-url .*" --region eu-west-1$/,
    );
    // A skipped message is invisible for a minute, but still in the queue.
    const { hops } = await walk(sandbox);
    expect(hops.find(({ hop }) => hop === 'dead-letter-queue')).toMatchObject({ ok: false });
    const calls = sandbox.calls.slice(since).map(({ operation }) => operation);
    expect(calls.filter((operation) => operation === 'Invoke')).toHaveLength(2);
    expect(calls.filter((operation) => operation === 'DeleteMessage')).toHaveLength(2);
  });

  it('waits a moment for an event that is not visible at once', async () => {
    await using sandbox = await installed();
    await withAws(sandbox, async (aws) => {
      const sqs = await aws.sqs();
      const { QueueUrl } = await sqs.getQueueUrl({ QueueName: `${NAME}-failed` });
      const event = { 'detail-type': 'Check Security Group', source: 'secgroup-monitor', detail: {} };
      await sqs.sendMessage({ QueueUrl, MessageBody: JSON.stringify(event) });
      await sqs.receiveMessage({ QueueUrl, VisibilityTimeout: 1 });
    });
    const report = await withDeploy({ sandbox }, (context) =>
      redriveQueue({ stack: NAME, dryRun: false }, context),
    );
    expect(report).toMatchObject({ redriven: 1, left: 0 });
  });
});

describe('--regions', () => {
  it('works in all Regions, shows one table, continues after a failure and reports it in the exit code', async () => {
    await using sandbox = await testSandbox();
    sandbox.faults.add({
      operation: 'CreateFunction',
      action: { do: 'hook', before: async ({ region }) => (region === 'eu-west-1' ? 'cut' : undefined) },
    });
    const argv = [
      'install',
      '--regions',
      'us-east-1,eu-west-1,eu-north-1',
      '--create-trail',
      '--preset',
      'guard',
    ];
    const first = await run(argv, { sandbox, env: { AWS_MAX_ATTEMPTS: '1' } });
    expect(first.code).toBe(5);
    expect(first.stdout).toMatch(/^us-east-1 +installed/m);
    expect(first.stdout).toMatch(/^eu-north-1 +installed/m);
    expect(first.stdout).toMatch(/^eu-west-1 +install-failed/m);
    sandbox.faults.clear();
    const again = await run(argv, { sandbox });
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(/^us-east-1 +unchanged/m);
    expect(again.stdout).toMatch(/^eu-west-1 +installed/m);
    const gone = await run(['teardown', '--regions', 'all', '--yes', '--delete-trail-logs'], { sandbox });
    expect(gone.code).toBe(0);
  });

  it('shows the Region of a note', async () => {
    await using sandbox = await testSandbox();
    await withAws(sandbox, async (aws) => {
      const ec2 = await aws.in('us-east-1').ec2();
      const Tags = [{ Key: 'secgroup-monitor:canary', Value: NAME }];
      await ec2.createSecurityGroup({
        GroupName: `${NAME}-canary-1`,
        Description: 'left by a test',
        TagSpecifications: [{ ResourceType: 'security-group', Tags }],
      });
    });
    await withAws(sandbox, async (aws) =>
      (await aws.in('us-east-1').sqs()).createQueue({ QueueName: `${NAME}-failed` }),
    );
    const typed = ['teardown', '--regions', 'eu-west-1,us-east-1', '--yes'];
    const { stderr, stdout } = await run(typed, { sandbox });
    expect(stderr).toContain('us-east-1: Removed what test-trigger left behind');
    expect(stdout).toContain(`Note: us-east-1: queue ${NAME}-failed has a name of this stack`);
  });

  it('refuses a Region that is not enabled', async () => {
    await using sandbox = await testSandbox();
    const { code, stderr } = await run(['status', '--regions', 'eu-west-1,mars-north-1'], { sandbox });
    expect(code).toBe(2);
    expect(stderr).toContain('These Regions do not exist or are not enabled for this account: mars-north-1.');
  });
});
