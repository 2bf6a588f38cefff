// Covers src/core/finding/describe-code.ts, src/core/finding/finding.ts.
import { afterAll, beforeAll, expect, it, describe as suite } from 'vitest';
import {
  type Describable,
  describe,
  describeKind,
  describeOrigin,
  describeRule,
} from '../../../src/core/finding/describe.ts';
import { describeCode } from '../../../src/core/finding/describe-code.ts';
import { speak } from '../../../src/core/words/say.ts';
import { JAPANESE } from '../../../src/words/ja/index.ts';

const base: Describable = { code: 'in-line', unexpected: [], missing: [], args: {} };
const ROOT = { type: 'Root', arn: 'arn:aws:iam::111122223333:root', name: 'root' };
const ssh = { rule: 'tcp 22 from anywhere', ids: ['sgr-0a'] };

suite('describe', () => {
  it.each<[Partial<Describable>, string]>([
    [{ code: 'unexpected-ingress', unexpected: [ssh] }, 'admits tcp 22 from anywhere'],
    [
      {
        code: 'unexpected-ingress',
        unexpected: [ssh],
        missing: [{ rule: 'tcp 443 from anywhere', ids: [] }],
      },
      'admits tcp 22 from anywhere; lacks tcp 443 from anywhere',
    ],
    [
      {
        code: 'unexpected-ingress',
        unexpected: [
          {
            rule: 'tcp 0-79,81-65535 from 10.0.0.0/8',
            ids: ['sgr-0b'],
            of: { rule: 'tcp from 10.0.0.0/8', allowed: ['tcp 80 from 10.0.0.0/8'] },
          },
        ],
      },
      'admits tcp from 10.0.0.0/8 (allowed part: tcp 80 from 10.0.0.0/8)',
    ],
    [
      {
        code: 'unexpected-ingress',
        unexpected: [ssh],
        args: { expiredExceptions: ['tcp 22 from anywhere until 2026-10-31: vendor'] },
      },
      'admits tcp 22 from anywhere (an exception has expired: tcp 22 from anywhere until 2026-10-31: vendor)',
    ],
    [{ code: 'missing-ingress', missing: [ssh] }, 'lacks tcp 22 from anywhere'],
    [
      { code: 'forbidden-ingress', unexpected: [ssh], args: { measure: 'anywhere' } },
      'admits tcp 22 from anywhere, which is never allowed (open to the internet)',
    ],
    [{ code: 'unlisted-group' }, 'matches no entry of the baseline'],
    [
      { code: 'unlisted-group', unexpected: [ssh] },
      'matches no entry of the baseline and admits tcp 22 from anywhere',
    ],
    [{ code: 'group-deleted' }, 'was deleted'],
    [{ code: 'in-line' }, 'matches the baseline'],
    [{ code: 'back-in-line' }, 'matches the baseline again'],
    [
      {
        code: 'opaque-prefix-list',
        unexpected: [{ rule: 'tcp from pl-0a', ids: [] }],
        args: { prefixListIds: ['pl-0a'] },
      },
      "admits tcp from pl-0a, but the entries of pl-0a can't be read",
    ],
    [
      {
        code: 'denied-attempt',
        args: { errorCode: 'Client.UnauthorizedOperation', attempted: ['tcp 22 from anywhere'] },
        change: { eventName: 'AuthorizeSecurityGroupIngress' },
      },
      'AuthorizeSecurityGroupIngress for tcp 22 from anywhere failed (Client.UnauthorizedOperation)',
    ],
    [
      {
        code: 'monitoring-tampered',
        args: { touched: ['secgroup-monitor-change'], eventName: 'DisableRule' },
      },
      'DisableRule targeted the monitoring itself: secgroup-monitor-change',
    ],
    [
      {
        code: 'monitoring-tampered',
        args: { touched: ['f'], eventName: 'DeleteFunction20150331', errorCode: 'AccessDenied' },
      },
      'DeleteFunction20150331 targeted the monitoring itself: f, but was refused (AccessDenied)',
    ],
    [{ code: 'enforced', args: { mended: true } }, 'was restored by secgroup-monitor'],
    [
      { code: 'enforced', args: { mended: true }, change: { eventName: 'x', actor: ROOT } },
      'was restored by secgroup-monitor after a change by root',
    ],
    [
      { code: 'enforced', args: { mended: false }, change: { eventName: 'x', actor: ROOT } },
      'still differs from the baseline after secgroup-monitor reverted a change by root',
    ],
    [
      { code: 'enforce-stopped', args: { reverts: 3, do: ['aws ec2 …'] } },
      'was not restored: hourly limit of reverts reached (3); to restore it: aws ec2 …',
    ],
    [
      { code: 'unreadable-rule', args: { count: 1, rules: ['{"FromPort":-1}'], reasons: ['has no source'] } },
      'has a rule that can\'t be read: {"FromPort":-1} (has no source)',
    ],
    [{ code: 'unreadable-event', args: { reason: 'no detail' } }, 'an event could not be read: no detail'],
  ])('describes %j', (part, words) => {
    expect(describe({ ...base, ...part })).toBe(words);
  });

  it.each(['__proto__', 'constructor', 'toString', 'a-code-of-a-later-version'])(
    'shows the code %s as it is',
    (code) => {
      expect(describe({ ...base, code: code as never })).toBe(code);
      expect(describeKind(code as never)).toBe(code);
      expect(describeCode(code as never).title).toBe(code);
    },
  );

  it('names who made a change, through what and from where', () => {
    const actor = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', name: 'alice' };
    expect(describeOrigin({ actor, via: 'console', sourceIp: '203.0.113.7' })).toBe(
      'alice in the console from 203.0.113.7',
    );
    expect(describeOrigin({ actor: { ...actor, name: '' }, via: 'unknown' })).toBe(actor.arn);
    expect(describeKind('drift-without-event')).toBe('drift, no event');
  });
});

