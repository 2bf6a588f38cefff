import type { Catalogue } from '../../core/words/say.ts';

export const AUDIT: Catalogue = {
  // progress
  'Reading security groups: {0}': 'セキュリティグループを読み取っています: {0}',
  'Looking up who changed {0} in {1}': '{1} で{0}を最後に変更した人を調べています',
  'Looked up who changed {0} in {1}': '{1} で{0}を最後に変更した人を調べました',

  // notes
  'The attachments of the groups could not be read: {0}': 'グループのアタッチ先を読み取れませんでした: {0}',
  'The last changes of the groups could not be read: {0}': 'グループを変更した人を読み取れませんでした: {0}',
  'The last change was looked up only for the {0} worst groups.':
    '変更した人は、重大度の高い順に {0} 個のグループについてのみ調べました。',
  'The entries of {0} could not be read: {1}': '{0} のエントリを読み取れませんでした: {1}',
  'The owners of the prefix lists could not be read: {0}':
    'プレフィックスリストの所有者を読み取れませんでした: {0}',
  'The ids of the rules could not be read: {0}': 'ルールの ID を読み取れませんでした: {0}',
  'The file contains one page of several (it has a NextToken), so groups are missing.':
    'このファイルは複数ページのうちの 1 ページです (NextToken があります)。含まれていないグループがあります。',
  '{0} changes. Groups outside the plan may use it, and they were not judged.':
    '{0} が変更されます。これを使うグループがプランの外にある可能性があり、それらは判定していません。',

  // input files
  '{0} does not contain "SecurityGroups".': '{0} に "SecurityGroups" がありません。',
  'Use the output of `aws ec2 describe-security-groups --output json`.':
    '`aws ec2 describe-security-groups --output json` の出力を指定してください。',
  '{0}: {1} is not an object: {2}': '{0}: {1} はオブジェクトではありません: {2}',
  '{0}: {1} is not a group id: {2}': '{0}: {1} はグループの ID ではありません: {2}',
  '{0}: {1} is not a list: {2}': '{0}: {1} はリストではありません: {2}',
  '{0} does not contain "resource_changes".': '{0} に "resource_changes" がありません。',
  'Use the output of `terraform show -json PLANFILE`.':
    '`terraform show -json PLANFILE` の出力を指定してください。',
  '{0} is a binary plan file, not JSON.': '{0} はバイナリのプランファイルで、JSON ではありません。',
  '{0} does not contain "Resources".': '{0} に "Resources" がありません。',
  'Use a CloudFormation template, such as the output of `cdk synth`.':
    '`cdk synth` の出力などの CloudFormation テンプレートを指定してください。',
  '{0}: not valid YAML: {1}': '{0}: 正しい YAML ではありません: {1}',
  'aliases or nesting make it too large': 'エイリアスまたは入れ子により、大きくなりすぎます',
  '{0} is not a parameter.': '{0} はパラメータではありません。',
  'Use a list of {"ParameterKey", "ParameterValue"}, or a map.':
    '{"ParameterKey", "ParameterValue"} のリスト、またはマップを指定してください。',
  'too deep': '入れ子が深すぎます',
  'parameter {0}': 'パラメータ {0}',
  'condition {0}': '条件 {0}',
  '{0}: format_version {1} is not supported; versions 0.x and 1.x are.':
    '{0}: format_version {1} には対応していません。対応しているのは 0.x と 1.x です。',
  '{0}: references in the configuration form a circle: {1}': '{0}: 構成内の参照が循環しています: {1}',
  '{0} is not a report with the schema {1}.': '{0} はスキーマ {1} のレポートではありません。',
  'Use the output of `secgroup-monitor audit --format json`.':
    '`secgroup-monitor audit --format json` の出力を指定してください。',
  '{0} is not a change with the schema {1}.': '{0} はスキーマ {1} の変更ではありません。',
  'Use the output of `secgroup-monitor history --format json`.':
    '`secgroup-monitor history --format json` の出力を指定してください。',
};
