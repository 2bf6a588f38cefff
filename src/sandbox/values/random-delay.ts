import type { SandboxWorld } from '../service.ts';

/** Returns a random delay between two times, in milliseconds. */
export function randomDelay(world: SandboxWorld, { min, max }: { min: number; max: number }): number {
  return min + world.random() * (max - min);
}