suite('in Japanese', () => {
  beforeAll(() => speak(JAPANESE));
  afterAll(() => speak(undefined));

  it.each<[Partial<Describable>, string]>([
    [
      { code: 'unexpected-ingress', unexpected: [ssh], missing: [{ rule: 'udp 53 from sg-0a', ids: [] }] },
      'tcp 22 from anywhere を許可し、udp 53 from sg-0a が欠けています',
    ],
    [
      {
        code: 'forbidden-ingress',
        unexpected: [ssh],
        args: { measure: 'anywhere', expiredExceptions: ['tcp 22 from anywhere until 2026-10-31: vendor'] },
      },
      'tcp 22 from anywhere を許可していますが、これは決して許可されません (インターネットに公開) (例外の期限切れ: tcp 22 from anywhere until 2026-10-31: vendor)',
    ],
    [
      { code: 'unlisted-group', unexpected: [ssh] },
      'ベースラインのどのエントリにも該当せず、tcp 22 from anywhere を許可しています',
    ],
    [
      {
        code: 'opaque-prefix-list',
        unexpected: [{ rule: 'tcp from pl-0a', ids: [] }],
        args: { prefixListIds: ['pl-0a'] },
      },
      'tcp from pl-0a を許可していますが、pl-0a のエントリを読み取れません',
    ],
    [
      {
        code: 'denied-attempt',
        args: { errorCode: 'Client.UnauthorizedOperation', attempted: ['tcp 22 from anywhere'] },
        change: { eventName: 'AuthorizeSecurityGroupIngress' },
      },
      'tcp 22 from anywhere に対する AuthorizeSecurityGroupIngress が失敗しました (Client.UnauthorizedOperation)',
    ],
    [
      {
        code: 'monitoring-tampered',
        args: { touched: ['f'], eventName: 'DeleteFunction20150331', errorCode: 'AccessDenied' },
      },
      'DeleteFunction20150331 が監視そのもの (f) に対して実行されましたが、拒否されました (AccessDenied)',
    ],
    [
      { code: 'unreadable-event', args: { reason: 'it names no security group' } },
      'イベントを解釈できませんでした: セキュリティグループの指定がありません',
    ],
  ])('describes %j', (part, words) => {
    expect(describe({ ...base, ...part })).toBe(words);
  });

  it('orders a sentence as the language requires', () => {
    const actor = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', name: 'alice' };
    expect(describeOrigin({ actor, via: 'console', sourceIp: '203.0.113.7' })).toBe(
      'alice (コンソール経由)、送信元 203.0.113.7',
    );
    expect(describeRule('tcp 80 from 128.0.0.0/1, 64.0.0.0/2, 32.0.0.0/3, 16.0.0.0/4, sg-0a')).toBe(
      'tcp 80 from sg-0a および すべての IPv4 アドレス (0.0.0.0/4 を除く)',
    );
  });
});
