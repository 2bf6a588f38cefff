import { VERSION } from '../core/version.ts';
import { HELP_TEXT } from './help-text.ts';
import { formatOf, languageOf } from './language.ts';

/** Runs the command line of this process. Answers --help and --version at once, without loading main(). */
export async function start(): Promise<void> {
  const argv = process.argv.slice(2);
  let lost: NodeJS.ErrnoException | undefined;
  process.stdout.on('error', (error) => {
    lost ??= error;
  });
  process.exitCode = await answer(argv);
  // A failed write is reported in the next turn of the event loop.
  await new Promise((resolve) => setImmediate(resolve));
  if (lost !== undefined && lost.code !== 'EPIPE') process.exitCode = await reportLostOutput(lost, argv);
}

async function answer(argv: readonly string[]): Promise<number> {
  const quick = argv.length === 1 ? quickAnswer(argv[0]!) : undefined;
  if (quick !== undefined) {
    process.stdout.write(quick);
    return 0;
  }
  const [{ main }, { processContext }] = await Promise.all([import('./main.ts'), import('./context.ts')]);
  const { context, close } = processContext();
  try {
    return await main(argv, context);
  } finally {
    close();
  }
}

/** Reports that output was lost, for example on a full disk. Not used for EPIPE: that reader wanted no more output. */
async function reportLostOutput(lost: Error, argv: readonly string[]): Promise<number> {
  const [{ printError }, { usageError }, { fileProblem }, { say }, { widthOf }] = await Promise.all([
    import('./error-printing.ts'),
    import('../core/errors.ts'),
    import('../core/words/file-problem.ts'),
    import('../core/words/say.ts'),
    import('./terminal-width.ts'),
  ]);
  const error = usageError(
    'unwritable-output',
    say`Can't write to standard output: ${fileProblem(lost)}.`,
    say`Check the destination of the output, then run the same command again.`,
  );
  const stderr = { isTTY: process.stderr.isTTY === true, columns: widthOf(process.stderr, process.env) };
  return printError(
    error,
    {
      stderr: { ...stderr, write: (text) => void process.stderr.write(text) },
      signal: new AbortController().signal,
    },
    { json: formatOf(argv) === 'json', verbose: false },
  );
}

function quickAnswer(flag: string): string | undefined {
  const english = languageOf([], process.env) === 'en';
  if ((flag === '--help' || flag === '-h') && english) return HELP_TEXT;
  if (flag === '--version' || flag === '-V') return `${VERSION}\n`;
  return undefined;
}
