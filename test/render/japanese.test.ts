import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paint } from '../../src/cli/paint.ts';
import { speak } from '../../src/core/words/say.ts';
import { historyPretty } from '../../src/render/history/pretty.ts';
import { rehearsalPretty } from '../../src/render/history/rehearsal-pretty.ts';
import { historyVerifyPretty } from '../../src/render/history/verify-pretty.ts';
import { logsPretty } from '../../src/render/logs/pretty.ts';
import type { Look } from '../../src/render/look.ts';
import { age, durationText } from '../../src/render/moment.ts';
import { sandboxPretty } from '../../src/render/sandbox-pretty.ts';
import { HISTORY_ITEM_SCHEMA, type HistoryItem } from '../../src/reports/history.ts';
import { VERIFY_SCHEMA } from '../../src/reports/history-verify.ts';
import { LOG_ITEM_SCHEMA, type LogItem } from '../../src/reports/logs.ts';
import { REHEARSAL_SCHEMA, type RehearsalReport } from '../../src/reports/rehearsal.ts';
import { JAPANESE } from '../../src/words/ja/index.ts';
import { finding } from '../support/findings.ts';

beforeAll(() => speak(JAPANESE));
afterAll(() => speak(undefined));

const at = Date.parse('2026-11-01T10:00:00Z');
const look = (columns: number, tty = true): Look => ({
  tty,
  columns,
  now: () => at + 200_000,
  paint: paint(false),
});

/** Expects that each cell begins at its column after two blanks, and that no line exceeds the terminal. */
function expectAligned(screen: string, columns: number, begins: readonly number[]): void {
  for (const line of screen.split('\n')) {
    expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
    for (const begin of begins) {
      let before = '';
      for (const character of line) {
        if (stringWidth(before + character) > begin) break;
        before += character;
      }
      if (stringWidth(line) > begin)
        expect(`${stringWidth(before)}${before.slice(-2)}`, line).toBe(`${begin}  `);
    }
  }
}

