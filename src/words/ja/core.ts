import type { Catalogue } from '../../core/words/say.ts';

export const CORE: Catalogue = {
  // Kinds of findings
  drift: 'ドリフト',
  resolved: '解消',
  compliant: '一致',
  denied: '拒否',
  tamper: '監視の改変',
  concurrency: '同時実行数',
  'drift, no event': 'ドリフト (イベントなし)',
  error: 'エラー',

  // Findings: the rest of a sentence about a group. These clauses are parts of sentences, so they have no
  // full stop.
  'admits {0}': '{0} を許可しています',
  'lacks {0}': '{0} が欠けています',
  'admits {0}; lacks {1}': '{0} を許可し、{1} が欠けています',
  'differs from the baseline': 'ベースラインと異なります',
  '{0}, which is never allowed': '{0}が、これは決して許可されません',
  '{0}, which is never allowed: {1}': '{0}が、これは決して許可されません: {1}',
  '{0}, which is never allowed (open to the internet): {1}':
    '{0}が、これは決して許可されません (インターネットに公開): {1}',
  '{0}, which is never allowed (public addresses): {1}':
    '{0}が、これは決して許可されません (パブリックアドレスに公開): {1}',
  '{0}; never allowed: {1}': '{0}。決して許可されないもの: {1}',
  '{0}; never allowed (open to the internet): {1}': '{0}。決して許可されないもの (インターネットに公開): {1}',
  '{0}; never allowed (public addresses): {1}': '{0}。決して許可されないもの (パブリックアドレスに公開): {1}',
  '{0}, which is never allowed (open to the internet)':
    '{0}が、これは決して許可されません (インターネットに公開)',
  '{0}, which is never allowed (public addresses)':
    '{0}が、これは決して許可されません (パブリックアドレスに公開)',
  '{0} (an exception has expired: {1})': '{0} (例外の期限切れ: {1})',
  'matches no entry of the baseline': 'ベースラインのどのエントリにも該当しません',
  'matches no entry of the baseline and {0}': 'ベースラインのどのエントリにも該当せず、{0}',
  'was deleted': '削除されました',
  'matches the baseline': 'ベースラインと一致しています',
  '{0} (attempt {1} within a minute; reported as {2}: event {3})':
    '{0} (1 分以内の {1} 回目の試行。{2} として報告済み: イベント {3})',
  'more checks of all groups were requested within a minute than the function runs':
    '関数が 1 分間に実行する回数を超えて、全グループのチェックが要求されました',
  '{0} of the groups do not exist: {1}': '{0} 個のグループが存在しません: {1}',
  'matches the baseline again': 'ベースラインと一致する状態に戻りました',
  'was deleted, but admitted {0} before, for at most {1} s':
    '削除されましたが、その前に最長 {1} 秒間、{0} を許可していました',
  'no longer admits {0}, but did for at most {1} s; connections made then can still be open':
    '現在は {0} を許可していませんが、最長 {1} 秒間許可していました。その間に確立された接続は、まだ開いている可能性があります',
  'only descriptions changed; matches the baseline': '説明だけが変更され、ベースラインと一致しています',
  'matches no entry of the baseline now, so its rules are not judged by one':
    'ベースラインのどのエントリにも一致しなくなり、ルールはエントリで判定されません',
  'matches the entry {0} now': 'エントリ {0} に一致するようになりました',
  '{0} (already reported as {1}: event {2})': '{0} (重大度 {1} で報告済み: イベント {2})',
  '{0} (retagged: before, it may have matched {1})':
    '{0} (タグの変更により、変更前は {1} に一致していた可能性があります)',
  "has a rule that can't be read: {0}": '読み取れないルールがあります: {0}',
  "has {0} rules that can't be read: {1}": '読み取れないルールが {0} 件あります: {1}',
  "{0}, but the entries of {1} can't be read": '{0}が、{1} のエントリを読み取れません',
  'a prefix list': 'プレフィックスリスト',
  'attachments changed; matches the baseline': 'アタッチ先が変わりましたが、ベースラインと一致しています',
  '{0} failed': '{0} が失敗しました',
  '{0} failed ({1})': '{0} が失敗しました ({1})',
  '{0} for {1} failed': '{1} に対する {0} が失敗しました',
  '{0} for {1} failed ({2})': '{1} に対する {0} が失敗しました ({2})',
  '{0} targeted the monitoring itself': '{0} が監視そのものに対して実行されました',
  '{0} targeted the monitoring itself: {1}': '{0} が監視そのもの ({1}) に対して実行されました',
  'secgroup-monitor installed {0}': 'secgroup-monitor が {0} をインストールしました',
  'secgroup-monitor installed {0} over {1}': 'secgroup-monitor が {1} に {0} を上書きインストールしました',
  '{0}, with another baseline': '{0} (ベースラインも変更)',
  'secgroup-monitor itself called {0}': 'secgroup-monitor 自身が {0} を実行しました',
  'secgroup-monitor itself called {0}: {1}': 'secgroup-monitor 自身が {1} に対して {0} を実行しました',
  '{0}, but was refused ({1})': '{0}が、拒否されました ({1})',
  'a call': '呼び出し',
  'was restored by secgroup-monitor': 'secgroup-monitor がベースラインどおりに戻しました',
  'still differs from the baseline after a revert by secgroup-monitor':
    'secgroup-monitor が元に戻しましたが、まだベースラインと異なります',
  'was restored by secgroup-monitor after a change by {0}':
    '{0} による変更の後、secgroup-monitor がベースラインどおりに戻しました',
  'still differs from the baseline after secgroup-monitor reverted a change by {0}':
    '{0} による変更を secgroup-monitor が元に戻しましたが、まだベースラインと異なります',
  'would be restored': '元に戻す対象です (予行のため変更していません)',
  'would be restored with: {0}': '元に戻す対象です (予行のため変更していません): {0}',
  'was not restored: hourly limit of reverts reached ({0})':
    '1 時間あたりの復元回数の上限 ({0} 回) に達したため、元に戻していません',
  'was not restored: hourly limit of reverts reached ({0}); to restore it: {1}':
    '1 時間あたりの復元回数の上限 ({0} 回) に達したため、元に戻していません。元に戻すには: {1}',
  'an event could not be read': 'イベントを解釈できませんでした',
  'an event could not be read: {0}': 'イベントを解釈できませんでした: {0}',
  '{0} (allowed part: {1})': '{0} (うち許可されているもの: {1})',
  'any IPv4 address': 'すべての IPv4 アドレス',
  'any IPv6 address': 'すべての IPv6 アドレス',
  '{0} from {1} except {2}': '{0} from {1} ({2} を除く)',
  '{0} from {1}, and from {2} except {3}': '{0} from {1} および {2} ({3} を除く)',

  // Who made a change
  '{0} in the console': '{0} (コンソール経由)',
  '{0} with the AWS CLI': '{0} (AWS CLI 経由)',
  '{0} with Terraform': '{0} (Terraform 経由)',
  '{0} by CloudFormation': '{0} (CloudFormation 経由)',
  '{0} with an SDK': '{0} (SDK 経由)',
  '{0} by an AWS service': '{0} (AWS サービス経由)',
  '{0} from {1}': '{0}、送信元 {1}',

  // The comment before the commands that restore a group
  'Revoking the rules below also ends other traffic. If you need any of it, authorize it first.':
    '以下のルールを取り消すと、ほかの通信も遮断されます。必要な通信があれば、先に許可してください。',

  // The rule grammar
  'a rule is missing': 'ルールがありません',
  'a protocol is missing before "from"': '「from」の前にプロトコルが必要です',
  '"{0}" should be "from"': '「{0}」は「from」でなければなりません',
  '"from" and a source are missing': '「from」と送信元がありません',
  '"{0}" is not a protocol: it must be {1} or a number':
    '「{0}」はプロトコルではありません ({1} または番号を指定)',
  '"{0}" has no ports; leave them out': '「{0}」にポートは指定できません',
  '"{0}" is not a port or a port range': '「{0}」はポートでもポート範囲でもありません',
  '"{0}" is not an {1} type or type/code': '「{0}」は {1} のタイプでもタイプ/コードでもありません',
  'a code is possible only with a single type': 'コードを指定するにはタイプを 1 つにしてください',
  '"public" is allowed only in "never" lines': '「public」は never のルールでのみ使えます',
  '"{0}": an account id has 12 digits': '「{0}」: アカウント ID は 12 桁の数字です',
  '"{0}" is not a source: it must be a CIDR, anywhere, sg-…, <account>/sg-… or pl-…':
    '「{0}」は送信元ではありません (CIDR、anywhere、sg-…、<アカウント>/sg-…、pl-… のいずれかを指定)',
  '"{0}": {1} must be at most {2}': '「{0}」: {1}は {2} までです',
  'protocol numbers': 'プロトコル番号',
  ports: 'ポート',
  '{0} types': '{0} のタイプ',
  '{0} codes': '{0} のコード',
  'the range "{0}" is reversed': '「{0}」は始点と終点が逆です',
  'a value is missing here': 'ここに値がありません',
  'a comma is missing before "{0}"': '「{0}」の前にカンマがありません',
  '"{0}": {1}': '「{0}」: {1}',
  'not an IPv4 address': 'IPv4 アドレスではありません',
  'not an IPv6 address': 'IPv6 アドレスではありません',
  'the prefix length must be 0 to {0}': 'プレフィックス長は 0 から {0} までです',

  // Rules in AWS's format
  "An ingress rule can't be read: {0} {1}": 'インバウンドルールを読み取れません: {0}: {1}',
  'Use the format of `aws ec2 describe-security-groups` or `aws ec2 describe-security-group-rules`.':
    '`aws ec2 describe-security-groups` または `aws ec2 describe-security-group-rules` の出力の形で指定してください。',
  'has no source': '送信元がありません',
  'is an unknown kind of source': '送信元の種類が不明です',
  'has an unknown protocol': 'プロトコルが不明です',
  'has a port that is not a number': 'ポートが数値ではありません',
  'has an invalid ICMP type or code': 'ICMP のタイプまたはコードが正しくありません',
  'has an invalid port range': 'ポートの範囲が正しくありません',
  'is not an IPv4 CIDR': 'IPv4 の CIDR ではありません',
  'is not an IPv6 CIDR': 'IPv6 の CIDR ではありません',
  'is not a prefix list id': 'プレフィックスリスト ID ではありません',
  'is not a security group id': 'セキュリティグループ ID ではありません',
  'is not an account id': 'アカウント ID ではありません',
  'is not a list': 'リストではありません',
  'is not an object': 'オブジェクトではありません',
  it: '入力',
  nothing: '値なし',
  '"{0}" expands to more than {1} security group rules, which is more than a group can have.':
    '「{0}」は {1} を超えるセキュリティグループルールになり、どのグループにも収まりません。',
  "EC2 doesn't support ranges of protocols or ICMP types. Allow `all`, or list only the protocols that you need.":
    'EC2 にはプロトコルや ICMP タイプの範囲がありません。`all` を許可するか、必要なプロトコルだけを挙げてください。',

  // Records of CloudTrail
  'it is not a JSON object': 'JSON オブジェクトではありません',
  'eventName or eventSource is missing': 'eventName または eventSource がありません',
  'eventTime is missing or is not a time': 'eventTime がないか、時刻ではありません',
  'it names no security group': 'セキュリティグループの指定がありません',

  // Events that the function could not read
  'CloudTrail left the request out of the record, because it is too large':
    'リクエストが大きすぎるため、CloudTrail の記録に含まれていません',
  'the event is not an object': 'イベントがオブジェクトではありません',
  'the event is not an API call, a schedule, a check or a configuration item':
    'API 呼び出し、スケジュール、チェック、設定項目のいずれでもありません',
  'a check needs a detail object': 'チェックには detail オブジェクトが必要です',
  'groupIds of a check must contain group ids (sg-…)':
    'チェックではグループを groupIds に sg-… の ID で指定します',
  'the configuration item is not a security group': '設定項目がセキュリティグループではありません',

  // Files
  '{0} is too large. The limit is {1} MiB.': '{0} は大きすぎます。上限は {1} MiB です。',
  'Split the input, for example by Region, and pass the parts as several files.':
    '入力をリージョンなどで分割し、複数のファイルとして指定してください。',
  '{0} is too large: {1} MiB. The limit is {2} MiB.': '{0} は大きすぎます: {1} MiB。上限は {2} MiB です。',
  'Split the file, for example by Region, and pass the parts as several files.':
    'ファイルをリージョンごとなどに分割し、複数のファイルとして指定してください。',
  '{0}:1:1: the file is {1} text, not UTF-8.': '{0}:1:1: UTF-8 ではなく {1} のテキストです。',
  'Save the file as UTF-8. In PowerShell, use `… | Out-File -Encoding utf8 FILE`.':
    'ファイルを UTF-8 で保存してください。PowerShell では `… | Out-File -Encoding utf8 FILE` を使います。',
  '{0}: byte 0x{1} is not UTF-8 text.': '{0}: バイト 0x{1} は UTF-8 のテキストではありません。',
  'Save the file as UTF-8. If it is compressed, unpack it first.':
    'ファイルを UTF-8 で保存してください。圧縮されている場合は、先に展開してください。',
  '{0}: not valid JSON: the input is empty.': '{0}: JSON として正しくありません: 入力が空です。',
  '{0}: not valid JSON: expected {1}, but the text ends here.':
    '{0}: JSON として正しくありません: {1}が必要ですが、テキストがここで終わっています。',
  '{0}: not valid JSON: expected {1}, but found {2}.':
    '{0}: JSON として正しくありません: {1}が必要ですが、{2} があります。',
  'The file may be incomplete. Create it again.':
    'ファイルが途中で切れている可能性があります。作成し直してください。',
  'the end of the text': 'テキストの終わり',
  '"," or "{0}"': '「,」または「{0}」',
  'a key in double quotes': '二重引用符で囲んだキー',
  'a value': '値',
  'a string without control characters': '制御文字を含まない文字列',
  'the rest of an escape sequence': 'エスケープシーケンスの続き',
  'the end of a string': '文字列の終わり',
  'The response of sts:GetCallerIdentity names no account.':
    'sts:GetCallerIdentity の応答にアカウントがありません。',
  'Check that the endpoint is that of AWS STS, then run the command again.':
    'エンドポイントが AWS STS のものであることを確認してから、もう一度実行してください。',
  'there is no such file or folder': 'ファイルまたはフォルダーがありません',
  'a part of the path is not a folder': 'パスの途中がフォルダーではありません',
  'permission denied': '権限がありません',
  'it is a folder': 'フォルダーです',
  'it is nested too deeply': 'ネストが深すぎます',
  '{0}: nested more than {1} levels deep.': '{0}: {1} 階層を超えてネストしています。',
  'it is not a regular file': '通常のファイルではありません',
  'its links form a loop': 'リンクが循環しています',
  'no space left on the device': 'デバイスに空き容量がありません',
  'the file system is read-only': 'ファイルシステムが読み取り専用です',

  // Regions, for --region and --regions
  '"{0}" is not a name of an AWS Region.': '「{0}」は AWS リージョンの名前ではありません。',
};
