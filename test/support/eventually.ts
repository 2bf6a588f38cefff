import { setTimeout as delay } from 'node:timers/promises';

/** Tries until it no longer throws; after `limitMs` throws what it threw last. Returns its value. */
export async function eventually<T>(attempt: () => T | Promise<T>, limitMs = 10_000): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await delay(10);
  }
}
