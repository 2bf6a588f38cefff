import type { Catalogue } from '../../core/words/say.ts';

export const DEPLOY: Catalogue = {
  // Parts of a stack, the hops, and the checks before an install
  alarm: 'アラーム',
  alarms: 'アラーム',
  dashboard: 'ダッシュボード',
  bucket: 'バケット',
  'config-recorder': '設定レコーダー',
  'dead-letter-queue': 'デッドレターキュー',
  'failure-destination': '失敗時の送信先',
  function: '関数',
  heartbeat: 'ハートビート',
  identity: '呼び出し元',
  installation: 'インストール内容',
  'baseline-copy': 'ベースラインの控え',
  'log-group': 'ロググループ',
  notify: '通知先',
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

  // Targets of --notify
  '{0} does not exist': '{0} は存在しません',
  '{0}: its policy denies them': '{0}。ポリシーが拒否しています',
  '{0}; add this statement to its policy: {1}': '{0}。ポリシーに次のステートメントを追加してください: {1}',
  'remove the statement that denies it from the policy of {0}':
    '{0} のポリシーから、拒否しているステートメントを削除してください',
  'access to the policy of {0} was denied': '{0} のポリシーの読み取りが拒否されました',
  '{0} accepts events': '{0} はイベントを受け付けます',
  '{0} accepts events and has {1}': '{0} はイベントを受け付けます: {1}',
  '{0} confirmed subscription': '確認済みのサブスクリプション {0} 件',
  '{0} subscription waits': 'サブスクリプション {0} 件',
  '{0}; {1} for confirmation': '{0}。{1}が確認待ちです',
  '{0} has no subscription, so nobody receives its messages':
    '{0} にはサブスクリプションがないため、誰にも届きません',
  '{0} has no confirmed subscription, so nobody receives its messages; {1} for confirmation':
    '{0} には確認済みのサブスクリプションがないため、誰にも届きません。{1}が確認待ちです',

  // Running steps
  'Creating {0}': '{0} を作成しています',
  'Created {0}': '{0} を作成しました',
  'Updating {0}': '{0} を更新しています',
  'Updated {0}': '{0} を更新しました',
  'Replacing {0}': '{0} を置き換えています',
  'Replaced {0}': '{0} を置き換えました',
  'Deleting {0}': '{0} を削除しています',
  'Deleted {0}': '{0} を削除しました',
  'Keeping {0}': '{0} を維持しています',
  'Kept {0}': '{0} を維持しました',
  'Checking the account and Region {0}': 'アカウントとリージョン {0} を確認しています',
  'Checked account {0}, Region {1}': 'アカウント {0}、リージョン {1} を確認しました',
  'Verifying the installation': 'インストール内容を再確認しています',
  'Verified the installation': 'インストール内容を再確認しました',
  'Rolling back the install': 'インストールを取り消しています',
  'Rolled back the install': 'インストールを取り消しました',
  'Sent {0} again': '{0}を再送しました',

  // Waits: each is a noun before 「を待っています」
  'Waiting for {0}': '{0}を待っています',
  'Timed out after {0} s while waiting for {1}.': '{1}を {0} 秒待ちましたが、完了しませんでした。',
  'Run the same command again; it continues where it stopped.':
    '同じコマンドを再実行してください。止まったところから続きます。',
  '{0} to become readable': '{0} が読み取れるようになるの',
  "the trail's last log file": '証跡の最後のログファイルの配信',
  'another change to the bucket to finish': 'バケットに対する別の変更の完了',
  'another change to the function to finish': '関数に対する別の変更の完了',
  'another change to the log group to finish': 'ロググループに対する別の変更の完了',
  'another change to the role to finish': 'ロールに対する別の変更の完了',
  'another change to the rule to finish': 'ルールに対する別の変更の完了',
  'an earlier update of the function to finish': '関数に対する前回の更新の完了',
  'an update of the function to finish': '関数の更新の完了',
  'the function to become active': '関数が有効になるの',
  'Lambda to accept the new role (IAM propagation)':
    '新しいロールが (IAM の伝播を経て) Lambda で使えるようになるの',
  'IAM to find the new role': 'IAM で新しいロールが見つかるようになるの',
  "Lambda to see the role's permissions": 'ロールの権限が Lambda に反映されるの',
  'EventBridge to accept the role for the targets': 'ターゲット用のロールが EventBridge で使えるようになるの',
  'CloudTrail to finish creating the trail': 'CloudTrail で証跡の作成が完了するの',
  "CloudTrail to see the bucket's policy": 'バケットポリシーが CloudTrail に反映されるの',
  'SQS to release the name of a queue that was deleted in the last minute':
    '直近 1 分以内に削除されたキューの名前が SQS で再び使えるようになるの',
  'AWS to finish the deletions': 'AWS での削除の完了',

  // Reasons of steps
  '; ': '。',
  ', ': '、',
  'it does not exist': '存在しません',
  "it exists but does not have the stack's tag": 'ありますが、スタックのタグがありません',
  'as configured': '一致しています',
  'no longer configured': '指定から外れました',
  teardown: '撤去',
  'the install failed': 'インストールの失敗',
  'created by an earlier install; teardown deletes it':
    '以前のインストールで作成されたもので、teardown が削除します',
  'tags differ ({0})': 'タグが異なります ({0})',
  'settings differ ({0})': '設定が異なります ({0})',
  'attributes differ ({0})': '属性が異なります ({0})',
  'its policy differs': 'ポリシーが異なります',
  'its statements differ': 'ステートメントが異なります',
  'its trust policy differs': '信頼ポリシーが異なります',
  'its permissions boundary differs': 'アクセス許可の境界が異なります',
  'it has settings that `install` did not make ({0})': '`install` が設定していない設定があります ({0})',
  '{0} has settings that `install` did not make: {1}': '{0} に `install` が設定していない設定があります: {1}',
  'environment variables {0}': '環境変数 {0}',
  'environment variables {0}, of which {1} decide what code it runs or who answers it':
    '環境変数 {0} (このうち {1} は、実行するコードや応答する相手を決めます)',
  'environment variables that AWS could not decrypt': 'AWS が復号できなかった環境変数',
  'layers {0}': 'レイヤー {0}',
  'a network in subnets {0}': 'サブネット {0} のネットワーク',
  'file systems {0}': 'ファイルシステム {0}',
  'active tracing': 'アクティブトレース',
  'the KMS key {0}': 'KMS キー {0}',
  'the dead-letter target {0}': 'デッドレターの送信先 {0}',
  '{0} MB of temporary storage': '一時ストレージ {0} MB',
  SnapStart: 'SnapStart',
  'a container image instead of a zip': 'zip ではなくコンテナイメージ',
  'Log group {0} does not record which baseline and options the last install put into the function {1}, so those in its code are not trusted.':
    'ロググループ {0} には、最後の install が関数 {1} に入れたベースラインとオプションの記録がありません。そのため、コード内のものは信頼できません。',
  'The baseline or the options in the function {0} are not those of the last install. What differs: {1}.':
    '関数 {0} のベースラインまたはオプションは、最後の install のものではありません。異なる部分: {1}。',
  'option {0}': 'オプション {0}',
  '{0} This run uses the options of this command, and defaults for the rest.':
    '{0}この実行では、このコマンドのオプションを使い、残りは既定値にします。',
  '{0} This run keeps the options of the last install ({1}).':
    '{0}この実行では、最後の install のオプション ({1}) を維持します。',
  'lines in the log group that this function did not write: {0} (ignored)':
    'ロググループ内の、この関数が書いていない行: {0} (無視しました)',
  'its code or baseline differs': 'コードまたはベースラインが異なります',
  'AWS could not create it ({0})': 'AWS 側で作成に失敗しました ({0})',
  'its last update failed ({0})': '前回の更新に失敗しました ({0})',
  'AWS is still creating or updating it': 'AWS 側でまだ処理中です',
  'it does not block public access': 'パブリックアクセスがブロックされていません',
  'it is not encrypted': '暗号化されていません',
  'the retries or the destination of failed events differ':
    '失敗したイベントの再試行または送信先の設定が異なります',
  'logs are kept forever instead of {0}': 'ログの保持期間が {0}ではなく無期限です',
  'logs are kept for {0} instead of {1}': 'ログの保持期間が {1}ではなく {0}です',
  'logs are kept for {0} instead of forever': 'ログの保持期間が無期限ではなく {0}です',
  '{0} day': '{0} 日',
  'it allows something other than this rule': 'このルール以外のものを許可しています',
  'targets differ ({0})': 'ターゲットが異なります ({0})',
  'targets not configured ({0})': '指定されていないターゲットがあります ({0})',
  'its bucket or its Regions differ': 'バケットまたはリージョンが異なります',
  'it should log only write management events': '書き込み管理イベントだけを記録する設定ではありません',
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
  'the trail that this run creates in {0} covers all Regions':
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
  'no trail covers {0}; EventBridge receives API calls only through a trail (event history is not a trail)':
    '{0} を対象とする証跡がありません。EventBridge に API 呼び出しが届くのは証跡を通してだけです (イベント履歴は証跡ではありません)',
  'AWS Config is not set up in {0}': '{0} で AWS Config が設定されていません',
  'AWS Config recorder {0} does not record {1}': 'AWS Config の設定レコーダー {0} が {1} を記録していません',
  'AWS Config recorder {0} is stopped': 'AWS Config の設定レコーダー {0} が停止しています',
  'AWS Config recorder {0} records security groups in {1}':
    'AWS Config の設定レコーダー {0} が {1} のセキュリティグループを記録しています',
  "{0} EventBridge rules in use, {1} to add: above the default quota of {2}, but the account's own quota may be higher":
    'EventBridge ルールは {0} 個使用中で、{1} 個追加します。既定のクォータ {2} を超えますが、このアカウントのクォータは引き上げ済みかもしれません',
  'The installation is complete. Interrupted before its groups were judged.':
    'インストールは完了しました。グループを判定する前に中断されました。',
  'To judge them, run `{0}`.': '判定するには `{0}` を実行してください。',
  'Changes to prefix lists of other accounts ({0}) cause no event here. All groups are judged every 10 minutes. Another schedule: --sweep.':
    '他のアカウントのプレフィックスリスト ({0}) が変更されても、ここではイベントが発生しません。全グループを 10 分ごとに判定します。別のスケジュールは --sweep で指定できます。',
  'The policy of {0} cannot be read, because it is not a JSON object.':
    '{0} のポリシーは JSON オブジェクトではないため、読み取れません。',
  'Look at the policy in AWS and replace it. Then run the same command again.':
    'AWS でポリシーを確認して置き換え、同じコマンドをもう一度実行してください。',
  'AWS accepted the deletion of all resources, but the final check failed: {0}':
    'AWS はすべてのリソースの削除を受け付けましたが、最後の確認に失敗しました: {0}',
  'To check again, run `{0}`.': 'もう一度確認するには `{0}` を実行してください。',
  'Whether the baseline in the function is that of the last install could not be checked: {0}':
    '関数内のベースラインが最後のインストールのものかどうかを確認できませんでした: {0}',
  '{0} of {1} EventBridge rules in use, {2} to add':
    'EventBridge のルールは上限 {1} のうち {0} を使用中で、{2} を追加します',
  "changes to the stack's role are reported only if the stack is also installed in us-east-1":
    'スタックのロールへの変更は、us-east-1 にもインストールした場合にだけ検出されます',
  'the role {0} belongs to another account; Lambda accepts only roles of account {1}':
    'ロール {0} は別のアカウントのものです。Lambda が使えるのはアカウント {1} のロールだけです',
  'role {0} does not exist': 'ロール {0} がありません',
  'the role {0} does not trust lambda.amazonaws.com': 'ロール {0} が lambda.amazonaws.com を信頼していません',
  'the policies of role {0} could not be checked because iam:SimulatePrincipalPolicy is denied':
    'iam:SimulatePrincipalPolicy が拒否されたため、ロール {0} のポリシーを検証できませんでした',
  'the role {0} has no permission for {1}; docs/permissions.md lists the permissions that the function needs':
    'ロール {0} に {1} の権限がありません。関数に必要な権限は docs/permissions.md にあります',
  'role {0} trusts Lambda and has the permissions that the function needs':
    'ロール {0} は Lambda を信頼し、関数に必要な権限を持っています',
  "{0} does not accept the notifications of the stack's alarms (--no-alarms makes none)":
    '{0} がスタックのアラームの通知を受け入れません (--no-alarms でアラームを作成しません)',
  'its widgets differ': 'ウィジェットが異なります',
  '{0} goes off: {1}': '{0} が発報しています: {1}',
  '{0} alarm': 'アラーム {0} 個',
  '{0}, none goes off; they notify {1}': '{0}、発報はありません。通知先は {1} です',
  '{0}, none goes off; they notify nobody, because --notify has no SNS topic':
    '{0}、発報はありません。--notify に SNS トピックがないため、誰にも通知しません',
  'no sweep has succeeded in time': '期限内に成功した定期検査がありません',
  'events could not be delivered or handled': '配信または処理できなかったイベントがあります',
  'the function fails': '関数が失敗しています',
  'the function had no free capacity, so events waited': '関数に空きがなく、イベントが待たされました',
  '{0} does not accept events from rule {1}': '{0} がルール {1} のイベントを受け入れません',
  'add this statement to the policy of {0}: {1} (or tag it {2}={3} and let install add the statement)':
    '{0} のポリシーに次のステートメントを追加する: {1} (またはタグ {2}={3} を付ければ install が追加します)',
  'access to the policies of {0} of {1} targets was denied':
    '{1} 個のターゲットのうち {0} 個はポリシーを読み取る権限がありません',
  '{0} target will accept events after its policy is extended':
    'ポリシーを拡張すれば、{0} 個のターゲットがイベントを受け入れます',
  '{0} target accepts events from the rules': '{0} 個のターゲットがルールのイベントを受け入れます',
  '{0}. Nothing was changed.': '{0}。何も変更していません。',
  'Run `{0}`.': '`{0}` を実行してください。',
  'To fix this, {0}.': '対処: {0}。',
  'the target {0} does not exist': 'ターゲット {0} がありません',
  'create it, or use another target': '先に作成するか、別のものを指定する',
  'use the ARN of an existing role, or omit --role-arn': '存在するロールを指定するか、--role-arn を省略する',
  '--create-trail is not needed because {0}.': '--create-trail は不要です。{0}。',

  // Hops
  'logging in {0}: {1}': '{0} で記録中: {1}',
  'no trail can deliver events': 'イベントを届けられる証跡がありません',
  'rule {0} does not exist': 'ルール {0} がありません',
  '{0} is enabled': '{0} は有効です',
  '{0} is disabled': '{0} は無効です',
  'the rule does not exist, so it has no pattern': 'ルールがないため、イベントパターンもありません',
  'the event pattern of {0} is not the expected one': '{0} のイベントパターンが本来のものと異なります',
  'matches the pattern of this version': 'このバージョンのものと一致しています',
  '{0} has no targets': '{0} にターゲットがありません',
  '{0} sends to {1}': '{0} の送信先: {1}',
  '{0} is not allowed to invoke the function': '{0} には関数を呼び出す許可がありません',
  '{0} can invoke the function': '{0} は関数を呼び出せます',
  'function {0} does not exist': '関数 {0} がありません',
  '{0} is {1}': '{0} は {1} です',
  '{0} is {1}: {2}': '{0} は {1} です: {2}',
  'the last update of {0} failed: {1}': '{0} の前回の更新に失敗しました: {1}',
  '{0} has a reserved concurrency of 0, so it never runs':
    '{0} の予約済み同時実行数が 0 のため、一度も実行されません',
  'could not be read: {0}': '読み取れませんでした: {0}',
  "can't be compared with the installed options: {0}": 'インストール時のオプションと比較できません: {0}',
  unknown: '不明',
  '{0}, supported until {1}': '{0} (サポート期限: {1})',
  '{0} is supported only until {1}': '{0} のサポートは {1} で終了します',
  'support for {0} ended on {1}': '{0} のサポートは {1} に終了しました',
  'your own role: {0}': '指定された既存のロール: {0}',
  '{0} has the policy that the function needs': '{0} は関数に必要なポリシーを持っています',
  'log group {0} does not exist': 'ロググループ {0} がありません',
  '{0} keeps logs forever': '{0} (保持期間: 無期限)',
  '{0} keeps logs for {1}': '{0} (保持期間: {1})',
  'the log group does not exist, so it has no heartbeat': 'ロググループがないため、ハートビートもありません',
  'none yet; the first sweep has not run ({0})': 'まだありません。最初の巡回を待っています ({0})',
  'no sweep has written a heartbeat in the last {0}': '直近 {0}の間、巡回のハートビートがありません',
  '{0} ago: {1} judged, {2} drifting': '{0}前: {1}を判定、ドリフト {2} 個',
  'queue {0} does not exist': 'キュー {0} がありません',
  '{0} is empty': '{0} は空です',
  '{0} contains {1} that could not be delivered or handled': '{0} に配信または処理できなかった{1}があります',
  'no resource differs from the installed configuration': 'インストールした内容との違いはありません',
  'stack {0} is not installed here': 'スタック {0} はここにインストールされていません',
  '{0} h': '{0} 時間',

  // Failed installs and teardowns
  '{0} (belongs to stack {1})': '{0} (スタック {1} のもの)',
  'These resources have a name that this stack needs but do not have its tag: {0}. Nothing was changed.':
    'このスタックに必要な名前のリソースが既にありますが、スタックのタグがありません: {0}。何も変更していません。',
  'Use another --stack. If the resources are leftovers that you no longer need, delete them or tag them {0}={1}.':
    '別の --stack を指定してください。不要な残骸であれば、削除するかタグ {0}={1} を付けてください。',
  'Run the same command again to continue where it stopped, or run `{0}` to delete the remaining resources.':
    '同じコマンドを再実行すると、止まったところから続行します。残っているものを削除するには `{0}` を実行してください。',
  'To continue where it stopped, run the same command again with --preset snapshot. To delete the remaining resources, run `{0}`.':
    '続行するには、--preset snapshot を付けて同じコマンドを再実行してください。残っているものを削除するには `{0}` を実行してください。',
  'Interrupted. {0}': '中断しました。{0}',
  'Install failed at {0}: {1}': '{0} でインストールに失敗しました: {1}',
  'Update failed at {0}: {1}': '{0} で更新に失敗しました: {1}',
  'The installed version keeps running.': 'インストール済みのバージョンが引き続き動作しています。',
  'Nothing was created.': '何も作成していません。',
  'Kept because of --no-rollback: {0}.': '--no-rollback により残したもの: {0}。',
  'Nothing was created, and nothing remains.': '何も作成しておらず、何も残っていません。',
  'Nothing was rolled back. Remaining: {0}.': '取り消したものはありません。残っているもの: {0}。',
  'Rolled back: {0}. Nothing remains.': '取り消したもの: {0}。何も残っていません。',
  'Rolled back: {0}. Remaining: {1}.': '取り消したもの: {0}。残っているもの: {1}。',
  'All resources were created or updated, but the final check failed: {0}':
    'すべてのリソースを作成または更新しましたが、最後の確認に失敗しました: {0}',
  'All other changes were made.': 'ほかの変更はすべて行われました。',
  'Run the same command again. If they still differ, something else is changing the same resources.':
    '同じコマンドをもう一度実行してください。それでも異なる場合は、ほかの何かが同じリソースを変更しています。',
  'Interrupted during the final check. All resources were created or updated.':
    '最後の確認の途中で中断しました。すべてのリソースは作成または更新されています。',
  'To check them, run `{0}`.': '確認するには `{0}` を実行してください。',
  'Stack {0} in {1} was installed by version {2} of secgroup-monitor; this is version {3}. Nothing was changed.':
    '{1} のスタック {0} は secgroup-monitor のバージョン {2} でインストールされています。これはバージョン {3} です。何も変更していません。',
  'Update secgroup-monitor to version {0} or later, or use --downgrade to replace what it installed.':
    'secgroup-monitor をバージョン {0} 以降に更新するか、--downgrade で置き換えてください。',
  'Replace stack {0} in {1}, installed by version {2}, by the older version {3}?':
    '{1} のスタック {0} (バージョン {2} でインストール) を古いバージョン {3} で置き換えますか?',
  'matches the pattern of version {0}': 'バージョン {0} のパターンと一致します',
  'no resource differs from the installation by version {0}; this is the older version {1}':
    'バージョン {0} がインストールした内容との違いはありません。これは古いバージョン {1} です',
  'no resource differs from the installation by version {0}; `install` updates it to {1}':
    'バージョン {0} がインストールした内容との違いはありません。`install` で {1} に更新できます',
  'The resources were left in place.': '配置したものはそのまま残してあります。',
  'AWS accepted every call, but these resources still differ from the plan: {0}.':
    'AWS はすべての呼び出しを受け付けましたが、次のリソースが計画と異なります: {0}。',
  'Run `{0}` again. If they still differ, something else is changing the same resources.':
    '`{0}` を再実行してください。それでも変わらなければ、別の何かが同じリソースを変更しています。',
  'Nothing remains.': '残っているものはありません。',
  'Remaining: {0}.': '残っているもの: {0}。',
  'To continue, run `{0}`.': '続けるには `{0}` を実行してください。',
  'Then run `{0}` again.': 'その後 `{0}` を再実行してください。',
  'Teardown is not complete: {0}': '撤去が完了していません: {0}',
  "The function, which stores the stack's baseline and options, is missing. This run uses the options of this command, and defaults for the rest.":
    'スタックのベースラインとオプションを保持する関数がありません。今回のコマンドで指定したもの、それ以外は既定値を使います。',
  // The copy of the last baseline
  'it is of another baseline or of other options': '別のベースラインまたはオプションのものです',
  'the log group of the baseline to accept it': 'ベースラインのロググループに書き込めるようになるの',
  'CloudWatch Logs rejected the copy of the baseline in {0} because of its time.':
    'CloudWatch Logs は時刻を理由に、{0} へのベースラインの控えを拒否しました。',
  'Set the clock of this machine, then run the same command again.':
    'このマシンの時計を合わせてから、同じコマンドを再実行してください。',
  'The copy of the baseline in log group {0} is damaged.':
    'ロググループ {0} にあるベースラインの控えが壊れています。',
  'Use --baseline with your own file.': '--baseline で自分のファイルを指定してください。',
  'The copy of the baseline in log group {0} is from a version of secgroup-monitor that this version does not support.':
    'ロググループ {0} にあるベースラインの控えは、このバージョンが対応していない secgroup-monitor のものです。',
  'Update secgroup-monitor, or use --baseline with your own file.':
    'secgroup-monitor を更新するか、--baseline で自分のファイルを指定してください。',
  'The stack {0} in {1} has no copy of its last baseline.':
    '{1} のスタック {0} には、最後のベースラインの控えがありません。',
  'Use --baseline with your file, or another --preset.':
    '--baseline で自分のファイルを指定するか、別の --preset を使ってください。',
  "The function, which stores the stack's baseline and options, is missing. This run keeps the options of the last install ({0}).":
    'スタックのベースラインとオプションを保持する関数がありません。前回のインストール ({0}) のオプションを引き継ぎます。',
  'Stack {0} exists in {1} without its function, which stores the baseline. A snapshot would allow everything that was changed since.':
    '{1} にスタック {0} はありますが、ベースラインを保持する関数がありません。スナップショットを取ると、その後の変更がすべて許可されてしまいます。',
  'Use --baseline with your file, or run `{0}`. Use --preset snapshot only if the groups admit what they should now.':
    '--baseline で自分のファイルを指定するか、`{0}` を実行してください。--preset snapshot は、グループの現状が正しい場合だけ使ってください。',
  'A copy of the last baseline ({0}, {1}) still exists. Nothing was changed.':
    '最後のベースラインの控え ({0}、{1}) が残っています。何も変更していません。',
  'To see how the groups differ from it, run `{0}`. To install it again, run `{1}`.':
    'グループとの差分を見るには `{0}` を、もう一度インストールするには `{1}` を実行してください。',
  '{0}; log group {1} has a copy of its baseline and options':
    '{0}。ロググループ {1} にベースラインとオプションの控えがあります',

  // Resources that lost the stack's tag
  'other resources of the stack have its tag': 'スタックのほかのリソースにはタグがあります',
  'it uses the role of the stack': 'スタックのロールを使っています',
  "it has the description of the stack's function": 'スタックの関数の説明が付いています',
  'it has the path {0}': 'パスが {0} です',
  "its policy accepts the events of the stack's rules": 'ポリシーがスタックのルールのイベントを受け入れます',
  'it sends to the function or the queue of the stack': 'スタックの関数またはキューに送ります',
  'it writes to the bucket of the stack': 'スタックのバケットに書き込みます',
  'its policy admits the trail of the stack': 'ポリシーがスタックの証跡に書き込みを許可しています',
  'These resources are part of this stack, but do not have its tag {0}={1}: {2}. Nothing was changed.':
    '次のリソースはこのスタックのものですが、タグ {0}={1} がありません: {2}。何も変更していません。',
  'To add the tag, run `{0}`. If they are not yours, use another --stack.':
    'タグを付けるには `{0}` を実行してください。自分のものでなければ、別の --stack を使ってください。',
  'To remove them too, run `{0}`.': 'これらも削除するには `{0}` を実行してください。',
  'Take over into stack {0} in {1}: {2}?': '{1} のスタック {0} に次のものを引き継ぎますか: {2}',
  'Remove with stack {0} in {1}: {2}?': '{1} のスタック {0} とともに次のものを削除しますか: {2}',
  'trail {0} writes its log files there': '証跡 {0} がログファイルを書き込んでいます',
  '{0} exists but does not have the tag {1}={2}': '{0} はありますが、タグ {1}={2} がありません',
  "{0}, so the stack's baseline and options are lost; pass them to install again":
    '{0}。スタックのベースラインとオプションが失われているため、install に改めて指定してください',
  'AWS could not create or update the function {0}: {1}.':
    'AWS が関数 {0} を作成または更新できませんでした: {1}。',
  'Run the same command again.': '同じコマンドを再実行してください。',
  'EventBridge refused target {0} ({1}: {2}).': 'EventBridge がターゲット {0} を拒否しました ({1}: {2})。',
  'S3 did not delete {0} (DeleteObjects: {1}).': 'S3 が {0} を削除しませんでした (DeleteObjects: {1})。',
  'AWS to show the new state of all resources': 'すべての設定の AWS での反映',

  // Resources that are kept on purpose
  '{0} has a name of this stack but not its tag, so it was not changed.':
    '{0} はこのスタックの名前ですが、スタックのタグがないため変更していません。',
  'logs are kept (--keep-logs)': 'ログを残します (--keep-logs)',
  "the trail's log files are kept; --delete-trail-logs deletes them with the bucket":
    '証跡のログファイルを残します。--delete-trail-logs を付けるとバケットごと削除します',

  // The installed function
  "With this baseline, the function's code is {0} MB; Lambda accepts at most 50 MB.":
    'このベースラインを含めた関数のコードは {0} MB で、Lambda の上限 50 MB を超えています。',
  'Use a smaller baseline, for example --preset guard.':
    '--preset guard など、より小さなベースラインを使ってください。',
  'The code of the installed function is not a package that secgroup-monitor created.':
    'インストール済みの関数のコードが、secgroup-monitor の作成したパッケージではありません。',
  'Use --baseline or --preset to install over it. --preset last installs the last baseline again.':
    '--baseline または --preset を指定して上書きインストールしてください。--preset last は最後のベースラインをもう一度インストールします。',
  'The installed function is from a version of secgroup-monitor that this version does not support.':
    'インストール済みの関数は、このバージョンが対応していないバージョンの secgroup-monitor のものです。',
  'Update secgroup-monitor, or use --baseline to install over it.':
    'secgroup-monitor を更新するか、--baseline を指定して上書きインストールしてください。',
  'The queue {0} does not exist in {1}; stack {2} is not installed there.':
    '{1} にキュー {0} がありません。スタック {2} はそこにインストールされていません。',
  'Use the --stack and --region of an installed stack.':
    'インストール済みの --stack と --region を指定してください。',
  'it does not contain an event': 'イベントが含まれていません',

  // Options
  '"{0}" is not a severity.': '「{0}」は重大度ではありません。',
  '--notify needs the ARN of an SNS topic or an SQS queue, not "{0}".':
    '--notify には SNS トピックまたは SQS キューの ARN を指定します。「{0}」は使えません。',
  'Use ARN or ARN@severity, for example arn:aws:sns:eu-west-1:111122223333:alerts@high.':
    'ARN または ARN@重大度 の形で書いてください。例: arn:aws:sns:ap-northeast-1:111122223333:alerts@high',
  'CloudWatch Logs does not support the retention "{0}" (in days).':
    'CloudWatch Logs の保持期間 (日数) に「{0}」は指定できません。',
  '"{0}" is not a valid schedule.': '「{0}」はスケジュールではありません。',
  'Use "rate(1 hour)", "rate(15 minutes)", "cron(0 8 * * ? *)" or off.':
    '"rate(1 hour)"、"rate(15 minutes)"、"cron(0 8 * * ? *)"、off のように指定してください。',
  'Use an ARN like arn:aws:iam::111122223333:role/NAME.':
    'arn:aws:iam::111122223333:role/NAME のような ARN を指定してください。',
  '"{0}" is not the ARN of a role.': '「{0}」はロールの ARN ではありません。',
  'An EventBridge rule can have at most five targets, and the function is one of the targets of the change rule.':
    'EventBridge のルールのターゲットは最大 5 個で、変更ルールではそのうち 1 個が関数です。',
  'Use at most four --target options, and five --notify options per severity. An SNS topic can reach more receivers.':
    '--target は 4 個まで、--notify は重大度ごとに 5 個までにしてください。SNS トピックを使えばさらに配信先を増やせます。',
  '"{0}" is not a valid stack name.': '「{0}」はスタックの名前にできません。',
  'Use 1 to 40 letters and digits, with single hyphens or underscores between them.':
    '40 文字以内の英数字にしてください。間にハイフンまたはアンダースコアを 1 つずつ入れられます。',
  '{0} is in {1}, but a rule in {2} can send only to targets in its own Region.':
    '{0} は {1} にあります。{2} のルールは同じリージョンのターゲットにだけ送信できます。',
  'Use targets in the same Region, or an event bus.':
    '同じリージョンのターゲットか、イベントバスを指定してください。',
  'Use ARN or ARN=shape; the shape is event, path:$.detail, template:<text with <$.path>> or constant:<text>.':
    'ARN または ARN=形式 で書いてください。形式は event、path:$.detail、template:<<$.path> を含むテキスト>、constant:<テキスト> のいずれかです。',
  '--target can\'t send to "{0}".': '--target は「{0}」に送信できません。',
  'The target must be an SNS topic, SQS queue, Kinesis stream, log group or event bus. {0}':
    'SNS トピック、SQS キュー、Kinesis ストリーム、ロググループ、イベントバスの ARN を指定できます。{0}',
  'A log group accepts complete events, or a template for the message.':
    'ロググループに送れるのは、イベント全体、またはメッセージのテンプレートです。',
  'Omit the shape, or use template:<text with <$.path>>.':
    '形を省略するか、template:<<$.path> を含むテキスト> を使ってください。',
  'EventBridge can send only complete events to an event bus.':
    'イベントバスに送れるのはイベント全体だけです (EventBridge の仕様)。',
  'Omit the shape.': '形式を省略してください。',
  '"{0}" is not a path in an event.': '「{0}」はイベントのパスではありません。',
  'Paths look like $.detail.eventName.': 'パスは $.detail.eventName のような形式です。',
  '"{0}" is a FIFO topic or queue, which does not accept events from the rules.':
    '「{0}」は FIFO のトピックまたはキューなので、イベントを送信できません。',
  'Use a standard topic or queue.': '標準のものを指定してください。',
  '"{0}" is not a target shape.': '「{0}」はターゲットの形式ではありません。',
  'An EventBridge template can have at most 100 paths and 8,192 characters.':
    'テンプレートに使えるパスは 100 個まで、長さは 8,192 文字までです (EventBridge の仕様)。',
};
