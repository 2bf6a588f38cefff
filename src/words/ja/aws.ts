import type { Catalogue } from '../../core/words/say.ts';

export const AWS: Catalogue = {
  // Credentials, permissions and quotas
  'Interrupted during {0}:{1}.': '{0}:{1} の実行中に中断しました。',
  'There is no profile "{0}" in the AWS configuration.': 'AWS の設定にプロファイル「{0}」がありません。',
  'Run `aws configure list-profiles` to list the profiles, or `aws configure --profile {0}` to create this one.':
    '`aws configure list-profiles` で一覧を表示できます。`aws configure --profile {0}` で作成できます。',
  'No AWS credentials were found. {0}': 'AWS の認証情報が見つかりません。{0}',
  'Run `aws configure` or `{0}`, or set AWS_PROFILE. If you have no AWS account, try `secgroup-monitor demo`.':
    '`aws configure` か `{0}` を実行するか、AWS_PROFILE を設定してください。アカウントがなければ `secgroup-monitor demo` で試せます。',
  'The AWS session has expired ({0}: {1}).': 'AWS のセッションの有効期限が切れました ({0}: {1})。',
  'Log in again, for example with `{0}`, then run the same command again.':
    '`{0}` などで再ログインしてから、同じコマンドをもう一度実行してください。',
  'AWS rejected these credentials ({0}: {1}).': 'AWS がこの認証情報を受け付けません ({0}: {1})。',
  'Check the access key, the secret key and the clock of this machine, and that Region {0} is enabled for the account. To test the credentials, run `aws sts get-caller-identity`.':
    'アクセスキー、シークレットキー、このマシンの時刻、アカウントでリージョン {0} が有効になっていることを確認してください。認証情報は `aws sts get-caller-identity` で確認できます。',
  'Region {0} is not enabled for this account ({1}).':
    'このアカウントではリージョン {0} が有効になっていません ({1})。',
  'Enable it in the AWS console under Account > AWS Regions, or use another Region with --region.':
    'コンソールの「アカウント」>「AWS リージョン」で有効にするか、--region で別のリージョンを指定してください。',
  'The response to {0} was damaged or not complete.': '{0} の応答が壊れているか、途中で切れています。',
  'The response to {0} was not from AWS, but a web page (HTTP status {1}).':
    '{0} の応答は AWS からではなく、ウェブページでした (HTTP ステータス {1})。',
  'The response to {0} was empty (HTTP status {1}).': '{0} の応答が空でした (HTTP ステータス {1})。',
  'Run the same command again. If this continues, check the proxy and the network between this computer and {0}.':
    '同じコマンドをもう一度実行してください。繰り返す場合は、このコンピューターと {0} の間のプロキシとネットワークを確認してください。',
  'The response of sts:AssumeRole for {0} has no credentials.':
    '{0} に対する sts:AssumeRole の応答に認証情報がありません。',
  'AWS kept throttling {0} ({1}).': '{0} が AWS のスロットリングを受け続けました ({1})。',
  'Wait a minute, then run the same command again; it continues where it stopped.':
    '1 分ほど待って同じコマンドを再実行してください。止まったところから続きます。',
  'The account has reached an AWS quota ({0}: {1}).': 'アカウントのクォータの上限に達しました ({0}: {1})。',
  'Delete resources that you no longer need, or request an increase in Service Quotas. Then run the same command again.':
    '不要なものを削除するか Service Quotas で引き上げを申請してから、同じコマンドを再実行してください。',
  'AWS could not complete {0}: {1}': 'AWS が {0} を完了できませんでした: {1}',
  'Run the same command again in a few minutes. https://health.aws.amazon.com/health/status shows the status of AWS.':
    '数分後に同じコマンドを再実行してください。稼働状況は https://health.aws.amazon.com/health/status で確認できます。',
  '{0} failed: {1}': '{0} が失敗しました: {1}',
  'You are not logged in to IAM Identity Center, or the login has expired. {0}':
    'IAM Identity Center のログインが切れているか、まだログインしていません。{0}',
  'Run `{0}`, then run the same command again.': '`{0}` を実行してから、同じコマンドを再実行してください。',
  '{0} on {1}': '{0} (対象: {1})',
  'Access denied: these credentials have no permission for {0}.':
    'アクセスが拒否されました。この認証情報には {0} の権限がありません。',
  'Access denied: these credentials have no permission for {0} ({1}).':
    'アクセスが拒否されました。この認証情報には {0} の権限がありません ({1})。',
  "Add {0} to the caller's policy. docs/permissions.md contains the complete policy.":
    '呼び出し元のポリシーに {0} を追加してください。必要なポリシーの全体は docs/permissions.md にあります。',

  // The connection to AWS
  'No AWS endpoint was found for Region {0} ({1}: {2}).':
    'リージョン {0} に対応する AWS のエンドポイントが見つかりません ({1}: {2})。',
  'Check the name of the Region and your internet connection. `aws ec2 describe-regions` lists the names.':
    'リージョン名とインターネット接続を確認してください。リージョン名は `aws ec2 describe-regions` で一覧できます。',
  'The proxy refused the connection to AWS ({0}: {1}).': 'プロキシが AWS への接続を拒否しました ({0}: {1})。',
  'Check HTTPS_PROXY (a proxy with a login needs http://user:password@host:port), or add the host to NO_PROXY.':
    'HTTPS_PROXY を確認するか (認証が必要なプロキシでは http://user:password@host:port の形式)、ホストを NO_PROXY に加えてください。',
  'AWS in {0}': '{0} の AWS',
  'this Region': 'このリージョン',
  'The certificate of {0} is not trusted ({1}: {2}).': '{0} の証明書を信頼できません ({1}: {2})。',
  "If your company's proxy inspects TLS connections, set AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS to a PEM file with its CA certificate.":
    '社内プロキシが TLS 通信を検査している場合は、その CA 証明書の PEM ファイルを AWS_CA_BUNDLE か NODE_EXTRA_CA_CERTS に指定してください。',
  'Could not connect to {0} ({1}: {2}).': '{0} に接続できませんでした ({1}: {2})。',
  'Check the network, the firewall and HTTPS_PROXY, then run the same command again.':
    'ネットワーク、ファイアウォール、HTTPS_PROXY を確認してから、同じコマンドを再実行してください。',
  'Check --endpoint-url and AWS_ENDPOINT_URL. If you use the sandbox, start it with `secgroup-monitor sandbox`.':
    '--endpoint-url と AWS_ENDPOINT_URL を確認してください。サンドボックスを使う場合は `secgroup-monitor sandbox` で起動してください。',
  'the proxy {0} responded with status {1} to CONNECT {2}':
    'プロキシ {0} が CONNECT {2} にステータス {1} を返しました',
  'HTTPS_PROXY is not an http or https URL.': 'HTTPS_PROXY が http または https の URL ではありません。',
  'Set it to a URL like http://proxy.example:3128, or unset it.':
    'http://proxy.example:3128 のように書くか、設定を解除してください。',
  'Point AWS_CA_BUNDLE at a PEM file, or unset it.':
    'AWS_CA_BUNDLE に PEM 形式の証明書ファイルを指定するか、設定を解除してください。',
  "The AWS_CA_BUNDLE file {0} can't be read ({1}).":
    'AWS_CA_BUNDLE に指定された {0} を読み込めません ({1})。',
  'The AWS_CA_BUNDLE file {0} contains no certificate.':
    'AWS_CA_BUNDLE に指定された {0} に証明書が含まれていません。',
  'the server responded with status {0}': 'サーバーがステータス {0} を返しました',
  'Could not download the code of the installed function from {0}: {1}.':
    'インストール済みの関数のコードを {0} から取得できませんでした: {1}。',
  'Check the connection to this host, then run the same command again. With --baseline, audit does not need the download.':
    'このホストへの接続を確認してから、同じコマンドを再実行してください。audit は --baseline を指定すればダウンロードが不要です。',

  // Accounts and Regions
  'No AWS Region is set.': 'AWS リージョンが設定されていません。',
  'Use --region or set AWS_REGION.': '--region を指定するか、AWS_REGION を設定してください。',
  'Region names look like eu-west-1.': 'リージョン名は ap-northeast-1 のような形式です。',
};
