import type { Host } from './host.ts';
import { KINDS } from './kinds/all.ts';
import type { Actual, Kind } from './plan/resource.ts';

/**
 * Reads all that bears the stack's names, by all kinds at the same time.
 *
 * @throws what GetCallerIdentity threw, if it failed: that explains best what is wrong with the credentials.
 */
export async function readStack(
  host: Host,
  kinds: readonly Kind[] = Object.keys(KINDS) as Kind[],
): Promise<Actual[]> {
  host.refresh();
  const identity = host.identity();
  const readings = Promise.allSettled(kinds.map((kind) => KINDS[kind].read(host)));
  await identity;
  const settled = await readings;
  return settled.flatMap((one): Actual[] => {
    if (one.status === 'rejected') throw one.reason;
    return one.value as Actual[];
  });
}
