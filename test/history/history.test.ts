// Covers src/history/*.ts, src/reports/history.ts.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { presentNames } from '../../src/history/group-names.ts';
import { type RunOptions, run, testContext } from '../support/run.ts';
import { testSandbox } from '../support/sandbox.ts';

const fixtures = fileURLToPath(new URL('../fixtures/cloudtrail/', import.meta.url));
const records: Record<string, unknown>[] = readdirSync(fixtures)
  .filter((name) => name !== 'wrapped-event.json')
  .map((name) => JSON.parse(readFileSync(fixtures + name, 'utf8')));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'history-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes files to a new folder and returns its path. */
let count = 0;
function archive(files: Record<string, string | Uint8Array>): string {
  const root = join(folder, String(count++));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

interface Line {
  eventId: string;
  eventName: string;
  time: string;
  groupIds: string[];
}

async function json(argv: string[], options: RunOptions = {}) {
  const result = await run(['history', '--format', 'json', ...argv], options);
  const lines: Line[] = result.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return { ...result, lines };
}

const logFile = (some: unknown[] = records) => JSON.stringify({ Records: some });
const CHANGES = 22;
const name = (day: string, n = 0) =>
  `AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/${day}/111122223333_CloudTrail_eu-central-1_202603${day}T0000Z_${String(n).padStart(16, 'a')}.json.gz`;

describe('reading the same records', () => {
  const cases: [string, () => { path: string; stdin?: string | Uint8Array }][] = [
    ['a folder of single records', () => ({ path: fixtures })],
    ['a log file', () => ({ path: join(archive({ 'a.json': logFile() }), 'a.json') })],
    ['a compressed log file of any name', () => ({ path: join(archive({ x: gzipSync(logFile()) }), 'x') })],
    ['the layout of a bucket', () => ({ path: archive({ [name('02')]: gzipSync(logFile()) }) })],
    [
      'several files that share records',
      () => ({ path: archive({ 'a.json': logFile(), 'b.json.gz': gzipSync(logFile(records.slice(3, 9))) }) }),
    ],
    ['lines', () => ({ path: archive({ 'a.jsonl': records.map((r) => JSON.stringify(r)).join('\n') }) })],
    ['standard input', () => ({ path: '-', stdin: logFile() })],
    ['compressed standard input', () => ({ path: '-', stdin: gzipSync(logFile()) })],
    [
      'what lookup-events prints',
      () => ({
        path: '-',
        stdin: JSON.stringify({ Events: records.map((r) => ({ CloudTrailEvent: JSON.stringify(r) })) }),
      }),
    ],
    [
      'compressed in two members',
      () => ({
        path: '-',
        stdin: Buffer.concat([gzipSync(logFile().slice(0, 5000)), gzipSync(logFile().slice(5000))]),
      }),
    ],
  ];
  let expected: Line[];
  beforeAll(async () => {
    expected = (await json(['--from', fixtures])).lines;
    expect(expected).toHaveLength(CHANGES);
  });
  it.each(cases)('returns the same changes from %s', async (_, make) => {
    const { path, stdin } = make();
    const { code, lines } = await json(['--from', path], stdin === undefined ? {} : { stdin });
    expect(code).toBe(0);
    expect(lines).toEqual(expected);
  });
  it('returns the same changes on several threads', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 80 }, (_, i) => [name('02', i), gzipSync(logFile(records.slice(i % 30)))]),
    );
    const { lines, stderr } = await json(['--from', archive(files), '--workers', '3']);
    expect(lines).toEqual(expected);
    expect(stderr).toContain('80 files');
  });
});

