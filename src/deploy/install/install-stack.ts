import type { AppError } from '../../core/errors.ts';
import { VERSION } from '../../core/version.ts';
import type { InstallReport } from '../../reports/install.ts';
import { type ApplyOutcome, apply } from '../apply/apply.ts';
import { countCalls } from '../apply/count-calls.ts';
import { deployFailed } from '../apply/deploy-failure.ts';
import { type Undone, undoInstall } from '../apply/undo.ts';
import { ourCommand } from '../command-line.ts';
import { changes, deployActions } from '../plan/plan.ts';
import { grantAccess, revokeAccess, withdrawAccess } from '../rights/grant-access.ts';
import type { StackNames } from '../stack.ts';
import { type DeployContext, type InstallInput, type Prepared, prepareInstall } from './prepare-install.ts';
import { Unverified, unverified, verify } from './verify.ts';

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
    await verify(prepared).catch(async (error: unknown) => {
      throw await afterVerification(error, outcome, prepared, input);
    });
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

/** Rolls back a first install that failed. After a failed update the old version keeps running. */
async function afterFailure(
  outcome: ApplyOutcome,
  prepared: Prepared,
  input: InstallInput,
): Promise<AppError> {
  const undo = await undoFirst(outcome, prepared, input);
  const { names } = prepared.host;
  return deployFailed({ outcome, first: isFirst(prepared), undo, names, named: input.named });
}

/** Like `afterFailure`, for an install of which every call succeeded, but whose result is not as planned. */
async function afterVerification(
  cause: unknown,
  outcome: ApplyOutcome,
  prepared: Prepared,
  input: InstallInput,
): Promise<unknown> {
  if (!(cause instanceof Unverified)) return cause;
  const undo = cause.differing ? await undoFirst(outcome, prepared, input) : undefined;
  return unverified(cause, { outcome, first: isFirst(prepared), undo, names: prepared.host.names });
}

async function undoFirst(
  outcome: ApplyOutcome,
  prepared: Prepared,
  { rollback }: Pick<InstallInput, 'rollback'>,
): Promise<Undone | undefined> {
  if (!rollback || !isFirst(prepared)) return undefined;
  const { host, actual, desired, grants } = prepared;
  const undo = await undoInstall(outcome, actual, desired, host);
  const open = await withdrawAccess(host, grants);
  undo.remaining.push(...open.map((arn) => `policy:${arn}`));
  return undo;
}

function isFirst({ actual }: Prepared): boolean {
  return !actual.some(({ kind, ours }) => kind === 'function' && ours);
}

function nextCommands(names: StackNames): string[] {
  return ['test-trigger', 'logs --follow', 'status'].map((words) => ourCommand(words, names));
}
