import { AppError, attempt } from '../core/errors.ts';
import { idWords, resourceWords } from '../core/words/deploy-words.ts';
import { inARow, say } from '../core/words/say.ts';
import type { TeardownReport } from '../reports/teardown.ts';
import { type ApplyOutcome, apply } from './apply/apply.ts';
import { countCalls } from './apply/count-calls.ts';
import { until } from './apply/wait.ts';
import { ourCommand } from './command-line.ts';
import { type DeployHost, makeHost } from './host.ts';
import type { DeployContext } from './install/prepare-install.ts';
import { describeTrails } from './install/trail-check.ts';
import { askToRemove, refuseLost } from './ownership.ts';
import { deployActions, type Plan } from './plan/plan.ts';
import { planStack } from './plan/plan-stack.ts';
import type { Actual } from './plan/resource.ts';
import { readStack } from './read-stack.ts';
import { revokeAccess } from './rights/grant-access.ts';
import { stackNames } from './stack.ts';

export interface TeardownInput {
  stack: string;
  keepLogs: boolean;
  deleteTrailLogs: boolean;
  dryRun: boolean;
  /** Asks whether to remove resources that lost the stack's tag, too; throws if not. Undefined: refuse them. */
  adopt?: ((question: string) => Promise<void>) | undefined;
}

/** SQS can show a deleted queue for up to 60 seconds (DeleteQueue). */
const GONE_LIMIT_MS = 90_000;

/**
 * Deletes all resources of the stack in one Region, verifies that they are gone, and reports what remains. It
 * applies a plan without desired resources, with the same code as an install.
 *
 * @throws AppError kind deploy if a resource could not be deleted; kind interrupted.
 */
export async function teardownStack(input: TeardownInput, context: DeployContext): Promise<TeardownReport> {
  const started = context.now();
  const counted = countCalls(context.aws);
  const names = stackNames(input.stack, context.aws.region, context.aws.access);
  const adopt = input.adopt !== undefined;
  const host = makeHost({ ...context, aws: counted.aws, names, adopt, random: Math.random });
  const actual = await readStack(host, { ownTrail: true });
  refuseLost(actual, names, 'teardown');
  const keep = new Map([...keptOnPurpose(actual, input), ...(await keptForTrails(actual, host))]);
  const stack = await planStack({ host, actual, bucketRead: true, keep, deleteReason: say`teardown` });
  const { identity, plan: planned } = stack;
  const gone = new Set(planned.steps.flatMap(({ id, action }) => (action === 'delete' ? [id] : [])));
  let remaining: string[] = [];
  if (!input.dryRun) {
    await askToRemove(actual, names, input.adopt);
    await revokeAccess(host, actual, []);
    const { deleteTrailLogs } = input;
    const outcome = await apply({ ...stack, host, write: { deleteTrailLogs }, onFailure: 'go-on' });
    if (outcome.failed.length > 0 || outcome.skipped.length > 0) throw await failed(outcome, host, gone);
    if (outcome.done.length > 0) remaining = await waitUntilGone(host, gone);
  }
  return {
    schema: 'secgroup-monitor/teardown/1',
    stack: input.stack,
    account: identity.account,
    region: identity.region,
    dryRun: input.dryRun,
    actions: deployActions(planned.steps),
    ...(input.dryRun ? { plan: planned } : {}),
    kept: keptOf(planned),
    foreign: planned.foreign.map(({ kind, name, owner }) => ({ kind, name, owner })),
    calls: counted.calls(),
    durationMs: context.now() - started,
    remaining,
    notes: planned.foreign
      // A resource with another stack's tag is a rule of a stack whose name has the same beginning.
      .filter(({ owner }) => owner === null)
      .map(
        (foreign) =>
          say`${resourceWords(foreign)} has a name of this stack but not its tag, so it was not changed.`,
      ),
  };
}

/** Ids of the resources that stay because of the options, with the reason. */
export function keptOnPurpose(
  actual: readonly Actual[],
  input: Pick<TeardownInput, 'keepLogs' | 'deleteTrailLogs'>,
): Map<string, string> {
  const kept = new Map<string, string>();
  for (const { id, kind, ours } of actual) {
    if (!ours) continue;
    if (kind === 'log-group' && input.keepLogs) kept.set(id, say`logs are kept (--keep-logs)`);
    if (kind === 'bucket' && !input.deleteTrailLogs) {
      kept.set(id, say`the trail's log files are kept; --delete-trail-logs deletes them with the bucket`);
    }
  }
  return kept;
}

