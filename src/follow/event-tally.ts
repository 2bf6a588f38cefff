import { createHash } from 'node:crypto';
import type { LogGroupEvent } from '../reports/logs.ts';

/** Events are forgotten after this time, which is longer than an event takes to become readable. */
const KEEP_MS = 10 * 60_000;

/** Counts events that have no id, by their content: put() adds one, take() removes one. */
export class EventTally {
  readonly #now: () => number;
  /** In order of age: put() of a known key does not move it. */
  readonly #held = new Map<string, { count: number; at: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  get size(): number {
    return this.#held.size;
  }

  put(event: LogGroupEvent): void {
    const key = keyOf(event);
    const held = this.#held.get(key);
    if (held) held.count++;
    else this.#held.set(key, { count: 1, at: this.#now() });
    this.#forget();
  }

  /** Removes one event with this content. Returns whether there was one. */
  take(event: LogGroupEvent): boolean {
    const key = keyOf(event);
    const held = this.#held.get(key);
    if (!held) return false;
    if (--held.count === 0) this.#held.delete(key);
    return true;
  }

  #forget(): void {
    const before = this.#now() - KEEP_MS;
    for (const [key, { at }] of this.#held) {
      if (at >= before) return;
      this.#held.delete(key);
    }
  }
}

function keyOf(event: LogGroupEvent): string {
  const hash = createHash('sha1').update(event.stream).update('\0').update(event.message.trimEnd());
  return `${event.timestamp} ${hash.digest('base64')}`;
}
