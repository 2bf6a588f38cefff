import { setTimeout as delay } from 'node:timers/promises';

/** Calls `attempt` until it succeeds, and returns its value. After `limitMs`, throws its last error. */
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
