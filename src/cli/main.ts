import { type Command, CommanderError } from 'commander';
import { speak } from '../core/words/say.ts';
import type { CommonOptions, Context } from '../host/context.ts';
import { EXIT } from './exit-codes.ts';
import { languageOf, wordsOf } from './language.ts';
import { PipeClosed } from './pipe-closed.ts';
import { addCommands, createProgram } from './program.ts';
import { createShell } from './shell.ts';

/** Runs one command line in this process. Returns its exit code. Never throws, never exits. */
export async function main(argv: readonly string[], context: Context): Promise<number> {
  const language = languageOf(argv, context.env);
  speak(await wordsOf(language), language);
  const program = createProgram({
    out: (text) => context.stdout.write(text),
    err: (text) => context.stderr.write(text),
  });
  if (language !== 'en') {
    const { HELP_IN_WORDS } = await import('./commander-words.ts');
    program.configureHelp({ ...program.configureHelp(), ...HELP_IN_WORDS });
  }
  const shell = createShell(context);
  try {
    await addCommands(program, shell, argv);
    if (argv.length === 0) {
      context.stdout.write(program.helpInformation());
      return EXIT.usage;
    }
    await program.parseAsync(withoutIdleHelp(argv, program), { from: 'user' });
    return shell.exitCode();
  } catch (error) {
    if (error instanceof PipeClosed || context.signal.reason instanceof PipeClosed) return EXIT.done;
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    // Commander has printed the help of a command that needs a subcommand.
    if (error instanceof CommanderError && error.code === 'commander.help') return EXIT.usage;
    shell.settle();
    const options = program.opts<Partial<CommonOptions>>();
    // Loaded only if there is an error.
    const { printError } = await import('./error-printing.ts');
    return printError(await asUsage(error), context, {
      json: options.format === 'json',
      verbose: options.verbose === true,
    });
  }
}

/** `help WORD` with an unknown command becomes `WORD`, so that commander reports it instead of printing the whole help. */
function withoutIdleHelp(argv: readonly string[], program: Command): string[] {
  const [first, word] = argv;
  const names = program.commands.flatMap((command) => [command.name(), ...command.aliases()]);
  const isIdle = first === 'help' && word !== undefined && !word.startsWith('-') && word !== 'help';
  return isIdle && !names.includes(word) ? [word] : [...argv];
}

async function asUsage(error: unknown): Promise<unknown> {
  if (!(error instanceof CommanderError)) return error;
  return (await import('./commander-words.ts')).complaintOf(error);
}
