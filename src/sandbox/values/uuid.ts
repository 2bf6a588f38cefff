import type { SandboxWorld } from '../service.ts';

/**
 * Returns a UUID from the world's random generator, so that seeded runs repeat. Each kind has its own
 * sequence.
 */
export function uuid(world: Pick<SandboxWorld, 'newId'>, kind = 'event'): string {
  const hex = world.newId(kind, 32).slice(kind.length);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
