import { trailHome } from '../cloudtrail/state.ts';
import { newTrail } from '../cloudtrail/trails.ts';
import type { SandboxWorld } from '../service.ts';
import { partitionOf } from '../values/arn.ts';

/** Name of the trail that every account starts with, and of its bucket, which gets no files. */
export const READY_TRAIL = 'sandbox';

/** The upstream has no working trail, so each account starts with one that logs everything. */
export function giveTrail(world: SandboxWorld, account: string, region: string): void {
  // Only once: if a user deletes it, it must stay deleted.
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
