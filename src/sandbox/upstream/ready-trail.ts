import { trailHome } from '../cloudtrail/state.ts';
import { newTrail } from '../cloudtrail/trails.ts';
import type { SandboxWorld } from '../service.ts';
import { partitionOf } from '../values/arn.ts';

/** Name of the trail that every account has from the start, and of its bucket, which gets no files. */
export const READY_TRAIL = 'sandbox';

/** The upstream has no working trail: each account begins with one that logs everywhere. */
export function giveTrail(world: SandboxWorld, account: string, region: string): void {
  // Once: whoever deletes it wants to be without.
  world.state('upstream-accounts', account, 'global', () => {
    const trail = newTrail(READY_TRAIL, { account, region, partition: partitionOf(region) });
    trailHome(world, account, region).trails.set(READY_TRAIL, {
      ...trail,
      s3BucketName: READY_TRAIL,
      isMultiRegionTrail: true,
      isLogging: true,
      startedAt: world.now(),
    });
    return {};
  });
}
