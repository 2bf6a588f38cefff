import type { Catalogue } from '../core/words/say.ts';

export const LANGUAGES = ['en', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The formats in the language of the reader. The others are the same in every language. */
export const FOR_PEOPLE: readonly string[] = ['pretty', 'html'];

/**
 * Returns the language of the messages: --lang, or that of the locale (LC_ALL, LC_MESSAGES, LANG, in POSIX's order).
 * Formats for programs, and locales without UTF-8, get English.
 */
export function languageOf(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Language {
  const format = formatOf(argv);
  if (format !== undefined && !FOR_PEOPLE.includes(format)) return 'en';
  const chosen = lastValue(argv, '--lang');
  if (chosen !== undefined) return chosen === 'ja' ? 'ja' : 'en';
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return /^ja(_[A-Z]{2})?(\.utf-?8)?(@.*)?$/i.test(locale) ? 'ja' : 'en';
}

/** Loads the catalogue of a language; undefined for English. */
export async function wordsOf(language: Language): Promise<Catalogue | undefined> {
  return language === 'ja' ? (await import('../words/ja/index.ts')).JAPANESE : undefined;
}

/** Returns the value of --format before commander has parsed the options. */
export function formatOf(argv: readonly string[]): string | undefined {
  return lastValue(argv, '--format');
}

/** Finds `--flag value` or `--flag=value`. The last one counts; anything after `--` does not. */
function lastValue(argv: readonly string[], flag: string): string | undefined {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  return words.reduce<string | undefined>((found, word, i) => {
    if (word === flag) return words[i + 1] ?? found;
    return word.startsWith(`${flag}=`) ? word.slice(flag.length + 1) : found;
  }, undefined);
}
