import { apply, type Outcome } from './apply.ts';
import type { Host } from './host.ts';
import { plan } from './plan.ts';
import { readStack } from './read-stack.ts';
import type { Actual } from './resource.ts';

export interface Undone {
  /** Ids of what was taken back. */
  undone: string[];
  /** Ids of what this run began to make and is still there. */
  remaining: string[];
}

/**
 * Takes back what a failed install made: exactly what it had begun to create and what was not there before.
 * It looks at the account for that, since the answer of a call may have been lost. An interruption does not
 * reach it.
 */
export async function undoInstall(outcome: Outcome, before: readonly Actual[], host: Host): Promise<Undone> {
  const calm: Host = { ...host, signal: new AbortController().signal, deleteTrailLogs: false };
  const there = new Set(before.map(({ id }) => id));
  const created = new Set(
    outcome.begun.filter(({ id, action }) => action === 'create' && !there.has(id)).map(({ id }) => id),
  );
  calm.progress({ type: 'step-started', id: 'undo', text: 'undo what was made' });
  const mine = (await readStack(calm)).filter(({ id, ours }) => ours && created.has(id));
  const { account, region } = await host.identity();
  const planned = plan([], mine, {
    stack: host.names.stack,
    account,
    region,
    deleteReason: 'the install failed',
  });
  const result = await apply({ plan: planned, desired: [], actual: mine, host: calm, onFailure: 'go-on' });
  const remaining = result.failed.length > 0 ? await leftOf(created, calm) : [];
  calm.progress({
    type: remaining.length === 0 ? 'step-done' : 'step-failed',
    id: 'undo',
    text: 'undo what was made',
  });
  return { undone: mine.map(({ id }) => id).filter((id) => !remaining.includes(id)), remaining };
}

/** What of these is still there. */
async function leftOf(ids: ReadonlySet<string>, host: Host): Promise<string[]> {
  const actual = await readStack(host);
  return actual.filter(({ id, ours }) => ours && ids.has(id)).map(({ id }) => id);
}
