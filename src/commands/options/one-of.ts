import { usageError } from '../../core/errors.ts';
import { nearest } from '../../core/words/nearest.ts';
import { say } from '../../core/words/say.ts';

/** Parses the value of an option that accepts one of a few words. @throws AppError kind usage, code `unknown-value`. */
export function oneOf<T extends string>(text: string, words: readonly T[], flag: string): T {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  const meant = nearest(text, words);
  throw usageError(
    'unknown-value',
    say`${flag} does not accept "${text}".${meant === undefined ? '' : say` Did you mean "${meant}"?`}`,
    say`Use one of ${words.join(', ')}.`,
  );
}
