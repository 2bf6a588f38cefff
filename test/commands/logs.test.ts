// Covers src/follow/*.ts, src/reports/logs.ts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { finding, writeLog } from '../support/findings.ts';
import { type RunOptions, run, sandboxEnv, testContext } from '../support/run.ts';
import { testSandbox } from '../support/sandbox.ts';
import { plain } from '../support/terminal.ts';

type TestSandbox = Awaited<ReturnType<typeof testSandbox>>;

const BIN = fileURLToPath(new URL('../../bin/secgroup-monitor.js', import.meta.url));
const GROUP = '/aws/lambda/secgroup-monitor';
let sandbox: TestSandbox;
/** Findings have ages that --since reaches, and a fixed time is used to show them. */
let base: number;

beforeAll(async () => {
  sandbox = await testSandbox();
});
afterAll(() => sandbox[Symbol.asyncDispose]());

beforeEach(async () => {
  sandbox.faults.clear();
  const logs = await (await testContext({ sandbox }).context.aws({})).logs();
  await logs.deleteLogGroup({ logGroupName: GROUP }).catch(() => undefined);
  await logs.createLogGroup({ logGroupName: GROUP });
  base = Date.now() - 60_000;
});

function write(...events: [offsetMs: number, message: object | string][]): void {
  const lines = events.map(([offset, message]) => ({
    timestamp: base + offset,
    message: typeof message === 'string' ? message : JSON.stringify(message),
  }));
  writeLog(sandbox.world, lines);
}

const logs = (args: string[], options: RunOptions = {}) => run(['logs', ...args], { sandbox, ...options });

const drift = finding();
const restored = finding({
  kind: 'resolved',
  code: 'back-in-line',
  severity: 'info',
  unexpected: [],
  time: '2026-11-01T10:05:00.000Z',
});
const hostile = finding({
  severity: 'high',
  group: { id: 'sg-0fedcba9876543210', name: '数据库\u001b[2J\u202egroup' },
  unexpected: [{ rule: 'tcp 3306 from 198.51.100.0/24', ids: [] }],
  missing: [{ rule: 'tcp 5432 from 10.0.0.0/8, sg-0aaaaaaaaaaaaaaaa', ids: [] }],
  time: '2026-11-01T10:06:00.000Z',
  change: {
    ...drift.change!,
    actor: { type: 'AssumedRole', arn: 'arn:aws:iam::111122223333:role/ops', name: 'ops/bob\u0007' },
    via: 'terraform',
    sourceIp: '198.51.100.9',
  },
});
const crash = JSON.stringify({
  timestamp: '2026-11-01T10:07:00.000Z',
  level: 'ERROR',
  requestId: 'r',
  message: {
    errorType: 'AwsCallError',
    errorMessage: 'ec2:DescribeSecurityGroups was throttled',
    stackTrace: [],
  },
});
const platform = JSON.stringify({ time: '2026-11-01T10:07:00.000Z', type: 'platform.start', record: {} });
const heartbeat = {
  schema: 'secgroup-monitor/heartbeat/1',
  stack: 'secgroup-monitor',
  account: '111122223333',
  region: 'eu-west-1',
  time: '2026-11-01T10:08:00.000Z',
  groups: 3,
  drifting: 0,
  durationMs: 5,
};

