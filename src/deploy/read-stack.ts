import { type AppError, attempt } from '../core/errors.ts';
import type { DeployHost } from './host.ts';
import { KINDS } from './kinds/all.ts';
import { recogniseByOthers } from './ownership.ts';
import type { Actual, ResourceKind } from './plan/resource.ts';

/**
 * Reads all resources with the stack's names, all kinds in parallel. With `ownTrail` it also looks for the bucket
 * of the stack's own trail, which most stacks don't have (for `--create-trail`, and in a teardown).
 *
 * @throws the error of GetCallerIdentity, if that call failed, because it best explains a problem with the credentials.
 */
export async function readStack(host: DeployHost, { ownTrail }: { ownTrail: boolean }): Promise<Actual[]> {
  return readKinds(host, kindsOf({ ownTrail }));
}

/** All kinds of resources; with `ownTrail` also the bucket of the stack's own trail. */
export function kindsOf({ ownTrail }: { ownTrail: boolean }): ResourceKind[] {
  const kinds = Object.keys(KINDS) as ResourceKind[];
  return kinds.filter((kind) => ownTrail || kind !== 'bucket');
}

/** Same as readStack() for some kinds. */
export async function readKinds(host: DeployHost, kinds: readonly ResourceKind[]): Promise<Actual[]> {
  const { actual, unread } = await lookAtKinds(host, kinds);
  for (const error of unread.values()) throw error;
  return actual;
}

/** The resources of the kinds that could be read. */
export interface StackLook {
  actual: Actual[];
  /** Why the others could not be read. */
  unread: ReadonlyMap<ResourceKind, AppError>;
}

/** Like readKinds(), but a read that is denied or fails in AWS does not hide the other kinds. */
export async function lookAtKinds(host: DeployHost, kinds: readonly ResourceKind[]): Promise<StackLook> {
  host.refresh();
  const identity = host.identity();
  const readings = Promise.allSettled(
    kinds.map(async (kind) => ({ kind, read: await attempt<readonly Actual[]>(KINDS[kind].read(host)) })),
  );
  await identity;
  const actual: Actual[] = [];
  const unread = new Map<ResourceKind, AppError>();
  for (const one of await readings) {
    if (one.status === 'rejected') throw one.reason;
    const { kind, read } = one.value;
    if ('value' in read) actual.push(...read.value);
    else unread.set(kind, read.failed);
  }
  return { actual: recogniseByOthers(actual, host), unread };
}
