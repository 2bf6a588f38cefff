import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAccount } from '../../src/commands/demo/demo-account.ts';
import type { InstallReport } from '../../src/reports/install.ts';
import { timings } from '../../src/sandbox/timing.ts';
import { type RunOptions, run, testContext } from '../support/run.ts';
import { testSandbox } from '../support/sandbox.ts';
import { plain } from '../support/terminal.ts';

/** English for every reader: command lines, causes in the words of AWS or Node, rules, and lists of values. */
const ENGLISH = [
  /^\s*(->)?\s*(secgroup-monitor|aws) .*$/gm,
  /`[^`]*`/g,
  /\((because |\w+:\w+: )[^)]*\)/g,
  /\btcp \d+ from \S+/g,
  /[a-z]+(, [a-z]+)+/g,
];
const THREE_WORDS = /[a-z']{2,}[,;:.]? (?:[a-z']+[,;:.]? )+[a-z']{2,}/i;

type Sandbox = Awaited<ReturnType<typeof testSandbox>>;

/** Runs a command line as a Japanese reader and returns its output, in which no sentence is English. */
async function type(line: string, sandbox: Sandbox, options: RunOptions = {}) {
  const { code, stdout, stderr } = await run([...line.split(' '), '--lang', 'ja'], { sandbox, ...options });
  const shown = plain(stderr + stdout);
  const rest = ENGLISH.reduce((text, pattern) => text.replace(pattern, ''), shown);
  expect(rest.split('\n').filter((row) => THREE_WORDS.test(row))).toEqual([]);
  return { code, stdout, stderr };
}

describe('Japanese output', () => {
  it('covers an install from the first plan to the proof that nothing is left', async () => {
    // Long enough that the function is created before the role is known, also on a busy machine.
    const timing = { ...timings.lifelike, iamPropagationMs: 2_000 };
    await using sandbox = await testSandbox({ timing });
    const aws = await testContext({ sandbox }).context.aws({});
    expect((await type('install', sandbox)).stderr).toContain(
      'エラー: eu-west-1 を対象とする証跡がありません',
    );
    await makeAccount(aws);

    const installed = await type('install --preset guard', sandbox);
    expect(installed).toMatchObject({ code: 0 });
    expect(installed.stderr).toContain('✔ 関数 secgroup-monitor を作成しました\n');
    // The waiting text for a new role contains AWS's words, not ours.
    expect(installed.stderr).toContain('Lambda で使えるようになるのを待っています\n');
    expect(installed.stdout).toContain('111122223333/eu-west-1 の secgroup-monitor をインストールしました。');

    expect(await type('status', sandbox)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('OK  ルール              secgroup-monitor-change は有効です\n'),
    });
    const tested = await type('test-trigger --timeout 30s --repeat 2', sandbox);
    expect(tested).toMatchObject({ code: 0 });
    expect(tested.stdout).toMatch(/^2 回 {23}最小 {6}中央値 {8}最大$/m);
    expect(tested.stdout).toMatch(/^OK 検出結果が届きました \(変更から [^)]*\): sg-\w+ は tcp 9 from /m);

    expect((await type('redrive', sandbox)).stdout).toBe(
      'デッドレターキューは空です。再送するものはありません。\n',
    );
    const removed = await type('teardown --yes', sandbox);
    expect(removed).toMatchObject({ code: 0 });
    expect(removed.stdout).toContain(
      'を撤去しました。最後の確認で、残っているリソースはありませんでした。\n',
    );
  });

  it('shows what is broken, with the same commands that fix it', async () => {
    await using sandbox = await testSandbox();
    const aws = await testContext({ sandbox }).context.aws({});
    await makeAccount(aws);
    await type('install --preset guard --quiet', sandbox);
    const [events, logs, iam] = await Promise.all([aws.events(), aws.logs(), aws.iam()]);
    await events.putRule({ Name: 'secgroup-monitor-change', EventPattern: '{"source":["aws.s3"]}' });
    await logs.putRetentionPolicy({ logGroupName: '/aws/lambda/secgroup-monitor', retentionInDays: 7 });
    await iam.deleteRolePolicy({ RoleName: 'secgroup-monitor-eu-west-1', PolicyName: 'secgroup-monitor' });

    const { code, stdout } = await type('test-trigger --timeout 300ms', sandbox);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^イベントパターン {4}異常 {4}secgroup-monitor-change のイベントパターンが本来のものと異なります/m,
    );
    expect(stdout).toMatch(
      /^壊れている段: イベントパターン。.*\n {2}secgroup-monitor install --stack secgroup-monitor --region eu-west-1\n$/m,
    );
    expect((await type('status', sandbox)).stdout).toContain(
      'NG  インストール内容    ロググループ /aws/lambda/secgroup-monitor: ログの保持期間が 30 日ではなく 7 日です。ロールのポリシー',
    );
    const dry = await type('install --dry-run --quiet', sandbox, { tty: true, columns: 80 });
    expect(plain(dry.stdout)).toContain(
      `更新  ルール            secgroup-monitor-change: 設定が異なります (イベントパ
                        ターン、説明) (events:PutRule)
