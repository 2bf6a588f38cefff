import type { Catalogue } from '../../core/words/say.ts';

export const AWS: Catalogue = {
  // Credentials, permissions and quotas
  'Interrupted during {0}:{1}.': '{0}:{1} の実行中に中断しました。',
  'There is no profile "{0}" in the AWS configuration.': 'AWS の設定にプロファイル「{0}」がありません。',
  '`aws configure list-profiles` lists those that are there; `aws configure --profile {0}` makes this one.':
    '`aws configure list-profiles` で一覧を表示できます。`aws configure --profile {0}` で作成できます。',
  'No AWS credentials were found. {0}': 'AWS の認証情報が見つかりません。{0}',
  'Run `aws configure` or `aws sso login`, or set AWS_PROFILE. Without an account, try `secgroup-monitor demo`.':
    '`aws configure` か `aws sso login` を実行するか、AWS_PROFILE を設定してください。アカウントがなければ `secgroup-monitor demo` で試せます。',
  'The AWS session has expired ({0}: {1}).': 'AWS のセッションの有効期限が切れました ({0}: {1})。',
  'Log in again, for example with `aws sso login`, and run the same command once more.':
    '`aws sso login` などで再ログインしてから、同じコマンドをもう一度実行してください。',
  'AWS does not accept these credentials ({0}: {1})': 'AWS がこの認証情報を受け付けません ({0}: {1})。',
  "Check the access key and its secret, the machine's clock, and that Region {0} is enabled for the account: `aws sts get-caller-identity`.":
    'アクセスキーとシークレット、このマシンの時刻、アカウントでリージョン {0} が有効になっていることを確認してください: `aws sts get-caller-identity`',
  'Region {0} is not enabled for this account ({1}).':
    'このアカウントではリージョン {0} が有効になっていません ({1})。',
  'Enable it under Account > AWS Regions, or choose another with --region.':
    'コンソールの「アカウント」>「AWS リージョン」で有効にするか、--region で別のリージョンを指定してください。',
  'AWS kept throttling {0} ({1}).': '{0} が AWS のスロットリングを受け続けました ({1})。',
  'Wait a minute and run the same command again: it goes on where it stopped.':
    '1 分ほど待って同じコマンドを再実行してください。止まったところから続きます。',
  'A quota of the account is used up ({0}: {1})': 'アカウントのクォータの上限に達しました ({0}: {1})。',
  'Remove what is no longer needed or ask for more under Service Quotas, then run the same command again.':
    '不要なものを削除するか Service Quotas で引き上げを申請してから、同じコマンドを再実行してください。',
  'AWS could not answer {0}: {1}': 'AWS が {0} に応答できませんでした: {1}',
  'Run the same command again in a few minutes; see https://health.aws.amazon.com/health/status.':
    '数分後に同じコマンドを再実行してください。稼働状況は https://health.aws.amazon.com/health/status で確認できます。',
  '{0} failed: {1}': '{0} が失敗しました: {1}',
  'The login of IAM Identity Center has ended, or there was none. {0}':
    'IAM Identity Center のログインが切れているか、まだログインしていません。{0}',
  'Run `aws sso login` for this profile, then the same command once more.':
    'このプロファイルで `aws sso login` を実行してから、同じコマンドを再実行してください。',
  '{0} on {1}': '{0} (対象: {1})',
  'Access denied: these credentials may not do {0}.':
    'アクセスが拒否されました。この認証情報には {0} の権限がありません。',
  'Access denied: these credentials may not do {0} ({1}).':
    'アクセスが拒否されました。この認証情報には {0} の権限がありません ({1})。',
  "Add {0} to the caller's policy; docs/permissions.md holds the whole policy that is needed.":
    '呼び出し元のポリシーに {0} を追加してください。必要なポリシーの全体は docs/permissions.md にあります。',

  // The connection to AWS
  'No host of AWS answers to Region {0} ({1}: {2})':
    'リージョン {0} に対応する AWS のホストが見つかりません ({1}: {2})。',
  'Check the name of the Region and the connection to the internet; `aws ec2 describe-regions` lists the names.':
    'リージョン名とインターネット接続を確認してください。リージョン名は `aws ec2 describe-regions` で一覧できます。',
  'The way to AWS is closed ({0}: {1})': 'AWS への経路が閉じられています ({0}: {1})。',
  'Check HTTPS_PROXY (it may need http://user:password@host:port), or name the host in NO_PROXY.':
    'HTTPS_PROXY を確認するか (http://user:password@host:port の形式が必要な場合があります)、ホストを NO_PROXY に加えてください。',
  'AWS in {0}': '{0} の AWS',
  'this Region': 'このリージョン',
  "The certificate of {0} can't be trusted ({1}: {2})": '{0} の証明書を信頼できません ({1}: {2})。',
  "Where a company's proxy signs anew, let AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS name the file with its certificate.":
    '社内プロキシが署名し直している場合は、その証明書のファイルを AWS_CA_BUNDLE か NODE_EXTRA_CA_CERTS に指定してください。',
  '{0} could not be reached ({1}: {2})': '{0} に接続できませんでした ({1}: {2})。',
  'Check the network, the firewall and HTTPS_PROXY, then run the same command again.':
    'ネットワーク、ファイアウォール、HTTPS_PROXY を確認してから、同じコマンドを再実行してください。',
  'Check --endpoint-url or AWS_ENDPOINT_URL. Is the sandbox running? `secgroup-monitor sandbox` starts one.':
    '--endpoint-url または AWS_ENDPOINT_URL を確認してください。サンドボックスは起動していますか。`secgroup-monitor sandbox` で起動できます。',
  'the proxy {0} answered {1} to CONNECT {2}': 'プロキシ {0} が CONNECT {2} に {1} を返しました',
  'HTTPS_PROXY is not a URL of http or https.': 'HTTPS_PROXY が http または https の URL ではありません。',
  'Write it as http://proxy.example:3128, or unset it.':
    'http://proxy.example:3128 のように書くか、設定を解除してください。',
  'Let it name a file of certificates in PEM form, or unset it.':
    'PEM 形式の証明書ファイルを指定するか、設定を解除してください。',
  "AWS_CA_BUNDLE names {0}, which can't be read ({1}).":
    'AWS_CA_BUNDLE に指定された {0} を読み込めません ({1})。',
  'AWS_CA_BUNDLE names {0}, which holds no certificate.':
    'AWS_CA_BUNDLE に指定された {0} に証明書が含まれていません。',
  'it answered {0}': 'ステータス {0} が返されました',
  "The installed function's code could not be fetched from {0}: {1}.":
    'インストール済みの関数のコードを {0} から取得できませんでした: {1}。',
  'Check the connection to that host, or give --baseline so that it is not needed.':
    'そのホストへの接続を確認するか、取得が不要になるよう --baseline を指定してください。',

  // Accounts and Regions
  'No AWS Region is set.': 'AWS リージョンが設定されていません。',
  'Give --region (for example --region eu-west-1) or set AWS_REGION.':
    '--region (例: --region ap-northeast-1) を指定するか、AWS_REGION を設定してください。',
  'Names look like eu-west-1.': '名前は ap-northeast-1 のような形式です。',
};
