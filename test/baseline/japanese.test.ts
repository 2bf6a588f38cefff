import { afterAll, beforeAll, expect, it } from 'vitest';
import { compileBaseline } from '../../src/baseline/compile-baseline.ts';
import { BASELINE_FILE_SCHEMA } from '../../src/baseline/schema.ts';
import { baselineWarnings } from '../../src/baseline/warnings.ts';
import { speak } from '../../src/core/words/say.ts';
import { JAPANESE } from '../../src/words/ja/index.ts';

beforeAll(() => speak(JAPANESE));
afterAll(() => speak(undefined));

const errorsOf = (text: string): string[] => {
  try {
    compileBaseline(text, 'baseline.yaml');
  } catch (error) {
    return (error as Error).message.split('\n');
  }
  throw new Error('it was accepted');
};

it('reports mistakes in the shape of a file in Japanese', () => {
  expect(
    errorsOf(`version: 1
groups:
  - name: web
    match: {}
    ingress: exactl
    rules: [tcp 443 from anywhere]
    enforced: true
  - name: db
    match: { id: web }
unlisted: [alert]
`),
  ).toEqual([
    'baseline.yaml:4:12: 空のマップ: 対象の条件 (id、name、tag、vpc のうち 1 つ以上)を指定してください',
    'baseline.yaml:5:14: "exactl": exactly、at-most、at-least のいずれかを指定してください。「exactly」ではありませんか?',
    'baseline.yaml:7:5: 不明なキー "enforced" (ここで使えるキー: name, match, ingress, rules, enforce)。「enforce」ではありませんか?',
    'baseline.yaml:8:5: "rules" がありません',
    'baseline.yaml:9:18: "web": セキュリティグループ ID (例: sg-0123456789abcdef0)を指定してください',
    'baseline.yaml:10:11: リスト: alert、ignore のいずれかを指定してください',
  ]);
});

it('reports mistakes in rules and dates in Japanese', () => {
  expect(
    errorsOf(`version: 1
groups:
  - name: web
    match: { name: web }
    rules:
      - tpc 22 from anywhere
      - tcp 70000 from anywhere
      - tcp 22 from 10.0.0.0/40
      - { IpProtocol: tcp, FromPort: 1, ToPort: 1, IpRanges: [{ CidrIp: 1.2.3 }] }
  - name: web
    match: { name: db }
    rules: []
exceptions:
  - { rule: tcp 22 from anywhere, until: 2026-02-31, reason: vendor }
`),
  ).toEqual([
    'baseline.yaml:6:9: 「tpc」はプロトコルではありません (all, icmp, tcp, udp, icmpv6 または番号を指定)。「tcp」ではありませんか?',
    'baseline.yaml:7:13: 「70000」: ポートは 65535 までです',
    'baseline.yaml:8:21: 「10.0.0.0/40」: プレフィックス長は 0 から 32 までです',
    'baseline.yaml:9:73: IPv4 の CIDR ではありません: "1.2.3"',
    'baseline.yaml:10:11: 名前 "web" は 3 行目のエントリで使われています',
    'baseline.yaml:14:42: 「2026-02-31」は正しい日付ではありません',
  ]);
});

it('warns in Japanese', () => {
  const baseline = compileBaseline(
    'version: 1\nnever: [tcp 22 from anywhere]\ngroups:\n  - { name: a, match: { name: x }, rules: [tcp 22 from anywhere] }\n',
    'baseline.yaml',
  );
  expect(baselineWarnings(baseline, 0)).toEqual([
    'エントリ「a」は tcp 22 from anywhere を許可していますが、「never tcp 22 from anywhere」が禁止しているため、このエントリのグループはすべて検出結果になります。',
  ]);
});

it('keeps the JSON Schema in English', () => {
  expect(JSON.stringify(BASELINE_FILE_SCHEMA)).not.toMatch(/[^\x20-\x7e…]/);
});
