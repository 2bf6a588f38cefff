import type { Catalogue } from '../../core/words/say.ts';

export const TRIGGER: Catalogue = {
  // The canary group
  '{0} has no default VPC for the canary group.':
    '{0} には、カナリアグループを作成するデフォルト VPC がありません。',
  'This Region has no VPC. Create one, or use another --region.':
    'このリージョンには VPC がありません。作成するか、別の --region を指定してください。',
  'Choose a VPC: --vpc-id {0}.': 'VPC を指定してください: --vpc-id {0}',
  'Choose a VPC: --vpc-id {0} (or {1}).': 'VPC を指定してください: --vpc-id {0} (または {1})',
  'There is no VPC {0}.': 'VPC {0} がありません。',
  'Check --vpc-id and --region.': '--vpc-id と --region を確認してください。',
  'There is no security group {0} in {1}.': '{1} にセキュリティグループ {0} がありません。',
  'Check --group-id and --region.': '--group-id と --region を確認してください。',
  'The group {0} already admits {1}, so adding it would change nothing.':
    'グループ {0} は既に {1} を許可しているため、追加しても変更になりません。',
  'Choose another --group-id, or omit it to create a canary group.':
    '別の --group-id を指定するか、省略してカナリアグループを作成させてください。',

  // The diagnosis
  'Checking every hop from the trail to the log group': '証跡からロググループまで一段ずつ確認しています',
  'Checked every hop from the trail to the log group': '証跡からロググループまで一段ずつ確認しました',
  'it fails: {0}': '関数が失敗しています: {0}',
  'CloudTrail has recorded the call, so its event is late or was lost on the way. Run the command again with a longer --timeout.':
    'CloudTrail には呼び出しが記録されているため、イベントが遅れているか途中で失われています。--timeout を長くしてもう一度試してください。',
  "The event is late or was lost on the way. CloudTrail's event history could not be read, so it is not known whether CloudTrail has recorded the call. Run the command again with a longer --timeout.":
    'イベントが遅れているか途中で失われています。CloudTrail のイベント履歴を読み取れないため、呼び出しが記録されたかどうかは分かりません。--timeout を長くしてもう一度試してください。',
  'CloudTrail has not recorded the call yet, which can take 15 minutes. Run the command again with a longer --timeout.':
    'CloudTrail にはまだ呼び出しが現れていません。15 分かかることもあります。--timeout を長くしてもう一度試してください。',
  'EC2 reports that the canary group {0} exists, but does not list it yet.':
    'カナリアグループ {0} は存在するはずですが、EC2 がまだ表示しません。',
  'Run the same command again; it removes the group first.':
    '同じコマンドをもう一度実行してください。最初にそのグループを削除します。',
  'The function answered the test with the finding {0}, which does not show the rule of the test. It may not see the groups as they are.':
    '関数はテストに検出結果 {0} で応答しましたが、テストのルールは示されていません。関数がグループの実際の状態を見ていない可能性があります。',
};
