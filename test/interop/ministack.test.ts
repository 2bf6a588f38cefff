import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, inject, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type RunOptions, run } from '../support/run.ts';
import { correctedMinistack, startMinistack } from './ministack.ts';

const exec = promisify(execFile);
const tools = inject('tools');
const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const FUNCTION = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:secgroup-monitor`;
const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:secgroup-monitor-failed`;
const KINDS = ['change', 'check', 'sweep', 'tamper', 'tamper-2'].map((name) => `secgroup-monitor-${name}`);
const TAGS = { 'secgroup-monitor:stack': 'secgroup-monitor', 'secgroup-monitor:version': expect.any(String) };

const WEB = `version: 1
groups:
  - { name: web, match: { name: web }, ingress: exactly, rules: [ tcp 443 from 0.0.0.0/0 ] }
unlisted: ignore
`;
const ADMIN = `version: 1
groups:
  - { name: web, match: { name: web }, ingress: at-most, rules: [ "tcp 443,8443 from anywhere" ] }
unlisted: ignore
`;

it.skipIf(!tools)('installs, tests the trigger, follows, updates and tears down on MiniStack', async () => {
  await using ministack = await startMinistack(tools!);
  await using emulator = await correctedMinistack(ministack.url);
  await using front = await commandUpstream(emulator.url);
  const files = new Map([['baseline.yaml', WEB]]);
  const cli = (words: string[], options: RunOptions = {}) =>
    run(words, { sandbox: front, files, ...options });
  const aws = async (...words: string[]) => {
    const { stdout } = await exec(tools!.aws, [...words, '--output', 'json'], { env: front.exports() });
    return stdout.trim() === '' ? undefined : JSON.parse(stdout);
  };
  const readAccount = () => account(ministack.url);
  const before = await readAccount();

  // The test itself uses only the AWS CLI, through the front.
  const { Vpcs } = await aws('ec2', 'describe-vpcs');
  const vpc = ['--vpc-id', Vpcs[0].VpcId];
  const group = ['--group-name', 'web', '--description', 'web servers'];
  const { GroupId } = await aws('ec2', 'create-security-group', ...group, ...vpc);
  const rule = (port: string, cidr: string) => [
    '--group-id',
    GroupId,
    '--protocol',
    'tcp',
    '--port',
    port,
    '--cidr',
    cidr,
  ];
  await aws('ec2', 'authorize-security-group-ingress', ...rule('443', '0.0.0.0/0'));

  const installed = await cli(['install', '--baseline', 'baseline.yaml', '--yes', '--format', 'json']);
  expect(installed, installed.stderr).toMatchObject({ code: 0 });
  const found = await readAccount();
  expect(found.roles).toEqual([
    {
      name: `secgroup-monitor-${REGION}`,
      path: '/secgroup-monitor/',
      trust: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      },
      inline: { 'secgroup-monitor': expect.objectContaining({ Version: '2012-10-17' }) },
      attached: [],
      tags: TAGS,
    },
  ]);
  expect(actionsOf(found.roles[0]!.inline['secgroup-monitor']!)).toEqual(
    expect.arrayContaining(['ec2:DescribeSecurityGroups', 'logs:PutLogEvents', 'sqs:SendMessage']),
  );
  expect(actionsOf(found.roles[0]!.inline['secgroup-monitor']!)).not.toContain('logs:CreateLogGroup');
  expect(found.rules.map(({ name }) => name)).toEqual(KINDS);
  for (const one of found.rules) {
    const retry = { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 };
    expect(one, one.name).toMatchObject({
      state: 'ENABLED',
      targets: [{ arn: FUNCTION, retry, dlq: QUEUE }],
      tags: TAGS,
    });
  }
  expect(found.rules.find(({ name }) => name === 'secgroup-monitor-change')!.pattern).toMatchObject({
    source: ['aws.ec2'],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: {
      eventName: expect.arrayContaining(['AuthorizeSecurityGroupIngress', 'ModifySecurityGroupRules']),
    },
  });
  expect(found.functions).toEqual([
    {
      name: 'secgroup-monitor',
      runtime: 'nodejs24.x',
      state: 'Active',
      role: `arn:aws:iam::${ACCOUNT}:role/secgroup-monitor/secgroup-monitor-${REGION}`,
      sha: expect.any(String),
      architectures: ['arm64'],
      policy: expect.any(Array),
      tags: TAGS,
    },
  ]);
  expect(found.functions[0]!.policy.toSorted((a, b) => a.sid.localeCompare(b.sid))).toEqual(
    KINDS.map((name) => ({
      sid: name,
      principal: { Service: 'events.amazonaws.com' },
      source: `arn:aws:events:${REGION}:${ACCOUNT}:rule/${name}`,
    })),
  );
  expect(found.logGroups).toEqual([
    { name: '/aws/lambda/secgroup-monitor', retention: 30, tags: TAGS },
    // Copies of the baseline are kept for ever.
    {
      name: '/secgroup-monitor/secgroup-monitor/baseline',
      retention: null,
      tags: { ...TAGS, 'secgroup-monitor:installed': expect.stringMatching(/^[0-9a-f]{32}$/) },
    },
  ]);
  expect(found.queues).toMatchObject([{ arn: QUEUE, tags: TAGS }]);
  expect(found.queues[0]!.policy.length).toBeGreaterThan(0);

  const status = await cli(['status', '--format', 'json']);
  expect(status, status.stdout).toMatchObject({ code: 0 });
  expect(JSON.parse(status.stdout)).toMatchObject({ healthy: true });

  const fired = await cli(['test-trigger', '--timeout', '30s', '--format', 'json']);
  expect(fired, fired.stdout + fired.stderr).toMatchObject({ code: 0 });
  const { ok, timeline } = JSON.parse(fired.stdout);
  expect(ok).toBe(true);
  console.log(`measured: MiniStack, from call to finding ${timeline.at(-1).sinceStartMs} ms`);

  // The AWS CLI causes a real drift while we follow the log.
  const follow = ['logs', '--follow', '--group', GroupId, '--count', '1', '--format', 'json'];
  const following = cli([...follow, '--kind', 'drift', '--idle-timeout', '40s']);
  await aws('ec2', 'authorize-security-group-ingress', ...rule('22', '198.51.100.0/24'));
  const seen = await following;
  expect(seen, seen.stderr).toMatchObject({ code: 0 });
  expect(JSON.parse(seen.stdout)).toMatchObject({
    kind: 'drift',
    group: { id: GroupId, name: 'web' },
    unexpected: [{ rule: 'tcp 22 from 198.51.100.0/24' }],
    missing: [],
    change: {
      eventName: 'AuthorizeSecurityGroupIngress',
      added: ['tcp 22 from 198.51.100.0/24'],
      actor: { arn: `arn:aws:iam::${ACCOUNT}:root` },
      userAgent: expect.stringContaining('aws-cli/1.'),
    },
  });

  // A new baseline changes only the code of the function.
  files.set('baseline.yaml', ADMIN);
  const updated = await cli(['install', '--baseline', 'baseline.yaml', '--yes', '--format', 'json']);
  expect(updated, updated.stderr).toMatchObject({ code: 0 });
  const changed = JSON.parse(updated.stdout).actions.filter(
    (one: { action: string }) => one.action !== 'none',
  );
  expect(changed).toMatchObject([
    { kind: 'log-group', action: 'update' },
    { kind: 'function', action: 'update' },
    { kind: 'baseline-copy', action: 'update' },
  ]);
  const after = await readAccount();
  expect(after.functions[0]!.sha).not.toBe(found.functions[0]!.sha);
  // The tags of the log groups name the installed baseline.
  expect({ ...after, functions: [], securityGroups: [], logGroups: [] }).toEqual({
    ...found,
    functions: [],
    securityGroups: [],
    logGroups: [],
  });
  const resolving = cli([...follow, '--kind', 'resolved,compliant', '--idle-timeout', '40s']);
  await aws('ec2', 'revoke-security-group-ingress', ...rule('22', '198.51.100.0/24'));
  expect(JSON.parse((await resolving).stdout)).toMatchObject({ group: { id: GroupId }, unexpected: [] });

  const gone = await cli(['teardown', '--yes', '--format', 'json']);
  expect(gone, gone.stdout + gone.stderr).toMatchObject({ code: 0 });
  expect(JSON.parse(gone.stdout)).toMatchObject({ remaining: [] });
  await aws('ec2', 'delete-security-group', '--group-id', GroupId);
  expect(await readAccount()).toEqual(before);
  expect(front.notes()).toEqual([
    expect.stringMatching(
      /^The upstream's bus refuses events from aws\.\w+ \(NotAuthorizedForSourceException\)/,
    ),
  ]);
});

