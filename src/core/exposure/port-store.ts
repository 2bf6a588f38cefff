import { PairTable } from './pair-table.ts';
import type { Range } from './rule.ts';

/**
 * A set of traffic: a subset of the 24-bit axis protocol * 65536 + port. The number is valid only in its PortStore, in
 * which equal sets have the same number.
 */
export type PortSet = number;

export const NO_PORTS: PortSet = 0;
/** Every port of every protocol or, for a node, its entire block. */
export const EVERY_PORT: PortSet = 0xffff;

const AXIS_BITS = 24;
const LEAF_BITS = 4;
const FIRST_NODE = 0x10000;

export type Operation = 'union' | 'intersect' | 'subtract';

/** A cache of results of an operation by its operands. */
class Memo {
  readonly #pairs = new PairTable();
  readonly #results: PortSet[] = [];

  /** Returns the result, or -1. */
  get(left: PortSet, right: PortSet): PortSet {
    const number = this.#pairs.find(left, right);
    return number < 0 ? -1 : this.#results[number]!;
  }

  keep(left: PortSet, right: PortSet, result: PortSet): PortSet {
    this.#results[this.#pairs.add(left, right)] = result;
    return result;
  }
}

/**
 * Stores sets of traffic as binary tries that share all equal subtrees (hash-consing). Adding a range to a set costs
 * about 40 new nodes, regardless of the size of the set, and two sets are compared by their numbers. A leaf is a mask
 * of 16 adjacent points, and the mask is its number. A block that is completely in or out of a set is EVERY_PORT or
 * NO_PORTS at every level.
 */
export class PortStore {
  readonly #nodes = new PairTable();
  readonly #memo = { union: new Memo(), intersect: new Memo(), subtract: new Memo() };

  /** Returns the lower half of a set's block. */
  low(set: PortSet): PortSet {
    return set < FIRST_NODE ? set : this.#nodes.left(set - FIRST_NODE);
  }

  /** Returns the upper half of a set's block. */
  high(set: PortSet): PortSet {
    return set < FIRST_NODE ? set : this.#nodes.right(set - FIRST_NODE);
  }

  /** Returns the set with these halves. */
  join(low: PortSet, high: PortSet): PortSet {
    if (low === high && (low === NO_PORTS || low === EVERY_PORT)) return low;
    return FIRST_NODE + this.#nodes.add(low, high);
  }

  /** Returns the set with the ranges added. The ranges must be in ascending order and must not touch each other. */
  add(set: PortSet, ranges: readonly Range[]): PortSet {
    const addTo = (node: PortSet, from: number, to: number, base: number, bits: number): PortSet => {
      if (from === to || node === EVERY_PORT) return node;
      const { first, last } = ranges[from]!;
      if (first <= base && last >= base + 2 ** bits - 1) return EVERY_PORT;
      if (bits === LEAF_BITS) return node | maskOf(ranges, from, to, base);
      const middle = base + 2 ** (bits - 1);
      const firstUpper = firstAtOrAfter(ranges, middle, from, to);
      const endLower = firstUpper < to && ranges[firstUpper]!.first < middle ? firstUpper + 1 : firstUpper;
      return this.join(
        addTo(this.low(node), from, endLower, base, bits - 1),
        addTo(this.high(node), firstUpper, to, middle, bits - 1),
      );
    };
    return addTo(set, 0, ranges.length, 0, AXIS_BITS);
  }

  apply(operation: Operation, left: PortSet, right: PortSet): PortSet {
    const known = shortcut(operation, left, right);
    if (known >= 0) return known;
    const memo = this.#memo[operation];
    const remembered = memo.get(left, right);
    if (remembered >= 0) return remembered;
    const low = this.apply(operation, this.low(left), this.low(right));
    const high = this.apply(operation, this.high(left), this.high(right));
    return memo.keep(left, right, this.join(low, high));
  }

  /** Returns a function that copies sets of another store into this one. */
  adopter(from: PortStore): (set: PortSet) => PortSet {
    const known = new Map<PortSet, PortSet>();
    const adopt = (set: PortSet): PortSet => {
      if (set < FIRST_NODE) return set;
      const seen = known.get(set);
      if (seen !== undefined) return seen;
      const own = this.join(adopt(from.low(set)), adopt(from.high(set)));
      known.set(set, own);
      return own;
    };
    return adopt;
  }

  /** Returns how much of the range is in the set. */
  share(set: PortSet, first: number, last: number, bits = AXIS_BITS): 'all' | 'some' | 'none' {
    if (set === NO_PORTS) return 'none';
    if (set === EVERY_PORT) return 'all';
    if (bits === LEAF_BITS) {
      const mask = bitsOf(first, last);
      return (set & mask) === mask ? 'all' : (set & mask) === 0 ? 'none' : 'some';
    }
    const half = 2 ** (bits - 1);
    if (last < half) return this.share(this.low(set), first, last, bits - 1);
    if (first >= half) return this.share(this.high(set), first - half, last - half, bits - 1);
    const low = this.share(this.low(set), first, half - 1, bits - 1);
    const high = this.share(this.high(set), 0, last - half, bits - 1);
    return low === high ? low : 'some';
  }

