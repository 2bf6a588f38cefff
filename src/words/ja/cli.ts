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
  'Output formats: {0} (default: {1})': '出力形式: {0} (既定: {1})',
  'output the version number': 'バージョン番号を表示する',
  'display help for command': 'コマンドのヘルプを表示する',

  // The program and its common options
  'Alerts you within seconds when an EC2 security group differs from its baseline, and tests that the alarm works.':
    'EC2 のセキュリティグループがベースラインと異なると数秒以内に知らせ、アラームが動くことも確かめます。',
  'AWS Region (default: from the AWS configuration)': 'AWS リージョン (既定: AWS の設定に従う)',
  'profile in the shared AWS config and credentials files':
    'AWS の共有設定ファイルと認証情報ファイルのプロファイル',
  "send all calls to this URL, for example the sandbox's":
    'すべての呼び出しをこの URL (サンドボックスなど) に送る',
  'name of the installation': 'インストールの名前',
  'output format: pretty, json, or another that the command supports':
    '出力形式: pretty、json、またはコマンドごとの形式',
  'language of the messages (default: from the locale)': 'メッセージの言語 (既定: ロケールに従う)',
  'turn off colours (also off with NO_COLOR and in a pipe)': '色を付けない (NO_COLOR やパイプでも同じ)',
  "don't show progress on stderr": '標準エラー出力に進捗を出さない',
  'show stack traces of errors': 'エラーのスタックトレースを表示する',
  'skip confirmation prompts': '確認を求めない',

  // Commands
  'install or update the monitor in an account': 'アカウントに監視をインストールする、または更新する',
  'check every hop from the trail to the log group, and show how to fix a broken one':
    '証跡からロググループまでの各段を調べ、壊れている段の直し方を示す',
  'send the events in the dead-letter queue to the function again':
    'デッドレターキューのイベントを関数に再送する',
  'remove everything that the stack owns, and check that nothing is left':
    'スタックが所有するものをすべて撤去し、残りがないことを確かめる',
  'test the alarm: make a harmless change and follow it to its finding':
    'アラームを試す: 無害な変更を行い、検出結果が出るまで追跡する',
  'show findings as they arrive, or those of a period': '検出結果を届いた順に、または期間を指定して表示する',
  'run a local AWS in the foreground, to try everything without an account':
    'ローカルの AWS をフォアグラウンドで動かす (アカウントなしですべてを試せる)',
  'show install, test, alarm and teardown on a local AWS; no account needed':
    'ローカルの AWS でインストール、テスト、アラーム、撤去を実演する (アカウント不要)',
  'create, check, compare and update baselines (what each group may admit)':
    'ベースライン (グループに許可する内容) を作成し、検証し、比較し、更新する',
  'judge all groups of accounts, Regions or files once':
    'アカウント、リージョン、ファイルのすべてのグループを一度だけ判定する',
  'list who changed which group, or rehearse a baseline on past changes':
    '誰がどのグループを変更したかを一覧する。過去の変更でベースラインを予行することもできる',
  'print the completion script for bash, zsh or fish': 'bash、zsh、fish の補完スクリプトを出力する',

  // Examples
  'show what would be created': '何が作られるかを見る',
  'use this baseline, and send findings of severity high and above to a topic':
    'このファイルで判定し、重大度 high 以上の検出結果をトピックに送る',
  'exit code 1 if a hop is broken; the output shows how to fix it':
    '壊れた段があれば終了コード 1。出力に直し方を示す',
  'the same as JSON, for scripts': '同じ内容をスクリプト向けに JSON で出力する',
  'count the events in the queue': 'キューにあるイベントを数える',
  'show what would be removed': '何が撤去されるかを見る',
  'remove everything except the findings, without asking': '検出結果以外をすべて、確認なしで撤去する',
  'test that the alarm works': 'アラームが動くことを確かめる',
  'measure how fast it is, over 10 runs': '10 回実行して速さを測る',
  'show findings from now on': 'これからの検出結果を見る',
  'print what severe findings of the last two hours admit, for scripts':
    '直近 2 時間の重大な検出結果で許可されたものを、スクリプト向けに取り出す',
  'start a local AWS, and print the variables to export':
    'ローカルの AWS を動かし、export する環境変数を表示する',
  'throttle the first CreateFunction call, and show each call':
    '最初の CreateFunction をスロットリングし、呼び出しを表示する',
  'see everything in a few seconds, without an account': '全工程を数秒で、アカウントなしで見る',
  'write what the groups admit today to a file': 'グループが現在許可している内容をファイルに書き出す',
  'show which groups differ from it now': '現在ベースラインと異なるグループを見る',
  'capture all groups of the Region': 'リージョンのすべてのグループから書き出す',
  'capture the output of the AWS CLI': 'AWS CLI の出力から書き出す',
  'exit code 2 if it is invalid; the error shows line and column':
    '誤りがあれば終了コード 2。エラーに行と列を示す',
  'compare the groups with the installed baseline': 'グループをインストール済みのベースラインと比べる',
  'compare the groups in a file, without an account': 'ファイルのグループをアカウントなしで比べる',
  'save the installed baseline to a file': 'インストール済みのベースラインをファイルに保存する',
  'show the difference, and ask before the update': '差異を表示し、更新の前に確認を求める',
  'save the schema, for editors that support JSON Schema':
    'スキーマを保存する (JSON スキーマに対応したエディター用)',
  'judge all groups, and show who last changed them': 'すべてのグループを判定し、最後に変更した人も見る',
  'fail if a Terraform plan has findings of severity high or above':
    'Terraform プランに重大度 high 以上の検出結果があれば失敗させる',
  'write a report that you can share': '人に渡せるレポートを作る',
  'list what one person changed': '一人の変更を一覧する',
  'show which changes would have alerted': 'どの変更でアラートが出たはずかを見る',
  'check that no log file was changed or is missing': 'ログファイルに改ざんも欠落もないことを確かめる',
  'add this line to ~/.bashrc (zsh: the same, with `zsh` for `bash`)':
    'この行を ~/.bashrc に書く (zsh では bash を zsh に替える)',
  'add this line to config.fish': 'この行を config.fish に書く',

  // Mistakes on the command line
  "Missing required argument '{0}'.": '必須の引数 {0} がありません。',
  "Option '{0}' needs a value.": 'オプション {0} の値がありません。',
  "Option '{0}' does not accept '{1}'. Use one of {2}.":
    'オプション {0} に「{1}」は指定できません。選択肢は {2} です。',
  "Unknown option '{0}'{1}.": 'オプション {0} はありません{1}。',
  "Unknown command '{0}'{1}.": 'コマンド {0} はありません{1}。',
  ' (Did you mean one of {0}?)': ' ({0} のいずれかではありませんか?)',
  ' (Did you mean {0}?)': ' ({0} ではありませんか?)',
  "Too many arguments for '{0}': it accepts 1, but got {1}.":
    '{0} の引数が多すぎます。引数は 1 個ですが、{1} 個指定されています。',
  "Too many arguments for '{0}': it accepts {1}, but got {2}.":
    '{0} の引数が多すぎます。引数は {1} 個ですが、{2} 個指定されています。',
  'To see the options, run "secgroup-monitor --help" or "secgroup-monitor help COMMAND".':
    '使い方は `secgroup-monitor --help` または `secgroup-monitor help コマンド名` で確認できます。',
  'This command has no format "{0}".': 'このコマンドに「{0}」という形式はありません。',
  'Use {0}.': '{0} を指定してください。',
  ' or ': ' または ',
  '--endpoint-url "{0}" is not an HTTP or HTTPS URL.':
    '--endpoint-url の「{0}」は http または https の URL ではありません。',
  'Use a URL such as http://127.0.0.1:4566.': 'http://127.0.0.1:4566 のように書いてください。',

  // Errors, questions and files
  'Error: ': 'エラー: ',
  'Interrupted.': '中断しました。',
  'This is a bug in secgroup-monitor: {0}': 'secgroup-monitor のバグです: {0}',
  'Please report it with the text below, your command line and these versions: secgroup-monitor {0}, Node {1}, {2}.':
    '以下の文、入力したコマンドライン、バージョン (secgroup-monitor {0}、Node {1}、{2}) を添えて報告してください。',
  '"-" reads standard input, but standard input is a terminal.':
    '「-」は標準入力を読みますが、標準入力が端末になっています。',
  'Pipe a file into the command.': 'パイプでファイルを渡してください。',
  '{0} Confirmation needs a terminal, so nothing was done.':
    '{0} 確認には端末が必要なため、何も行いませんでした。',
  'Add --yes to confirm.': '同意する場合は --yes を付けてください。',
  "Can't read {0}: {1}.": '{0} を読み込めません: {1}。',
  'it is a link, and its target could be any file': 'リンクであり、その先はどのファイルでもあり得ます',
  "Can't write {0}: {1}.": '{0} に書き込めません: {1}。',
  'Check the path and its permissions.': 'パスと権限を確認してください。',
  "Can't write to standard output: {0}.": '標準出力に書き込めません: {0}。',
  'Check the destination of the output, then run the same command again.':
    '出力先を確認し、同じコマンドを再実行してください。',
};
