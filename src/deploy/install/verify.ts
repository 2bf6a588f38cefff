import { AppError } from '../../core/errors.ts';
import { clauses, resourceWords } from '../../core/words/deploy-words.ts';
import { inARow, say } from '../../core/words/say.ts';
import { consequenceOf, type Failure } from '../apply/deploy-failure.ts';
import { until } from '../apply/wait.ts';
import { ourCommand } from '../command-line.ts';
import { changes, type PlanStep, plan } from '../plan/plan.ts';
import { readStack } from '../read-stack.ts';
import type { Prepared } from './prepare-install.ts';

/** AWS may show a change late (IAM user guide, "Changes that I make are not always immediately visible"). */
const SHOWN_LIMIT_MS = 30_000;

/** The last look at an install did not find what was planned, or could not be finished. */
export class Unverified extends Error {
  readonly reason: AppError;
  /** The steps that AWS does not show. */
  readonly open: readonly PlanStep[];

  constructor(reason: AppError, open: readonly PlanStep[]) {
    super(reason.message, { cause: reason });
    this.reason = reason;
    this.open = open;
  }

  /** True if everything could be read and differs. False if a read failed or was interrupted. */
  get differing(): boolean {
    return this.reason.code === 'wait-timeout';
  }
}

/** Reads the stack again until it matches the plan. @throws Unverified if it does not. */
export async function verify({ host, settings, desired, plan: planned }: Prepared): Promise<void> {
  const text = say`Verifying the installation`;
  host.progress({ type: 'step-started', id: 'verify', text });
  let open: PlanStep[] = [];
  const look = async () => {
    const actual = await readStack(host, { ownTrail: settings.createTrail });
    open = changes(plan(desired, actual, { ...planned })).filter(({ action }) => action !== 'delete');
    return open.length === 0 ? true : undefined;
  };
  const wait = {
    id: 'verify',
    for: say`AWS to show the new state of all resources`,
    limitMs: SHOWN_LIMIT_MS,
  };
  try {
    await until(host, wait, look);
  } catch (error) {
    host.progress({ type: 'step-failed', id: 'verify', text });
    const interrupted = host.signal.aborted && !(error instanceof AppError);
    if (error instanceof AppError) throw new Unverified(error, open);
    throw interrupted ? new Unverified(interruption(error), open) : error;
  }
  host.progress({ type: 'step-done', id: 'verify', text: say`Verified the installation` });
}

function interruption(cause: unknown): AppError {
  return new AppError({ kind: 'interrupted', code: 'interrupted', message: say`Interrupted.`, cause });
}

/** The error of an install that was not verified: what differs, what was rolled back, and what remains. */
export function unverified(
  { reason: cause, open, differing }: Unverified,
  { outcome, first, undo, names }: Omit<Failure, 'named'>,
): AppError {
  const made = outcome.done.flatMap(({ action, id }) => (action === 'delete' ? [] : [id])).sort();
  const left = undo?.remaining ?? made;
  const details = { undone: undo?.undone ?? [], remaining: first ? left : [], updated: first ? [] : made };
  const again = ourCommand('install', names);
  if (differing) {
    const list = clauses(open.map((step) => `${resourceWords(step)}: ${step.reason}`));
    return new AppError({
      kind: 'deploy',
      code: 'not-as-asked',
      message: inARow([
        say`AWS accepted every call, but these resources still differ from the plan: ${list}.`,
        first ? consequenceOf(first, undo, left) : say`All other changes were made.`,
      ]),
      hint:
        undo === undefined
          ? say`Run \`${again}\` again. If they still differ, something else is changing the same resources.`
          : say`Run the same command again. If they still differ, something else is changing the same resources.`,
      details,
    });
  }
  const kept = say`The resources were left in place.`;
  if (cause.kind === 'interrupted') {
    return new AppError({
      kind: 'interrupted',
      code: 'interrupted',
      message: inARow([
        say`Interrupted during the final check. All resources were created or updated.`,
        kept,
      ]),
      hint: say`To check them, run \`${ourCommand('status', names)}\`.`,
      details,
    });
  }
  return new AppError({
    kind: 'deploy',
    code: 'not-verified',
    message: inARow([
      say`All resources were created or updated, but the final check failed: ${cause.message}`,
      kept,
    ]),
    hint: cause.hint,
    cause,
    details,
  });
}
