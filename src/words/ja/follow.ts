import type { Catalogue } from '../../core/words/say.ts';

export const FOLLOW: Catalogue = {
  'The log group {0} does not exist yet; waiting for it.':
    'ロググループ {0} はまだありません。作成されるのを待っています。',
  'The log group {0} now exists.': 'ロググループ {0} が作成されました。',
  'Retrying; nothing will be skipped.': '再試行しています。取りこぼしはありません。',
  'Events that Live Tail drops are reported as a gap.':
    'Live Tail が取りこぼした区間は「欠落」として表示します。',
  'CloudWatch Logs responds again.': 'CloudWatch Logs が再び応答しています。',
  'The clock of this computer is {0} ahead of AWS, so ages are wrong.':
    '時計が AWS より {0}進んでいるため、経過時間は正しくありません。',
  'The clock of this computer is {0} behind AWS, so ages are wrong.':
    '時計が AWS より {0}遅れているため、経過時間は正しくありません。',
  '{0} minute': '{0} 分',
  'Restarting Live Tail: {0}.': 'Live Tail を開始し直します: {0}。',
  'There is no log group {0} in {1}, so this stack is not installed there.':
    '{1} にロググループ {0} がありません。このスタックはそこにインストールされていません。',
  'Run `{0}`, or use another --stack or --region. To wait for the log group, add --follow.':
    '`{0}` を実行するか、別の --stack または --region を指定してください。--follow を付けると、作成されるまで待ちます。',
  'the Live Tail session ended': 'Live Tail のセッションが終了',
  'the Live Tail session ended ({0}: {1})': 'Live Tail のセッションが終了 ({0}: {1})',
  'more than 500 events arrived in one second': '1 秒に 500 件を超えるイベントが到着',
  '{0}, and {1}': '{0}、{1}',
  'logs:FilterLogEvents is denied, so the missing events cannot be read':
    'logs:FilterLogEvents が拒否されるため読み直し不可',
  'the function reached its time limit': '制限時間に達しました',
  'the runtime failed': 'ランタイムのエラー',
  'the runtime failed ({0})': 'ランタイムのエラー ({0})',
};