describe('the output of logs', () => {
  beforeEach(() => write([0, platform], [1, drift], [2, restored], [3, hostile], [4, heartbeat]));

  it('writes one line per finding in a pipe, regardless of the width', async () => {
    const expected = `2026-11-01 10:00:02Z  critical  web sg-0123456789abcdef0  admits tcp 22 from anywhere  alice in the console from 203.0.113.7
2026-11-01 10:05:00Z  resolved  web sg-0123456789abcdef0  matches the baseline again  alice in the console from 203.0.113.7
2026-11-01 10:06:00Z  high      数据库\\x1b[2J\\u202egroup sg-0fedcba9876543210  admits tcp 3306 from 198.51.100.0/24; lacks tcp 5432 from 10.0.0.0/8, sg-0aaaaaaaaaaaaaaaa  ops/bob\\x07 with Terraform from 198.51.100.9
`;
    for (const columns of [80, 120]) {
      const { code, stdout } = await logs(['--since', '5m', '--utc'], { columns });
      expect(stdout).toBe(expected);
      expect(code).toBe(0);
    }
  });

  it('writes columns on a terminal of 80', async () => {
    const { stdout } = await logs(['--since', '5m', '--utc'], { tty: true, columns: 80 });
    expect(plain(stdout)).toBe(`\
2026-11-01
10:00:02  critical  web                   admits tcp 22 from anywhere
                    sg-0123456789abcdef0  alice in the console from 203.0.113.7
10:05:00  resolved  web                   matches the baseline again
                    sg-0123456789abcdef0  alice in the console from 203.0.113.7
10:06:00  high      数据库\\x1b[2J\\u202eg  admits tcp 3306 from 198.51.100.0/24;
                    roup                  lacks tcp 5432 from 10.0.0.0/8,
                    sg-0fedcba9876543210  sg-0aaaaaaaaaaaaaaaa
                                          ops/bob\\x07 with Terraform from
                                          198.51.100.9
`);
  });

  it('writes more columns on a terminal of 120, coloured by severity', async () => {
    const { stdout } = await logs(['--since', '5m', '--utc'], { tty: true, columns: 120 });
    expect(plain(stdout)).toBe(`\
2026-11-01 10:00:02Z  critical  web                   admits tcp 22 from anywhere             alice in the console from
                                sg-0123456789abcdef0                                          203.0.113.7
2026-11-01 10:05:00Z  resolved  web                   matches the baseline again              alice in the console from
                                sg-0123456789abcdef0                                          203.0.113.7
2026-11-01 10:06:00Z  high      数据库\\x1b[2J\\u202eg  admits tcp 3306 from 198.51.100.0/24;   ops/bob\\x07 with Terraform
                                roup                  lacks tcp 5432 from 10.0.0.0/8,         from 198.51.100.9
                                sg-0fedcba9876543210  sg-0aaaaaaaaaaaaaaaa
`);
    expect(stdout).toContain('\u001b[35mcritical\u001b[39m');
    expect(stdout).toContain('\u001b[32mresolved\u001b[39m');
    expect(stdout).toContain('\u001b[31mhigh\u001b[39m');
    const uncoloured = await logs(['--since', '5m', '--utc', '--no-color'], { tty: true, columns: 120 });
    expect(uncoloured.stdout).toBe(plain(stdout));
  });

  it('shows ages with --relative', async () => {
    const now = Date.parse('2026-11-01T12:06:00Z');
    write([5, finding({ time: new Date(now).toISOString() })]);
    const { stdout } = await logs(['--since', '2000-01-01', '--relative'], { now });
    expect(stdout.split('\n').map((line) => line.slice(0, 8).trim())).toEqual([
      '2h ago',
      '2h ago',
      '2h ago',
      'now',
      '',
    ]);
  });

  it('writes the findings unchanged with --format json, one per line and safe to print', async () => {
    const { stdout, stderr } = await logs(['--since', '5m', '--format', 'json']);
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([drift, restored, hostile]);
    expect(stderr).toMatch(/^3 findings since \S+Z\.\n$/);
  });

  it('writes every line of the log with --format raw, escaped only for a terminal', async () => {
    const text = 'text with \u001b[31mcolour';
    write([6, text]);
    const piped = await logs(['--since', '5m', '--format', 'raw']);
    const lines = [platform, ...[drift, restored, hostile, heartbeat].map((o) => JSON.stringify(o)), text];
    expect(piped.stdout).toBe(`${lines.join('\n')}\n`);
    const shown = await logs(['--since', '5m', '--format', 'raw'], { tty: true });
    expect(shown.stdout).toContain('text with \\x1b[31mcolour');
    expect(shown.stdout).not.toContain('\u001b[31m');
  });

  it('reports a broken function', async () => {
    write([5, crash]);
    const { stdout } = await logs(['--since', '5m', '--kind', 'error', '--utc']);
    expect(stdout).toContain(
      'high      -  the function failed: AwsCallError: ec2:DescribeSecurityGroups was throttled\n',
    );
  });
});

