const EMPTY = -1;

/**
 * A hash table from pairs of non-negative 32-bit integers to such an integer. It is what keeps the
 * algebra's cost per node at some tens of nanoseconds: a Map would need a composed key per look-up.
 */
export class PairTable {
  #left = new Int32Array(256).fill(EMPTY);
  #right = new Int32Array(256);
  #value = new Int32Array(256);
  #count = 0;

  /** The value of the pair, or -1. */
  get(left: number, right: number): number {
    const slot = this.#slot(left, right);
    return this.#left[slot] === EMPTY ? -1 : this.#value[slot]!;
  }

  set(left: number, right: number, value: number): void {
    const slot = this.#slot(left, right);
    if (this.#left[slot] === EMPTY) this.#count += 1;
    this.#left[slot] = left;
    this.#right[slot] = right;
    this.#value[slot] = value;
    if (this.#count * 2 > this.#left.length) this.#grow();
  }

  /** The slot that holds the pair, or the free one where it belongs (linear probing). */
  #slot(left: number, right: number): number {
    const mask = this.#left.length - 1;
    let hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let slot = (hash ^ (hash >>> 13)) & mask;
    while (this.#left[slot] !== EMPTY && (this.#left[slot] !== left || this.#right[slot] !== right)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const { length } = this.#left;
    const [left, right, value] = [this.#left, this.#right, this.#value];
    this.#left = new Int32Array(length * 4).fill(EMPTY);
    this.#right = new Int32Array(length * 4);
    this.#value = new Int32Array(length * 4);
    for (let index = 0; index < length; index += 1) {
      if (left[index] === EMPTY) continue;
      const slot = this.#slot(left[index]!, right[index]!);
      this.#left[slot] = left[index]!;
      this.#right[slot] = right[index]!;
      this.#value[slot] = value[index]!;
    }
  }
}
