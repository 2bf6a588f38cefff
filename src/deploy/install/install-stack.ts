import { AppError } from '../../core/errors.ts';
import { VERSION } from '../../core/version.ts';
import { clauses, resourceWords } from '../../core/words/deploy-words.ts';
import { inARow, say } from '../../core/words/say.ts';
import type { InstallReport } from '../../reports/install.ts';
import { type ApplyOutcome, apply } from '../apply/apply.ts';
import { countCalls } from '../apply/count-calls.ts';
import { deployFailed } from '../apply/deploy-failure.ts';
import { undoInstall } from '../apply/undo.ts';
import { until } from '../apply/wait.ts';
import { ourCommand } from '../command-line.ts';
import { changes, deployActions, type PlanStep, plan } from '../plan/plan.ts';
import { readStack } from '../read-stack.ts';
import { grantAccess, revokeAccess, withdrawAccess } from '../rights/grant-access.ts';
import type { StackNames } from '../stack.ts';
import { type DeployContext, type InstallInput, type Prepared, prepareInstall } from './prepare-install.ts';

/**
 * Installs or updates one stack in one Region, from any state that it is in.
 *
 * @throws AppError kind deploy (its details list what was rolled back and what remains), access, aws, usage or
 *   interrupted.
 */
export async function installStack(input: InstallInput, context: DeployContext): Promise<InstallReport> {
  const started = context.now();
  const counted = countCalls(context.aws);
  const prepared = await prepareInstall(input, { ...context, aws: counted.aws });
  const { plan: planned, host, desired, actual } = prepared;
  const steps = changes(planned);
  if (!input.dryRun) {
    await grantAccess(host, prepared.grants);
    await revokeAccess(host, actual, desired);
  }
  if (!input.dryRun && steps.length > 0) {
    const write = { code: prepared.code };
    const outcome = await apply({ plan: planned, desired, actual, host, write, onFailure: 'stop' });
    if (outcome.failed.length > 0 || outcome.skipped.length > 0) {
      throw await afterFailure(outcome, prepared, input);
    }
    await verify(prepared);
  }
  return {
    schema: 'secgroup-monitor/install/1',
    stack: input.stack,
    account: prepared.identity.account,
    region: prepared.identity.region,
    version: VERSION,
    dryRun: input.dryRun,
    changed: steps.length > 0 || prepared.grants.length > 0,
    baseline: prepared.baseline.origin,
    checks: prepared.checks,
    actions: deployActions(planned.steps),
    ...(input.dryRun ? { plan: planned } : {}),
    calls: counted.calls(),
    durationMs: context.now() - started,
    remaining: [],
    notes: prepared.notes,
    next: input.dryRun ? [] : nextCommands(host.names),
  };
}

/** AWS may show a change late (IAM user guide, "Changes that I make are not always immediately visible"). */
const SHOWN_LIMIT_MS = 30_000;

/**
 * Reads the stack again until it matches the plan. If it does not, the install has failed, but nothing is rolled
 * back, because every call succeeded.
 */
async function verify({ host, settings, desired, plan: planned }: Prepared): Promise<void> {
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
    if (!(error instanceof AppError) || error.kind === 'interrupted') throw error;
    throw unverified(
      error,
      open,
      planned.steps.filter(({ action }) => action !== 'delete').map(({ id }) => id),
      host.names,
    );
  }
  host.progress({ type: 'step-done', id: 'verify', text: say`Verified the installation` });
}

function unverified(
  cause: AppError,
  open: readonly PlanStep[],
  remaining: string[],
  names: StackNames,
): AppError {
  const details = { undone: [], remaining };
  if (cause.code === 'wait-timeout') {
    const list = open.map((step) => `${resourceWords(step)}: ${step.reason}`);
    return new AppError({
      kind: 'deploy',
      code: 'not-as-asked',
      message: say`AWS accepted every call, but these resources still differ from the plan: ${clauses(list)}.`,
      hint: say`Run \`${ourCommand('install', names)}\` again. If they still differ, something else is changing the same resources.`,
      details,
    });
  }
  return new AppError({
    kind: 'deploy',
    code: 'not-verified',
    message: inARow([
      say`All resources were created or updated, but the final check failed: ${cause.message}`,
      say`The resources were left in place.`,
    ]),
    hint: cause.hint,
    cause,
    details,
  });
}

/** Rolls back a first install. After a failed update the old version keeps running. */
async function afterFailure(
  outcome: ApplyOutcome,
  prepared: Prepared,
  { rollback, named }: InstallInput,
): Promise<AppError> {
  const { host, actual, desired, grants } = prepared;
  const first = !actual.some(({ kind, ours }) => kind === 'function' && ours);
  const undo = rollback && first ? await undoInstall(outcome, actual, desired, host) : undefined;
  const open = undo === undefined ? [] : await withdrawAccess(host, grants);
  undo?.remaining.push(...open.map((arn) => `policy:${arn}`));
  return deployFailed({ outcome, first, undo, names: host.names, named });
}

function nextCommands(names: StackNames): string[] {
  return ['test-trigger', 'logs --follow', 'status'].map((words) => ourCommand(words, names));
}
