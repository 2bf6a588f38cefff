import type { Catalogue } from '../../core/words/say.ts';

export const CLI: Catalogue = {
  // Headings and notes of --help
  'Usage:': '使い方:',
  'Arguments:': '引数:',
  'Options:': 'オプション:',
  'Global Options:': '共通オプション:',
  'Commands:': 'コマンド:',
  'Examples:': '例:',
  'choices: {0}': '選択肢: {0}',
  'default: {0}': '既定: {0}',
  '[options]': '[オプション]',
  '[command]': '[コマンド]',
  'Forms of --format: {0} (default: {1})': '--format の形式: {0} (既定: {1})',
  'output the version number': 'バージョン番号を表示する',
  'display help for command': 'コマンドのヘルプを表示する',

  // The program and its common options
  "Watches EC2 security groups: says within seconds when a group's ingress is no longer what you meant, and proves that the alarm works.":
    'EC2 のセキュリティグループを監視します。グループのインバウンドが意図したものでなくなると数秒のうちに知らせ、アラームが本当に動くことを証明します。',
  'AWS Region; else as the AWS SDK finds it': 'AWS リージョン。省略時は AWS SDK と同じ方法で決める',
  'profile of the shared AWS configuration': 'AWS の共有設定ファイルのプロファイル',
  'send all calls there, for example to the sandbox':
    'すべての呼び出しをこの URL (サンドボックスなど) に送る',
  'name of the installation': 'インストールの名前',
  'pretty, json, or what the command offers': 'pretty、json、またはコマンドごとの形式',
  'of the messages; else as the locale says': 'メッセージの言語。省略時はロケールに従う',
  'no colours (so do NO_COLOR and a pipe)': '色を付けない (NO_COLOR やパイプでも同じ)',
  'no progress on stderr': '標準エラー出力に進捗を出さない',
  'show stack traces of errors': 'エラーのスタックトレースを表示する',
  'do not ask': '確認を求めない',

  // Commands
  'put the monitor into an account, or bring it in line':
    'アカウントに監視をインストールする。既にあれば設定どおりに揃える',
  'walk every hop from the trail to the log and say what is broken':
    '証跡からログまでの各段を調べ、壊れている段を示す',
  'send the events of the dead-letter queue to the function again':
    'デッドレターキューのイベントを関数に再送する',
  'remove everything that the stack owns, and prove it':
    'スタックが所有するものをすべて撤去し、残りがないことを確かめる',
  'make a harmless change and follow it hop by hop to its finding':
    '無害な変更を行い、検出結果が出るまで一段ずつ追跡する',
  'show findings as they come, or those of a span of time':
    '検出結果を届いた順に、または期間を指定して表示する',
  'run a local AWS in the foreground, to try everything without an account':
    'ローカルの AWS をフォアグラウンドで動かす (アカウントなしですべてを試せる)',
  'show the whole job on a local AWS, no account needed':
    'ローカルの AWS で全工程を実演する (アカウント不要)',
  'write, check, compare and change what the groups are meant to admit':
    'グループに許可させたい内容 (ベースライン) を書き出し、検証し、比較し、変更する',
  'judge all groups of accounts, Regions or files, once':
    'アカウント、リージョン、ファイルのすべてのグループを一度だけ判定する',
  'list who changed which group, or rehearse a baseline over it':
    '誰がどのグループを変更したかを一覧する。ベースラインの予行もできる',
  'print the completion script of bash, zsh or fish': 'bash、zsh、fish の補完スクリプトを出力する',

  // Examples
  'show what would be made': '何が作られるかを見る',
  'judge by that file, and send findings of severity high and above to a topic':
    'このファイルで判定し、重大度 high 以上の検出結果をトピックに送る',
  'exit 1 names the broken hop and what mends it': '終了コード 1 のとき、壊れた段と直し方を示す',
  'the same for a script': '同じものをスクリプト向けに出力する',
  'count what waits in the queue': 'キューで待っているイベントを数える',
  'show what would be removed': '何が撤去されるかを見る',
  'remove all but the findings, and do not ask': '検出結果以外をすべて、確認なしで撤去する',
  'prove that the alarm works': 'アラームが動くことを証明する',
  'measure how fast it is': '速さを測る',
  'what happens from now on': 'これから起きることを見る',
  'what was serious in two hours, for a script': '直近 2 時間の重大なものを、スクリプト向けに取り出す',
  'a local AWS; it prints what to export': 'ローカルの AWS を動かし、export する環境変数を表示する',
  'the same, with a call that fails': '同じく動かし、呼び出しを一つ失敗させる',
  'all of it in some seconds, without an account': '全工程を数秒で、アカウントなしで見る',
  'what the groups admit today': 'グループが現在許可している内容を書き出す',
  'what differs from it now': 'ベースラインと現在の差異を見る',
  'of all groups of the Region': 'リージョンのすべてのグループから書き出す',
  'of what the AWS CLI read': 'AWS CLI が読み取った結果から書き出す',
  'exit 2 names line and column': '終了コード 2 のとき、行と列を示す',
  'the groups against the installed baseline': 'グループをインストール済みのベースラインと比べる',
  'without an account': 'アカウントなしで比べる',
  'save what is installed': 'インストール済みのものを保存する',
  'shows the difference and asks': '差異を表示して確認を求める',
  'for an editor that knows schemas': 'スキーマに対応したエディター用に保存する',
  'all groups, and who changed them last': 'すべてのグループと、最後に変更した人を見る',
  'stop a Terraform plan that opens too much': '開放しすぎる Terraform プランを止める',
  'a page to pass on': '人に渡せるページを作る',
  'what one person changed': '一人の変更を見る',
  'what would have alerted': 'どの変更でアラートが出たはずかを見る',
  'that no log file was altered or is missing': 'ログファイルに改ざんも欠落もないことを確かめる',
  'for ~/.bashrc; zsh alike': '~/.bashrc に書く。zsh も同様',
  'for config.fish': 'config.fish に書く',

  // Mistakes on the command line
  "Missing required argument '{0}'.": '必須の引数 {0} がありません。',
  "Option '{0}' argument missing.": 'オプション {0} の値がありません。',
  "Option '{0}' argument '{1}' is invalid. Allowed choices are {2}.":
    'オプション {0} に「{1}」は指定できません。選択肢は {2} です。',
  "Unknown option '{0}'{1}.": 'オプション {0} はありません{1}。',
  "Unknown command '{0}'{1}.": 'コマンド {0} はありません{1}。',
  ' (Did you mean one of {0}?)': ' ({0} のいずれかではありませんか?)',
  ' (Did you mean {0}?)': ' ({0} ではありませんか?)',
  "Too many arguments for '{0}'. Expected 1 argument but got {1}.":
    '{0} の引数が多すぎます。引数は 1 個ですが、{1} 個指定されています。',
  "Too many arguments for '{0}'. Expected {1} arguments but got {2}.":
    '{0} の引数が多すぎます。引数は {1} 個ですが、{2} 個指定されています。',
  'Run "secgroup-monitor --help", or "secgroup-monitor help COMMAND", to see what it takes.':
    '使い方は `secgroup-monitor --help` または `secgroup-monitor help コマンド名` で確認できます。',
  'There is no format "{0}" here.': 'このコマンドに「{0}」という形式はありません。',
  'Use {0}.': '{0} を指定してください。',
  ' or ': ' または ',
  '--endpoint-url "{0}" is not a URL of http or https.':
    '--endpoint-url の「{0}」は http または https の URL ではありません。',
  'Write it as http://127.0.0.1:4566.': 'http://127.0.0.1:4566 のように書いてください。',

  // Errors, questions and files
  'Error: ': 'エラー: ',
  'Interrupted.': '中断しました。',
  'This is a bug in secgroup-monitor: {0}': 'secgroup-monitor のバグです: {0}',
  'Please report it with the text below, the command line you typed, and the versions: secgroup-monitor {0}, Node {1}, {2}.':
    '以下の文、入力したコマンドライン、バージョン (secgroup-monitor {0}、Node {1}、{2}) を添えて報告してください。',
  '"-" reads standard input, which is a terminal here.':
    '「-」は標準入力を読みますが、標準入力が端末になっています。',
  'Pipe a file into it.': 'パイプでファイルを渡してください。',
  '{0} Nobody can be asked here, so nothing was done.':
    '{0} ここでは確認を求められないため、何も行いませんでした。',
  'Add --yes to agree.': '同意する場合は --yes を付けてください。',
  "Can't read {0}: {1}.": '{0} を読み込めません: {1}。',
  "Can't write {0}: {1}.": '{0} に書き込めません: {1}。',
  'Check the path and its permissions.': 'パスと権限を確認してください。',
  "Can't write to standard output: {0}.": '標準出力に書き込めません: {0}。',
  'Check where it goes to, and run the same command again.':
    '出力先を確認し、同じコマンドを再実行してください。',
};