describe('the filters of logs', () => {
  const other = finding({
    kind: 'tamper',
    code: 'monitoring-tampered',
    severity: 'medium',
    group: undefined,
    unexpected: [],
    args: { touched: ['secgroup-monitor-change'], eventName: 'DisableRule' },
  });
  const plainKinds = async (args: string[]) => {
    const { stdout } = await logs(['--since', '5m', '--format', 'json', ...args]);
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).severity ?? 'function-error');
  };

  it.each<[string[], string[]]>([
    [[], ['critical', 'info', 'high', 'medium', 'function-error']],
    [
      ['--severity', 'high'],
      ['critical', 'high', 'function-error'],
    ],
    [['--severity', 'critical'], ['critical']],
    [
      ['--kind', 'drift,resolved'],
      ['critical', 'info', 'high'],
    ],
    [
      ['--kind', 'tamper', '--kind', 'error'],
      ['medium', 'function-error'],
    ],
    [
      ['--group', 'web'],
      ['critical', 'info'],
    ],
    [['--group', 'sg-0f*'], ['high']],
    [
      ['--group', 'w*', '--group', 'sg-0fedcba9876543210'],
      ['critical', 'info', 'high'],
    ],
    [
      ['--actor', 'alice'],
      ['critical', 'info', 'medium'],
    ],
    [['--actor', 'role/ops'], ['high']],
    [['--group', '数据库*'], ['high']],
    [['--group', 'web', '--severity', 'high'], ['critical']],
  ])('accepts %j', async (args, shown) => {
    write([0, drift], [1, restored], [2, hostile], [3, other], [4, crash], [5, platform], [6, heartbeat]);
    expect(await plainKinds(args)).toEqual(shown);
  });

  it('sends filters to CloudWatch if its patterns can express them', async () => {
    write([0, drift], [1, hostile]);
    const before = sandbox.calls.length;
    await logs(['--since', '5m', '--group', 'web', '--severity', 'high']);
    expect(sandbox.calls.slice(before).map((call) => call.operation)).toEqual(['FilterLogEvents']);
  });

  it('shows the last n, oldest first, and then follows without repeating', async () => {
    write(...Array.from({ length: 30 }, (_, i) => [i, finding({ args: { i } })] as [number, object]));
    const last = await logs(['--tail', '3', '--format', 'json']);
    const shown = (stdout: string) =>
      stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line).args.i);
    expect(shown(last.stdout)).toEqual([27, 28, 29]);
    let ready = false;
    const following = logs(['--tail', '2', '--follow', '--count', '3', '--format', 'json'], {
      onStdout: () => {
        ready = true;
      },
    });
    await eventually(() => expect(ready).toBe(true));
    write([40, finding({ args: { i: 30 } })]);
    expect(shown((await following).stdout)).toEqual([28, 29, 30]);
  });

  it('respects --since and --until', async () => {
    write(
      [0, finding({ args: { i: 0 } })],
      [10_000, finding({ args: { i: 1 } })],
      [20_000, finding({ args: { i: 2 } })],
    );
    const iso = (offset: number) => new Date(base + offset).toISOString();
    const { stdout } = await logs(['--since', iso(5_000), '--until', iso(15_000), '--format', 'json']);
    expect(
      stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line).args.i),
    ).toEqual([1]);
  });

  it('reports that there is nothing, or no log group', async () => {
    expect((await logs(['--since', '5m'])).stderr).toMatch(/^No findings since /);
    const missing = await logs(['--since', '5m', '--stack', 'other']);
    expect(missing.code).toBe(3);
    expect(missing.stderr).toContain('There is no log group /aws/lambda/other in eu-west-1');
    expect(missing.stderr).toContain('secgroup-monitor install');
  });
});

