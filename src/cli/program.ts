/**
 * Builds the commander program: all words for the help, the module of the typed word alone.
 *
 * To add a command: write `src/commands/<word>/<word>.ts`, add its row to COMMANDS (src/cli/commands.ts),
 * give its report a renderer in src/render/index.ts, then renew the built-in help:
 * `UPDATE_HELP=1 SKIP_BUILD=1 npx vitest run test/cli/help.test.ts`.
 * A command file parses and runs apart, so that tests can drive either:
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
 * `common` holds the options of every command (CommonOptions); `await ctx.aws(common)` gives the
 * services. Subcommands (`baseline check`) hang on what `shell.command` returned.
 */

import { Command, Option } from 'commander';
import type { Shell } from '../commands/shell.ts';
import { VERSION } from '../core/version.ts';
import { say } from '../core/words/say.ts';
import { COMMANDS } from './commands.ts';
import { LANGUAGES } from './language.ts';

/** Help is wrapped to one width everywhere, so that the built-in text is what commander would print. */
const HELP_WIDTH = 80;

/** Only who asks for help needs the examples. */
const HELP_WORDS = new Set(['help', '--help', '-h']);

export interface ProgramOut {
  out(text: string): void;
  err(text: string): void;
}

/** Makes the program with its common options; commander throws a CommanderError instead of exiting. */
export function createProgram(write: ProgramOut): Command {
  const program = new Command('secgroup-monitor');
  program
    .description(
      say`Watches EC2 security groups: says within seconds when a group's ingress is no longer what you meant, and proves that the alarm works.`,
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
    .option('--region <region>', say`AWS Region; else as the AWS SDK finds it`)
    .option('--profile <name>', say`profile of the shared AWS configuration`)
    .option('--endpoint-url <url>', say`send all calls there, for example to the sandbox`)
    .option('--stack <name>', say`name of the installation`, 'secgroup-monitor')
    .option('--format <form>', say`pretty, json, or what the command offers`)
    .addOption(
      new Option('--lang <language>', say`of the messages; else as the locale says`).choices(LANGUAGES),
    )
    .option('--no-color', say`no colours (so do NO_COLOR and a pipe)`)
    .option('-q, --quiet', say`no progress on stderr`)
    .option('--verbose', say`show stack traces of errors`)
    .option('-y, --yes', say`do not ask`);
  return program;
}

/** Registers every word; only the module of the word in argv is imported. */
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

/** The first operand, or the one after `help`. */
export function typedWord(program: Command, argv: readonly string[]): string | undefined {
  const operands = operandsOf(program, argv);
  return operands[0] === 'help' ? operands[1] : operands[0];
}

/** What is left of argv without the program's own options and their values. */
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
