/**
 * Remembers which events were given, so that reading the same span again repeats nothing. Memory is bounded: above
 * `limit` ids, the oldest seconds are forgotten and `floor` rises. Readers never start before the floor, so that a
 * forgotten event can't be given twice.
 */
export class SeenEvents {
  /** Epoch milliseconds. Nothing before it must be read again. */
  floor: number;
  readonly #limit: number;
  /** Ids by the second of their timestamp. */
  readonly #bySecond = new Map<number, Set<string>>();
  #size = 0;

  constructor(floor: number, limit = 200_000) {
    this.floor = floor;
    this.#limit = limit;
  }

  get size(): number {
    return this.#size;
  }

  get crowded(): boolean {
    return this.#size > this.#limit;
  }

  /** Adds an event. Returns whether it is new. */
  add(id: string, timestamp: number): boolean {
    if (timestamp < this.floor) return false;
    const second = Math.floor(timestamp / 1000);
    let ids = this.#bySecond.get(second);
    if (!ids) {
      ids = new Set();
      this.#bySecond.set(second, ids);
    }
    if (ids.has(id)) return false;
    ids.add(id);
    this.#size++;
    return true;
  }

  /** Forgets events before this time, and more if there are too many. */
  forgetBefore(time: number): void {
    this.floor = Math.max(this.floor, time);
    const seconds = [...this.#bySecond.keys()].sort((a, b) => a - b);
    const newest = seconds.at(-1);
    for (const second of seconds) {
      const endsAt = (second + 1) * 1000;
      if (endsAt > this.floor && !(this.crowded && second !== newest)) break;
      this.#size -= this.#bySecond.get(second)!.size;
      this.#bySecond.delete(second);
      this.floor = Math.max(this.floor, endsAt);
    }
  }
}