describe('logs --follow', () => {
  it('shows late and unordered events once each, despite throttling and a cut connection', async () => {
    sandbox.faults.add('logs:FilterLogEvents%30=throttle');
    sandbox.faults.add('logs:FilterLogEvents%20=reset-after');
    const ids = () => [...Array(40).keys()];
    const seen: number[] = [];
    const following = logs(['--follow', '--since', '5m', '--format', 'json', '--count', '40'], {
      onStdout: (text) =>
        seen.push(
          ...text
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line).args.i),
        ),
      env: { AWS_MAX_ATTEMPTS: '1' },
    });
    for (const i of ids()) {
      const late = ((i * 7) % 13) * 1_000;
      write([30_000 - late, finding({ args: { i } })]);
      if (i % 10 === 9) await eventually(() => expect(seen.length).toBeGreaterThanOrEqual(i - 9));
    }
    const { code } = await following;
    expect(code).toBe(0);
    expect([...seen].sort((a, b) => a - b)).toEqual(ids());
  });

  it.each([
    ['5 minutes ahead of', 300_000, ['--follow']],
    ['120 minutes ahead of', 7_200_000, ['--follow', '--since', '1m']],
    ['120 minutes ahead of', 7_200_000, ['--follow', '--tail', '3', '--since', '1m']],
    ['5 minutes ahead of', 300_000, ['--live']],
    ['120 minutes behind', -7_200_000, ['--follow']],
  ])('shows every new finding if the clock is %s AWS, and warns', async (difference, skew, args) => {
    write([-300_000, finding({ args: { i: 'old' } })]);
    const before = sandbox.calls.length;
    const following = logs([...args, '--count', '5', '--format', 'json'], {
      now: () => Date.now() + skew,
    });
    const polls = () =>
      sandbox.calls.slice(before).filter(({ operation }) => operation === 'FilterLogEvents');
    await eventually(() => expect(polls().length).toBeGreaterThanOrEqual(2));
    for (const i of [0, 1, 2, 3, 4]) {
      const line = { timestamp: Date.now(), message: JSON.stringify(finding({ args: { i } })) };
      writeLog(sandbox.world, [line]);
    }
    const { code, stdout, stderr } = await following;
    expect(code).toBe(0);
    const shown = stdout.trimEnd().split('\n');
    expect(shown.map((line) => JSON.parse(line).args.i).sort()).toEqual([0, 1, 2, 3, 4]);
    expect(stderr).toContain(`The clock of this computer is ${difference} AWS`);
  });

  it('waits for a log group that does not exist yet, and reports it', async () => {
    let stderr = '';
    const following = logs(['--follow', '--since', '5m', '--count', '1', '--stack', 'later'], {
      onStderr: (text) => {
        stderr += text;
      },
    });
    await eventually(() => expect(stderr).toContain('/aws/lambda/later does not exist yet; waiting'));
    const service = await (await testContext({ sandbox }).context.aws({})).logs();
    await service.createLogGroup({ logGroupName: '/aws/lambda/later' });
    writeLog(sandbox.world, [{ timestamp: Date.now(), message: JSON.stringify(drift) }], '/aws/lambda/later');
    expect((await following).code).toBe(0);
  });

  it('shows new events within about a second with --live', async () => {
    const before = sandbox.calls.length;
    const following = logs(['--live', '--count', '2', '--format', 'json']);
    await eventually(() => {
      expect(sandbox.calls.slice(before).map((call) => call.operation)).toContain('StartLiveTail');
    });
    const now = Date.now();
    writeLog(
      sandbox.world,
      [0, 1].map((i) => ({ timestamp: now, message: JSON.stringify(finding({ args: { i } })) })),
    );
    const { code, stdout } = await following;
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).args.i),
    ).toEqual([0, 1]);
  });

  it('starts with --live when the service answers again', async () => {
    sandbox.faults.add('logs:DescribeLogGroups#1=throttle');
    let stderr = '';
    const following = logs(['--live', '--count', '1', '--format', 'json'], {
      env: { AWS_MAX_ATTEMPTS: '1' },
      onStderr: (text) => {
        stderr += text;
      },
    });
    await eventually(() => expect(stderr).toContain('responds again'));
    // Events that are older than the command are not shown.
    write([Date.now() - base, finding({ args: { i: 1 } })]);
    expect(await following).toMatchObject({ code: 0, stdout: expect.stringContaining('"i":1') });
  });

  it('ends with 0 on Ctrl-C and shows the count', async () => {
    write([0, drift]);
    const controller = new AbortController();
    const { code, stderr } = await logs(['--follow', '--since', '5m'], {
      signal: controller.signal,
      onStdout: () => controller.abort(new Error('SIGINT')),
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '1 finding seen.\n' });
  });

  it('ends with 1 if --count is not reached within --idle-timeout', async () => {
    write([0, drift]);
    const { code, stderr } = await logs([
      '--follow',
      '--since',
      '5m',
      '--count',
      '2',
      '--idle-timeout',
      '300ms',
    ]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '1 finding seen.\n' });
    expect((await logs(['--follow', '--idle-timeout', '100ms'])).code).toBe(0);
  });

  it('does not wait for an endpoint that has never answered', async () => {
    const { code, stderr } = await run(['logs', '--follow'], {
      env: { ...sandboxEnv({ sandbox }), AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_MAX_ATTEMPTS: '1' },
    });
    expect(code).toBe(3);
    expect(stderr).toContain('Could not connect to http://127.0.0.1:9');
  });

  it('stops with exit code 4 when access is denied', async () => {
    sandbox.faults.add('logs:FilterLogEvents=deny');
    const { code, stderr } = await logs(['--follow']);
    expect(code).toBe(4);
    expect(stderr).toContain('logs:FilterLogEvents');
  });
});