/** Runs `secgroup-monitor sandbox --upstream` as a user would. */
async function commandUpstream(upstream: string) {
  const ended = new AbortController();
  let output = '';
  const running = run(['sandbox', '--upstream', upstream, '--timing', 'instant', '--format', 'json'], {
    signal: ended.signal,
    onStdout: (text) => {
      output += text;
    },
  });
  const items = () =>
    output
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { type: string; exports?: Record<string, string>; text?: string });
  const exported = await eventually(async () => {
    const ready = items().find(({ type }) => type === 'ready');
    if (!ready?.exports) throw new Error(`the sandbox is not ready: ${output}`);
    return ready.exports;
  }, 10_000);
  return {
    url: exported.AWS_ENDPOINT_URL!,
    secret: exported.AWS_SECRET_ACCESS_KEY!,
    /** Environment of a user of the AWS CLI. */
    exports: () => ({ PATH: process.env.PATH ?? '', HOME: '/nonexistent', ...exported }),
    notes: () => items().flatMap(({ type, text }) => (type === 'note' ? [text] : [])),
    async [Symbol.asyncDispose]() {
      ended.abort();
      const { code, stderr } = await running;
      expect({ code, stderr: stderr.replace(/^The sandbox stopped after .*\n/m, '') }).toEqual({
        code: 0,
        stderr: '',
      });
    },
  };
}

interface AccountState {
  roles: { name: string; inline: Record<string, { Statement: { Action: string[] }[] }> }[];
  rules: { name: string; pattern: unknown }[];
  functions: { sha: string; policy: { sid: string }[] }[];
  logGroups: unknown[];
  queues: { policy: unknown[] }[];
  securityGroups: unknown[];
}

/** Reads the account with boto3, directly from the emulator. */
async function account(url: string): Promise<AccountState> {
  const script = fileURLToPath(new URL('python/account.py', import.meta.url));
  const { stdout } = await exec(tools!.python, [script, url, ACCOUNT, REGION]);
  return JSON.parse(stdout) as AccountState;
}

const actionsOf = (policy: { Statement: { Action: string[] }[] }) =>
  policy.Statement.flatMap(({ Action }) => Action);
