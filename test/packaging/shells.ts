import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { cleanEnv, runCommand } from './run-command.ts';

export type ShellName = 'bash' | 'zsh' | 'fish';

export const hasShell = (name: ShellName): boolean => spawnSync(name, ['-c', 'exit 0']).status === 0;

/** Returns the words that the shell offers after `line`, after it has sourced the script. */
export function offered(shell: ShellName, script: string, line: string): Promise<string[]> {
  return { bash, zsh, fish }[shell](script, line);
}

/** Calls the function that `complete` registered with the words of the line, as readline does. */
async function bash(script: string, line: string): Promise<string[]> {
  const program = `
source "$1"
COMP_LINE=$2 COMP_POINT=\${#2}
read -ra COMP_WORDS <<<"$2"
[[ $2 == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
registered=$(complete -p secgroup-monitor) || exit 3
set -- $registered
while [ "$1" != -F ]; do shift; done
"$2" secgroup-monitor "\${COMP_WORDS[COMP_CWORD]}" "\${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\\n' "\${COMPREPLY[@]}"`;
  return wordsOf('bash', ['--norc', '-c', program, 'bash', script, line]);
}

/** fish prints its offers with `complete -C`. */
async function fish(script: string, line: string): Promise<string[]> {
  return wordsOf('fish', ['--no-config', '-c', 'source $argv[1]; complete -C $argv[2]', script, line]);
}

/** zsh completes only in its line editor, so a second zsh types into it on a pseudo-terminal (zsh/zpty). */
async function zsh(script: string, line: string): Promise<string[]> {
  return wordsOf('zsh', ['-f', join(import.meta.dirname, 'zsh-offers.zsh'), script, line]);
}

async function wordsOf(file: string, args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await runCommand(file, args, { env: cleanEnv({ TERM: 'xterm' }) });
  if (code !== 0 || stderr !== '') throw new Error(`${file} ended with ${code}: ${stderr}`);
  return stdout
    .split('\n')
    .map((row) => row.split(/[\t ]/)[0]!)
    .filter(Boolean);
}
