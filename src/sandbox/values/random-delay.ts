import type { SandboxWorld } from '../service.ts';

/** How long something takes that takes between two times, in milliseconds. */
export function randomDelay(world: SandboxWorld, { min, max }: { min: number; max: number }): number {
  return min + world.random() * (max - min);
}
