import { AppError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import type { Context } from '../host/context.ts';

/** Asks one question at a time, because several Regions are worked on in parallel. Throws if the user declines. */
export function askInTurn({ confirm }: Pick<Context, 'confirm'>): (question: string) => Promise<void> {
  let before: Promise<unknown> = Promise.resolve();
  return async (question) => {
    const answer = before.then(() => confirm(question));
    before = answer.catch(() => undefined);
    if (await answer) return;
    throw new AppError({ kind: 'declined', code: 'declined', message: say`Nothing was changed.` });
  };
}