describe('the list of changes', () => {
  it('is sorted by time over all sources', async () => {
    const one = archive({ 'a.json': logFile(records.slice(0, 15)) });
    const two = archive({ 'a.json': logFile(records.slice(15)) });
    const { lines } = await json(['--from', two, '--from', one]);
    expect(lines.map(({ time }) => time)).toEqual(lines.map(({ time }) => time).sort());
    expect(lines).toHaveLength(CHANGES);
  });
  it.each([
    [
      ['--since', '2026-03-02T09:16:16Z', '--until', '2026-03-02T09:17:17Z'],
      ['CreateSecurityGroup', 'DeleteSecurityGroup'],
    ],
    [
      ['--group', 'sg-0c0ffee*'],
      ['CreateSecurityGroup', 'DeleteSecurityGroup'],
    ],
    [['--group', 'default'], ['AuthorizeSecurityGroupIngress']],
    // Only the record of the group's creation contains the name.
    [
      ['--group', 'we?'],
      ['CreateSecurityGroup', 'DeleteSecurityGroup'],
    ],
    [['--actor', 'DANA@'], ['ModifySecurityGroupRules']],
    [['--actor', 'role/deploy/'], ['RevokeSecurityGroupIngress']],
  ])('is filtered by %s', async (flags, names) => {
    const { lines } = await json(['--from', fixtures, ...flags]);
    expect(lines.map(({ eventName }) => eventName)).toEqual(names);
  });
  it('shows the names of groups from --groups, and reports an unknown name', async () => {
    const { lines } = await json(['--from', fixtures]);
    const changed = lines.filter(({ groupIds }) => groupIds.includes('sg-0a1b2c3d4e5f60718'));
    expect(changed.length).toBeGreaterThan(0);
    const groups = { SecurityGroups: [{ GroupId: 'sg-0a1b2c3d4e5f60718', GroupName: 'db' }] };
    const files = new Map([['groups.json', JSON.stringify(groups)]]);
    const named = await json(['--from', fixtures, '--group', 'db', '--groups', 'groups.json'], { files });
    expect(named.lines).toEqual(changed);
    expect(named.stderr).not.toContain('No record contains a group');
    const { code, lines: none, stderr } = await json(['--from', fixtures, '--group', 'db']);
    expect([code, none]).toEqual([0, []]);
    expect(stderr).toContain('No record contains a group named db');
  });
  it('shows the names of groups that are in the account now', async () => {
    await using sandbox = await testSandbox();
    const { context, close } = testContext({ sandbox });
    const aws = await context.aws({});
    const { GroupId } = await (await aws.ec2()).createSecurityGroup({ GroupName: 'db', Description: 'db' });
    const scopes = [{ name: '111122223333/eu-west-1', aws }];
    const names = await presentNames(scopes, ['sg-*', 'd?'], context.signal);
    close();
    expect([...names]).toEqual([[GroupId, 'db']]);
  });
  it('includes attachments if they are requested', async () => {
    const { lines } = await json(['--from', fixtures, '--attachments']);
    expect(lines.filter(({ eventName }) => /RunInstances|Attribute/.test(eventName))).toHaveLength(2);
  });
  it('skips days outside the period, by their path', async () => {
    const path = archive({
      [name('01')]: 'not even read',
      [name('02')]: gzipSync(logFile()),
      [name('20')]: 'not even read',
      'AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/2026/03/02/x.json.gz': 'not even read',
    });
    const { code, lines, stderr } = await json([
      ...['--from', path, '--strict', '--since', '2026-03-02T00:00:00Z', '--until', '2026-03-03T00:00:00Z'],
    ]);
    expect(code).toBe(0);
    expect(lines).toHaveLength(CHANGES);
    expect(stderr).toContain('2 files outside the period');
  });
});

describe('the event history of 90 days', () => {
  const now = Date.parse('2026-11-01T12:00:00Z');

  it('is not requested for earlier times', async () => {
    const { code, stderr } = await run(['history', '--since', '120d', '--until', '100d'], { now });
    expect(stderr).toContain('The event history covers 90 days, and --until is before that.');
    expect(code).toBe(2);
  });

  it('is read from its start, and a note says so', async () => {
    await using sandbox = await testSandbox();
    // Reading makes only two calls a second, so the test ends after the note.
    const controller = new AbortController();
    let stderr = '';
    const { code } = await run(['history', '--since', '100d', '--until', '89d'], {
      sandbox,
      now,
      signal: controller.signal,
      onStderr: (text) => {
        stderr += text;
        if (stderr.includes('from 2026-08-03.')) controller.abort(new Error('SIGINT'));
      },
    });
    expect(stderr).toContain('The event history covers only 90 days, so it is read from 2026-08-03.');
    expect(code).toBe(130);
  });
});

