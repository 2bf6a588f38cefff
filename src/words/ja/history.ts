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
  'There is no log file below {0}.': '{0} 以下にログファイルがありません。',
  'Give a folder with .json or .json.gz files of CloudTrail, or one such file.':
    'CloudTrail の .json または .json.gz ファイルのあるフォルダー、またはそのファイルを指定してください。',
  'Nothing could be read: {0}: {1}.': '何も読み取れませんでした: {0}: {1}。',
  'Nothing could be read: {0}: {1} (and {2} more).': '何も読み取れませんでした: {0}: {1} (ほか {2} 件)。',
  'Check that these are log files of CloudTrail, whole and readable.':
    'CloudTrail のログファイルであること、欠けておらず読み取れることを確認してください。',
  'Bucket {0}: {1}': 'バケット {0}: {1}',
  'it is too large to be held; download it and give the file':
    '大きすぎるためメモリーに読み込めません。ダウンロードしてファイルを指定してください',
  '{0} is not a file of an interrupted history.': '{0} は中断した history のファイルではありません。',
  'Give a new name with --resume; the file is made.':
    '--resume に新しい名前を指定してください。ファイルは作成されます。',
  'there is no such file': 'ファイルがありません',
  'the compressed data end early': '圧縮データが途中で終わっています',
  'the compressed data are damaged': '圧縮データが壊れています',
  'it is empty': '空のファイルです',
  'it ends in the middle of a record': 'レコードの途中で終わっています',
  'a record has no end': '終わりのないレコードがあります',
  'a record is not valid JSON': 'JSON として正しくないレコードがあります',
  'it is not JSON': 'JSON ではありません',

  // verify
  'the log file is not there': 'ログファイルがありません',
  'the log file was changed': 'ログファイルが改変されています',
  'it was moved: it says that it is {0}': '移動されています: 本来の場所は {0} です',
  '{0}: its signature is only in the metadata of the S3 object, so it is unchecked.':
    '{0}: 署名が S3 オブジェクトのメタデータにしかないため、検証していません。',
  'there is no public key {0}': '公開鍵 {0} がありません',
  'its signature is wrong': '署名が正しくありません',
  'it is not what the digest after it was made from': '次のダイジェストの元になった内容と異なります',
  'a digest before it is missing: {0}': '前のダイジェストがありません: {0}',
  'a digest before it is missing: it begins a new chain':
    '前のダイジェストがありません: ここから新しいチェーンが始まっています',

  // rehearsal
  'it is not among the groups that are there now': '現在のグループの中にありません',
  '{0} of its rules were added by calls that no record tells of':
    '{0} 個のルールは、記録にない呼び出しで追加されています',
  'what it admitted when it was deleted is not recorded': '削除時の許可内容が記録されていません',
  'what its prefix list held is not recorded': 'プレフィックスリストの以前の内容が記録されていません',
  'what {0} was is not recorded': '{0} の以前の内容が記録されていません',
};
