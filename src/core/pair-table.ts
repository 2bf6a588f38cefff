const EMPTY = -1;
const WIDTH = 3;

/**
 * A hash table from pairs of non-negative 32-bit integers to such an integer. It is what keeps the
 * algebra's cost per node at some tens of nanoseconds: a Map would need a composed key per look-up.
 */
export class PairTable {
  /** Slots of left, right and value, side by side so that a look-up touches one place of memory. */
  #slots = new Int32Array(64 * WIDTH).fill(EMPTY);
  #mask = 63;
  #count = 0;

  /** The value of the pair, or -1. */
  get(left: number, right: number): number {
    return this.#slots[this.#find(left, right) + 2]!;
  }

  /** The value of the pair; if it has none yet, it gets `value`. */
  getOrSet(left: number, right: number, value: number): number {
    const slots = this.#slots;
    const slot = this.#find(left, right);
    if (slots[slot + 2] !== EMPTY) return slots[slot + 2]!;
    slots[slot] = left;
    slots[slot + 1] = right;
    slots[slot + 2] = value;
    this.#count += 1;
    if (this.#count * 2 > this.#mask) this.#grow();
    return value;
  }

  /** Where the pair is, or the free place where it belongs (linear probing). */
  #find(left: number, right: number): number {
    const slots = this.#slots;
    let hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let index = (hash ^ (hash >>> 13)) & this.#mask;
    for (;;) {
      const slot = index * WIDTH;
      if (slots[slot + 2] === EMPTY || (slots[slot] === left && slots[slot + 1] === right)) return slot;
      index = (index + 1) & this.#mask;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#mask = this.#mask * 4 + 3;
    this.#slots = new Int32Array((this.#mask + 1) * WIDTH).fill(EMPTY);
    for (let slot = 0; slot < old.length; slot += WIDTH) {
      if (old[slot + 2] === EMPTY) continue;
      const place = this.#find(old[slot]!, old[slot + 1]!);
      this.#slots[place] = old[slot]!;
      this.#slots[place + 1] = old[slot + 1]!;
      this.#slots[place + 2] = old[slot + 2]!;
    }
  }
}
