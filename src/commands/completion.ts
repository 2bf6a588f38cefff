import type { Command } from 'commander';
import { usageError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import type { CommandResult } from '../host/context.ts';
import {
  type CompletionOption,
  type CompletionReport,
  type CompletionWord,
  SHELLS,
  type ShellName,
} from '../reports/completion.ts';
import type { Shell } from './shell.ts';

export function register(program: Command, shell: Shell, run = completion): void {
  shell
    .command(program, 'completion')
    .argument('<shell>', say`bash, zsh or fish`)
    .action(shell.action(async (_flags, _common, name) => run(parse(name), await shell.wholeProgram())));
}

export function parse(name: string | undefined): ShellName {
  const found = SHELLS.find((s) => s === name);
  if (found) return found;
  throw usageError(
    'unknown-shell',
    say`There is no completion for "${name}".`,
    say`Use one of ${SHELLS.join(', ')}.`,
  );
}

/** Lists all commands and options of the program for one shell. */
export async function completion(
  name: ShellName,
  program: Command,
): Promise<CommandResult<CompletionReport>> {
  const report: CompletionReport = {
    schema: 'secgroup-monitor/completion/1',
    shell: name,
    words: program.commands.map(wordOf),
    options: program.options.map(optionOf),
  };
  return { report, failed: false };
}

function wordOf(command: Command): CompletionWord {
  return {
    word: command.name(),
    summary: command.description(),
    words: command.commands.map(wordOf),
    options: command.options.map(optionOf),
  };
}

function optionOf(option: Command['options'][number]): CompletionOption {
  return {
    flags: [option.long, option.short].filter((flag) => flag !== undefined),
    summary: option.description,
    takesValue: option.required || option.optional,
    choices: option.argChoices ?? [],
  };
}
