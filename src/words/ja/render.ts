import type { Catalogue } from '../../core/words/say.ts';

export const RENDER: Catalogue = {
  // counts
  '{0} change': '変更 {0} 件',
  '{0} group': 'グループ {0} 個',
  '{0} file': 'ファイル {0} 個',
  '{0} security group': 'セキュリティグループ {0} 個',
  '{0} rule': 'ルール {0} 個',
  '{0} account': '{0} アカウント',
  '{0} Region': '{0} リージョン',
  '{0} value': '値 {0} 個',
  '{0} alert': 'アラート {0} 件',
  '{0} denied attempt': '拒否された操作 {0} 件',
  '{0} digest': 'ダイジェスト {0} 個',
  '{0} group entry': 'グループのエントリ {0} 個',
  '{0} never line': 'never 行 {0} 個',
  '{0} exception': '例外 {0} 件',
  '{0} trusted principal': '信頼されたプリンシパル {0} 個',

  // times
  now: 'たった今',
  '{0}s ago': '{0}秒前',
  '{0}m ago': '{0}分前',
  '{0}h ago': '{0}時間前',
  '{0}d ago': '{0}日前',
  '{0} s': '{0} 秒',
  '{0} min {1} s': '{0} 分 {1} 秒',

  // audit
  '{0} critical': 'critical {0} 件',
  '{0} high': 'high {0} 件',
  '{0} medium': 'medium {0} 件',
  '{0} low': 'low {0} 件',
  '{0} info': 'info {0} 件',
  '{0} with {1} in {2}, judged against {3}: {4}.': '{2}: {0} ({1}) を {3} と照合しました: {4}。',
  '{0} matching': '一致 {0}',
  '{0} differing': '不一致 {0}',
  '{0} not judged': '未判定 {0}',
  '{0} without forbidden ingress (not judged further)': '禁止された許可なし {0} (それ以外は未判定)',
  'Nothing was judged.': '何も判定していません。',
  'No findings.': '検出結果はありません。',
  'Findings: {0}.': '検出結果: {0}。',
  'Not read: {0}: {1}': '読み取れませんでした: {0}: {1}',
  'Note: {0}': '注記: {0}',
  'new: {0}': '新規: {0}',
  'by {0}': '原因のルール: {0}',
  'by {0} and {1} more': '原因のルール: {0} ほか {1} 個',
  'instance {0}': 'インスタンス {0}',
  'load-balancer {0}': 'ロードバランサー {0}',
  'function {0}': '関数 {0}',
  'database {0}': 'データベース {0}',
  'container {0}': 'コンテナ {0}',
  'nat-gateway {0}': 'NAT ゲートウェイ {0}',
  'endpoint {0}': 'エンドポイント {0}',
  'other {0}': 'その他 {0}',
  'not attached': 'アタッチ先なし',
  'attached to {0}': 'アタッチ先: {0}',
  'attached to {0} and {1} more': 'アタッチ先: {0} ほか {1} 件',
  'public address {0}': 'パブリックアドレス: {0}',
  'last changed {0} ({1}): {2}': '最終変更: {0} ({1})、{2}',
  'Not judged, because unknown: {0}': '値が不明のため、判定していないもの: {0}',
  'known only after apply': 'apply 後に初めて決まります',
  'not in the template': 'テンプレートからは分かりません',
  'not in the template: {0}': 'テンプレートからは分かりません: {0}',
  'left to a later plan': '後のプランに持ち越されます',
  'left to a later plan: {0}': '後のプランに持ち越されます: {0}',
  'the plan is not complete': 'プランが完全ではありません',
  'secgroup-monitor does not read resources of type {0}':
    '型 {0} のリソースには対応していないため、読み取りません',
  'Since {0}: {1} new, {2} fixed, {3} unchanged.': '{0} からの変化: 新規 {1}、解消 {2}、変化なし {3}。',
  'fixed: {0} {1}': '解消: {0} {1}',

  // baseline
  '{0} is valid: {1}, {2}, {3}, {4}; unlisted groups: {5}.':
    '{0} は有効です: {1}、{2}、{3}、{4}。記載のないグループ: {5}。',
  'Warning: {0}': '警告: {0}',
  '{0}: group {1} does not exist': '{0}: グループ {1} は存在しません',
  'No differences: {0} compared with {1}.': '差異はありません: {0}を {1} と比較しました。',
  '{0} compared with {1}: {2} differing (+ unexpected, - missing).':
    '{0}を {1} と比較しました: 差異のあるもの {2} 個 (+ 想定外、- 不足)。',
  '{0} compared with {1}: {2} differing (+ unexpected, - missing), {3} not found.':
    '{0}を {1} と比較しました: 差異のあるもの {2} 個 (+ 想定外、- 不足)、存在しないもの {3} 個。',
  '{0} matches the baseline of {1}, so there is nothing to accept.':
    '{0} は {1} のベースラインと一致しています。受け入れるものはありません。',
  'The baseline of {0} in {1} now allows this for {2}, in entry "{3}".':
    '{1} にある {0} のベースラインに、{2} の許可内容としてエントリ「{3}」を記録しました。',
  'Still forbidden by "{0}".': '「{0}」により、引き続き禁止されています。',

  // demo
  Done: '完了',
  '{0} in {1}. No AWS account was used. On AWS, run the same commands: install, test-trigger, logs --follow.':
    '{0} ({1})。AWS アカウントは使っていません。AWS でも同じコマンドを実行します: install、test-trigger、logs --follow。',
  none: 'なし',
  left: '残存',

  // history
  'failed ({0})': '失敗 ({0})',
  'requested {0}': '要求: {0}',
  'and {0} more': 'ほか {0} 件',
  '- {0} (rule text is not in the record)': '- {0} (記録に内容がありません)',
  '{0}: the request is too large for the record': '{0}: リクエストが大きすぎるため、記録に含まれていません',
  'group created': 'グループを作成',
  'group deleted': 'グループを削除',
  'VPC created, with its default group': 'VPC とそのデフォルトグループを作成',
  'default VPC created, with its default group': 'デフォルト VPC とそのデフォルトグループを作成',
  'descriptions changed': '説明を変更',
  'group associated with another VPC': 'グループを別の VPC でも使えるように関連付け',
  'group disassociated from a VPC': 'グループと VPC の関連付けを解除',
  'earlier version of the list restored': 'リストを以前のバージョンに復元',
  'list became the target of an IPAM resolver, which writes its entries':
    'リストを IPAM リゾルバーのターゲットに設定 (エントリはリゾルバーが書き込み)',
  'rules changed of an IPAM resolver, which writes the entries of its lists':
    'IPAM リゾルバーのルールを変更 (リストのエントリはリゾルバーが書き込み)',
  'settings changed of an IPAM resolver target, which decide the entries of the list':
    'IPAM リゾルバーのターゲットの設定 (リストのエントリを決める) を変更',
  '{0}: {1} attached': '{0}: {1}を設定',
  'All log files are as CloudTrail delivered them.': 'すべてのログファイルは CloudTrail の配信時のままです。',
  'The log files are not as CloudTrail delivered them.':
    'CloudTrail の配信時のままではないファイルがあります。',
  'Digest files: {0} valid, {1} invalid.': 'ダイジェストファイル: 有効 {0}、無効 {1}。',
  'Log files: {0} valid, {1} changed, {2} missing.': 'ログファイル: 有効 {0}、改変 {1}、欠落 {2}。',
  '{0}: {1} from {2} to {3}': '{0}: {2} から {3} までの{1}',

  // logs
  'the function failed: {0}': '関数が失敗しました: {0}',
  gap: '欠落',
  'findings may be missing between {0} and {1}: {2}':
    '{0} から {1} までの検出結果が欠けている可能性があります: {2}',
  'no event shows the actor': '実行者を示すイベントなし',

  // rehearsal
  'Changes that would have raised an alert': 'アラートが出たはずの変更',
  'By actor': '実行者別',
  'By group': 'グループ別',
  Unknown: '不明な点',
  '{0} before {1}: {2}': '{1} より前の {0}: {2}',
  'Not proposed, because the rule is too open': '公開範囲が広すぎるため、提案しないもの',
  'Review these entries, then add them to the baseline': '確認のうえ、ベースラインに追加するもの',
  '{0} ({1} per week)': '{0} (週あたり {1} 件)',
  '{0} and {1}': '{0}、{1}',
  '{0} judged against {1}: {2}.': '{0}を {1} と照合しました: {2}。',
  '{0} from {1} to {2} judged against {3}: {4}.': '{1} から {2} までの{0}を {3} と照合しました: {4}。',

  // sandbox
  '# faults: {0}': '# 発生させる障害: {0}',
  '# A local AWS at {0}, {1} timing. In another terminal:':
    '# ローカルの AWS: {0} (タイミング: {1})。別のターミナルで次を実行してください:',
  '# CloudTrail for {0}, at {1}, {2} timing. In another terminal:':
    '# {0} に CloudTrail を補います: {1} (タイミング: {2})。別のターミナルで次を実行してください:',
  '# Ctrl-C stops it and discards all its data.': '# Ctrl-C で停止します。データはすべて破棄されます。',
  '# Ctrl-C stops it. The other emulator keeps its data.':
    '# Ctrl-C で停止します。もう一方のエミュレーターのデータは残ります。',

  // install, status, teardown and redrive
  create: '作成',
  update: '更新',
  replace: '置き換え',
  delete: '削除',
  keep: '維持',
  ok: 'OK',
  no: 'NG',
  BAD: 'NG',
  '{0} step': '{0} ステップ',
  '{0} hop': '{0} 段',
  '{0} API call': 'API 呼び出し {0} 回',
  '{0} in {1}/{2}': '{1}/{2} の {0}',
  'Plan for {0}: no changes are needed. Nothing was changed.':
    '{0} の計画: 変更は不要です。何も変更していません。',
  'Plan for {0}: {1}. Nothing was changed.': '{0} の計画: {1}。何も変更していません。',
  'Installed {0}. Every part was verified and is as planned.':
    '{0} をインストールしました。すべてを再確認し、計画どおりです。',
  '{0} is up to date. Nothing was changed.': '{0} は最新の状態です。何も変更していません。',
  'Baseline: {0}. {1}, {2} s.': 'ベースライン: {0}。{1}、{2} 秒。',
  'Next:': '次の手順:',
  'Kept: {0}, {1}.': '残すもの: {0}。{1}。',
  '{0}: nothing to remove.': '{0}: 削除するものはありません。',
  '{0}, {1} s.': '{0}、{1} 秒。',
  'Removed {0}, except: {1}.': '{0} を撤去しましたが、次のものが残っています: {1}。',
  'Removed {0}. A final check found no remaining resources.':
    '{0} を撤去しました。最後の確認で、残っているリソースはありませんでした。',
  'Removed {0}. A final check found no other remaining resources.':
    '{0} を撤去しました。最後の確認で、ほかに残っているリソースはありませんでした。',
  '{0} is healthy.': '{0} は正常です。',
  '{0} is not installed.': '{0} はインストールされていません。',
  '{0}: 1 of {1} is broken.': '{0}: {1}のうち 1 段が壊れています。',
  '{0}: {1} of {2} are broken.': '{0}: {2}のうち {1} 段が壊れています。',
  '{0}: nothing is broken, but {1} of {2} could not be checked.':
    '{0}: 壊れている段はありませんが、{2}のうち {1} 段を確認できませんでした。',
  '{0}: {1} of {2} are broken, and {3} could not be checked.':
    '{0}: {2}のうち {1} 段が壊れており、{3} 段を確認できませんでした。',
  'The groups could not be judged now: {0}': '現在のグループを判定できませんでした: {0}',
  'No group differs from the baseline now ({0} judged).':
    '現在、ベースラインから外れたグループはありません ({0}を判定)。',
  '{0} of {1} differs from the baseline now:': '現在、{1}のうち {0} 個がベースラインから外れています:',
  '{0} of {1} differ from the baseline now:': '現在、{1}のうち {0} 個がベースラインから外れています:',
  'and {0}': 'ほか{0}',
  '{0} more finding': '検出 {0} 件',
  'All of them, with the commands that fix them:': '全件と修復コマンド:',
  'groups that differ from the baseline: {0}': 'ベースラインから外れたグループ: {0}',
  'The dead-letter queue is empty, so there is nothing to redrive.':
    'デッドレターキューは空です。再送するものはありません。',
  '{0} would be sent to the function again. Messages in the queue: {1}.':
    '{0}を関数に再送する予定です。キューのメッセージ: {1} 件。',
  '{0} was sent to the function again. Messages left in the queue: {1}.':
    '{0}を関数に再送しました。キューに残っているメッセージ: {1} 件。',
  '{0} were sent to the function again. Messages left in the queue: {1}.':
    '{0}を関数に再送しました。キューに残っているメッセージ: {1} 件。',
  'To delete all messages that are left in the queue, run: {0}':
    'キューに残っているメッセージをすべて削除するには、次を実行してください: {0}',
  'Skipped {0}: {1}': 'スキップ {0}: {1}',
  '{0}: succeeded in {1}.': '{0}: {1}で成功しました。',
  '{0}: failed in {1} of {2}.': '{0}: {2}のうち {1} リージョンで失敗しました。',
  '{0} ok': '{0}すべて OK',
  '{0}, {1}, {2} s': '{0}、{1}、{2} 秒',
  failed: '失敗',
  healthy: '正常',
  broken: '異常',
  planned: '計画のみ',
  stopped: '確認で停止',
  'The install would stop at the checks.': 'インストールは確認の段階で停止します。',
  absent: '未インストール',
  removed: '撤去済み',
  installed: 'インストール済み',
  unchanged: '変更なし',

  // test-trigger
  'API call': 'API 呼び出し',
  'CloudTrail event': 'CloudTrail イベント',
  'rule match': 'ルールの一致',
  'invocation start': '関数の開始',
  'finding written': '検出結果の出力',
  'ingested by logs': 'ログへの取り込み',
  'received here': '検出結果の受信',
  'EventBridge does not record this time': 'EventBridge には時刻の記録がありません',
  'the finding arrived {0} after the change': '検出結果が届きました (変更から {0})',
  'the finding arrived {0} after the change: {1} {2}': '検出結果が届きました (変更から {0}): {1} は {2}',
  min: '最小',
  median: '中央値',
  max: '最大',
  '{0} run': '{0} 回',
  'No hop is broken, but not all could be read. {0}':
    '壊れている段はありませんが、読み取れない段があります。{0}',
  'Every hop works. {0}': 'すべての段が正常です。{0}',
  'Broken: {0}. To fix it, run:': '壊れている段: {0}。修復するには次を実行してください:',
};
