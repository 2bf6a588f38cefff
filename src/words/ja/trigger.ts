import type { Catalogue } from '../../core/words/say.ts';

export const TRIGGER: Catalogue = {
  // The canary group
  'There is no default VPC in {0}, so the canary group has no place to be.':
    '{0} にデフォルト VPC がないため、カナリアグループを作成する場所がありません。',
  'The Region has no VPC at all: make one, or use another --region.':
    'このリージョンには VPC がありません。作成するか、別の --region を指定してください。',
  'Name a VPC: --vpc-id {0}.': 'VPC を指定してください: --vpc-id {0}',
  'Name a VPC: --vpc-id {0} (or {1}).': 'VPC を指定してください: --vpc-id {0} (または {1})',
  'There is no VPC {0}.': 'VPC {0} がありません。',
  'Check --vpc-id and --region.': '--vpc-id と --region を確認してください。',
  'There is no security group {0} in {1}.': '{1} にセキュリティグループ {0} がありません。',
  'Check --group-id and --region.': '--group-id と --region を確認してください。',
  'The group {0} admits {1} already, so adding it would be no change.':
    'グループ {0} は既に {1} を許可しているため、追加しても変更になりません。',
  'Choose another --group-id, or leave it out to have a canary group made.':
    '別の --group-id を指定するか、省略してカナリアグループを作成させてください。',

  // The diagnosis
  'Looking at each hop from the trail to the log': '証跡からログまで一段ずつ確認しています',
  'Looked at each hop from the trail to the log': '証跡からログまで一段ずつ確認しました',
  'it fails: {0}': '関数が失敗しています: {0}',
  'CloudTrail has the call, so its event is late or was lost on the way: try again, with a longer --timeout.':
    'CloudTrail には呼び出しが記録されているため、イベントが遅れているか途中で失われています。--timeout を長くしてもう一度試してください。',
  'CloudTrail does not show the call yet, which can take 15 minutes: try again, with a longer --timeout.':
    'CloudTrail にはまだ呼び出しが現れていません。15 分かかることもあります。--timeout を長くしてもう一度試してください。',
  'EC2 says that the canary group {0} exists, and does not show it yet.':
    'カナリアグループ {0} は存在するはずですが、EC2 がまだ表示しません。',
  'Run the same command again: it removes the group first.':
    '同じコマンドをもう一度実行してください。最初にそのグループを削除します。',
};
