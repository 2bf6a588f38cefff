import { say } from '../../core/words/say.ts';
import type { DeployHost } from '../host.ts';
import { KINDS } from '../kinds/all.ts';
import { planStack } from '../plan/plan-stack.ts';
import type { Actual, Resource, ResourceKind } from '../plan/resource.ts';
import { type ApplyOutcome, apply } from './apply.ts';

export interface Undone {
  /** Ids of the resources that were deleted again. */
  undone: string[];
  /** Ids of the resources that this run started to create and that exist, or might exist. */
  remaining: string[];
}

/**
 * Rolls back a failed install: deletes the resources that it started to create and that did not exist before.
 * It reads them from the account, because the response to a call might have been lost. If a read is denied, it
 * relies on the calls that succeeded. An interruption by the user does not stop it.
 */
export async function undoInstall(
  outcome: ApplyOutcome,
  before: readonly Actual[],
  desired: readonly Resource[],
  host: DeployHost,
): Promise<Undone> {
  const uninterrupted: DeployHost = { ...host, signal: new AbortController().signal };
  const there = new Set(before.map(({ id }) => id));
  const created = outcome.begun.filter(({ id, action }) => action === 'create' && !there.has(id));
  const ids = new Set(created.map(({ id }) => id));
  uninterrupted.progress({ type: 'step-started', id: 'undo', text: say`Rolling back the install` });

  const { actual, unreadable } = await look([...new Set(created.map(({ kind }) => kind))], uninterrupted);
  const done = new Set(outcome.done.map(({ id }) => id));
  const mine = [
    ...actual.filter(({ id, ours }) => ours && ids.has(id)),
    ...desired.filter(({ id, kind }) => unreadable.has(kind) && done.has(id) && ids.has(id)).map(assumed),
  ];
  const planned = await planStack({
    host: uninterrupted,
    actual: mine,
    bucketRead: true,
    deleteReason: say`the install failed`,
  });
  const result = await apply({
    ...planned,
    host: uninterrupted,
    write: { deleteTrailLogs: true },
    onFailure: 'go-on',
  });

  const stuck = new Set([...result.failed.map(({ step }) => step.id), ...result.skipped.map(({ id }) => id)]);
  // The create call got no response and the read is denied, so the resource might exist.
  const unknown = created.filter(({ id, kind }) => unreadable.has(kind) && !done.has(id)).map(({ id }) => id);
  const remaining = [...mine.map(({ id }) => id).filter((id) => stuck.has(id)), ...unknown];
  uninterrupted.progress(
    remaining.length === 0
      ? { type: 'step-done', id: 'undo', text: say`Rolled back the install` }
      : { type: 'step-failed', id: 'undo', text: say`Rolling back the install` },
  );
  return { undone: mine.map(({ id }) => id).filter((id) => !stuck.has(id)), remaining };
}

/** Reads each kind separately, because one denied read must not hide the others. */
async function look(
  kinds: readonly ResourceKind[],
  host: DeployHost,
): Promise<{ actual: Actual[]; unreadable: Set<ResourceKind> }> {
  host.refresh();
  const settled = await Promise.allSettled(kinds.map((kind) => KINDS[kind].read(host)));
  const actual: Actual[] = [];
  const unreadable = new Set<ResourceKind>();
  settled.forEach((one, index) => {
    if (one.status === 'fulfilled') actual.push(...one.value);
    else unreadable.add(kinds[index]!);
  });
  return { actual, unreadable };
}

/** A created resource that can't be read, as it was planned. */
function assumed({ dependsOn: _, ...made }: Resource): Actual {
  return { ...made, ours: true, facts: {} };
}
