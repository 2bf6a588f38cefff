import { say } from '../../core/words/say.ts';
import type { DeployHost } from '../host.ts';
import { KINDS } from '../kinds/all.ts';
import { planStack } from '../plan/plan-stack.ts';
import type { Actual, Resource, ResourceKind } from '../plan/resource.ts';
import { type ApplyOutcome, apply } from './apply.ts';

export interface Undone {
  /** Ids of what was taken back. */
  undone: string[];
  /** Ids of what this run began to make and is, or may be, still there. */
  remaining: string[];
}

/**
 * Takes back what a failed install made: exactly what it had begun to create and what was not there before.
 * It looks at the account for that, since the answer of a call may have been lost. Where it may not look, it
 * goes by the calls that were answered. An interruption does not reach it.
 */
export async function undoInstall(
  outcome: ApplyOutcome,
  before: readonly Actual[],
  desired: readonly Resource[],
  host: DeployHost,
): Promise<Undone> {
  const calm: DeployHost = { ...host, signal: new AbortController().signal };
  const there = new Set(before.map(({ id }) => id));
  const created = outcome.begun.filter(({ id, action }) => action === 'create' && !there.has(id));
  const ids = new Set(created.map(({ id }) => id));
  const text = say`undo what was made`;
  calm.progress({ type: 'step-started', id: 'undo', text });

  const { actual, blind } = await look([...new Set(created.map(({ kind }) => kind))], calm);
  const done = new Set(outcome.done.map(({ id }) => id));
  const mine = [
    ...actual.filter(({ id, ours }) => ours && ids.has(id)),
    ...desired.filter(({ id, kind }) => blind.has(kind) && done.has(id) && ids.has(id)).map(assumed),
  ];
  const planned = await planStack({
    host: calm,
    actual: mine,
    bucketRead: true,
    deleteReason: say`the install failed`,
  });
  const result = await apply({
    ...planned,
    host: calm,
    write: { deleteTrailLogs: true },
    onFailure: 'go-on',
  });

  const stuck = new Set([...result.failed.map(({ step }) => step.id), ...result.skipped.map(({ id }) => id)]);
  // Begun, never answered, and not to be looked at: it may be there.
  const unknown = created.filter(({ id, kind }) => blind.has(kind) && !done.has(id)).map(({ id }) => id);
  const remaining = [...mine.map(({ id }) => id).filter((id) => stuck.has(id)), ...unknown];
  calm.progress({ type: remaining.length === 0 ? 'step-done' : 'step-failed', id: 'undo', text });
  return { undone: mine.map(({ id }) => id).filter((id) => !stuck.has(id)), remaining };
}

/** Reads each kind by itself: a read that is denied must not hide the others. */
async function look(
  kinds: readonly ResourceKind[],
  host: DeployHost,
): Promise<{ actual: Actual[]; blind: Set<ResourceKind> }> {
  host.refresh();
  const settled = await Promise.allSettled(kinds.map((kind) => KINDS[kind].read(host)));
  const actual: Actual[] = [];
  const blind = new Set<ResourceKind>();
  settled.forEach((one, index) => {
    if (one.status === 'fulfilled') actual.push(...one.value);
    else blind.add(kinds[index]!);
  });
  return { actual, blind };
}

/** What was made, as it was asked for. */
function assumed({ dependsOn: _, ...made }: Resource): Actual {
  return { ...made, ours: true, facts: {} };
}
