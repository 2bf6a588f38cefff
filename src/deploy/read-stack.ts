import type { DeployHost } from './host.ts';
import { KINDS } from './kinds/all.ts';
import type { Actual, ResourceKind } from './plan/resource.ts';

/**
 * Reads all that bears the stack's names, by all kinds at the same time. `ownTrail`: look for the bucket of the
 * stack's own trail, too, which most stacks have none of (for `--create-trail`, and in a teardown).
 *
 * @throws what GetCallerIdentity threw, if it failed: that explains best what is wrong with the credentials.
 */
export async function readStack(host: DeployHost, { ownTrail }: { ownTrail: boolean }): Promise<Actual[]> {
  const kinds = Object.keys(KINDS) as ResourceKind[];
  return readKinds(
    host,
    kinds.filter((kind) => ownTrail || kind !== 'bucket'),
  );
}

/** The same of some kinds. */
export async function readKinds(host: DeployHost, kinds: readonly ResourceKind[]): Promise<Actual[]> {
  host.refresh();
  const identity = host.identity();
  const readings = Promise.allSettled(kinds.map((kind) => KINDS[kind].read(host)));
  await identity;
  const settled = await readings;
  return settled.flatMap((one): Actual[] => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}
