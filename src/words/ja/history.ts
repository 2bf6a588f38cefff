import type { Catalogue } from '../../core/words/say.ts';

export const HISTORY: Catalogue = {
  // progress
  'Reading: {0}, {1}/s': '読み取り中: {0}、{1}/秒',
  'Reading the event history: {0} %, {1}, about {2} left': 'イベント履歴を読み取り中: {0} %、{1}、残り約 {2}',
  'Read {0}': '読み取り済み: {0}',
  '{0}, {1}': '{0}、{1}',
  '{0} record': 'レコード {0} 件',
  '{0} of the event history': 'イベント履歴の{0}',
  '{0} min': '{0} 分',

  // unreadable input
  'standard input': '標準入力',
  'There are no log files in {0}.': '{0} 以下にログファイルがありません。',
  "Use a folder with CloudTrail's .json or .json.gz files, or one such file.":
    'CloudTrail の .json または .json.gz ファイルのあるフォルダー、またはそのファイルを指定してください。',
  'There are no CloudTrail records in {0}.': '{0} に CloudTrail のレコードがありません。',
  "Use CloudTrail's own JSON: a trail's log files, or the output of `aws cloudtrail lookup-events`.":
    'CloudTrail の JSON をそのまま指定してください。証跡のログファイルか、`aws cloudtrail lookup-events` の出力です。',
  'Nothing could be read ({0}: {1}).': '何も読み取れませんでした ({0}: {1})。',
  'Nothing could be read ({0}: {1}; and {2} more).': '何も読み取れませんでした ({0}: {1}、ほか {2} 件)。',
  'Check that these are complete and readable log files of CloudTrail.':
    'CloudTrail のログファイルであること、欠けておらず読み取れることを確認してください。',
  'Bucket {0}: {1}': 'バケット {0}: {1}',
  'it is too large to read from S3; download it, then use the file':
    '大きすぎるためメモリーに読み込めません。ダウンロードしてファイルを指定してください',
  '{0} is not a progress file of `history --resume`.':
    '{0} は `history --resume` の進捗ファイルではありません。',
  'Use a new file name with --resume; the command creates the file.':
    '--resume に新しい名前を指定してください。ファイルは作成されます。',
  'the file does not exist': 'ファイルがありません',
  'the compressed data ends early': '圧縮データが途中で終わっています',
  'the compressed data is damaged': '圧縮データが壊れています',
  'it is empty': '空のファイルです',
  'it ends in the middle of a record': 'レコードの途中で終わっています',
  'a record has no end': '終わりのないレコードがあります',
  'a record is not valid JSON': 'JSON として正しくないレコードがあります',
  'it is not JSON': 'JSON ではありません',

  // verify
  'the log file is missing': 'ログファイルがありません',
  'the log file was changed': 'ログファイルが改変されています',
  'it was moved; its original location is {0}': '移動されています: 本来の場所は {0} です',
  '{0} was not checked, because its signature is only in the metadata of the S3 object.':
    '{0} は、署名が S3 オブジェクトのメタデータにしかないため、検証していません。',
  'the public key {0} is missing': '公開鍵 {0} がありません',
  'its signature is invalid': '署名が正しくありません',
  'its content does not match the hash in the next digest': '内容が次のダイジェストのハッシュと一致しません',
  'the digest before it is missing: {0}': '前のダイジェストがありません: {0}',
  'the digest before it is missing: it starts a new chain':
    '前のダイジェストがありません: ここから新しいチェーンが始まっています',

  // rehearsal
  'the group is not among the current groups': '現在のグループの中にありません',
  'no record shows the calls that added {0} of its rules':
    '{0} 個のルールは、記録にない呼び出しで追加されています',
  'its rules at the time of its deletion are not recorded': '削除時のルールが記録されていません',
  'its earlier tags are not recorded': '以前のタグが記録されていません',
  'the earlier entries of its prefix list are not recorded':
    'プレフィックスリストの以前の内容が記録されていません',
  'the earlier text of {0} is not recorded': '{0} の以前の内容が記録されていません',
};
