import { usageError } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';

/** Checks `--title`. @throws AppError kind usage for a format without a title. */
export function titleFor(title: string | undefined, format: string | undefined): string | undefined {
  if (title === undefined || format === 'html') return title;
  throw usageError(
    'title-without-html',
    say`--title works only with --format html.`,
    say`Add --format html, or remove --title.`,
  );
}
