import { blockSize, type Family, spaceSize } from './cidr.ts';
import { merged } from './merge-ranges.ts';
import { NO_PORTS, type Operation, type PortSet, type PortStore } from './port-store.ts';
import type { AddressSource, Range } from './rule.ts';

/**
 * The traffic that each address of one family may send: a step function from addresses to sets of traffic.
 * `starts[i]` is the first address of step i. A step ends at the start of the next one, the last step at the end of
 * the address space. starts[0] is 0 and neighbouring steps differ, so equal functions have equal steps.
 */
export interface AddressSteps {
  readonly starts: readonly bigint[];
  readonly ports: readonly PortSet[];
}

export const NO_STEPS: AddressSteps = { starts: [0n], ports: [NO_PORTS] };

/** An address block and a range of traffic that it may send. */
export interface Block {
  first: bigint;
  /** The address after the last one. */
  end: bigint;
  traffic: Range;
  /** `first`, rounded to a number. Rounding keeps the order, and numbers are sorted much faster than bigints. */
  place: number;
}

export function blockOf(source: AddressSource, traffic: Range): Block {
  const first = source.address;
  const end = first + blockSize(source.kind, source.prefixLength);
  return { first, end, traffic, place: Number(first) };
}

/** Collects steps in ascending order and keeps them canonical. */
class StepWriter {
  readonly starts: bigint[] = [0n];
  readonly ports: PortSet[] = [NO_PORTS];

  write(start: bigint, ports: PortSet): void {
    if (this.starts.at(-1) === start) {
      this.starts.pop();
      this.ports.pop();
    }
    if (this.ports.length > 0 && this.ports.at(-1) === ports) return;
    this.starts.push(start);
    this.ports.push(ports);
  }
}

/**
 * Returns the union of the blocks. CIDR blocks are nested or disjoint, so one sort and one stack are enough: O(n log n)
 * for the sort, and for each distinct block one pass that adds its traffic to that of the block around it.
 */
export function stepsOf(blocks: Block[], kind: Family, store: PortStore): AddressSteps {
  const space = spaceSize(kind);
  blocks.sort(outerFirst);
  const writer = new StepWriter();
  const open: { end: bigint; ports: PortSet }[] = [];
  const closeUntil = (position: bigint): void => {
    for (let top = open.at(-1); top !== undefined && top.end <= position; top = open.at(-1)) {
      open.pop();
      if (top.end < space) writer.write(top.end, open.at(-1)?.ports ?? NO_PORTS);
    }
  };
  for (let index = 0; index < blocks.length; ) {
    const { first, end } = blocks[index]!;
    const traffic: Range[] = [];
    for (
      ;
      index < blocks.length && blocks[index]!.first === first && blocks[index]!.end === end;
      index += 1
    ) {
      traffic.push(blocks[index]!.traffic);
    }
    closeUntil(first);
    const outer = open.at(-1)?.ports ?? NO_PORTS;
    const ports = store.add(outer, merged(traffic));
    if (ports === outer) continue;
    writer.write(first, ports);
    open.push({ end, ports });
  }
  closeUntil(space);
  return writer;
}

function outerFirst(a: Block, b: Block): number {
  if (a.place !== b.place) return a.place - b.place;
  if (a.first !== b.first) return a.first < b.first ? -1 : 1;
  return a.end === b.end ? 0 : a.end > b.end ? -1 : 1;
}

/** Combines two step functions address by address. Both must use the same store. */
export function combineSteps(
  left: AddressSteps,
  right: AddressSteps,
  operation: Operation,
  store: PortStore,
): AddressSteps {
  const writer = new StepWriter();
  let i = 0;
  let j = 0;
  let start = 0n;
  for (;;) {
    writer.write(start, store.apply(operation, left.ports[i]!, right.ports[j]!));
    const nextLeft = left.starts[i + 1];
    const nextRight = right.starts[j + 1];
    if (nextLeft === undefined && nextRight === undefined) return writer;
    start =
      nextRight === undefined || (nextLeft !== undefined && nextLeft < nextRight) ? nextLeft! : nextRight;
    if (nextLeft === start) i += 1;
    if (nextRight === start) j += 1;
  }
}

/** Replaces the set of traffic of every step, and joins neighbours that become equal. */
export function mapSteps(steps: AddressSteps, change: (ports: PortSet) => PortSet): AddressSteps {
  const writer = new StepWriter();
  for (const [index, start] of steps.starts.entries()) writer.write(start, change(steps.ports[index]!));
  return writer;
}

/** Returns the index of the step that contains the address. */
export function stepAt(steps: AddressSteps, address: bigint): number {
  let low = 0;
  let high = steps.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (steps.starts[middle]! <= address) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Returns the address after the last one of the step. */
export function stepEnd(steps: AddressSteps, index: number, kind: Family): bigint {
  return steps.starts[index + 1] ?? spaceSize(kind);
}
