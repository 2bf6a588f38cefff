import { AppError } from '../../core/errors.ts';
import { idWords, resourceWords } from '../../core/words/deploy-words.ts';
import { inARow, say } from '../../core/words/say.ts';
import { ourCommand } from '../command-line.ts';
import type { BaselineNaming } from '../install/choose-stored.ts';
import type { StackNames } from '../stack.ts';
import type { ApplyOutcome } from './apply.ts';
import type { Undone } from './undo.ts';

export interface Failure {
  outcome: ApplyOutcome;
  /** Was it a first install? */
  first: boolean;
  /** Undefined if there was no rollback (an update, or --no-rollback). */
  undo: Undone | undefined;
  names: StackNames;
  /** Was a baseline named? Parts without their function need one. */
  named: BaselineNaming;
}

/** The error of an install that failed or was interrupted: the cause, what was rolled back, and what remains. */
export function deployFailed({ outcome, first, undo, names, named }: Failure): AppError {
  const cause = outcome.failed.find(({ error }) => !isInterruption(error)) ?? outcome.failed[0];
  const left =
    undo?.remaining ??
    // Sorted, because the order in which steps finish differs from run to run.
    outcome.done.flatMap(({ action, id }) => (action === 'delete' ? [] : [id])).sort();
  const details = {
    failed: outcome.failed.map(({ step }) => step.id),
    undone: undo?.undone ?? [],
    remaining: first ? left : [],
    updated: first ? [] : outcome.done.map(({ id }) => id),
  };
  const consequence = consequenceOf(first, undo, left);
  // Only the command line has the options: no resource stores them yet, so the same command must be run again.
  const hint =
    first && left.length > 0
      ? named === 'no'
        ? say`To continue where it stopped, run the same command again with --preset snapshot. To delete the remaining resources, run \`${ourCommand('teardown', names)}\`.`
        : say`Run the same command again to continue where it stopped, or run \`${ourCommand('teardown', names)}\` to delete the remaining resources.`
      : undefined;
  if (outcome.interrupted && (cause === undefined || isInterruption(cause.error))) {
    return new AppError({
      kind: 'interrupted',
      code: 'interrupted',
      message: say`Interrupted. ${consequence}`,
      hint: hint ?? say`Run the same command again.`,
      details,
    });
  }
  const error = cause?.error;
  const reason = error instanceof Error ? error.message : String(error);
  const hints = [error instanceof AppError ? error.hint : undefined, hint].filter((one) => one !== undefined);
  const what = cause === undefined ? '' : resourceWords(cause.step);
  return new AppError({
    kind: 'deploy',
    code: first ? 'install-failed' : 'update-failed',
    message: inARow([
      first ? say`Install failed at ${what}: ${reason}` : say`Update failed at ${what}: ${reason}`,
      consequence,
    ]),
    hint: inARow(hints) || undefined,
    cause: error,
    details: {
      ...details,
      cause: error instanceof AppError ? { code: error.code, ...error.details } : undefined,
    },
  });
}

/** What a failed install did and left, in words. */
export function consequenceOf(first: boolean, undo: Undone | undefined, left: readonly string[]): string {
  if (!first) return say`The installed version keeps running.`;
  const there = idWords(left);
  if (undo === undefined)
    return there === '' ? say`Nothing was created.` : say`Kept because of --no-rollback: ${there}.`;
  const undone = idWords(undo.undone);
  if (undone === '') {
    return there === ''
      ? say`Nothing was created, and nothing remains.`
      : say`Nothing was rolled back. Remaining: ${there}.`;
  }
  return there === ''
    ? say`Rolled back: ${undone}. Nothing remains.`
    : say`Rolled back: ${undone}. Remaining: ${there}.`;
}

function isInterruption(error: unknown): boolean {
  return (
    (error instanceof AppError && error.kind === 'interrupted') || (error as Error)?.name === 'AbortError'
  );
}
