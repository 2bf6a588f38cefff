import type { Catalogue } from '../../core/words/say.ts';

export const BASELINE: Catalogue = {
  // Errors in a file
  '{0}: {1}; did you mean "{2}"?': '{0}: {1}。「{2}」ではありませんか?',
  '… and {0} more': '…ほか {0} 件',
  'Correct the file, then run `secgroup-monitor baseline check` on it; `baseline schema` prints its JSON Schema.':
    'ファイルを修正してから `secgroup-monitor baseline check` で確認してください。JSON Schema は `baseline schema` で出力できます。',
  '"{0}" is not a day of the calendar': '「{0}」は暦にない日付です',
  'changes may settle for {0} at most': '変更の猶予 (settle) は {0} までです',
  'the name {0} is taken by the entry of line {1}': '名前 {0} は {1} 行目のエントリで使われています',
  '"{0}" stands twice in never': '「{0}」が never に重複しています',
  'unknown key {0}': '不明なキー {0}',
  'unknown key {0} (known here: {1})': '不明なキー {0} (ここで使えるキー: {1})',
  '{0} is missing': '{0} がありません',
  '{0} is not {1}': '{0}: {1}を指定してください',

  // What a file contains …
  'a list': 'リスト',
  'a map': 'マップ',
  'an empty map': '空のマップ',

  // … and what is expected
  'what is expected here': 'ここに必要なもの',
  'a secgroup-monitor/baseline version 1': 'ベースライン (version: 1 のマップ)',
  'a schema address': 'スキーマのアドレス',
  'the version 1': 'バージョン 1 ',
  'a list of group entries': 'グループのエントリのリスト',
  'a list of rules that must never be admitted': '決して許可しないルールのリスト',
  'a list of exceptions': '例外のリスト',
  'a list of trusted principals': '信頼されたプリンシパルのリスト',
  'alert or ignore': 'alert、ignore のいずれか',
  'a group entry': 'グループのエントリ',
  'a name': '名前',
  'exactly, at-most or at-least': 'exactly、at-most、at-least のいずれか',
  'a list of rules': 'ルールのリスト',
  'a rule': 'ルール',
  'true or false': 'true、false のいずれか',
  'a match: at least one of id, name, tag and vpc': '対象の条件 (id、name、tag、vpc のうち 1 つ以上)',
  'a name or glob': '名前またはグロブ',
  'a VPC id such as vpc-0123456789abcdef0': 'VPC ID (例: vpc-0123456789abcdef0)',
  'a map of tag keys to values': 'タグのキーと値のマップ',
  'a text (put numbers and true/false in quotes)': 'テキスト (数値や true/false は引用符で囲む)',
  'a rule such as "tcp 443 from 10.0.0.0/8"': 'ルール (例: "tcp 443 from 10.0.0.0/8")',
  'an object with IpPermissions': 'IpPermissions を持つオブジェクト',
  'a list of permissions': '許可のリスト',
  'a permission as the AWS CLI prints it': 'AWS CLI が出力する形の許可',
  'a protocol': 'プロトコル',
  'a port (-1 to 65535)': 'ポート (-1 から 65535)',
  'a list of IPv4 ranges': 'IPv4 範囲のリスト',
  'an IPv4 range': 'IPv4 範囲',
  'an IPv4 CIDR': 'IPv4 の CIDR ',
  'a text': 'テキスト',
  'a list of IPv6 ranges': 'IPv6 範囲のリスト',
  'an IPv6 range': 'IPv6 範囲',
  'an IPv6 CIDR': 'IPv6 の CIDR ',
  'a list of prefix lists': 'プレフィックスリストのリスト',
  'a prefix-list id': 'プレフィックスリスト ID ',
  'a list of group references': 'グループの参照のリスト',
  'a group reference': 'グループの参照',
  'a security-group id': 'セキュリティグループ ID ',
  'an account': 'アカウント',
  'a security-group id such as sg-0123456789abcdef0': 'セキュリティグループ ID (例: sg-0123456789abcdef0)',
  'a rule, or an object with a rule': 'ルール、または rule を持つオブジェクト',
  'info, low, medium, high or critical': 'info、low、medium、high、critical のいずれか',
  'a prefix length such as /8, or an object with ipv4 and ipv6':
    'プレフィックス長 (例: /8)、または ipv4 と ipv6 を持つオブジェクト',
  'an IPv4 prefix length (/0 to /32)': 'IPv4 のプレフィックス長 (/0 から /32)',
  'an IPv6 prefix length (/0 to /128)': 'IPv6 のプレフィックス長 (/0 から /128)',
  'an exception': '例外',
  'a date such as 2027-01-31': '日付 (例: 2027-01-31)',
  'a reason': '理由',
  'a trusted principal': '信頼されたプリンシパル',
  'an ARN or glob': 'ARN またはグロブ',
  'a duration such as 90s or 5m': '時間 (例: 90s、5m)',

  // Warnings
  'There are no groups and `unlisted` is alert: every security group will be a finding.':
    'グループのエントリがなく、`unlisted` が alert のため、すべてのセキュリティグループが検出結果になります。',
  'Entry "{0}" matches the same groups as "{1}" before it, and is never used.':
    'エントリ「{0}」は前にある「{1}」と同じグループに一致するため、使われません。',
  'Entry "{0}" asks for at least nothing: every group fits it.':
    'エントリ「{0}」は at-least なのにルールがないため、どのグループも適合します。',
  'Entry "{0}" admits {1}, which "{2}" forbids: the group will be a finding.':
    'エントリ「{0}」は {1} を許可していますが、「{2}」が禁止しているため、グループは検出結果になります。',
  '"never {0}" has a wider-than, which only counts with "from anywhere".':
    '「never {0}」に wider-than がありますが、有効なのは「from anywhere」のときだけです。',
  'The exception for "{0}" ended on {1}; it tolerates nothing any more.':
    '「{0}」の例外は {1} に終了しており、もう何も許容しません。',

  // The YAML parser
  'this key stands twice in its map': 'このキーはマップ内で重複しています',
  'Tabs are not allowed as indentation': 'インデントにタブは使えません',
  'All mapping items must start at the same column': 'マップのキーは同じ桁から始めてください',
  'A block sequence may not be used as an implicit map key': 'リストの項目「-」の字下げを揃えてください',
  'Nested mappings are not allowed in compact mappings':
    '1 行に「キー: 値」を入れ子にはできません (値に「: 」を含むときは引用符で囲む)',
  'Implicit keys need to be on a single line': 'キーは 1 行に書いてください (「:」の後の空白も確認)',
  'Implicit map keys need to be followed by map values': 'キーの後に「: 値」がありません',
  'Missing closing "quote': '閉じる二重引用符 " がありません',
  "Missing closing 'quote": "閉じる引用符 ' がありません",
  'Plain value cannot start with reserved character `': '引用符のない値は ` で始められません',
  'Plain value cannot start with reserved character @': '引用符のない値は @ で始められません',
  'Plain value cannot start with directive indicator character %': '引用符のない値は % で始められません',
  'Flow sequence in block collection must be sufficiently indented and end with a ]':
    '[ で始まるリストは十分に字下げし、] で閉じてください',
  'Flow map in block collection must be sufficiently indented and end with a }':
    '{ で始まるマップは十分に字下げし、} で閉じてください',
  'Flow sequence must end with a ]': '[ で始まるリストを ] で閉じてください',
  'Flow map must end with a }': '{ で始まるマップを } で閉じてください',
  'Missing , or : between flow sequence items': 'リストの項目の間に「,」または「:」がありません',
  'Missing , or : between flow map items': 'マップの項目の間に「,」または「:」がありません',
  'Unexpected , in flow sequence': 'リストに余分な「,」があります',
  'Unexpected , in flow map': 'マップに余分な「,」があります',
  'Block collections are not allowed within flow collections':
    '[ ] や { } の中に複数行形式のリストやマップは書けません',
  'Comments must be separated from other tokens by white space characters': 'コメントの前には空白が必要です',
  'Alias cannot be an empty string': '* で始まる値は引用符で囲んでください (エイリアス名がありません)',
  'Unexpected scalar at node end': '値の後に余分な文字があります',
  'Excessive alias count indicates a resource exhaustion attack': 'エイリアスが多すぎます',
  'Unresolved alias (the anchor must be set before the alias): {0}':
    'エイリアス {0} が定義されていません (* で始まる値は引用符で囲む)',
};