describe('a broken file', () => {
  const whole = gzipSync(logFile());
  const broken: Record<string, string | Uint8Array> = {
    'cut.json.gz': whole.subarray(0, whole.length / 2),
    'damaged.json.gz': Buffer.concat([whole.subarray(0, 300), Buffer.alloc(400, 7), whole.subarray(700)]),
    'table.json': 'time,event\n',
    'half.json': logFile().slice(0, -300),
    'empty.json': '',
    'empty.json.gz': gzipSync(''),
  };
  it('is reported and counted, and the others are read', async () => {
    const path = archive({ ...broken, 'good.json': logFile() });
    const { code, lines, stderr } = await json(['--from', path]);
    expect(code).toBe(0);
    expect(lines).toHaveLength(CHANGES);
    expect(stderr).toMatch(/cut\.json\.gz: the compressed data ends early/);
    expect(stderr).toMatch(/damaged\.json\.gz: the compressed data is damaged/);
    expect(stderr).toMatch(/table\.json: it is not JSON/);
    expect(stderr).toMatch(/half\.json: (a record has no end|it ends in the middle of a record)/);
    expect(stderr).toMatch(/empty\.json: it is empty/);
    expect(stderr).toMatch(/empty\.json\.gz: it is empty/);
    expect(stderr).toContain('6 files not completely readable');
  });
  it('returns the records before the cut', async () => {
    const { code, lines } = await json(['--from', archive({ 'cut.json.gz': broken['cut.json.gz']! })]);
    expect(code).toBe(0);
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.length).toBeLessThan(CHANGES);
  });
  it('fails with --strict', async () => {
    const path = archive({ 'empty.json': '', 'good.json': logFile() });
    expect((await json(['--from', path, '--strict'])).code).toBe(1);
    expect((await json(['--from', fixtures, '--strict'])).code).toBe(0);
  });
  it('ends with 3 only if nothing could be read', async () => {
    const { code, stderr } = await run([
      'history',
      '--from',
      archive({ 'empty.json': '', 'table.json': 'a,b' }),
    ]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/Nothing could be read \(.*; and 1 more\)/s);
  });
  it.skipIf(process.getuid?.() === 0)(
    'is reported if permission is denied (skipped for root, who can read everything)',
    async () => {
      const path = archive({ 'a.json': logFile(), 'b.json': logFile() });
      chmodSync(join(path, 'b.json'), 0);
      const { code, stderr } = await json(['--from', path]);
      expect(code).toBe(0);
      expect(stderr).toContain('b.json: permission denied');
    },
  );
  it.each([
    [['--from', '/nowhere/at/all'], 3],
    [['--from', 's3://B_D'], 2],
    [['--since', '1d', '--until', '2d'], 2],
    [['--from', fixtures, '--regions', 'us-east-1'], 2],
    [['--from', fixtures, '--resume', 'x.json'], 2],
    [['--from', fixtures, '--role-arn', 'arn:aws:iam::444455556666:role/audit'], 2],
    [['--role-arn', 'audit'], 2],
    [['--from', fixtures, '--groups', 'x.json'], 2],
    [['--from', fixtures, '--workers', '0'], 2],
  ])('ends %s with exit code %i', async (argv, code) => {
    expect((await run(['history', ...argv])).code).toBe(code);
  });
});

