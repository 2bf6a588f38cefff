import type { Catalogue } from '../../core/words/say.ts';

export const AUDIT: Catalogue = {
  // progress
  'Reading security groups: {0}': 'セキュリティグループを読み取っています: {0}',
  'Looking up who changed {0} in {1}': '{1} で{0}を最後に変更した人を調べています',
  'Looked up who changed {0} in {1}': '{1} で{0}を最後に変更した人を調べました',

  // notes
  'What the groups are attached to could not be read: {0}': 'グループのアタッチ先を読み取れませんでした: {0}',
  'Who changed the groups could not be read: {0}': 'グループを変更した人を読み取れませんでした: {0}',
  'Who changed them was looked up for the {0} worst groups only.':
    '変更した人は、重大度の高い順に {0} 個のグループについてのみ調べました。',
  'The entries of {0} could not be read: {1}': '{0} のエントリを読み取れませんでした: {1}',
  'Who owns the prefix lists could not be read: {0}':
    'プレフィックスリストの所有者を読み取れませんでした: {0}',
  'Ids of rules could not be read: {0}': 'ルールの ID を読み取れませんでした: {0}',
  "{0}: a rule can't be read: {1}": '{0}: 読み取れないルールがあります: {1}',
  'The file is one page of more (it has a NextToken): groups are missing from it.':
    'このファイルは複数ページのうちの 1 ページです (NextToken があります)。含まれていないグループがあります。',

  // input files
  '{0}: there is no "SecurityGroups" in it.': '{0}: "SecurityGroups" がありません。',
  'Give what `aws ec2 describe-security-groups --output json` prints.':
    '`aws ec2 describe-security-groups --output json` の出力を指定してください。',
  '{0}: {1} is not an object: {2}': '{0}: {1} はオブジェクトではありません: {2}',
  '{0}: {1} is not a group id: {2}': '{0}: {1} はグループの ID ではありません: {2}',
  '{0}: {1} is not a list: {2}': '{0}: {1} はリストではありません: {2}',
  '{0}: there is no "resource_changes" in it.': '{0}: "resource_changes" がありません。',
  'Give what `terraform show -json PLANFILE` prints.':
    '`terraform show -json PLANFILE` の出力を指定してください。',
  '{0}: this is not a report of schema {1}.': '{0}: スキーマ {1} のレポートではありません。',
  'Give what `secgroup-monitor audit --format json` wrote.':
    '`secgroup-monitor audit --format json` の出力を指定してください。',
  '{0}: this is not a change of schema {1}.': '{0}: スキーマ {1} の変更ではありません。',
  'Give what `secgroup-monitor history --format json` wrote.':
    '`secgroup-monitor history --format json` の出力を指定してください。',
};