`,
    );

    const english = await run(['install', '--dry-run', '--format', 'json'], { sandbox });
    const japanese = await run(['install', '--dry-run', '--format', 'json', '--lang', 'ja'], { sandbox });
    const actions = ({ stdout: json }: { stdout: string }) => (JSON.parse(json) as InstallReport).actions;
    expect(actions(japanese)).toEqual(actions(english));
    expect(actions(english).map(({ reason }) => reason)).toContain('settings differ (pattern, description)');
    expect(await type('install', sandbox)).toMatchObject({ code: 0 });
    expect(await type('test-trigger', sandbox)).toMatchObject({ code: 0 });
  });

  it('shows what a failed install left', async () => {
    await using sandbox = await testSandbox();
    await makeAccount(await testContext({ sandbox }).context.aws({}));
    sandbox.faults.add('lambda:CreateFunction=deny');
    const undone = await type('install --preset guard', sandbox);
    expect(undone.stderr).toMatch(
      /^エラー: 関数 secgroup-monitor でインストールに失敗しました: アクセスが拒否/m,
    );
    expect(undone.stderr).toMatch(/取り消したもの: ロググループ \/aws.*。何も残っていません。呼び出し元の/);
    const kept = await type('install --preset guard --no-rollback', sandbox);
    expect(kept.stderr).toMatch(
      /--no-rollback により残したもの: .*。同じコマンドを再実行すると、止まったところから続行します。残っている/,
    );
    sandbox.faults.clear();
    sandbox.faults.add('sqs:DeleteQueue=deny');
    const left = await type('teardown --yes', sandbox);
    expect(left).toMatchObject({ code: 5 });
    expect(left.stderr).toMatch(/撤去が完了していません: .*残っているもの: キュー secgroup-monitor-failed。/);
  });
});

describe('a refusal of install', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await testSandbox();
    await makeAccount(await testContext({ sandbox }).context.aws({}));
  });
  afterAll(() => sandbox[Symbol.asyncDispose]());

  it.each([
    ['--retention 2', '保持期間 (日数) に「2」は指定できません'],
    ['--sweep hourly', '「hourly」はスケジュールではありません'],
    ['--notify arn:x', '「arn:x」は使えません'],
    ['--notify arn:aws:sns:eu-west-1:111122223333:a@worst', '「worst」は重大度ではありません'],
    ['--target arn:x', '「arn:x」に送信できません'],
    ['--target arn:aws:sqs:eu-west-1:111122223333:q=half', '「half」はターゲットの形式ではありません'],
    ['--target arn:aws:sns:us-east-1:111122223333:t', '同じリージョンのターゲットにだけ'],
    ['--role-arn arn:aws:iam::111122223333:role/none', 'role/none がありません'],
    ['--role-arn arn:aws:iam::444455556666:role/r', '別のアカウントのものです'],
    ['--source config', 'AWS Config が設定されていません'],
    ['--stack a/b', '「a/b」はスタックの名前にできません'],
    ['--regions mars', '「mars」は AWS リージョンの名前ではありません'],
    ['--regions mars-north-1', 'リージョンではありません: mars-north-1'],
    ['--region mars', '「mars」は AWS リージョンの名前ではありません'],
    ['--endpoint-url http://127.0.0.1:1', 'http://127.0.0.1:1 に接続できませんでした'],
  ])('is in Japanese: %s', async (flags, words) => {
    const { code, stdout, stderr } = await type(`install --preset guard ${flags}`, sandbox, {
      env: { AWS_MAX_ATTEMPTS: '1' },
    });
    expect({ code: code > 0, stdout }).toEqual({ code: true, stdout: '' });
    expect(stderr).toMatch(/^エラー: /);
    expect(stderr).toContain(words);
  });
});