describe('a time', () => {
  it.each([
    [400, 'たった今'],
    [12_345, '12秒前'],
    [180_000, '3分前'],
    [23 * 3_600_000, '23時間前'],
    [400 * 86_400_000, '400日前'],
  ])('shows an age of %i ms as %s, within eight columns', (ms, text) => {
    expect(age(ms)).toBe(text);
    expect(stringWidth(text)).toBeLessThanOrEqual(8);
  });

  it.each([
    [340, '340 ms'],
    [1_240, '1.24 秒'],
    [12_400, '12.4 秒'],
    [125_000, '2 分 5 秒'],
  ])('shows a duration of %i ms as %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe('logs', () => {
  const event = { timestamp: at, message: '{}', stream: 's' };
  const schema = LOG_ITEM_SCHEMA;
  const items: LogItem[] = [
    {
      schema,
      type: 'finding',
      event,
      finding: finding({
        severity: 'high',
        group: { id: 'sg-0123456789abcdef0', name: '受付システムの公開用グループ' },
        code: 'forbidden-ingress',
        args: { measure: 'anywhere' },
      }),
    },
    {
      schema,
      type: 'finding',
      event,
      finding: finding({ kind: 'resolved', code: 'back-in-line', severity: 'info', unexpected: [] }),
    },
    { schema, type: 'gap', from: at - 60_000, to: at, reason: 'Live Tail のセッションが終了' },
  ];
  const shown = (columns: number, settings: object = {}, tty = true) =>
    items.map(logsPretty(look(columns, tty), { utc: true, ...settings })).join('');

  it('aligns its columns at a width of 80', () => {
    expect(shown(80)).toMatchInlineSnapshot(`
      "10:00:02  high      受付システムの公開用  tcp 22 from anywhere を許可しています
                          グループ              が、これは決して許可されません (イン
                          sg-0123456789abcdef0  ターネットに公開)
                                                alice (コンソール経由)、送信元
                                                203.0.113.7
      10:00:02  解消      web                   ベースラインと一致する状態に戻りました
                          sg-0123456789abcdef0  alice (コンソール経由)、送信元
                                                203.0.113.7
      10:00:00  欠落      -                     2026-11-01T09:59:00.000Z から
                                                2026-11-01T10:00:00.000Z までの検出結
                                                果が欠けている可能性があります: Live
                                                Tail のセッションが終了
      "
    `);
    expectAligned(shown(80), 80, [10, 20, 42]);
  });

  it('aligns its columns at a width of 120, also with ages', () => {
    expect(shown(120)).toMatchInlineSnapshot(`
      "2026-11-01 10:00:02Z  high      受付システムの公開用  tcp 22 from anywhere を許可しています   alice (コンソール経由)、送
                                      グループ              が、これは決して許可されません (イン    信元 203.0.113.7
                                      sg-0123456789abcdef0  ターネットに公開)
      2026-11-01 10:00:02Z  解消      web                   ベースラインと一致する状態に戻りました  alice (コンソール経由)、送
                                      sg-0123456789abcdef0                                          信元 203.0.113.7
      2026-11-01 10:00:00Z  欠落      -                     2026-11-01T09:59:00.000Z から
                                                            2026-11-01T10:00:00.000Z までの検出結
                                                            果が欠けている可能性があります: Live
                                                            Tail のセッションが終了
      "
    `);
    expectAligned(shown(120), 120, [22, 32, 54]);
    expectAligned(shown(120, { relative: true }), 120, [10, 20, 42]);
  });

  it('prints one line per item in a pipe', () => {
    expect(shown(80, {}, false)).toMatchInlineSnapshot(`
      "2026-11-01 10:00:02Z  high      受付システムの公開用グループ sg-0123456789abcdef0  tcp 22 from anywhere を許可していますが、これは決して許可されません (インターネットに公開)  alice (コンソール経由)、送信元 203.0.113.7
      2026-11-01 10:00:02Z  解消      web sg-0123456789abcdef0  ベースラインと一致する状態に戻りました  alice (コンソール経由)、送信元 203.0.113.7
      2026-11-01 10:00:00Z  欠落      -  2026-11-01T09:59:00.000Z から 2026-11-01T10:00:00.000Z までの検出結果が欠けている可能性があります: Live Tail のセッションが終了
      "
    `);
  });
});

describe('history', () => {
  const item: HistoryItem = {
    schema: HISTORY_ITEM_SCHEMA,
    category: 'ingress',
    eventId: 'e',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'RevokeSecurityGroupIngress',
    time: '2026-11-01T10:00:00Z',
    account: '111122223333',
    region: 'ap-northeast-1',
    actor: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/山田', name: '山田' },
    via: 'console',
    sourceIp: '203.0.113.7',
    groupIds: [],
    groupNames: ['受付システムの公開用グループ'],
    prefixListIds: [],
    attachmentIds: [],
    added: ['tcp 22 from anywhere'],
    removed: [],
    removedRuleIds: ['sgr-0123456789abcdef0'],
    modifiedRuleIds: [],
    unreadable: [],
    errorCode: 'Client.UnauthorizedOperation',
  };

  it('aligns its columns at widths of 80 and 120', () => {
    const at80 = historyPretty(look(80), { utc: true })(item);
    const at120 = historyPretty(look(120), { utc: true })(item);
    expect(at80 + at120).toMatchInlineSnapshot(`
      "2026-11-01 10:00:00Z  受付システムの公開用   失敗 (Client.UnauthorizedOperation)
                            グループ               要求: - sgr-0123456789abcdef0 (記録
                                                   に内容がありません)
                                                   要求: + tcp 22 from anywhere
                                                   山田 (コンソール経由)、送信元
                                                   203.0.113.7、111122223333
                                                   ap-northeast-1
      2026-11-01 10:00:00Z  受付システムの公開用   失敗 (Client.UnauthorizedOperation)          山田 (コンソール経由)、送信元
                            グループ               要求: - sgr-0123456789abcdef0 (記録に内容が  203.0.113.7、111122223333
                                                   ありません)                                  ap-northeast-1
                                                   要求: + tcp 22 from anywhere
      "
    `);
    expectAligned(at80, 80, [22, 45]);
    expectAligned(at120, 120, [22, 45, 90]);
  });

  it('reports the problems of log files', () => {
    const text = historyVerifyPretty(
      {
        schema: VERIFY_SCHEMA,
        ok: false,
        chains: [
          {
            name: '111122223333_CloudTrail-Digest_ap-northeast-1_main',
            since: '2026-11-01T00:00:00Z',
            until: '2026-11-02T00:00:00Z',
            digests: 24,
          },
        ],
        digests: { valid: 23, invalid: 1 },
        logs: { valid: 100, invalid: 0, missing: 2 },
        problems: [
          {
            object: 's3://example-trail/AWSLogs/111122223333/CloudTrail/ap-northeast-1/a.json.gz',
            reason: 'ログファイルがありません',
          },
        ],
        notes: [],
      },
      look(60),
    );
    expect(text).toMatchInlineSnapshot(`
      "CloudTrail の配信時のままではないファイルがあります。
      ダイジェストファイル: 有効 23、無効 1。
      ログファイル: 有効 100、改変 0、欠落 2。
        111122223333_CloudTrail-Digest_ap-northeast-1_main:
        2026-11-01T00:00:00Z から 2026-11-02T00:00:00Z までのダイ
        ジェスト 24 個
      ✖ s3://example-trail/AWSLogs/111122223333/CloudTrail/ap-northeast-1/a.json.gz:
        ログファイルがありません
      "
    `);
    // The name of an object is not wrapped, so users can copy it.
    expectAligned(text.replace(/^✖ s3:.*$/m, ''), 60, []);
  });
});

describe('a rehearsal', () => {
  it('aligns its columns', () => {
    const report: RehearsalReport = {
      schema: REHEARSAL_SCHEMA,
      baseline: 'base.yaml',
      since: '2026-10-01T00:00:00Z',
      until: '2026-11-01T00:00:00Z',
      changes: 1234,
      alerts: 1,
      alertsPerWeek: 0.2,
      deniedAttempts: 1,
      byActor: [{ actor: finding().change!.actor, alerts: 1, worst: 'critical' }],
      byGroup: [{ id: 'sg-0123456789abcdef0', name: '受付', alerts: 1, worst: 'critical' }],
      severities: { critical: 1, high: 0, medium: 0, low: 0, info: 0 },
      findings: [{ ...finding({ time: '2026-11-01T10:00:02Z' }), change: finding().change! }],
      gaps: [],
      proposals: { exceptions: [], trusted: [], withheld: [], yaml: '' },
    };
    const text = rehearsalPretty(report, look(72));
    for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(72);
    expect(text).toMatchInlineSnapshot(`
      "2026-10-01 から 2026-11-01 までの変更 1,234 件を base.yaml と照合しまし
      た: アラート 1 件 (週あたり 0.2 件)、拒否された操作 1 件。

      アラートが出たはずの変更
      2026-11-01 10:00:02Z  critical  web sg-0123456789abcdef0 tcp 22 from
                                      anywhere を許可しています
                                      alice (コンソール経由)、送信元
                                      203.0.113.7

      実行者別
      1      critical  alice
                       arn:aws:iam::111122223333:user/alice

      グループ別
      1      critical  受付 sg-0123456789abcdef0
      "
    `);
  });
});

describe('a list of sandbox calls', () => {
  it('aligns the durations', () => {
    const toText = sandboxPretty(look(140));
    const call = (durationMs: number) =>
      toText({
        schema: 'secgroup-monitor/sandbox/1',
        type: 'call',
        at: '2026-11-01T10:00:00.000Z',
        call: 'ec2:DescribeSecurityGroups',
        region: 'eu-west-1',
        caller: 'root',
        durationMs,
        outcome: 'ok',
      });
    expect(call(340) + call(1_240) + call(12_400)).toMatchInlineSnapshot(`
      "10:00:00.000  ec2:DescribeSecurityGroups                    eu-west-1    340 ms  ok  root
      10:00:00.000  ec2:DescribeSecurityGroups                    eu-west-1   1.24 秒  ok  root
      10:00:00.000  ec2:DescribeSecurityGroups                    eu-west-1   12.4 秒  ok  root
      "
    `);
  });
});
