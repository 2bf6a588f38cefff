/**
 * Builds the commander program. All commands are registered for the help, but only the module of the command that
 * was entered is loaded.
 *
 * To add a command: write `src/commands/<word>/<word>.ts`, add its row to COMMANDS (src/cli/commands.ts),
 * give its report a renderer in src/render/index.ts, then renew the built-in help:
 * `UPDATE_HELP=1 SKIP_BUILD=1 npx vitest run test/cli/help.test.ts`.
 * A command file parses and runs in separate functions, so that tests can call either:
 *
 *     export function register(program: Command, shell: Shell, run = status): void {
 *       shell
 *         .command(program, 'status', ['pretty', 'json'])
 *         .option('--wait <duration>', 'wait until healthy, at most this long')
 *         .action(shell.action<Flags>((flags, common) => run(parse(flags, common), shell.ctx)));
 *     }
 *
 *     // flags -> options; throws usageError(...) and nothing else
 *     export function parse(flags: Flags, common: CommonOptions): StatusOptions
 *
 *     // does the work; returns {report, failed}; never prints, never exits
 *     export async function status(options: StatusOptions, ctx: Pick<Context, 'aws' | 'progress'>):
 *       Promise<CommandResult<StatusReport>>
 *
 * `common` contains the options of every command (CommonOptions); `await ctx.aws(common)` returns the
 * services. Subcommands (`baseline check`) are added to the command that `shell.command` returned.
 */

import { Command, Option } from 'commander';
import type { Shell } from '../commands/shell.ts';
import { VERSION } from '../core/version.ts';
import { say } from '../core/words/say.ts';
import { COMMANDS } from './commands.ts';
import { LANGUAGES } from './language.ts';

/** Help always has the same width, so that the built-in text equals commander's. */
export const HELP_WIDTH = 80;

/** With one of these words, the examples are loaded. */
const HELP_WORDS = new Set(['help', '--help', '-h']);

export interface ProgramOut {
  out(text: string): void;
  err(text: string): void;
}

/** Creates the program with its common options. Commander throws a CommanderError instead of exiting. */
export function createProgram(write: ProgramOut): Command {
  const program = new Command('secgroup-monitor');
  program
    .description(
      say`Alerts you within seconds when an EC2 security group differs from its baseline, and tests that the alarm works.`,
    )
    .version(VERSION, '-V, --version', say`output the version number`)
    .helpOption('-h, --help', say`display help for command`)
    .helpCommand('help [command]', say`display help for command`)
    .configureOutput({
      writeOut: write.out,
      writeErr: write.err,
      getOutHelpWidth: () => HELP_WIDTH,
      getErrHelpWidth: () => HELP_WIDTH,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      outputError: () => undefined,
    })
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .option('--region <region>', say`AWS Region (default: from the AWS configuration)`)
    .option('--profile <name>', say`profile in the shared AWS config and credentials files`)
    .option('--endpoint-url <url>', say`send all calls to this URL, for example the sandbox's`)
    .option('--stack <name>', say`name of the installation`, 'secgroup-monitor')
    .option('--format <format>', say`output format: pretty, json, or another that the command supports`)
    .addOption(
      new Option('--lang <language>', say`language of the messages (default: from the locale)`).choices(
        LANGUAGES,
      ),
    )
    .option('--no-color', say`turn off colours (also off with NO_COLOR and in a pipe)`)
    .option('-q, --quiet', say`don't show progress on stderr`)
    .option('--verbose', say`show stack traces of errors`)
    .option('-y, --yes', say`skip confirmation prompts`);
  return program;
}

/** Registers every command; only the module of the command in argv is imported. */
export async function addCommands(program: Command, shell: Shell, argv: readonly string[]): Promise<void> {
  const typed = typedWord(program, argv);
  for (const entry of COMMANDS) {
    if (typed !== undefined && (entry.word === typed || entry.alias === typed)) {
      (await entry.load()).register(program, shell);
      if (argv.some((word) => HELP_WORDS.has(word))) {
        (await import('./examples.ts')).addExamples(program.commands.at(-1)!);
      }
    } else {
      const bare = program.command(entry.word).description(entry.summary());
      if (entry.alias) bare.alias(entry.alias);
    }
  }
}

/** Returns the first operand, or the one after `help`. */
export function typedWord(program: Command, argv: readonly string[]): string | undefined {
  const operands = operandsOf(program, argv);
  return operands[0] === 'help' ? operands[1] : operands[0];
}

/** Returns argv without the program's own options and their values. */
function operandsOf(program: Command, argv: readonly string[]): string[] {
  const takesValue = new Map<string, boolean>();
  for (const option of program.options as Option[]) {
    for (const flag of [option.short, option.long]) if (flag) takesValue.set(flag, option.required);
  }
  const operands: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!;
    if (word === '--') break;
    if (!word.startsWith('-')) operands.push(word);
    else if (takesValue.get(word)) i++;
  }
  return operands;
}