describe('logs in a separate process', () => {
  const start = (args: string[], stdout: 'pipe' | 'ignore' = 'pipe') =>
    spawn(process.execPath, [BIN, 'logs', '--since', '5m', ...args], {
      env: { ...process.env, ...sandboxEnv({ sandbox }) },
      stdio: ['ignore', stdout, 'pipe'],
    });

  it('ends with 0 on SIGINT and shows the count', async () => {
    write([0, drift]);
    const child = start(['--follow']);
    let stderr = '';
    child.stderr!.on('data', (chunk) => {
      stderr += chunk;
    });
    await once(child.stdout!, 'data');
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '1 finding seen.\n' });
  });

  it('ends quietly when its reader closes the pipe, as head does', async () => {
    write(...Array.from({ length: 3_000 }, (_, i) => [i, drift] as [number, object]));
    const child = start(['--follow']);
    let stderr = '';
    child.stderr!.on('data', (chunk) => {
      stderr += chunk;
    });
    await once(child.stdout!, 'data');
    child.stdout!.destroy();
    write([5_000, drift]);
    const [code] = await once(child, 'close');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('logs with contradicting options', () => {
  it.each<[string[], string]>([
    [['--follow', '--until', '1h'], 'until-with-follow'],
    [['--since', '1h', '--until', '2h'], 'until-before-since'],
    [['--count', '0'], 'bad-number'],
    [['--severity', 'huge'], 'unknown-value'],
    [['--kind', 'drfit'], 'unknown-value'],
    [['--idle-timeout', 'soon'], 'bad-duration'],
  ])('refuses %j', async (args, code) => {
    const result = await run(['logs', ...args, '--format', 'json'], { env: sandboxEnv({ sandbox }) });
    expect(result.code).toBe(2);
    expect(JSON.parse(result.stderr).code).toBe(code);
  });
});
