import { createHash } from 'node:crypto';
import type { LogGroupEvent } from '../reports/logs.ts';

/** Longer than an event takes to become readable; then it is forgotten. */
const KEEP_MS = 10 * 60_000;

/** Counts events that have no id, each by what it says: put() one more, take() one away. */
export class EventTally {
  readonly #now: () => number;
  /** Insertion order is age; put() of a known key keeps its place. */
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

  /** Was such an event held? One of it is then gone. */
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
