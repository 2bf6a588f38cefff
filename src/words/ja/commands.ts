import type { Catalogue } from '../../core/words/say.ts';

export const COMMANDS: Catalogue = {
  // Options of install, status, redrive and teardown
  'what the groups are meant to admit: YAML or JSON':
    'グループに許可させたい内容のファイル: YAML または JSON',
  'lab, guard or snapshot, instead of a file (default: snapshot; later: what is installed)':
    'ファイルの代わりに lab、guard、snapshot のいずれか (既定: 初回は snapshot、以後はインストール済みのもの)',
  'print the plan and change nothing': '計画を表示し、何も変更しない',
  'Regions, separated by commas, or all that are enabled':
    'リージョン (カンマ区切り)。有効なものすべてなら all',
  'where changes come from: cloudtrail or config (default: cloudtrail)':
    '変更の取得元: cloudtrail または config (既定: cloudtrail)',
  'make a trail where none logs write events': '書き込みイベントを記録する証跡がなければ作成する',
  'when to judge every group: "rate(1 hour)", "cron(…)" or off (default: rate(1 hour))':
    'すべてのグループを判定する巡回の間隔: "rate(1 hour)"、"cron(…)"、off (既定: rate(1 hour))',
  'days for which findings are kept (default: 30)': '検出結果を保持する日数 (既定: 30)',
  'send change events there, too; may be repeated; none clears':
    '変更イベントをここにも送る。繰り返し指定可。none で解除',
  'send findings there; may be repeated; none clears': '検出結果をここに送る。繰り返し指定可。none で解除',
  'put groups back that the baseline marks so: on, dry-run or off':
    'ベースラインで指定されたグループを元に戻す: on、dry-run、off',
  'judge groups when they are attached, too': 'グループがアタッチされたときにも判定する',
  'do not': 'アタッチ時には判定しない',
  'let the function use this role of yours; none for one of the stack':
    '関数に使わせる既存のロール。none ならスタックのロールを使う',
  'boundary for the roles that are made; none for no boundary':
    '作成するロールのアクセス許可の境界。none なら境界なし',
  'leave what a failed first install made': '失敗した初回インストールで作られたものを残す',
  'say how many there are and change nothing': '件数だけを示し、何も変更しない',
  'leave the log group with its findings': 'ロググループと検出結果を残す',
  "remove the log files of the stack's own trail, too": 'スタックが作成した証跡のログファイルも削除する',

  // Options of test-trigger and logs
  'how long to wait for the finding': '検出結果を待つ時間',
  'do it n times and show minimum, median and maximum': 'n 回繰り返し、最小・中央・最大を表示する',
  'make the canary group there (default: the default VPC)':
    'カナリアグループを作成する VPC (既定: デフォルト VPC)',
  'change this group of yours instead of a canary group (asks first)':
    'カナリアグループの代わりに、この既存のグループを変更する (先に確認する)',
  'go on as findings come; Ctrl-C ends it': '検出結果が届くたびに表示し続ける。Ctrl-C で終了',
  'follow within a second through Live Tail (billed by the minute)':
    'Live Tail により 1 秒以内に表示する (分単位で課金)',
  'from then on: 15m, 2h, an ISO time, "2026-11-01 10:00" (default: 24h; with --follow: now)':
    'この時点以降: 15m、2h、ISO 形式の時刻、"2026-11-01 10:00" (既定: 24h。--follow では現在)',
  'up to then; forms as for --since': 'この時点まで。書式は --since と同じ',
  'the last n findings first': '最初に直近の n 件を表示する',
  'end after n findings': '検出結果を n 件表示したら終了する',
  'end when nothing was shown for so long: 30s, 5m': 'この時間なにも表示されなければ終了する: 30s、5m',
  'only of this group: id or name, * is any text; may be repeated':
    'このグループだけ: ID または名前。* は任意の文字列。繰り返し指定可',
  'only by this actor: part of the name or ARN; may be repeated':
    'この実行者だけ: 名前または ARN の一部。繰り返し指定可',
  'only this and above: {0}': 'この重大度以上だけ: {0}',
  'only of this kind: {0}; may be repeated': 'この種類だけ: {0}。繰り返し指定可',
  'show times in UTC': '時刻を UTC で表示する',
  'show times as ages': '時刻を「何分前」の形で表示する',

  // Options of sandbox, completion, baseline and audit
  'listen there on 127.0.0.1 (default: any free port)':
    '127.0.0.1 で待ち受けるポート (既定: 空いているポート)',
  'how long eventual things take: {0}': '結果整合の反映にかける時間: {0}',
  'make calls fail, as in lambda:CreateFunction#1=throttle; may be repeated':
    '呼び出しを失敗させる。例: lambda:CreateFunction#1=throttle。繰り返し指定可',
  'put only CloudTrail and its events in front of another emulator, which answers all other calls':
    'CloudTrail とそのイベントだけを受け持ち、ほかの呼び出しは別のエミュレーターに応答させる',
  'show each call as it is answered': '呼び出しを応答のたびに表示する',
  'bash, zsh or fish': 'bash、zsh、fish のいずれか',
  'read what `aws ec2 describe-security-groups` printed; - is stdin':
    '`aws ec2 describe-security-groups` の出力を読む。- は標準入力',
  'Regions to read, separated by commas, or all': '読み取るリージョン (カンマ区切り)。すべてなら all',
  'write what the groups admit now as a baseline file':
    'グループが現在許可している内容をベースラインファイルとして書き出す',
  'write it to a file': 'ファイルに書き出す',
  'say whether a baseline file is right, and where it is not':
    'ベースラインファイルが正しいかを調べ、誤りの位置を示す',
  'YAML or JSON; without it, or with -, stdin': 'YAML または JSON。省略時と - は標準入力',
  'compare the groups with a baseline (default: the installed one)':
    'グループをベースラインと比べる (既定: インストール済みのもの)',
  'a baseline file; - is stdin': 'ベースラインファイル。- は標準入力',
  'print the installed baseline': 'インストール済みのベースラインを表示する',
  "take a group's present ingress into the installed baseline":
    'グループの現在のインバウンドをインストール済みのベースラインに取り込む',
  'id or name of the group': 'グループの ID または名前',
  'print the JSON Schema of baseline files, for editors':
    'ベースラインファイルの JSON スキーマを出力する (エディター向け)',
  'judge against this file (default: the installed baseline, else the guard preset)':
    'このファイルで判定する (既定: インストール済みのベースライン。なければ guard プリセット)',
  'judge against a preset: lab or guard': 'プリセットで判定する: lab または guard',
  'judge the groups of `terraform show -json`; - is stdin':
    '`terraform show -json` のグループを判定する。- は標準入力',
  'accounts to enter: ids separated by commas, or a file of ids':
    '対象のアカウント: ID (カンマ区切り)、または ID のファイル',
  'role to assume in each of the accounts': '各アカウントで引き受けるロール',
  'look up who last changed the groups (CloudTrail event history)':
    'グループを最後に変更した人を調べる (CloudTrail のイベント履歴)',
  'compare with an earlier JSON report: new, fixed, unchanged':
    '以前の JSON レポートと比べる: 新規、解消、変化なし',
  'put these changes beside the findings: what `history --format json` wrote':
    '検出結果に変更履歴を添える: `history --format json` の出力',
  'exit 1 at findings of this severity or above, or never':
    'この重大度以上の検出結果があれば終了コード 1。never なら常に 0',
  'write the report to a file': 'レポートをファイルに書き出す',

  // Options of history
  'lookup (the event history, default), s3://bucket/prefix, a file or folder, or - ; may be repeated':
    'lookup (イベント履歴、既定)、s3://bucket/prefix、ファイルかフォルダー、または - 。繰り返し指定可',
  'from then on: 15m, 2h, 30d, an ISO time (default: 7d for lookup, else all)':
    'この時点以降: 15m、2h、30d、ISO 形式の時刻 (既定: lookup は 7d、ほかはすべて)',
  'the life of this group: id or name, * is any text; may be repeated':
    'このグループの経過: ID または名前。* は任意の文字列。繰り返し指定可',
  'for lookup: a,b or all': 'lookup 用: a,b または all',
  'for lookup: read the account of this role; may be repeated':
    'lookup 用: このロールのアカウントを読む。繰り返し指定可',
  'also calls that put groups on interfaces and instances':
    'インターフェイスやインスタンスにグループを付ける呼び出しも含める',
  'for lookup: keep progress in this file and go on from it':
    'lookup 用: 進み具合をこのファイルに保存し、そこから再開する',
  'threads that read files (default: one per core)': 'ファイルを読むスレッド数 (既定: コアごとに 1)',
  'fail when anything could not be read': '読み取れないものが一つでもあれば失敗とする',
  'rehearse this baseline: what would have alerted':
    'このベースラインを予行する: どの変更でアラートが出たはずか',
  'rehearse a preset: lab, guard or snapshot': 'プリセットを予行する: lab、guard、snapshot',
  'with a baseline or html: the groups now, from describe-security-groups':
    'ベースラインと html 用: 現在のグループ (describe-security-groups の出力)',
  'with html: write the report to a file': 'html 用: レポートをファイルに書き出す',
  'check log files against the signed digests of CloudTrail':
    'ログファイルを CloudTrail の署名付きダイジェストと照合する',
  's3://bucket/prefix, or a folder with a copy of it': 's3://bucket/prefix、またはそのコピーのあるフォルダー',
  'what `aws cloudtrail list-public-keys` printed in a Region; may be repeated (default: ask CloudTrail)':
    'リージョンごとの `aws cloudtrail list-public-keys` の出力。繰り返し指定可 (既定: CloudTrail に問い合わせる)',
  'digests from that day on': 'この日以降のダイジェスト',
  'digests up to that day': 'この日までのダイジェスト',

  // Mistakes on the command line
  '{0} do not go together.': '{0} は同時に指定できません。',
  'Groups are read from files (--from), from a plan (--plan), or from AWS.':
    'グループは、ファイル (--from)、プラン (--plan)、AWS のいずれかから読み取ります。',
  '--accounts and --role-name belong together.': '--accounts と --role-name は一緒に指定します。',
  'Name the role that is to be assumed in each of the accounts.':
    '各アカウントで引き受けるロールの名前を指定してください。',
  '"{0}" is not the name of an IAM role.': '「{0}」は IAM ロールの名前ではありません。',
  'There is no account id in {0}.': '{0} にアカウント ID がありません。',
  '"{0}" is not an account id.': '「{0}」はアカウント ID ではありません。',
  'Write 12-digit ids separated by commas, or name a file with one id per line.':
    '12 桁の ID をカンマ区切りで書くか、1 行に 1 つずつ書いたファイルを指定してください。',
  '--baseline and --preset exclude each other.': '--baseline と --preset は同時に指定できません。',
  'Leave one of them out.': 'どちらか一方を外してください。',
  'Leave out one of the two.': 'どちらか一方を外してください。',
  'An audit against a snapshot of itself would find nothing.':
    '自身のスナップショットに対して監査しても、何も見つかりません。',
  'There is no preset "{0}".': '「{0}」というプリセットはありません。',
  'Use --preset lab or --preset guard, or write a baseline with `secgroup-monitor baseline capture`.':
    '--preset lab か --preset guard を使うか、`secgroup-monitor baseline capture` でベースラインを書き出してください。',
  ' Did you mean "{0}"?': '「{0}」ではありませんか?',
  'Use one of {0}.': '{0} のいずれかを指定してください。',
  '{0} does not know "{1}".{2}': '{0} に「{1}」は指定できません。{2}',
  'There is no completion for "{0}".': '「{0}」用の補完はありません。',
  '"{0}" names no bucket.': '「{0}」にバケット名がありません。',
  'Write it as s3://bucket/prefix.': 's3://bucket/prefix のように書いてください。',
  'The event history goes back 90 days, and --until is before that.':
    'イベント履歴に残るのは 90 日間ですが、--until はそれより前です。',
  'Read the log files of a trail: --from s3://bucket/prefix.':
    '証跡のログファイルを読み取ってください: --from s3://bucket/prefix',
  'The event history goes back 90 days: it is read from {0} on.':
    'イベント履歴に残るのは 90 日間です。{0} 以降を読み取ります。',
  '`history verify` does not take {0}: that is for `history`.':
    '`history verify` では {0} を使えません。`history` のオプションです。',
  'Leave it out; times are given as --first and --last here.':
    '省略してください。期間は --first と --last で指定します。',
  '{0} is for the event history, which is not read here.':
    '{0} はイベント履歴用です。ここではイベント履歴を読み取りません。',
  'Leave it out, or add --from lookup.': '省略するか、--from lookup を加えてください。',
  'Write it as arn:aws:iam::111122223333:role/NAME.':
    'arn:aws:iam::111122223333:role/NAME の形で指定してください。',
  'Names of groups could not be read: {0}': 'グループの名前を読み取れませんでした: {0}',
  'No record tells which group is named {0}: records call groups by id. Give its id (sg-…), or --groups with what `aws ec2 describe-security-groups` printed.':
    '名前が {0} のグループがどれかを示すレコードがありません。レコードはグループを ID で呼びます。ID (sg-…) を指定するか、`aws ec2 describe-security-groups` の出力を --groups で渡してください。',
  '--until is before --since.': '--until が --since より前です。',
  'Swap them.': '入れ替えてください。',
  'Swap them, or give ages: --since 2h --until 1h.':
    '入れ替えるか、--since 2h --until 1h のように経過時間で書いてください。',
  '--until ends in the past or at a set time, --follow never ends.':
    '--until は決まった時刻で終わり、--follow は終わりがありません。',
  '--groups is for a rehearsal and for --format html.': '--groups は予行と --format html で使います。',
  'Add --baseline or --preset.': '--baseline か --preset を付けてください。',
  '--out is for --format html.': '--out は --format html で使います。',
  'Redirect standard output instead.': '代わりに標準出力をリダイレクトしてください。',
  '{0} "{1}" is not a duration.': '{0} の「{1}」は時間の長さではありません。',
  'Write it as 30s, 15m, 2h, 3d or 1w.': '30s、15m、2h、3d、1w のように書いてください。',
  '{0} "{1}" is not a whole number of at least 1.': '{0} の「{1}」は 1 以上の整数ではありません。',
  'Write it as {0} 10.': '{0} 10 のように書いてください。',
  '{0} "{1}" is not a time.': '{0} の「{1}」は時刻ではありません。',
  'Write an age (15m, 2h, 3d), an ISO time (2026-11-01T10:00:00Z) or "2026-11-01 10:00".':
    '経過時間 (15m、2h、3d)、ISO 形式の時刻 (2026-11-01T10:00:00Z)、"2026-11-01 10:00" のいずれかで書いてください。',
  '--port "{0}" is not a port.': '--port の「{0}」はポート番号ではありません。',
  'Use a number from 1 to 65535, or 0 for any free port.':
    '1 から 65535 の番号か、空いているポートでよければ 0 を指定してください。',
  '--upstream "{0}" is not a URL.': '--upstream の「{0}」は URL ではありません。',
  'Give the base URL of the other emulator, as in http://127.0.0.1:4566.':
    '別のエミュレーターのベース URL を http://127.0.0.1:4566 のように指定してください。',
  '--fault does not go with --upstream, which passes every call on unchanged.':
    '--upstream はすべての呼び出しをそのまま渡すため、--fault とは同時に指定できません。',
  '--fault: {0}.': '--fault の書き方が正しくありません ({0})。',
  'Write it as lambda:CreateFunction#1=throttle*2, or ec2:*%5=error.':
    'lambda:CreateFunction#1=throttle*2 や ec2:*%5=error のように書いてください。',
  '--vpc-id says where to make a canary group, --group-id that none is made.':
    '--vpc-id はカナリアグループを作る VPC を、--group-id はそれを作らないことを指定します。',

  // What is installed, and baselines
  'The stack "{0}" is not installed in {1}.': 'スタック「{0}」は {1} にインストールされていません。',
  'No stack "{0}" is installed in {1}.': 'スタック「{0}」は {1} にインストールされていません。',
  'Run `secgroup-monitor install`, or name another --stack or --region.':
    '`secgroup-monitor install` を実行するか、別の --stack か --region を指定してください。',
  'The installed baseline could not be read ({0}); judging against the guard preset.':
    'インストール済みのベースラインを読み取れないため ({0})、guard プリセットで判定します。',
  'Take this into the baseline of {0}?': 'これを {0} のベースラインに取り込みますか?',
  'Nothing was changed.': '何も変更していません。',
  '"{0}" still forbids what the group admits.': '「{0}」が、グループの許可する内容を引き続き禁止しています。',
  'There is no security group "{0}" in {1}.': '{1} に「{0}」というセキュリティグループはありません。',
  'Name it by id (sg-…) or by its name; --region chooses the Region.':
    'ID (sg-…) または名前で指定してください。リージョンは --region で選べます。',
  '{0} security groups have the name "{1}".': '「{1}」という名前のセキュリティグループが {0} 個あります。',
  'Name one by id: {0}.': 'ID で指定してください: {0}',

  // History and logs
  '{0} more could not be read or not wholly.': 'ほかに {0} 件を、全部または一部読み取れませんでした。',
  'Record {0}: {1}{2}': 'レコード {0}: {1}{2}',
  '; it names {0}': ' (対象: {0})',
  '{0} by {1} in {2}': '{0} ({1}、{2})',
  '; {0}, {1} at {2}/s': '、{0}、{1} ({2}/秒)',
  '; {0} outside the time': '、期間外の{0}',
  '; {0} not or not wholly readable': '、全部または一部を読めない{0}',
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
  'There are no digest files there.': '指定の場所にダイジェストファイルがありません。',
  'They lie in CloudTrail-Digest/ beside CloudTrail/, when the trail validates its log files.':
    '証跡でログファイルの検証が有効なら、CloudTrail/ と並ぶ CloudTrail-Digest/ にあります。',
  'it is no digest file': 'ダイジェストファイルではありません',
  'There are no keys in {0}.': '{0} に鍵がありません。',
  'Give what `aws cloudtrail list-public-keys` prints.':
    '`aws cloudtrail list-public-keys` の出力を指定してください。',

  // Sandbox
  'The sandbox has ended after {0}; what it held is gone.':
    'サンドボックスを終了しました ({0})。保持していた内容は消えました。',
  'The sandbox has ended after {0}; its trails and records are gone.':
    'サンドボックスを終了しました ({0})。証跡と記録は消えました。',
  'Port {0} of 127.0.0.1 is in use by another program.':
    '127.0.0.1 のポート {0} は別のプログラムが使用中です。',
  'The system does not allow listening on port {0}.':
    'ポート {0} での待ち受けはシステムにより許可されていません。',
  'Choose another with --port, or leave it out to take any free one.':
    '--port で別の番号を指定するか、--port を外して空いているポートを使ってください。',
  'Nothing answers at {0} ({1}).': '{0} から応答がありません ({1})。',
  'Start the other emulator first, and give its base URL to --upstream.':
    '先に別のエミュレーターを起動し、そのベース URL を --upstream に指定してください。',

  // Teardown
  'Nothing was removed.': '何も撤去していません。',
  'removed what test-trigger had left: {0}': 'test-trigger が残したものを削除しました: {0}',
  ' in {0}': ' ({0})',
  'all enabled Regions': '有効なすべてのリージョン',
  "Remove stack {0} and the trail's log files, but keep its findings?":
    '検出結果を残して、スタック {0} と証跡のログファイルを撤去しますか?',
  'Remove stack {0}, but keep its findings?': '検出結果を残して、スタック {0} を撤去しますか?',
  "Remove stack {0}, its findings and the trail's log files?":
    'スタック {0} とその検出結果、証跡のログファイルを撤去しますか?',
  'Remove stack {0} and its findings?': 'スタック {0} とその検出結果を撤去しますか?',

  // Test-trigger
  'Removed what an interrupted run had left: {0}.': '中断された実行が残したものを削除しました: {0}',
  ' ({0} of {1})': ' ({0}/{1} 回目)',
  'Admitted {0} to {1}{2}; waiting for the finding about it':
    '{1} に {0} を許可しました{2}。検出結果を待っています',
  'The finding came{0}': '検出結果が届きました{0}',
  'No finding came in {0} s{1}': '{0} 秒以内に検出結果が届きませんでした{1}',
  'Made the canary group {0} in {1}.': '{1} にカナリアグループ {0} を作成しました。',
  'This admits {0} to your group {1} ({2}) for a moment, and takes it back.':
    'グループ {1} ({2}) に {0} を一時的に許可し、すぐに元に戻します。',
  'Removed the canary group {0}.': 'カナリアグループ {0} を削除しました。',
  'The canary group {0} in {1} could not be removed: {2}':
    '{1} のカナリアグループ {0} を削除できませんでした: {2}',
  'Run `secgroup-monitor test-trigger` again, which removes it first, or `aws ec2 delete-security-group --region {0} --group-id {1}`.':
    '`secgroup-monitor test-trigger` をもう一度実行すると最初に削除されます。`aws ec2 delete-security-group --region {0} --group-id {1}` でも削除できます。',

  // Demo
  'A local AWS': 'ローカルの AWS',
  'At {0} an empty AWS is listening, for this demo alone. It gets what a real account needs: a trail that logs write events, and a security group "web" that admits the web from anywhere.':
    'このデモ専用の空の AWS が {0} で待ち受けています。ここに、実際のアカウントと同じく、書き込みイベントを記録する証跡と、Web をどこからでも許可するセキュリティグループ「web」を作ります。',
  Install: 'インストール',
  'One rule sees each call that can alter a group, one function judges the group as it then is. Preset "lab" means: tcp 80 and 443 from anywhere, and nothing else.':
    'グループを変えうる呼び出しを一つのルールがすべて捉え、一つの関数がその時点のグループを判定します。プリセット「lab」の意味は、tcp の 80 と 443 をどこからでも許可し、ほかは許可しない、です。',
  'Does the alarm work?': 'アラームは動くか',
  'A harmless change in a group of its own is followed hop by hop, by its request id, until its finding is seen.':
    '専用のグループに無害な変更を行い、そのリクエスト ID を頼りに、検出結果が出るまで一段ずつ追跡します。',
  'the test change brought no finding': '試験の変更から検出結果が出ませんでした',
  'A real drift': '実際のドリフト',
  'Somebody turns the https rule of "web" into ssh from anywhere. It is one ModifySecurityGroupRules call: no Authorize event tells of it.':
    '誰かが「web」の https のルールを書き換え、ssh をどこからでも許可します。ModifySecurityGroupRules の呼び出し一つなので、Authorize のイベントは出ません。',
  Repair: '修復',
  'The rule is put back; the monitor says that the group is in line again.':
    'ルールを元に戻すと、グループが再びベースラインどおりになったことを監視が知らせます。',
  'the change brought no finding of kind {0}': '変更から種類 {0} の検出結果が出ませんでした',
  Teardown: '撤去',
  'Everything that install made is removed, in an order in which nothing comes back.':
    'install が作ったものを、復活するものがない順序ですべて撤去します。',
  'What is left?': '何が残っているか',
  'The account is asked once more, service by service, past the monitor and its tags.':
    '監視とそのタグに頼らず、サービスごとにアカウントをもう一度調べます。',
  'something was left behind': '残ったものがあります',
  'Lambda functions': 'Lambda 関数',
  'EventBridge rules': 'EventBridge ルール',
  'IAM roles': 'IAM ロール',
  'log groups': 'ロググループ',
  'SQS queues': 'SQS キュー',
  'security groups of the monitor': '監視のセキュリティグループ',
  'The demo did not go as it should: {0}.': 'デモが想定どおりに進みませんでした: {0}。',
  'Please report it with what is printed above.': '上に表示された内容を添えて報告してください。',
};
