import { VERSION } from '../core/version.ts';
import { HELP_TEXT } from './help-text.ts';
import { languageOf } from './language.ts';

/** The process's side of the command line: answers --help and --version at once, all else through main(). */
export async function start(): Promise<void> {
  const argv = process.argv.slice(2);
  const quick = argv.length === 1 ? quickAnswer(argv[0]!) : undefined;
  if (quick !== undefined) {
    process.stdout.write(quick);
    return;
  }
  const [{ main }, { processContext }] = await Promise.all([import('./main.ts'), import('./context.ts')]);
  const { context, close } = processContext();
  process.exitCode = await main(argv, context);
  close();
}

function quickAnswer(flag: string): string | undefined {
  const english = languageOf([], process.env) === 'en';
  if ((flag === '--help' || flag === '-h') && english) return HELP_TEXT;
  if (flag === '--version' || flag === '-V') return `${VERSION}\n`;
  return undefined;
}
