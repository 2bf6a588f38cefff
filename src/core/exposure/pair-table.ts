const EMPTY = -1;

/**
 * Numbers pairs of non-negative 32-bit integers 0, 1, 2 … in the order in which they come. A hash table
 * of plain integers: it is what keeps the algebra's cost per node at some tens of nanoseconds, where a
 * Map would need a composed key for each look-up.
 */
export class PairTable {
  #left = new Int32Array(64);
  #right = new Int32Array(64);
  /** The pairs' numbers, where their hashes put them (linear probing). */
  #slots = new Int32Array(128).fill(EMPTY);
  #count = 0;

  left(number: number): number {
    return this.#left[number]!;
  }

  right(number: number): number {
    return this.#right[number]!;
  }

  /** The pair's number, or -1. */
  find(left: number, right: number): number {
    return this.#slots[this.#slotOf(left, right)]!;
  }

  /** The pair's number; a new pair gets the next one. */
  add(left: number, right: number): number {
    const slot = this.#slotOf(left, right);
    const known = this.#slots[slot]!;
    if (known !== EMPTY) return known;
    const number = this.#count;
    this.#left[number] = left;
    this.#right[number] = right;
    this.#slots[slot] = number;
    this.#count += 1;
    if (this.#count === this.#left.length) this.#grow();
    return number;
  }

  #slotOf(left: number, right: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let slot = (hash ^ (hash >>> 13)) & mask;
    for (;;) {
      const number = slots[slot]!;
      if (number === EMPTY || (this.#left[number] === left && this.#right[number] === right)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  /** Doubles the room; at most half of the slots are ever in use. */
  #grow(): void {
    const room = this.#count * 2;
    const [left, right] = [new Int32Array(room), new Int32Array(room)];
    left.set(this.#left);
    right.set(this.#right);
    this.#left = left;
    this.#right = right;
    this.#slots = new Int32Array(room * 2).fill(EMPTY);
    for (let number = 0; number < this.#count; number += 1) {
      this.#slots[this.#slotOf(left[number]!, right[number]!)] = number;
    }
  }
}