  /** Returns the largest range of the set that contains the point. The point must be in the set. */
  rangeAround(set: PortSet, point: number): Range {
    const absent = (node: PortSet, base: number, bits: number, up: boolean): number => {
      const end = base + 2 ** bits - 1;
      if (node === EVERY_PORT || (up ? end < point : base > point)) return -1;
      if (node === NO_PORTS) return up ? Math.max(base, point) : Math.min(end, point);
      if (bits === 0) return -1;
      const [low, high] = bits <= LEAF_BITS ? leafHalves(node, bits) : [this.low(node), this.high(node)];
      const middle = base + 2 ** (bits - 1);
      const near = up ? absent(low, base, bits - 1, up) : absent(high, middle, bits - 1, up);
      if (near >= 0) return near;
      return up ? absent(high, middle, bits - 1, up) : absent(low, base, bits - 1, up);
    };
    const after = absent(set, 0, AXIS_BITS, true);
    return { first: absent(set, 0, AXIS_BITS, false) + 1, last: (after < 0 ? 2 ** AXIS_BITS : after) - 1 };
  }

  /** Returns the points of the set as the fewest closed ranges, in ascending order. */
  ranges(set: PortSet): Range[] {
    const ranges: Range[] = [];
    const add = (first: number, last: number): void => {
      const previous = ranges.at(-1);
      if (previous !== undefined && previous.last + 1 === first) previous.last = last;
      else ranges.push({ first, last });
    };
    const walk = (node: PortSet, base: number, bits: number): void => {
      if (node === NO_PORTS) return;
      if (node === EVERY_PORT) {
        add(base, base + 2 ** bits - 1);
      } else if (bits === LEAF_BITS) {
        for (let bit = 0; bit < 16; bit += 1) if ((node >> bit) & 1) add(base + bit, base + bit);
      } else {
        walk(this.low(node), base, bits - 1);
        walk(this.high(node), base + 2 ** (bits - 1), bits - 1);
      }
    };
    walk(set, 0, AXIS_BITS);
    return ranges;
  }

  /**
   * Returns the points that are in sets with a total weight of more than `limit`. It descends all sets together and adds
   * up the weights of equal subtrees, so shared structure is visited once.
   */
  heavier(weights: ReadonlyMap<PortSet, bigint>, limit: bigint, bits = AXIS_BITS): PortSet {
    let possible = 0n;
    let certain = 0n;
    for (const [set, weight] of weights) {
      if (set !== NO_PORTS) possible += weight;
      if (set === EVERY_PORT) certain += weight;
    }
    if (possible <= limit) return NO_PORTS;
    if (certain > limit) return EVERY_PORT;
    if (bits === LEAF_BITS) return heavierBits(weights, limit);
    return this.join(
      this.heavier(
        gather(weights, (set) => this.low(set)),
        limit,
        bits - 1,
      ),
      this.heavier(
        gather(weights, (set) => this.high(set)),
        limit,
        bits - 1,
      ),
    );
  }
}

/** Returns the halves of a leaf, or of a part of one. A half without or with all of its points is NO_PORTS or EVERY_PORT. */
function leafHalves(mask: number, bits: number): [PortSet, PortSet] {
  const width = 2 ** (bits - 1);
  const full = 2 ** width - 1;
  const plain = (part: number): PortSet => (part === full ? EVERY_PORT : part);
  return [plain(mask & full), plain((mask >> width) & full)];
}

/** Returns a leaf mask with the bits from first to last. */
function bitsOf(first: number, last: number): number {
  return (2 << last) - (1 << first);
}

/** Returns the bits of a leaf that ranges[from] to ranges[to - 1] cover. */
function maskOf(ranges: readonly Range[], from: number, to: number, base: number): number {
  let mask = 0;
  for (let index = from; index < to; index += 1) {
    const { first, last } = ranges[index]!;
    mask |= bitsOf(Math.max(first - base, 0), Math.min(last - base, 15));
  }
  return mask;
}

/** Returns the index of the first of ranges[from] to ranges[to - 1] that ends at or after the point; `to` if none does. */
function firstAtOrAfter(ranges: readonly Range[], point: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[middle]!.last < point) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Returns the result if no descent is needed, otherwise -1. */
function shortcut(operation: Operation, left: PortSet, right: PortSet): PortSet | -1 {
  switch (operation) {
    case 'union':
      if (left === right || right === NO_PORTS || left === EVERY_PORT) return left;
      if (left === NO_PORTS || right === EVERY_PORT) return right;
      return left < FIRST_NODE && right < FIRST_NODE ? left | right : -1;
    case 'intersect':
      if (left === right || left === NO_PORTS || right === EVERY_PORT) return left;
      if (right === NO_PORTS || left === EVERY_PORT) return right;
      return left < FIRST_NODE && right < FIRST_NODE ? left & right : -1;
    case 'subtract':
      if (left === right || left === NO_PORTS || right === EVERY_PORT) return NO_PORTS;
      if (right === NO_PORTS) return left;
      return left < FIRST_NODE && right < FIRST_NODE ? left & ~right : -1;
  }
}

function gather(
  weights: ReadonlyMap<PortSet, bigint>,
  half: (set: PortSet) => PortSet,
): Map<PortSet, bigint> {
  const sums = new Map<PortSet, bigint>();
  for (const [set, weight] of weights) {
    const part = half(set);
    if (part !== NO_PORTS) sums.set(part, (sums.get(part) ?? 0n) + weight);
  }
  return sums;
}

function heavierBits(weights: ReadonlyMap<PortSet, bigint>, limit: bigint): PortSet {
  let mask = 0;
  for (let bit = 0; bit < 16; bit += 1) {
    let sum = 0n;
    for (const [set, weight] of weights) if ((set >> bit) & 1) sum += weight;
    if (sum > limit) mask |= 1 << bit;
  }
  return mask;
}
