const EMPTY = -1;

/**
 * Numbers pairs of non-negative 32-bit integers in the order in which they are added: 0, 1, 2 … It is a hash table of
 * plain integers, with a cost of tens of nanoseconds per node of the algebra. A Map would need a composed key for each
 * lookup.
 */
export class PairTable {
  #left = new Int32Array(64);
  #right = new Int32Array(64);
  /** The numbers of the pairs at the places of their hashes (linear probing). */
  #slots = new Int32Array(128).fill(EMPTY);
  #count = 0;

  left(number: number): number {
    return this.#left[number]!;
  }

  right(number: number): number {
    return this.#right[number]!;
  }

  /** Returns the number of a pair, or -1. */
  find(left: number, right: number): number {
    return this.#slots[this.#slotOf(left, right)]!;
  }

  /** Returns the number of a pair. A new pair gets the next number. */
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

  /** Doubles the number of slots. At most half of them are used. */
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
