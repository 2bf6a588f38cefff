import type { Catalogue } from '../../core/words/say.ts';

export const COMMANDS: Catalogue = {
  // Options of install, status, redrive and teardown
  'baseline file (YAML or JSON): what the groups may admit':
    'ベースラインファイル (YAML または JSON): グループに許可する内容',
  'use lab, guard, snapshot or last (the last installed baseline) instead of a file (default: the installed baseline, or snapshot for a new stack)':
    'ファイルの代わりに lab、guard、snapshot、last (最後にインストールしたもの) のいずれか (既定: インストール済みのもの。新しいスタックでは snapshot)',
  'print the plan and change nothing': '計画を表示し、何も変更しない',
  'Regions, separated by commas, or all for every enabled Region':
    'リージョン (カンマ区切り)。有効なものすべてなら all',
  'source of the changes: cloudtrail or config (default: cloudtrail)':
    '変更の取得元: cloudtrail または config (既定: cloudtrail)',
  'create a trail if none logs write events': '書き込みイベントを記録する証跡がなければ作成する',
  'when to judge all groups: "rate(1 hour)", "cron(…)" or off (default: rate(1 hour))':
    'すべてのグループを判定する巡回の間隔: "rate(1 hour)"、"cron(…)"、off (既定: rate(1 hour))',
  'keep findings for this many days (default: 30)': '検出結果を保持する日数 (既定: 30)',
  'also send change events to this target; repeatable; none removes all':
    '変更イベントをこのターゲットにも送る。繰り返し指定可。none ですべて解除',
  'send findings to this target; repeatable; none removes all':
    '検出結果をこのターゲットに送る。繰り返し指定可。none ですべて解除',
  'restore groups with `enforce: true` in the baseline: on, dry-run or off':
    'ベースラインで `enforce: true` のグループを元に戻す: on、dry-run、off',
  'make CloudWatch alarms that watch the monitor (default)':
    '監視自体を見張る CloudWatch アラームを作成する (デフォルト)',
  'make no alarms': 'アラームを作成しない',
  'make a CloudWatch dashboard': 'CloudWatch ダッシュボードを作成する',
  'make no dashboard (default)': 'ダッシュボードを作成しない (デフォルト)',
  'also judge groups when they are attached': 'グループがアタッチされたときにも判定する',
  "don't judge groups when they are attached": 'アタッチ時には判定しない',
  "existing role for the function; none to use the stack's own role":
    '関数に使わせる既存のロール。none ならスタックのロールを使う',
  'permissions boundary for the roles that install creates; none for no boundary':
    '作成するロールのアクセス許可の境界。none なら境界なし',
  'keep the resources that a failed first install created': '失敗した初回インストールで作られたものを残す',
  'count the events and change nothing': 'イベントの件数だけを示し、何も変更しない',
  'keep the log group and its findings': 'ロググループと検出結果を残す',
  'replace what a newer version installed (asks first)':
    '新しいバージョンがインストールしたものを置き換える (先に確認する)',
  'take over resources of the stack that lost its tag (asks first)':
    'タグを失ったスタックのリソースを引き継ぐ (先に確認する)',
  'also remove resources of the stack that lost its tag (asks first)':
    'タグを失ったスタックのリソースも削除する (先に確認する)',
  "also remove the log files of the stack's own trail": 'スタックが作成した証跡のログファイルも削除する',

  // Options of test-trigger and logs
  'wait this long for the finding': '検出結果を待つ時間',
  'run n times and show minimum, median and maximum': 'n 回繰り返し、最小・中央・最大を表示する',
  'create the canary group in this VPC (default: the default VPC)':
    'カナリアグループを作成する VPC (既定: デフォルト VPC)',
  'change this existing group instead of a canary group (asks first)':
    'カナリアグループの代わりに、この既存のグループを変更する (先に確認する)',
  'keep showing findings as they arrive, until Ctrl-C': '検出結果が届くたびに表示し続ける。Ctrl-C で終了',
  'follow with Live Tail, within a second (billed by the minute)':
    'Live Tail により 1 秒以内に表示する (分単位で課金)',
  'start of the period: 15m, 2h, an ISO time, "2026-11-01 10:00" (default: 24h; with --follow: now)':
    '期間の始まり: 15m、2h、ISO 形式の時刻、"2026-11-01 10:00" (既定: 24h。--follow では現在)',
  'end of the period; same forms as --since': '期間の終わり。書式は --since と同じ',
  'show the last n findings first': '最初に直近の n 件を表示する',
  'stop after n findings': '検出結果を n 件表示したら終了する',
  'stop after this long without a finding: 30s, 5m': 'この時間なにも表示されなければ終了する: 30s、5m',
  'only this group: id or name, * matches any text; repeatable':
    'このグループだけ: ID または名前。* は任意の文字列。繰り返し指定可',
  'only changes by this actor: part of the name or ARN; repeatable':
    'この実行者だけ: 名前または ARN の一部。繰り返し指定可',
  'only this severity and above: {0}': 'この重大度以上だけ: {0}',
  'only this kind: {0}; repeatable': 'この種類だけ: {0}。繰り返し指定可',
  'show times in UTC': '時刻を UTC で表示する',
  'show how long ago, instead of times': '時刻を「何分前」の形で表示する',

  // Options of sandbox, completion, baseline and audit
  'port on 127.0.0.1 (default: any free port)': '127.0.0.1 で待ち受けるポート (既定: 空いているポート)',
  'how fast changes take effect: {0}': '結果整合の反映にかける時間: {0}',
  'make calls fail, for example lambda:CreateFunction#1=throttle; repeatable':
    '呼び出しを失敗させる。例: lambda:CreateFunction#1=throttle。繰り返し指定可',
  'emulate only CloudTrail and its events; the emulator at this URL answers all other calls':
    'CloudTrail とそのイベントだけを受け持ち、ほかの呼び出しは別のエミュレーターに応答させる',
  'show each call when it is answered': '呼び出しを応答のたびに表示する',
  'bash, zsh or fish': 'bash、zsh、fish のいずれか',
  'read the output of `aws ec2 describe-security-groups`; - is stdin':
    '`aws ec2 describe-security-groups` の出力を読む。- は標準入力',
  'Regions to read, separated by commas, or all': '読み取るリージョン (カンマ区切り)。すべてなら all',
  'write a baseline file with what the groups admit now':
    'グループが現在許可している内容をベースラインファイルとして書き出す',
  'write the baseline to this file': 'ファイルに書き出す',
  'check a baseline file, and show the position of each mistake':
    'ベースラインファイルが正しいかを調べ、誤りの位置を示す',
  'baseline file (YAML or JSON); - is stdin (default: -)':
    'ベースラインファイル (YAML または JSON)。- は標準入力 (既定: -)',
  'compare the groups with a baseline (default: the installed one)':
    'グループをベースラインと比べる (既定: インストール済みのもの)',
  'baseline file; - is stdin': 'ベースラインファイル。- は標準入力',
  'print the installed baseline': 'インストール済みのベースラインを表示する',
  'update the installed baseline to what a group admits now':
    'インストール済みのベースラインを、グループが現在許可している内容に更新する',
  'id or name of the group': 'グループの ID または名前',
  'print the JSON Schema of baseline files, for editors':
    'ベースラインファイルの JSON スキーマを出力する (エディター向け)',
  'judge against this file (default: the installed baseline, or the guard preset if there is none)':
    'このファイルで判定する (既定: インストール済みのベースライン。なければ guard プリセット)',
  'judge against a preset: lab or guard': 'プリセットで判定する: lab または guard',
  'judge the groups in the output of `terraform show -json`; - is stdin':
    '`terraform show -json` のグループを判定する。- は標準入力',
  'account ids, separated by commas, or a file of ids':
    '対象のアカウント: ID (カンマ区切り)、または ID のファイル',
  'role to assume in each account': '各アカウントで引き受けるロール',
  'look up who last changed the groups (CloudTrail event history)':
    'グループを最後に変更した人を調べる (CloudTrail のイベント履歴)',
  'compare with an earlier JSON report: new, fixed, unchanged':
    '以前の JSON レポートと比べる: 新規、解消、変化なし',
  'show changes next to the findings: the output of `history --format json`':
    '検出結果に変更履歴を添える: `history --format json` の出力',
  'exit with code 1 for findings of this severity and above, or never':
    'この重大度以上の検出結果があれば終了コード 1。never なら常に 0',
  'for --plan: judge only the groups that the plan changes':
    '--plan 用: プランが変更するグループだけを判定する',
  '--changed-only needs --plan.': '--changed-only には --plan が必要です。',
  'Only a plan shows what changes.': '何が変更されるかは、プランだけが示します。',
  'judge the groups in CloudFormation templates; - is stdin':
    'CloudFormation テンプレートのグループを判定する。- は標準入力',
  "for --template: values of the templates' parameters": '--template 用: テンプレートのパラメータの値',
  '--parameters needs --template.': '--parameters には --template が必要です。',
  'exit with code 1 if a plan or template has unknown values, which cannot be judged':
    'プランまたはテンプレートに不明な値があり、判定していないものがあれば終了コード 1',
  'write the report to this file': 'レポートをファイルに書き出す',

  // Options of history
  'lookup (the event history), s3://bucket/prefix, a file, a folder, or - for stdin; repeatable (default: lookup)':
    'lookup (イベント履歴)、s3://bucket/prefix、ファイル、フォルダー、または標準入力の -。繰り返し指定可 (既定: lookup)',
  'start of the period: 15m, 2h, 30d, an ISO time (default: 7d for lookup, otherwise all)':
    '期間の始まり: 15m、2h、30d、ISO 形式の時刻 (既定: lookup は 7d、ほかはすべて)',
  'show the timeline of this group: id or name, * matches any text; repeatable':
    'このグループの経過: ID または名前。* は任意の文字列。繰り返し指定可',
  'for lookup: Regions, separated by commas, or all': 'lookup 用: リージョン (カンマ区切り)。すべてなら all',
  'assume this role to read its account; repeatable':
    'このロールを引き受けて、そのアカウントを読む。繰り返し指定可',
  'include calls that attach groups to interfaces and instances':
    'インターフェイスやインスタンスにグループを付ける呼び出しも含める',
  'for lookup: save progress in this file, and resume from it':
    'lookup 用: 進み具合をこのファイルに保存し、そこから再開する',
  'threads that read files (default: one per core)': 'ファイルを読むスレッド数 (既定: コアごとに 1)',
  'exit with code 1 if anything could not be read': '読み取れないものが一つでもあれば終了コード 1',
  'rehearse this baseline file: show which changes would have alerted':
    'このベースラインを予行する: どの変更でアラートが出たはずか',
  'rehearse a preset: lab, guard or snapshot': 'プリセットを予行する: lab、guard、snapshot',
  'current groups: the output of `aws ec2 describe-security-groups` (default: read from AWS)':
    '現在のグループ: `aws ec2 describe-security-groups` の出力 (既定: AWS から読む)',
  'for html: write the report to this file': 'html 用: レポートをファイルに書き出す',
  "check log files against CloudTrail's signed digests":
    'ログファイルを CloudTrail の署名付きダイジェストと照合する',
  's3://bucket/prefix, or a folder with a copy of it': 's3://bucket/prefix、またはそのコピーのあるフォルダー',
  'output of `aws cloudtrail list-public-keys` in a Region; repeatable (default: ask CloudTrail)':
    'リージョンごとの `aws cloudtrail list-public-keys` の出力。繰り返し指定可 (既定: CloudTrail に問い合わせる)',
  'first day of the digests': 'この日以降のダイジェスト',
  'last day of the digests': 'この日までのダイジェスト',

  // Mistakes on the command line
  '{0} cannot be used together.': '{0} は同時に指定できません。',
  'Read the groups from files (--from), a plan (--plan), a template (--template) or AWS; use only one of these.':
    'グループは、ファイル (--from)、プラン (--plan)、テンプレート (--template)、AWS のいずれかから読み取ります。',
  '--accounts and --role-name must be used together.': '--accounts と --role-name は一緒に指定します。',
  'Use --accounts for the accounts, and --role-name for the role to assume in each.':
    '--accounts でアカウントを、--role-name で各アカウントで引き受けるロールを指定してください。',
  '"{0}" is not the name of an IAM role.': '「{0}」は IAM ロールの名前ではありません。',
  '{0} contains no account id.': '{0} にアカウント ID がありません。',
  '"{0}" is not an account id.': '「{0}」はアカウント ID ではありません。',
  'Use 12-digit ids separated by commas, or a file with one id per line.':
    '12 桁の ID をカンマ区切りで書くか、1 行に 1 つずつ書いたファイルを指定してください。',
  '--baseline and --preset cannot be used together.': '--baseline と --preset は同時に指定できません。',
  'Use only one of them.': 'どちらか一方を外してください。',
  'An audit against a snapshot of the same groups would find nothing.':
    '同じグループのスナップショットに対して監査しても、何も見つかりません。',
  'There is no preset "{0}".': '「{0}」というプリセットはありません。',
  'Use --preset lab or --preset guard, or create a baseline with `secgroup-monitor baseline capture`.':
    '--preset lab か --preset guard を使うか、`secgroup-monitor baseline capture` でベースラインを書き出してください。',
  ' Did you mean "{0}"?': '「{0}」ではありませんか?',
  'Use one of {0}.': '{0} のいずれかを指定してください。',
  '{0} does not accept "{1}".{2}': '{0} に「{1}」は指定できません。{2}',
  'There is no completion for "{0}".': '「{0}」用の補完はありません。',
  '"{0}" has no valid bucket name.': '「{0}」に正しいバケット名がありません。',
  'Write it as s3://bucket/prefix.': 's3://bucket/prefix のように書いてください。',
  'The event history covers 90 days, and --until is before that.':
    'イベント履歴に残るのは 90 日間ですが、--until はそれより前です。',
  "To read a trail's log files instead, use --from s3://bucket/prefix.":
    '代わりに証跡のログファイルを読み取るには、--from s3://bucket/prefix を使ってください。',
  'The event history covers only 90 days, so it is read from {0}.':
    'イベント履歴に残るのは 90 日間です。{0} 以降を読み取ります。',
  '`history verify` does not accept {0}; only `history` does.':
    '`history verify` では {0} を使えません。`history` のオプションです。',
  'Remove it. To choose the days, use --first and --last.':
    '削除してください。日の指定には --first と --last を使います。',
  '{0} applies to the event history, but this command does not read it.':
    '{0} はイベント履歴用です。ここではイベント履歴を読み取りません。',
  'Remove it, or add --from lookup.': '省略するか、--from lookup を加えてください。',
  'Write it as arn:aws:iam::111122223333:role/NAME.':
    'arn:aws:iam::111122223333:role/NAME の形で指定してください。',
  'The names of the groups could not be read: {0}': 'グループの名前を読み取れませんでした: {0}',
  'No record contains a group named {0}, because records refer to groups by id. Use the id (sg-…), or pass the output of `aws ec2 describe-security-groups` with --groups.':
    '名前が {0} のグループがどれかを示すレコードがありません。レコードはグループを ID で呼びます。ID (sg-…) を指定するか、`aws ec2 describe-security-groups` の出力を --groups で渡してください。',
  '--until is before --since.': '--until が --since より前です。',
  'Swap the two times.': '入れ替えてください。',
  'Swap the two times, or use ages: --since 2h --until 1h.':
    '入れ替えるか、--since 2h --until 1h のように経過時間で書いてください。',
  '--until sets an end, but --follow has no end.':
    '--until は決まった時刻で終わり、--follow は終わりがありません。',
  '--groups works only with --baseline, --preset, --group or --format html.':
    '--groups は --baseline、--preset、--group、--format html のいずれかと一緒に使います。',
  'Add one of them, or remove --groups.': 'いずれかを付けるか、--groups を外してください。',
  '--out works only with --format html.': '--out は --format html で使います。',
  'For other formats, redirect standard output.': 'ほかの形式では標準出力をリダイレクトしてください。',
  '{0} "{1}" is not a duration.': '{0} の「{1}」は時間の長さではありません。',
  'Write it as 30s, 15m, 2h, 3d or 1w.': '30s、15m、2h、3d、1w のように書いてください。',
  '{0} "{1}" is not a whole number of at least 1.': '{0} の「{1}」は 1 以上の整数ではありません。',
  'Write it as {0} 10.': '{0} 10 のように書いてください。',
  '{0} "{1}" is not a time.': '{0} の「{1}」は時刻ではありません。',
  'Write an age (15m, 2h, 3d), an ISO time (2026-11-01T10:00:00Z) or "2026-11-01 10:00".':
    '経過時間 (15m、2h、3d)、ISO 形式の時刻 (2026-11-01T10:00:00Z)、"2026-11-01 10:00" のいずれかで書いてください。',
  '--port "{0}" is not a port number.': '--port の「{0}」はポート番号ではありません。',
  'Use a number from 1 to 65535, or 0 for any free port.':
    '1 から 65535 の番号か、空いているポートでよければ 0 を指定してください。',
  'secret access key that clients must sign with (default: a random one)':
    'クライアントが署名に使うシークレットアクセスキー(既定: ランダム)',
  '--secret is not a secret access key.': '--secret はシークレットアクセスキーではありません。',
  'Use 16 to 128 letters, digits and + / = - _, or leave it out for a random one.':
    '英数字と + / = - _ を 16~128 文字使うか、省略してランダムなキーを使用してください。',
  '--upstream "{0}" is not a URL.': '--upstream の「{0}」は URL ではありません。',
  'Use the base URL of the other emulator, for example http://127.0.0.1:4566.':
    '別のエミュレーターのベース URL を http://127.0.0.1:4566 のように指定してください。',
  '--fault cannot be used with --upstream, which forwards every call unchanged.':
    '--upstream はすべての呼び出しをそのまま渡すため、--fault とは同時に指定できません。',
  '--fault: {0}.': '--fault の書き方が正しくありません ({0})。',
  'Write it as lambda:CreateFunction#1=throttle*2, or ec2:*%5=error.':
    'lambda:CreateFunction#1=throttle*2 や ec2:*%5=error のように書いてください。',
  '--vpc-id creates a canary group, but --group-id uses an existing group.':
    '--vpc-id はカナリアグループを作成しますが、--group-id は既存のグループを使います。',

  // What is installed, and baselines
  'The stack "{0}" is not installed in {1}.': 'スタック「{0}」は {1} にインストールされていません。',
  'Run `{0}`, or use another --stack or --region.':
    '`{0}` を実行するか、別の --stack か --region を指定してください。',
  'The installed baseline could not be read ({0}). The guard preset is used instead.':
    'インストール済みのベースラインを読み取れないため ({0})、guard プリセットで判定します。',
  'The installed baseline could not be read ({0}). Its copy in log group {1} is used instead.':
    'インストール済みのベースラインを読み取れないため ({0})、ロググループ {1} のコピーで判定します。',
  'Update the baseline of {0} with this?': '{0} のベースラインをこの内容で更新しますか?',
  'Nothing was changed.': '何も変更していません。',
  '"{0}" still forbids what the group admits.': '「{0}」が、グループの許可する内容を引き続き禁止しています。',
  'There is no security group "{0}" in {1}.': '{1} に「{0}」というセキュリティグループはありません。',
  'Use the id (sg-…) or the name of a group. To choose another Region, use --region.':
    'ID (sg-…) または名前で指定してください。リージョンは --region で選べます。',
  '{0} security groups have the name "{1}".': '「{1}」という名前のセキュリティグループが {0} 個あります。',
  'Choose one by its id: {0}.': 'ID で指定してください: {0}',

  // History and logs
  '{0} more could not be read completely.': 'ほかに {0} 件を、全部または一部読み取れませんでした。',
  'Record {0}: {1}{2}': 'レコード {0}: {1}{2}',
  '; groups: {0}': ' (対象: {0})',
  '{0} by {1} in {2}': '{0} ({1}、{2})',
  '; {0}, {1} at {2}/s': '、{0}、{1} ({2}/秒)',
  '; {0} outside the period': '、期間外の{0}',
  '; {0} not completely readable': '、全部または一部を読めない{0}',
  '{0}{1}{2}{3}.': '{0}{1}{2}{3}。',
  '{0} actor': '実行者 {0} 名',
  '{0} line': '{0} 行',
  '{0} finding': '検出結果 {0} 件',
  '{0} call': '呼び出し {0} 回',
  'No lines since {0}.': '{0} 以降の行はありません。',
  'No findings since {0}.': '{0} 以降の検出結果はありません。',
  'No lines seen.': '行はありませんでした。',
  'No findings seen.': '検出結果はありませんでした。',
  '{0} since {1}.': '{1} 以降、{0}。',
  '{0} seen.': '{0}を表示しました。',
  'There are no digest files in {0}.': '{0} にダイジェストファイルがありません。',
  'If the trail validates its log files, the digest files are in CloudTrail-Digest/, next to CloudTrail/.':
    '証跡でログファイルの検証が有効なら、CloudTrail/ と並ぶ CloudTrail-Digest/ にあります。',
  'it is not a digest file': 'ダイジェストファイルではありません',
  '{0} contains no public keys.': '{0} に公開鍵がありません。',
  'Use the output of `aws cloudtrail list-public-keys`.':
    '`aws cloudtrail list-public-keys` の出力を指定してください。',

  // Sandbox
  'The sandbox stopped after {0}; its contents are gone.':
    'サンドボックスを終了しました ({0})。保持していた内容は消えました。',
  'The sandbox stopped after {0}; its trails and records are gone.':
    'サンドボックスを終了しました ({0})。証跡と記録は消えました。',
  'Another program is using port {0} on 127.0.0.1.': '127.0.0.1 のポート {0} は別のプログラムが使用中です。',
  'The system does not allow listening on port {0}.':
    'ポート {0} での待ち受けはシステムにより許可されていません。',
  'Choose another with --port, or omit --port to use any free one.':
    '--port で別の番号を指定するか、--port を外して空いているポートを使ってください。',
  'Nothing answers at {0} ({1}).': '{0} から応答がありません ({1})。',
  'Start the other emulator first, then use its base URL with --upstream.':
    '先に別のエミュレーターを起動し、そのベース URL を --upstream に指定してください。',

  // Teardown
  'Nothing was removed.': '何も撤去していません。',
  'Removed what test-trigger left behind: {0}.': 'test-trigger が残したものを削除しました: {0}',
  ' in {0}': ' ({0})',
  'all enabled Regions': '有効なすべてのリージョン',
  "Remove stack {0} and the trail's log files, but keep its findings?":
    '検出結果を残して、スタック {0} と証跡のログファイルを撤去しますか?',
  'Remove stack {0}, but keep its findings?': '検出結果を残して、スタック {0} を撤去しますか?',
  "Remove stack {0}, its findings and the trail's log files?":
    'スタック {0} とその検出結果、証跡のログファイルを撤去しますか?',
  'Remove stack {0} and its findings?': 'スタック {0} とその検出結果を撤去しますか?',

  // Test-trigger
  'Removed what an interrupted run left behind: {0}.': '中断された実行が残したものを削除しました: {0}',
  ' ({0} of {1})': ' ({0}/{1} 回目)',
  'Added {0} to {1}{2}; waiting for the finding': '{1} に {0} を追加しました{2}。検出結果を待っています',
  'The finding arrived{0}': '検出結果が届きました{0}',
  'No finding arrived within {0} s{1}': '{0} 秒以内に検出結果が届きませんでした{1}',
  'Created the canary group {0} in {1}.': '{1} にカナリアグループ {0} を作成しました。',
  'This adds {0} to your group {1} ({2}) for a moment, then removes it. Continue?':
    'グループ {1} ({2}) に {0} を一時的に追加し、すぐに削除します。続けますか?',
  'Removed the canary group {0}.': 'カナリアグループ {0} を削除しました。',
  'The canary group {0} in {1} could not be removed: {2}':
    '{1} のカナリアグループ {0} を削除できませんでした: {2}',
  'Run `{0}` again; it removes the group first. Or run `{1}`.':
    '`{0}` をもう一度実行すると最初に削除されます。`{1}` でも削除できます。',

  // Demo
  'A local AWS': 'ローカルの AWS',
  'An empty local AWS listens at {0}, only for this demo. The demo creates what a real account has: a trail that logs write events, and a security group "web" that admits HTTP and HTTPS from anywhere.':
    'このデモ専用の空の AWS が {0} で待ち受けています。ここに、実際のアカウントと同じく、書き込みイベントを記録する証跡と、HTTP と HTTPS をどこからでも許可するセキュリティグループ「web」を作ります。',
  Install: 'インストール',
  'An EventBridge rule matches every call that can change a group. A Lambda function then judges the current state of the group. The preset "lab" allows tcp 80 and 443 from anywhere, and nothing else.':
    'グループを変えうる呼び出しを EventBridge ルールがすべて捉え、Lambda 関数がグループの現在の状態を判定します。プリセット「lab」は、tcp の 80 と 443 をどこからでも許可し、ほかは許可しません。',
  'Does the alarm work?': 'アラームは動くか',
  'test-trigger makes a harmless change in a canary group, and follows it by its request id, hop by hop, to the finding.':
    'test-trigger がカナリアグループに無害な変更を行い、そのリクエスト ID を頼りに、検出結果が出るまで一段ずつ追跡します。',
  'the test change produced no finding': '試験の変更から検出結果が出ませんでした',
  'A real drift': '実際のドリフト',
  'One ModifySecurityGroupRules call changes the HTTPS rule of "web" to SSH from anywhere. A tool that watches only for Authorize calls does not see this.':
    'ModifySecurityGroupRules の呼び出し一つで、「web」の HTTPS のルールを、SSH をどこからでも許可するルールに変えます。Authorize の呼び出しだけを監視するツールでは気付けません。',
  Repair: '修復',
  'The same call changes the rule back. The monitor reports that the group matches its baseline again.':
    '同じ呼び出しでルールを元に戻します。グループが再びベースラインと一致したことを監視が知らせます。',
  'the change produced no finding of kind {0}': '変更から種類 {0} の検出結果が出ませんでした',
  Teardown: '撤去',
  'teardown removes everything that install created, in an order in which nothing can come back.':
    'install が作ったものを、復活するものがない順序ですべて撤去します。',
  'What is left?': '何が残っているか',
  'The demo now lists the resources in the account, service by service, without relying on the monitor or its tags.':
    '監視とそのタグに頼らず、サービスごとにアカウントをもう一度調べます。',
  'something was left behind': '残ったものがあります',
  'Lambda functions': 'Lambda 関数',
  'EventBridge rules': 'EventBridge ルール',
  'IAM roles': 'IAM ロール',
  'log groups': 'ロググループ',
  'CloudWatch alarms': 'CloudWatch アラーム',
  'SQS queues': 'SQS キュー',
  'security groups of the monitor': '監視のセキュリティグループ',
  'The demo failed: {0}.': 'デモが想定どおりに進みませんでした: {0}。',
  'Please report it with the output above.': '上に表示された内容を添えて報告してください。',
  '{0} Its groups were not compared.': '{0} グループは比較されていません。',
};
