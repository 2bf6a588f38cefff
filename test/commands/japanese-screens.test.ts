import { fileURLToPath } from 'node:url';
import { CloudTrailClient, DescribeTrailsCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { finding, writeLog } from '../support/findings.ts';
import { BASELINE, group, groups, open, withSlips } from '../support/group-files.ts';
import { type RunOptions, run } from '../support/run.ts';
import { clientConfig, testSandbox } from '../support/sandbox.ts';
import { plain } from '../support/terminal.ts';

/**
 * The complete screens of a Japanese reader, on a terminal and in a pipe.
 * After an intended change: `npx vitest run test/commands/japanese-screens.test.ts --update`.
 */
const NOW = Date.parse('2026-11-23T12:00:00Z');
const RECORDS = fileURLToPath(new URL('../fixtures/cloudtrail', import.meta.url));

const FILES: [string, string][] = [
  ['baseline.yaml', BASELINE],
  ['mistaken.yaml', withSlips(BASELINE)],
  [
    'groups.json',
    groups(
      group('sg-0a0a0a0a', 'web-1', open(443, '0.0.0.0/0'), open(22, '0.0.0.0/0')),
      group('sg-0b0b0b0b', 'ウェブサーバー', open(80, '198.51.100.0/24')),
      group('sg-0c0c0c0c', 'batch', open(9000, '10.0.0.0/8')),
    ),
  ],
];

const drift = finding();
const FINDINGS = [
  drift,
  finding({ kind: 'resolved', code: 'back-in-line', severity: 'info', unexpected: [] }),
  finding({
    severity: 'high',
    group: { id: 'sg-0fedcba9876543210', name: 'データベース' },
    unexpected: [{ rule: 'tcp 3306 from 198.51.100.0/24', ids: [] }],
    missing: [{ rule: 'tcp 5432 from 10.0.0.0/8', ids: [] }],
    change: { ...drift.change!, via: 'terraform', sourceIp: '198.51.100.9' },
  }),
];

/**
 * Each command line with its complete output. Progress is included unless it depends on the machine's speed.
 */
async function screens(tty: boolean): Promise<string[]> {
  await using sandbox = await testSandbox();
  const shown: string[] = [];
  const type = async (words: string[], options: RunOptions = {}) => {
    const { code, stdout, stderr } = await run(words, {
      sandbox,
      files: new Map(FILES),
      now: NOW,
      tty,
      env: { LANG: 'ja_JP.UTF-8', TZ: 'UTC', ...(tty ? { CI: '1' } : {}) },
      ...options,
    });
    const screen = plain(stdout + stderr).replace(/API 呼び出し \d+ 回/, 'API 呼び出し N 回');
    const line = `$ secgroup-monitor ${words.join(' ')}`.replace(RECORDS, 'records');
    shown.push(`${line}\n${screen}(exit ${code})\n`);
  };
  await type(['baseline', 'check', 'baseline.yaml']);
  await type(['baseline', 'check', 'mistaken.yaml']);
  await type(['baseline', 'diff', 'baseline.yaml', '--from', 'groups.json']);
  await type(['audit', '--from', 'groups.json', '--baseline', 'baseline.yaml']);
  await type(['history', '--from', RECORDS, '--since', '2026-01-01', '--utc', '--quiet']);
  await type(['status']);
  await type(['install', '--preset', 'guard', '--create-trail', '--dry-run']);
  await type(['install', '--preset', 'guard', '--create-trail', '--quiet']);
  await type(['status']);
  const cloudtrail = new CloudTrailClient(clientConfig(sandbox));
  const { trailList } = await cloudtrail.send(new DescribeTrailsCommand({}));
  await cloudtrail.send(new StopLoggingCommand({ Name: trailList![0]!.TrailARN }));
  cloudtrail.destroy();
  await type(['status']);
  await type(['redrive']);
  writeLog(
    sandbox.world,
    FINDINGS.map((found, i) => ({ timestamp: NOW - 60_000 + i, message: JSON.stringify(found) })),
  );
  // The trail was stopped above, and the monitor can have reported it.
  await type(['logs', '--since', '5m', '--utc', '--kind', 'drift,resolved']);
  await type(['logs', '--since', '5m', '--group', 'nobody']);
  await type(['logs', '--folow']);
  await type(['logs', '--since', 'gestern']);
  await type(['audit', '--baseline', 'missing.yaml']);
  await type(['status'], { env: { LANG: 'ja_JP.UTF-8', AWS_REGION: 'nowhere' } });
  await type(['teardown', '--delete-trail-logs'], { tty: false });
  await type(['teardown', '--delete-trail-logs', '--dry-run']);
  await type(['teardown', '--delete-trail-logs', '--yes', '--quiet']);
  return shown;
}

/** English in every language, because users type it, programs read it, or AWS named it. */
const LEFT_OUT = [
  // Command lines, alone on a line or in backquotes.
  /^\s*(\$|->)?\s*(secgroup-monitor|aws) .*$/gm,
  /`[^`]*`/g,
  // The grammar of rules, and its names of protocols.
  /\ball, icmp, tcp, udp,?/g,
  /\b(all|tcp) ([\d,-]+ )?from [\w.:/-]+/g,
];
const THREE_WORDS = /[a-z']{2,}[,;:.]? (?:[a-z']+[,;:.]? )+[a-z']{2,}/i;

describe.each([{ tty: true }, { tty: false }])('Japanese screens, terminal: $tty', ({ tty }) => {
  it('shows Japanese within the width', async () => {
    const shown = await screens(tty);
    const text = shown.join('\n');
    const left = LEFT_OUT.reduce((rest, pattern) => rest.replace(pattern, ''), text);
    expect(left.split('\n').filter((line) => THREE_WORDS.test(line))).toEqual([]);
    // Errors are one paragraph, and readers copy command lines.
    const rows = text
      .split('\n')
      .filter((line) => !/^(エラー:|\s*(\$|->)? ?(secgroup-monitor|aws) )/.test(line));
    if (tty) expect(rows.filter((row) => stringWidth(row) > 80)).toEqual([]);
    const name = `japanese-80-${tty ? 'terminal' : 'pipe'}.txt`;
    await expect(text).toMatchFileSnapshot(`../fixtures/screens/${name}`);
  });
});
