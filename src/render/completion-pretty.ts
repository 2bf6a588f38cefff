import type { CompletionOption, CompletionReport, CompletionWord } from '../reports/completion.ts';

const NAME = 'secgroup-monitor';

/** Writes the completion script for the shell. */
export function completionPretty(report: CompletionReport): string {
  return { bash, zsh, fish }[report.shell](report);
}

/** Visits every command with its path of words: [] for the program, ['baseline', 'check'] for `baseline check`. */
function walk(
  words: readonly CompletionWord[],
  path: string[] = [],
): { path: string[]; word: CompletionWord }[] {
  return words.flatMap((word) => [
    { path: [...path, word.word], word },
    ...walk(word.words, [...path, word.word]),
  ]);
}

function longFlags(options: readonly CompletionOption[]): string {
  return options.map((o) => o.flags[0]).join(' ');
}

function bash(report: CompletionReport): string {
  const cases = walk(report.words).map(({ path, word }) => {
    const next = [...word.words.map((w) => w.word), longFlags(word.options), longFlags(report.options)];
    return `    '${path.join(' ')}') words='${next.filter(Boolean).join(' ')}' ;;`;
  });
  return `# ${NAME} completion for bash: source <(${NAME} completion bash)
_secgroup_monitor() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" path='' words='' word
  case "$previous" in
    ${valueFlags(report).join('|')}) compopt -o default; COMPREPLY=(); return ;;
  esac
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in
      ${unique(walk(report.words).map(({ word }) => word.word)).join('|')}) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path" in
    '') words='${[...report.words.map((w) => w.word), 'help', longFlags(report.options)].join(' ')}' ;;
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _secgroup_monitor ${NAME}
`;
}

function valueFlags(report: CompletionReport): string[] {
  const all = [...report.options, ...walk(report.words).flatMap(({ word }) => word.options)];
  return unique(all.filter((o) => o.takesValue).flatMap((o) => o.flags));
}

function unique(items: string[]): string[] {
  return [...new Set(items)];
}

function zsh(report: CompletionReport): string {
  const cases = walk(report.words).map(({ path, word }) => {
    const lines = [
      ...(word.words.length > 0
        ? [`      commands=(${word.words.map(zshWord).join(' ')})`, '      _describe command commands']
        : []),
      `      _arguments ${[...word.options, ...report.options].map(zshOption).join(' ')} '*:file:_files'`,
    ];
    return `    '${path.join(' ')}')\n${lines.join('\n')}\n      ;;`;
  });
  return `#compdef ${NAME}
# ${NAME} completion for zsh: source <(${NAME} completion zsh)
_secgroup_monitor() {
  local -a commands
  local path_typed='' typed
  commands=(${report.words.map(zshWord).join(' ')})
  for typed in "\${(@)words[2,CURRENT-1]}"; do
    case "$typed" in
      ${unique(walk(report.words).map(({ word }) => word.word)).join('|')}) path_typed="\${path_typed:+$path_typed }$typed" ;;
    esac
  done
  case "$path_typed" in
    '')
      _describe command commands
      _arguments ${report.options.map(zshOption).join(' ')}
      ;;
${cases.join('\n')}
  esac
}
compdef _secgroup_monitor ${NAME}
`;
}

function zshWord(word: CompletionWord): string {
  return quote(`${word.word}:${word.summary}`);
}

function zshOption(option: CompletionOption): string {
  const value = option.takesValue
    ? option.choices.length > 0
      ? `:value:(${option.choices.join(' ')})`
      : ':value:_files'
    : '';
  return quote(`*${option.flags[0]}[${option.summary.replace(/[[\]]/g, '\\$&')}]${value}`);
}

function fish(report: CompletionReport): string {
  const words = walk(report.words).map(({ path, word }) => {
    const when = path.length === 1 ? '__fish_use_subcommand' : `__fish_seen_subcommand_from ${path.at(-2)}`;
    return `complete -c ${NAME} -f -n ${quote(when)} -a ${word.word} -d ${quote(word.summary)}`;
  });
  const own = walk(report.words).flatMap(({ path, word }) =>
    word.options.map((o) => fishOption(o, `__fish_seen_subcommand_from ${path.at(-1)}`)),
  );
  return [
    `# ${NAME} completion for fish: ${NAME} completion fish | source`,
    ...words,
    ...report.options.map((o) => fishOption(o)),
    ...own,
    '',
  ].join('\n');
}

function fishOption(option: CompletionOption, when?: string): string {
  const [long, short] = option.flags;
  return [
    `complete -c ${NAME}`,
    ...(when ? [`-n ${quote(when)}`] : []),
    `-l ${long!.replace(/^--/, '')}`,
    ...(short ? [`-s ${short.replace(/^-/, '')}`] : []),
    ...(option.takesValue ? ['-r'] : []),
    ...(option.choices.length > 0 ? [`-f -a ${quote(option.choices.join(' '))}`] : []),
    `-d ${quote(option.summary)}`,
  ].join(' ');
}

/** Quotes a text for all three shells. A `'` becomes `’`, because fish escapes it differently from bash and zsh. */
function quote(text: string): string {
  return `'${text.replace(/'/g, '’')}'`;
}
