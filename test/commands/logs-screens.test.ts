import { afterAll, beforeAll } from 'vitest';
import type { Aws } from '../../src/aws/aws.ts';
import type { Finding } from '../../src/core/finding/finding.ts';
import { finding, writeLog } from '../support/findings.ts';
import { testContext } from '../support/run.ts';
import { testSandbox } from '../support/sandbox.ts';
import { NOW, screens } from '../support/screens.ts';

/** A log at noon with every kind of finding, a broken function, and hostile names. */
let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let aws: Aws;

beforeAll(async () => {
  sandbox = await testSandbox();
  aws = await testContext({ sandbox }).context.aws({});
  await (await aws.logs()).createLogGroup({ logGroupName: '/aws/lambda/secgroup-monitor' });
  writeLog(sandbox.world, LINES);
});
afterAll(async () => {
  aws.close();
  await sandbox[Symbol.asyncDispose]();
});

/** Builds an event from the minutes before noon and the text. */
const at = (minutes: number, message: object | string) => ({
  timestamp: NOW - minutes * 60_000,
  message: typeof message === 'string' ? message : JSON.stringify(message),
});
const logged = (minutes: number, part: Partial<Finding>) => {
  const time = new Date(NOW - minutes * 60_000).toISOString();
  return at(minutes, finding({ time, ...part }));
};
const { change } = finding();
const base = { unexpected: [], missing: [] };
const ops = {
  type: 'AssumedRole',
  arn: 'arn:aws:iam::111122223333:role/ops',
  name: 'ops/bob\u0007',
} as const;
const LINES = [
  at(3000, { time: '2026-11-21T10:00:00Z', type: 'platform.start', record: {} }),
  logged(2990, {}),
  logged(120, {
    severity: 'high',
    group: { id: 'sg-0fedcba9876543210', name: '数据库\u001b[2J\u202egroup' },
    unexpected: [{ rule: 'tcp 3306 from 198.51.100.0/24', ids: [] }],
    missing: [{ rule: 'tcp 5432 from 10.0.0.0/8, sg-0aaaaaaaaaaaaaaaa', ids: [] }],
    change: { ...change!, actor: ops, via: 'terraform', sourceIp: '198.51.100.9' },
  }),
  logged(110, { ...base, kind: 'resolved', code: 'back-in-line', severity: 'info' }),
  logged(100, {
    ...base,
    kind: 'denied-attempt',
    code: 'denied-attempt',
    severity: 'low',
    args: { attempted: ['tcp 3389 from 0.0.0.0/0'], errorCode: 'Client.UnauthorizedOperation' },
  }),
  logged(90, {
    ...base,
    kind: 'tamper',
    code: 'monitoring-tampered',
    severity: 'critical',
    group: undefined,
    args: { eventName: 'DisableRule', touched: ['rule secgroup-monitor-change'] },
  }),
  logged(80, { kind: 'drift-without-event', change: undefined, severity: 'medium' }),
  logged(70, { ...base, kind: 'drift', code: 'enforced', severity: 'info', args: { mended: true } }),
  logged(60, {
    ...base,
    kind: 'error',
    code: 'unreadable-event',
    severity: 'medium',
    group: undefined,
    args: {},
  }),
  at(50, {
    timestamp: '2026-11-23T11:10:00.000Z',
    level: 'ERROR',
    message: { errorType: 'AwsCallError', errorMessage: 'ec2:DescribeSecurityGroups was throttled' },
  }),
  at(40, {
    schema: 'secgroup-monitor/heartbeat/1',
    stack: 'secgroup-monitor',
    account: '111122223333',
    region: 'eu-west-1',
    time: '2026-11-23T11:20:00.000Z',
    groups: 3,
    drifting: 1,
    durationMs: 5,
  }),
];

screens('logs', async (at) => {
  const type = (...words: string[]) => at.type(['logs', ...words], { sandbox });
  await type('--since', '3d', '--utc');
  await type('--since', '3h', '--relative', '--severity', 'high');
  await type('--tail', '1', '--utc');
  await type('--since', '3h', '--kind', 'tamper,denied-attempt', '--utc', '--quiet');
  await type('--since', '3h', '--format', 'json', '--severity', 'critical');
  await type('--since', '1h', '--format', 'raw');
  await type('--since', '10m');
  await type('--since', '3h', '--group', 'nobody');
  await type('--follow', '--tail', '2', '--count', '2', '--utc');
  await type('--follow', '--count', '1', '--idle-timeout', '20ms');
});

screens('logs-refused', async (at) => {
  const type = (...words: string[]) => at.type(['logs', ...words], { sandbox });
  await at.type(['logs', '--stack', 'other'], { sandbox });
  await at.type(['logs', '--stack', 'other', '--follow', '--idle-timeout', '20ms'], { sandbox });
  await type('--since', 'yesterday');
  await type('--since', '1h', '--until', '2h');
  await type('--follow', '--until', '1h');
  await type('--severity', 'bad');
  await type('--kind', 'drifts');
  await type('--tail', '-3');
  await type('--folow');
  await type('--format', 'xml');
  sandbox.faults.add('logs:FilterLogEvents=deny');
  await type('--since', '1h');
  sandbox.faults.clear();
});
