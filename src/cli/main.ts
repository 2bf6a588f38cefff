import { CommanderError } from 'commander';
import type { CommonOptions, Context } from '../commands/context.ts';
import { usageError } from '../core/errors.ts';
import { speak } from '../core/say.ts';
import { printError } from './error-printing.ts';
import { EXIT } from './exit-codes.ts';
import { languageOf, wordsOf } from './language.ts';
import { PipeClosed } from './pipe-closed.ts';
import { addCommands, createProgram } from './program.ts';
import { createShell } from './shell.ts';

/** Runs one command line in-process and gives its exit code. Never throws, never exits. */
export async function main(argv: readonly string[], context: Context): Promise<number> {
  speak(await wordsOf(languageOf(argv, context.env)));
  const program = createProgram({
    out: (text) => context.stdout.write(text),
    err: (text) => context.stderr.write(text),
  });
  const shell = createShell(context);
  try {
    await addCommands(program, shell, argv);
    if (argv.length === 0) {
      context.stdout.write(program.helpInformation());
      return EXIT.usage;
    }
    await program.parseAsync([...argv], { from: 'user' });
    return shell.exitCode();
  } catch (error) {
    if (error instanceof PipeClosed || context.signal.reason instanceof PipeClosed) return EXIT.done;
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    shell.settle();
    const options = program.opts<Partial<CommonOptions>>();
    return printError(asUsage(error), context, {
      json: options.format === 'json',
      verbose: options.verbose === true,
    });
  }
}

/** Commander's complaints about flags are usage errors like our own. */
function asUsage(error: unknown): unknown {
  if (!(error instanceof CommanderError)) return error;
  const message = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  const sentence = `${message[0]?.toUpperCase() ?? ''}${message.slice(1).replace(/\.?$/, '.')}`;
  return usageError(
    error.code.replace(/^commander\./, '').replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`),
    sentence,
    'Run "secgroup-monitor --help", or "secgroup-monitor help COMMAND", to see what it takes.',
  );
}
