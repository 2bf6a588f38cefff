import type { Catalogue } from '../../core/words/say.ts';

export const BASELINE: Catalogue = {
  // Errors in a file
  '{0}: {1}; did you mean "{2}"?': '{0}: {1}。「{2}」ではありませんか?',
  '… and {0} more': '…ほか {0} 件',
  'Correct the file, then run `secgroup-monitor baseline check` on it. `secgroup-monitor baseline schema` prints the JSON Schema.':
    'ファイルを修正してから `secgroup-monitor baseline check` で確認してください。JSON Schema は `secgroup-monitor baseline schema` で出力できます。',
  '"{0}" is not a valid date': '「{0}」は正しい日付ではありません',
  'settle must be at most {0}': 'settle は {0} 以下にしてください',
  'the name {0} is already used by the entry on line {1}': '名前 {0} は {1} 行目のエントリで使われています',
  '"{0}" appears twice in never': '「{0}」が never に重複しています',
  'the file is empty; start with `version: 1`': 'ファイルが空です。`version: 1` から書き始めてください',
  'version {0} is not supported; write `version: 1`':
    'バージョン {0} には対応していません。`version: 1` と書いてください',
  'unknown key {0}': '不明なキー {0}',
  'unknown key {0} (known here: {1})': '不明なキー {0} (ここで使えるキー: {1})',
  '{0} is missing': '{0} がありません',
  'expected {0}, but found {1}': '{1}: {0}を指定してください',

  // What a file contains …
  'a list': 'リスト',
  'a map': 'マップ',
  'an empty map': '空のマップ',

  // … and what was expected
  'another value': 'ほかの値',
  'a baseline (a map with `version: 1`)': 'ベースライン (version: 1 のマップ)',
  'the URL of a schema': 'スキーマの URL ',
  'the number 1': '数値 1 ',
  'a list of group entries': 'グループのエントリのリスト',
  'a list of rules that no group may admit': 'どのグループも許可してはならないルールのリスト',
  'a list of exceptions': '例外のリスト',
  'a list of trusted principals': '信頼されたプリンシパルのリスト',
  'alert or ignore': 'alert、ignore のいずれか',
  'a group entry': 'グループのエントリ',
  'a name': '名前',
  'exactly, at-most or at-least': 'exactly、at-most、at-least のいずれか',
  'a list of rules': 'ルールのリスト',
  'a rule': 'ルール',
  'true or false': 'true、false のいずれか',
  'a map with at least one of id, name, tag and vpc': '対象の条件 (id、name、tag、vpc のうち 1 つ以上)',
  'a name or glob': '名前またはグロブ',
  'a VPC id such as vpc-0123456789abcdef0': 'VPC ID (例: vpc-0123456789abcdef0)',
  'a map of tag keys to values': 'タグのキーと値のマップ',
  'a text (put numbers and true/false in quotes)': 'テキスト (数値や true/false は引用符で囲む)',
  'a rule such as "tcp 443 from 10.0.0.0/8"': 'ルール (例: "tcp 443 from 10.0.0.0/8")',
  'an object with IpPermissions': 'IpPermissions を持つオブジェクト',
  'a list of permissions': '許可のリスト',
  'a permission in the format of the AWS CLI': 'AWS CLI が出力する形の許可',
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
  '`groups` is empty and `unlisted` is alert, so every security group is a finding.':
    '`groups` が空で `unlisted` が alert のため、すべてのセキュリティグループが検出結果になります。',
  'Entry "{0}" is never used, because the earlier entry "{1}" matches all of its groups.':
    'エントリ「{0}」のグループはすべて前にある「{1}」に一致するため、使われません。',
  'Entry "{0}" allows all traffic from anywhere, so its groups may admit anything.':
    'エントリ「{0}」はすべての送信元からの全トラフィックを許可しているため、そのグループは何でも許可できます。',
  'The exception for "{0}" tolerates all traffic from anywhere.':
    '「{0}」の例外は、すべての送信元からの全トラフィックを許容します。',
  'The trusted principal "{0}" matches every user and role, so every change is judged only after {1}.':
    '信頼するプリンシパル「{0}」はすべてのユーザーとロールに一致するため、どの変更も {1} 経過してから判定されます。',
  '{0} has bits after its prefix, so it means {1}; write that, or {2}/{3} for one address':
    '{0} はプレフィックスより後のビットを含むため、{1} を意味します。{1} と書くか、1 つのアドレスなら {2}/{3} と書いてください',
  'Entry "{0}" has `ingress: at-least` but no rules, so no group can differ from it.':
    'エントリ「{0}」は `ingress: at-least` なのにルールがないため、どのグループも差異が検出されません。',
  'Entry "{0}" allows {1}, but "{2}" forbids it, so every group of this entry is a finding.':
    'エントリ「{0}」は {1} を許可していますが、「{2}」が禁止しているため、このエントリのグループはすべて検出結果になります。',
  '"never {0}" has `wider-than`, which has an effect only with "from anywhere".':
    '「never {0}」に `wider-than` がありますが、有効なのは「from anywhere」のときだけです。',
  'The exception for "{0}" expired on {1} and no longer applies.':
    '「{0}」の例外は {1} に期限が切れ、もう適用されません。',

  // The YAML parser
  'nested too deeply': 'ネストが深すぎます',
  'duplicate key `{0}`': 'キー `{0}` が重複しています',
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
