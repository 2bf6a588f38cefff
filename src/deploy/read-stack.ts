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
  const kinds = Object.keys(KINDS) as ResourceKind[];
  return readKinds(
    host,
    kinds.filter((kind) => ownTrail || kind !== 'bucket'),
  );
}

/** Same as readStack() for some kinds. */
export async function readKinds(host: DeployHost, kinds: readonly ResourceKind[]): Promise<Actual[]> {
  host.refresh();
  const identity = host.identity();
  const readings = Promise.allSettled(kinds.map((kind) => KINDS[kind].read(host)));
  await identity;
  const settled = await readings;
  const actual = settled.flatMap((one): Actual[] => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
  return recogniseByOthers(actual, host);
}
