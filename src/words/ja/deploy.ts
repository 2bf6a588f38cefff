import type { Catalogue } from '../../core/words/say.ts';

export const DEPLOY: Catalogue = {
  // Parts of a stack, the hops, and the checks before an install
  bucket: 'バケット',
  'config-recorder': '設定レコーダー',
  'dead-letter-queue': 'デッドレターキュー',
  'failure-destination': '失敗時の送信先',
  function: '関数',
  heartbeat: 'ハートビート',
  identity: '呼び出し元',
  installation: 'インストール内容',
  'log-group': 'ロググループ',
  pattern: 'イベントパターン',
  permission: '呼び出し許可',
  queue: 'キュー',
  quotas: 'クォータ',
  role: 'ロール',
  policy: 'ポリシー',
  'role-policy': 'ロールのポリシー',
  rule: 'ルール',
  runtime: 'ランタイム',
  selectors: 'イベントセレクター',
  target: 'ターゲット',
  targets: 'ターゲット',
  trail: '証跡',
  '{0} target': 'ターゲット {0} 個',
  '{0} event': 'イベント {0} 件',

  // Running steps
  'create {0}': '{0} の作成',
  'update {0}': '{0} の更新',
  'replace {0}': '{0} の置き換え',
  'delete {0}': '{0} の削除',
  'keep {0}': '{0} の維持',
  'look at account and Region {0}': 'アカウントとリージョン {0} の確認',
  'account {0}, Region {1}': 'アカウント {0}、リージョン {1}',
  'look at everything again': 'すべての再確認',
  'undo what was made': '作成したものの取り消し',
  '{0} sent again': '{0}を再送しました',

  // Waits: each is a noun before 「を待っています」
  'waiting for {0}': '{0}を待っています',
  'Waited {0} s for {1}, in vain.': '{1}を {0} 秒待ちましたが、完了しませんでした。',
  'Run the same command again: it goes on where it stopped.':
    '同じコマンドを再実行してください。止まったところから続きます。',
  '{0} to be readable': '{0} が読み取れるようになるの',
  "the trail's last log file": '証跡の最後のログファイルの配信',
  'another change of the bucket to end': 'バケットに対する別の変更の完了',
  'another change of the function to end': '関数に対する別の変更の完了',
  'another change of the log group to end': 'ロググループに対する別の変更の完了',
  'another change of the role to end': 'ロールに対する別の変更の完了',
  'another change of the rule to end': 'ルールに対する別の変更の完了',
  'an earlier update of the function to end': '関数に対する前回の更新の完了',
  'an update of the function to end': '関数の更新の完了',
  'the function to become active': '関数が有効になるの',
  'the new role to be usable by Lambda (IAM propagation)':
    '新しいロールが (IAM の伝播を経て) Lambda で使えるようになるの',
  'the role to be known to IAM': 'ロールが IAM に反映されるの',
  "the role's permission to be known to Lambda": 'ロールの権限が Lambda に反映されるの',
  "the targets' role to be usable by EventBridge": 'ターゲット用のロールが EventBridge で使えるようになるの',
  "CloudTrail to see the bucket's policy": 'バケットポリシーが CloudTrail に反映されるの',
  'SQS to free the name of a queue that was deleted within the last minute':
    '直近 1 分以内に削除されたキューの名前が SQS で再び使えるようになるの',
  'AWS to have removed everything': 'AWS での削除の完了',

  // Reasons of steps
  '; ': '。',
  ', ': '、',
  'it is not there': '存在しません',
  'as wanted': '一致しています',
  'no longer asked for': '指定から外れました',
  teardown: '撤去',
  'the install failed': 'インストールの失敗',
  'made by an earlier install; teardown removes it':
    '以前のインストールで作成されたもので、teardown が削除します',
  'tags differ ({0})': 'タグが異なります ({0})',
  'settings differ ({0})': '設定が異なります ({0})',
  'attributes differ ({0})': '属性が異なります ({0})',
  'its policy differs': 'ポリシーが異なります',
  'its statements differ': 'ステートメントが異なります',
  'its trust policy differs': '信頼ポリシーが異なります',
  'its permissions boundary differs': 'アクセス許可の境界が異なります',
  'its code or baseline differs': 'コードまたはベースラインが異なります',
  "its creation failed on AWS's side ({0})": 'AWS 側で作成に失敗しました ({0})',
  'its last update failed ({0})': '前回の更新に失敗しました ({0})',
  'AWS is still at work on it': 'AWS 側でまだ処理中です',
  'it is not closed to the public': 'パブリックアクセスがブロックされていません',
  'it is not encrypted': '暗号化されていません',
  'failed events would be retried or kept otherwise': '失敗したイベントの再試行または保持の設定が異なります',
  'logs are kept for ever instead of {0}': 'ログの保持期間が {0}ではなく無期限です',
  'logs are kept {0} instead of {1}': 'ログの保持期間が {1}ではなく {0}です',
  '{0} day': '{0} 日',
  'it allows something else than this rule': 'このルール以外のものを許可しています',
  'it is not as wanted ({0})': '指定と異なります ({0})',
  '{0} differ': '{0} が異なります',
  '{0} not asked for': '{0} は指定されていません',
  'its bucket or its Regions differ': 'バケットまたはリージョンが異なります',
  'it logs something else than write management events': '書き込み管理イベント以外を記録しています',
  'it is not logging': '停止しています',
  handler: 'ハンドラー',
  description: '説明',
  memory: 'メモリ',
  timeout: 'タイムアウト',
  'log group': 'ロググループ',
  'system log level': 'システムログレベル',
  'log level': 'ログレベル',
  schedule: 'スケジュール',
  disabled: '無効',
  enabled: '有効',
  'no reason given': '理由は示されていません',

  // Checks before any change
  '{0} in account {1}, Region {2}': '{0} (アカウント {1}、リージョン {2})',
  'the trail that this run makes in {0} covers all Regions':
    'この実行で {0} に作成する証跡がすべてのリージョンを対象にします',
  "the stack's own trail will log write management events":
    'スタックが作成する証跡が書き込み管理イベントを記録するようになります',
  "the stack's own trail logs write management events":
    'スタックが作成する証跡が書き込み管理イベントを記録します',
  'trail {0} logs write management events in {1}': '証跡 {0} が {1} の書き込み管理イベントを記録しています',
  "trail {0} belongs to the organization; this account can't see whether it logs write management events":
    '証跡 {0} は組織のもので、書き込み管理イベントを記録しているかどうかをこのアカウントからは確認できません',
  'trail {0} is not logging, so no event arrives in {1}':
    '証跡 {0} が停止しているため、{1} にイベントが届きません',
  'trail {0} does not log write management events, so no event arrives in {1}':
    '証跡 {0} が書き込み管理イベントを記録していないため、{1} にイベントが届きません',
  'no trail covers {0}: EventBridge gets API calls only through a trail (event history is not one)':
    '{0} を対象とする証跡がありません。EventBridge に API 呼び出しが届くのは証跡を通してだけです (イベント履歴は証跡ではありません)',
  'AWS Config is not set up in {0}': '{0} で AWS Config が設定されていません',
  'AWS Config recorder {0} does not record {1}': 'AWS Config の設定レコーダー {0} が {1} を記録していません',
  'AWS Config recorder {0} is stopped': 'AWS Config の設定レコーダー {0} が停止しています',
  'AWS Config recorder {0} records security groups in {1}':
    'AWS Config の設定レコーダー {0} が {1} のセキュリティグループを記録しています',
  '{0} of {1} EventBridge rules in use, {2} to be added':
    'EventBridge のルールは上限 {1} のうち {0} を使用中で、{2} を追加します',
  "changes to the stack's role are reported only where the stack is installed in us-east-1, too":
    'スタックのロールへの変更は、us-east-1 にもインストールした場合にだけ検出されます',
  'the role {0} belongs to another account; Lambda takes roles of account {1} only':
    'ロール {0} は別のアカウントのものです。Lambda が使えるのはアカウント {1} のロールだけです',
  'there is no role {0}': 'ロール {0} がありません',
  'the role {0} does not trust lambda.amazonaws.com': 'ロール {0} が lambda.amazonaws.com を信頼していません',
  'the policies of role {0} could not be tried out: iam:SimulatePrincipalPolicy is denied':
    'iam:SimulatePrincipalPolicy が拒否されたため、ロール {0} のポリシーを検証できませんでした',
  'the role {0} lacks {1}; docs/permissions.md lists what the function needs':
    'ロール {0} に {1} の権限がありません。関数に必要な権限は docs/permissions.md にあります',
  'role {0} trusts Lambda and may do what the function needs':
    'ロール {0} は Lambda を信頼し、関数に必要な権限を持っています',
  '{0} would refuse the events of rule {1}': 'ルール {1} のイベントを {0} が拒否します',
  'add to the policy of {0}: {1} (or tag it {2}={3}, so that install does)':
    '{0} のポリシーに次を追加する: {1} (またはタグ {2}={3} を付ければ install が追加します)',
  'the policies of {0} of {1} targets may not be read':
    '{1} 個のターゲットのうち {0} 個はポリシーを読み取る権限がありません',
  '{0} target lets the rules in once its policy is extended':
    'ポリシーを拡張すれば、{0} 個のターゲットがルールを受け入れます',
  '{0} target lets the rules in': '{0} 個のターゲットがルールを受け入れます',
  '{0}. Nothing was changed.': '{0}。何も変更していません。',
  'Run `{0}`.': '`{0}` を実行してください。',
  'To do: {0}.': '対処: {0}。',
  'there is no {0}': '{0} がありません',
  'make it first, or name another': '先に作成するか、別のものを指定する',
  'name a role that is there, or leave --role-arn out': '存在するロールを指定するか、--role-arn を省略する',
  '--create-trail: not needed, {0}.': '--create-trail は不要です。{0}。',

  // Hops
  'logging in {0}: {1}': '{0} で記録中: {1}',
  'no trail that could deliver events': 'イベントを届けられる証跡がありません',
  'there is no rule {0}': 'ルール {0} がありません',
  '{0} is enabled': '{0} は有効です',
  '{0} is disabled': '{0} は無効です',
  'no rule, no pattern': 'ルールがないため、イベントパターンもありません',
  '{0} matches other events than it should': '{0} が本来とは異なるイベントに一致します',
  'as this version writes it': 'このバージョンのものと一致しています',
  '{0} has no targets': '{0} にターゲットがありません',
  '{0} sends to {1}': '{0} の送信先: {1}',
  '{0} may not invoke the function': '{0} には関数を呼び出す許可がありません',
  '{0} may invoke the function': '{0} は関数を呼び出せます',
  'there is no function {0}': '関数 {0} がありません',
  '{0} is {1}': '{0} は {1} です',
  '{0} is {1}: {2}': '{0} は {1} です: {2}',
  'the last update of {0} failed: {1}': '{0} の前回の更新に失敗しました: {1}',
  '{0} has a reserved concurrency of 0, so that it never runs':
    '{0} の予約済み同時実行数が 0 のため、一度も実行されません',
  unknown: '不明',
  '{0}, supported until {1}': '{0} (サポート期限: {1})',
  '{0} is supported only until {1}': '{0} のサポートは {1} で終了します',
  '{0} is out of support since {1}': '{0} のサポートは {1} に終了しました',
  'a role of your own: {0}': '指定された既存のロール: {0}',
  '{0} with the policy that the function needs': '{0} は関数に必要なポリシーを持っています',
  'there is no log group {0}': 'ロググループ {0} がありません',
  '{0}, kept for ever': '{0} (保持期間: 無期限)',
  '{0}, kept {1}': '{0} (保持期間: {1})',
  'no log group, no heartbeat': 'ロググループがないため、ハートビートもありません',
  'none yet: the first sweep is due ({0})': 'まだありません。最初の巡回を待っています ({0})',
  'no sweep has reported for {0}': '{0}以上、巡回の報告がありません',
  '{0} ago: {1} judged, {2} drifting': '{0}前: {1}を判定、ドリフト {2} 個',
  'there is no queue {0}': 'キュー {0} がありません',
  '{0} is empty': '{0} は空です',
  '{0} holds {1} that could not be handled': '{0} に処理できなかった{1}があります',
  'nothing differs from what was installed': 'インストールした内容との違いはありません',
  'stack {0} is not installed here': 'スタック {0} はここにインストールされていません',
  '{0} h': '{0} 時間',

  // Failed installs and teardowns
  '{0} (of stack {1})': '{0} (スタック {1} のもの)',
  "There is already something of this stack's name without its tag: {0}. Nothing was changed.":
    'このスタックと同じ名前で、スタックのタグがないものが既にあります: {0}。何も変更していません。',
  'Choose another --stack; or, if it is a leftover that you no longer need, remove it or tag it {0}={1}.':
    '別の --stack を指定してください。不要な残骸であれば、削除するかタグ {0}={1} を付けてください。',
  'Run the same command again to go on where it stopped, or `secgroup-monitor teardown {0}` to remove what remains.':
    '同じコマンドを再実行すると、止まったところから続行します。残っているものを削除するには `secgroup-monitor teardown {0}` を実行してください。',
  'Interrupted. {0}': '中断しました。{0}',
  'Install failed at {0}: {1}': '{0} でインストールに失敗しました: {1}',
  'Update failed at {0}: {1}': '{0} で更新に失敗しました: {1}',
  'The version that was installed keeps serving.': 'インストール済みのバージョンが引き続き動作しています。',
  'Nothing was made.': '何も作成していません。',
  'Kept as asked: {0}.': '指定どおり残したもの: {0}。',
  'Nothing had been made; nothing remains.': '何も作成しておらず、何も残っていません。',
  'Nothing had been made. Still there: {0}.': '何も作成していません。残っているもの: {0}。',
  'Undone: {0}; nothing remains.': '取り消したもの: {0}。何も残っていません。',
  'Undone: {0}. Still there: {1}.': '取り消したもの: {0}。残っているもの: {1}。',
  'Everything was put in place, but could not be looked at again: {0}':
    'すべて配置しましたが、再確認できませんでした: {0}',
  'It was left as it is.': '配置したものはそのまま残してあります。',
  'AWS took every call, and yet this is not as asked: {0}.':
    'AWS はすべての呼び出しを受け付けましたが、指定と異なるものがあります: {0}。',
  'Run `secgroup-monitor install` again; if it stays so, something else changes the same resources.':
    '`secgroup-monitor install` を再実行してください。それでも変わらなければ、別の何かが同じリソースを変更しています。',
  'Still there: nothing.': '残っているものはありません。',
  'Still there: {0}.': '残っているもの: {0}。',
  '`secgroup-monitor teardown --stack {0} --region {1}` goes on.':
    '続けるには `secgroup-monitor teardown --stack {0} --region {1}` を実行してください。',
  'Then run `secgroup-monitor teardown --stack {0} --region {1}` again.':
    'その後 `secgroup-monitor teardown --stack {0} --region {1}` を再実行してください。',
  'Teardown is not complete: {0}': '撤去が完了していません: {0}',
  'Parts of the stack are there, but not the function that holds its baseline and options: those of this command hold now, and else the defaults.':
    'スタックの一部はありますが、ベースラインとオプションを持つ関数がありません。今回のコマンドで指定したもの、それ以外は既定値が使われます。',
  '{0} is there, but without the tag {1}={2}': '{0} はありますが、タグ {1}={2} がありません',
  '{0}, and with it no baseline and no options: give install those that it had':
    '{0}。ベースラインとオプションも失われています。install に元のものを指定してください',
  'AWS could not make the function {0} ready: {1}.': 'AWS が関数 {0} を準備できませんでした: {1}。',
  'Run the same command again.': '同じコマンドを再実行してください。',
  'EventBridge refused target {0} ({1}: {2}).': 'EventBridge がターゲット {0} を拒否しました ({1}: {2})。',
  'S3 did not delete {0} (DeleteObjects: {1}).': 'S3 が {0} を削除しませんでした (DeleteObjects: {1})。',
  'AWS to show everything as it was put': 'すべての設定の AWS での反映',

  // Resources that are kept on purpose
  '{0} bears a name of this stack, but not its tag: not touched.':
    '{0} はこのスタックの名前ですが、スタックのタグがないため変更していません。',
  'its logs are kept (--keep-logs)': 'ログを残します (--keep-logs)',
  "the trail's log files are kept; --delete-trail-logs removes them with the bucket":
    '証跡のログファイルを残します。--delete-trail-logs を付けるとバケットごと削除します',

  // The installed function
  "The function's code with this baseline has {0} MB; Lambda takes 50.":
    'このベースラインを含めた関数のコードは {0} MB で、Lambda の上限 50 MB を超えています。',
  'Use a smaller baseline, for example --preset guard.':
    '--preset guard など、より小さなベースラインを使ってください。',
  'The code of the installed function is not what secgroup-monitor puts there.':
    'インストール済みの関数のコードが、secgroup-monitor の配置したものではありません。',
  'Give --baseline or --preset to install anew over it, or `secgroup-monitor teardown` first.':
    '--baseline または --preset を指定して上書きインストールするか、先に `secgroup-monitor teardown` を実行してください。',
  'The installed function was made by a version that this one does not understand.':
    'インストール済みの関数は、このバージョンでは解釈できないバージョンで作成されています。',
  'Update secgroup-monitor, or give --baseline to install anew over it.':
    'secgroup-monitor を更新するか、--baseline を指定して上書きインストールしてください。',
  'There is no queue {0} in {1}: stack {2} is not installed there.':
    '{1} にキュー {0} がありません。スタック {2} はそこにインストールされていません。',
  'Give the --stack and --region of an installation.':
    'インストール済みの --stack と --region を指定してください。',
  'it holds no event': 'イベントが含まれていません',

  // Options
  '"{0}" is no severity.': '「{0}」は重大度ではありません。',
  '--notify takes the ARN of an SNS topic or an SQS queue, not "{0}".':
    '--notify には SNS トピックまたは SQS キューの ARN を指定します。「{0}」は使えません。',
  'Write ARN or ARN@severity, for example arn:aws:sns:eu-west-1:111122223333:alerts@high.':
    'ARN または ARN@重大度 の形で書いてください。例: arn:aws:sns:ap-northeast-1:111122223333:alerts@high',
  "CloudWatch Logs can't keep logs for {0} days.": 'CloudWatch Logs の保持期間に {0} 日は指定できません。',
  'Choose one of {0}.': '{0} のいずれかを選んでください。',
  '"{0}" is no schedule.': '「{0}」はスケジュールではありません。',
  'Use "rate(1 hour)", "rate(15 minutes)", "cron(0 8 * * ? *)" or off.':
    '"rate(1 hour)"、"rate(15 minutes)"、"cron(0 8 * * ? *)"、off のように指定してください。',
  '"{0}" is not the ARN of a role.': '「{0}」はロールの ARN ではありません。',
  'An EventBridge rule holds five targets at most, and the function is one of those of the change rule.':
    'EventBridge のルールのターゲットは最大 5 個で、変更ルールではそのうち 1 個が関数です。',
  'Give at most four --target and five --notify per severity; an SNS topic can spread further.':
    '--target は 4 個まで、--notify は重大度ごとに 5 個までにしてください。SNS トピックを使えばさらに配信先を増やせます。',
  '"{0}" can\'t be the name of a stack.': '「{0}」はスタックの名前にできません。',
  'Use 1 to 40 letters and digits, with single hyphens or underscores between them.':
    '40 文字以内の英数字にしてください。間にハイフンまたはアンダースコアを 1 つずつ入れられます。',
  '{0} is in {1}; a rule in {2} sends only to targets of its own Region.':
    '{0} は {1} にあります。{2} のルールは同じリージョンのターゲットにだけ送信できます。',
  'Give targets of the same Region, or an event bus.':
    '同じリージョンのターゲットか、イベントバスを指定してください。',
  'Write ARN or ARN=shape, where shape is event, path:$.detail, template:<text with <$.path>> or constant:<text>.':
    'ARN または ARN=形式 で書いてください。形式は event、path:$.detail、template:<<$.path> を含むテキスト>、constant:<テキスト> のいずれかです。',
  '--target can\'t send to "{0}".': '--target は「{0}」に送信できません。',
  'It takes ARNs of SNS topics, SQS queues, Kinesis streams, log groups and event buses. {0}':
    'SNS トピック、SQS キュー、Kinesis ストリーム、ロググループ、イベントバスの ARN を指定できます。{0}',
  'An event bus takes whole events only (EventBridge).':
    'イベントバスに送れるのはイベント全体だけです (EventBridge の仕様)。',
  'Leave the shape out.': '形式を省略してください。',
  '"{0}" is no path of an event.': '「{0}」はイベントのパスではありません。',
  'Paths look like $.detail.eventName.': 'パスは $.detail.eventName のような形式です。',
  '"{0}" is a FIFO topic or queue, to which events can\'t be sent.':
    '「{0}」は FIFO のトピックまたはキューなので、イベントを送信できません。',
  'Give a standard one.': '標準のものを指定してください。',
  '"{0}" is no shape of a target.': '「{0}」はターゲットの形式ではありません。',
  'A template holds at most 100 paths and 8,192 characters (EventBridge).':
    'テンプレートに使えるパスは 100 個まで、長さは 8,192 文字までです (EventBridge の仕様)。',
};
