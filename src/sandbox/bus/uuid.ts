import type { World } from '../service.ts';

/** A UUID from the world's own source of chance, so that seeded runs repeat. */
export function uuid(world: Pick<World, 'random'>): string {
  let hex = '';
  while (hex.length < 32)
    hex += Math.floor(world.random() * 0x10000)
      .toString(16)
      .padStart(4, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
