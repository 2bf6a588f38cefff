import type { Catalogue } from '../core/words/say.ts';

export const LANGUAGES = ['en', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * The language of the messages: --lang, else what the locale says (LC_ALL, LC_MESSAGES, LANG, in POSIX's order).
 * A form that machines read, and a terminal that takes no UTF-8, get English.
 */
export function languageOf(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Language {
  const format = formatOf(argv);
  if (format !== undefined && format !== 'pretty') return 'en';
  const asked = lastValue(argv, '--lang');
  if (asked !== undefined) return asked === 'ja' ? 'ja' : 'en';
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return /^ja(_[A-Z]{2})?(\.utf-?8)?(@.*)?$/i.test(locale) ? 'ja' : 'en';
}

/** The words of a language, loaded when they are needed; English needs none. */
export async function wordsOf(language: Language): Promise<Catalogue | undefined> {
  return language === 'ja' ? (await import('../words/ja/index.ts')).JAPANESE : undefined;
}

/** The form that is asked for, as the words were typed: for what is said before commander has read them. */
export function formatOf(argv: readonly string[]): string | undefined {
  return lastValue(argv, '--format');
}

/** `--flag value` or `--flag=value`; the last one counts, and nothing after `--`. */
function lastValue(argv: readonly string[], flag: string): string | undefined {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  return words.reduce<string | undefined>((found, word, i) => {
    if (word === flag) return words[i + 1] ?? found;
    return word.startsWith(`${flag}=`) ? word.slice(flag.length + 1) : found;
  }, undefined);
}