/** A bucket stays as long as a trail that is not removed here writes to it. */
async function keptForTrails(actual: readonly Actual[], host: DeployHost): Promise<Map<string, string>> {
  const kept = new Map<string, string>();
  const removed = new Set(
    actual.flatMap(({ kind, ours, facts }) => (kind === 'trail' && ours ? [facts.arn] : [])),
  );
  for (const { id, kind, name, ours } of actual) {
    if (kind !== 'bucket' || !ours) continue;
    const trail = (await describeTrails(host)).find(
      ({ S3BucketName, TrailARN }) => S3BucketName === name && !removed.has(TrailARN),
    );
    if (trail !== undefined) kept.set(id, say`trail ${trail.Name ?? ''} writes its log files there`);
  }
  return kept;
}

function keptOf(planned: Plan): TeardownReport['kept'] {
  return planned.steps
    .filter(({ action }) => action === 'none')
    .map(({ kind, name, reason }) => ({ kind, name, reason }));
}

async function waitUntilGone(host: DeployHost, gone: ReadonlySet<string>): Promise<string[]> {
  const wait = { id: 'verify', for: say`AWS to finish the deletions`, limitMs: GONE_LIMIT_MS };
  let left: string[] = [];
  try {
    await until(host, wait, async () => {
      left = await stillThere(host, gone);
      return left.length === 0 ? true : undefined;
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'interrupted') throw error;
    if (error.code === 'wait-timeout') throw incomplete(host, left, error, []);
    throw unseen(host, error, [...gone].sort());
  }
  return left;
}

/** By name: what was to be deleted is still there, whatever its tags are by now. */
async function stillThere(host: DeployHost, gone: ReadonlySet<string>): Promise<string[]> {
  const actual = await readStack(host, { ownTrail: true });
  return actual.filter(({ id }) => gone.has(id)).map(({ id }) => id);
}

async function failed(outcome: ApplyOutcome, host: DeployHost, gone: ReadonlySet<string>): Promise<AppError> {
  const uninterrupted = { ...host, signal: new AbortController().signal };
  const undone = outcome.done.map(({ id }) => id);
  const read = await attempt(stillThere(uninterrupted, gone));
  // If nobody can look, what was not deleted remains.
  const remaining = 'value' in read ? read.value : [...gone].filter((id) => !undone.includes(id)).sort();
  const cause = outcome.failed[0]?.error;
  if (outcome.interrupted) {
    return new AppError({
      kind: 'interrupted',
      code: 'interrupted',
      message: say`Interrupted. ${whatRemains(remaining)}`,
      hint: say`To continue, run \`${ourCommand('teardown', host.names)}\`.`,
      details: { undone, remaining },
    });
  }
  return incomplete(host, remaining, cause, undone);
}

function incomplete(
  host: DeployHost,
  remaining: readonly string[],
  cause: unknown,
  undone: readonly string[],
): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const hint = cause instanceof AppError ? cause.hint : undefined;
  const again = say`Then run \`${ourCommand('teardown', host.names)}\` again.`;
  return new AppError({
    kind: 'deploy',
    code: 'teardown-incomplete',
    message: inARow([say`Teardown is not complete: ${reason}`, whatRemains(remaining)]),
    hint: hint === undefined ? again : inARow([hint, again]),
    cause,
    details: { undone, remaining },
  });
}

/** AWS accepted every deletion, but the last look failed. */
function unseen(host: DeployHost, cause: AppError, deleted: readonly string[]): AppError {
  return new AppError({
    kind: 'deploy',
    code: 'teardown-unverified',
    message: say`AWS accepted the deletion of all resources, but the final check failed: ${cause.message}`,
    hint: inARow([
      ...(cause.hint === undefined ? [] : [cause.hint]),
      say`To check again, run \`${ourCommand('teardown', host.names)}\`.`,
    ]),
    cause,
    details: { undone: deleted, remaining: [] },
  });
}

function whatRemains(ids: readonly string[]): string {
  return ids.length === 0 ? say`Nothing remains.` : say`Remaining: ${idWords(ids)}.`;
}