describe('history on a screen', () => {
  const hostile = {
    ...records[1],
    eventID: 'hostile',
    userAgent: '\u001b[2J',
    userIdentity: {
      type: 'IAMUser',
      userName: 'eve\u001b]0;x\u0007\u202e',
      arn: 'arn:aws:iam::111122223333:user/eve',
    },
  };
  it.each([80, 100, 120])('fits %i columns', async (columns) => {
    const path = archive({ 'a.json': logFile([...records, hostile]) });
    for (const flags of [[], ['--group', 'sg-*']]) {
      const { stdout } = await run(['history', '--from', path, '--utc', ...flags], { tty: true, columns });
      const plain = stdout.replace(/\u001b\[\d+m/g, '');
      expect(plain.split('\n').length).toBeGreaterThan(CHANGES);
      for (const line of plain.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
      expect(plain).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
    }
  });
  it('shows the call, the actor and the source at 80 columns', async () => {
    const path = archive({ 'a.json': readFileSync(`${fixtures}modify-one.json`) });
    const { stdout } = await run(['history', '--from', path, '--utc', '--no-color'], {
      tty: true,
      columns: 80,
    });
    expect(stdout).toBe(
      [
        '2026-03-02 09:12:12Z  sg-0a1b2c3d4e5f60718   ~ tcp 22 from 0.0.0.0/0',
        '                                             AWSReservedSSO_Operators_',
        '                                             0123456789abcdef/dana@example.com',
        '                                             in the console from 198.51.100.17,',
        '                                             111122223333 eu-central-1',
        '',
      ].join('\n'),
    );
  });
  it('shows the life of one group as a timeline', async () => {
    const { stdout } = await run(
      ['history', '--from', fixtures, '--utc', '--no-color', '--group', 'sg-0c0ffee*'],
      {
        tty: true,
        columns: 80,
      },
    );
    expect(stdout).toBe(
      [
        '2026-03-02',
        '09:16:16Z  group created (vpc-0123456789abcdef0)',
        '           alice with the AWS CLI from 198.51.100.17, 111122223333 eu-central-1',
        '09:17:17Z  group deleted',
        '           admin/stack by CloudFormation from cloudformation.amazonaws.com,',
        '           111122223333 eu-central-1',
        '',
      ].join('\n'),
    );
  });
  it('writes one line per change in a pipe', async () => {
    const { stdout } = await run(['history', '--from', fixtures, '--utc']);
    expect(stdout.trimEnd().split('\n')).toHaveLength(CHANGES);
    expect(stdout).toContain(
      '2026-03-02 09:07:07Z  sg-0a1b2c3d4e5f60718  failed (Client.UnauthorizedOperation); requested + tcp 3389 from 0.0.0.0/0  alice with the AWS CLI from 198.51.100.17, 111122223333 eu-central-1\n',
    );
  });
});

describe('history as HTML', () => {
  const groups = JSON.stringify({
    SecurityGroups: [
      {
        GroupId: 'sg-0a1b2c3d4e5f60718',
        GroupName: 'web',
        OwnerId: '111122223333',
        VpcId: 'vpc-0123456789abcdef0',
        IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      },
    ],
  });
  it('joins the changes and the audit of the groups', async () => {
    const files = new Map<string, string | Uint8Array>([['groups.json', groups]]);
    const argv = [
      'history',
      '--from',
      fixtures,
      '--format',
      'html',
      '--groups',
      'groups.json',
      '--out',
      'report.html',
    ];
    const { code, stderr } = await run(argv, { files });
    expect(code, stderr).toBe(0);
    const page = String(files.get('report.html'));
    expect(page).toContain('<h2 id="changes-title">Changes</h2>');
    expect(page).toContain('Recorded changes to the ingress of these groups.');
    expect(page).toContain('ModifySecurityGroupRules');
    expect(page).toContain('tcp 22');
  });
  it.each([
    ['history', 'verify', fixtures, '--format', 'html'],
    ['history', '--from', fixtures, '--out', 'x.html'],
  ])('is refused without groups: %s %s', async (...argv) => {
    expect((await run(argv)).code).toBe(2);
  });
});

const shared = fileURLToPath(new URL('../../../shared/data/cloudtrail/', import.meta.url));
const hasShared = (() => {
  try {
    return readdirSync(shared).length > 0;
  } catch {
    return false;
  }
})();

it.skipIf(!hasShared)(
  'reads real log files (skipped: no ../shared/data/cloudtrail beside the repository)',
  async () => {
    const { code, lines } = await json(['--from', join(shared, 'log-files'), '--strict']);
    expect(code).toBe(0);
    expect(lines.map(({ eventName }) => eventName)).toEqual([
      'CreateVpc',
      'CreateSecurityGroup',
      'AuthorizeSecurityGroupIngress',
      'AuthorizeSecurityGroupIngress',
      'CreateVpc',
      'DeleteSecurityGroup',
    ]);
    const whole = readFileSync(join(shared, 'log-files', readdirSync(join(shared, 'log-files'))[0]!));
    expect((await json(['--from', '-'], { stdin: gzipSync(whole) })).lines).toEqual(lines);
  },
);
