import { blockSize, type Family, spaceSize } from './cidr.ts';
import { NO_PORTS, type Operation, type PortSet, type PortStore } from './port-store.ts';
import type { AddressSource } from './rule.ts';

/**
 * What each address of one family may reach: a step function from addresses to sets of traffic.
 * `starts[i]` is the first address of step i, which ends where the next begins (the last at the end
 * of the space). starts[0] is 0 and neighbours differ, so equal functions have equal steps.
 */
export interface AddressSteps {
  readonly starts: readonly bigint[];
  readonly ports: readonly PortSet[];
}

export const NO_STEPS: AddressSteps = { starts: [0n], ports: [NO_PORTS] };

/** One block and the traffic that it may send. */
export interface Block {
  first: bigint;
  /** The address after the last one. */
  end: bigint;
  ports: PortSet;
}

export function block(source: AddressSource, ports: PortSet): Block {
  return {
    first: source.address,
    end: source.address + blockSize(source.kind, source.prefixLength),
    ports,
  };
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
 * The union of the blocks. CIDR blocks are nested or disjoint, so one sort and one stack suffice:
 * O(n log n) for the sort, and per block one union with what encloses it.
 */
export function stepsOf(blocks: Block[], kind: Family, store: PortStore): AddressSteps {
  const space = spaceSize(kind);
  blocks.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : a.end > b.end ? -1 : 1));
  const writer = new StepWriter();
  const open: Block[] = [];
  const closeUntil = (position: bigint | undefined): void => {
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (position !== undefined && top.end > position) return;
      open.pop();
      if (top.end < space) writer.write(top.end, open.at(-1)?.ports ?? NO_PORTS);
    }
  };
  for (const { first, end, ports } of blocks) {
    closeUntil(first);
    const outer = open.at(-1);
    const all = outer === undefined ? ports : store.apply('union', outer.ports, ports);
    if (all === outer?.ports) continue;
    writer.write(first, all);
    open.push({ first, end, ports: all });
  }
  closeUntil(undefined);
  return writer;
}

/** Joins two step functions address by address; both in terms of the same store. */
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

/** The same steps with every set of traffic replaced; what becomes equal is joined. */
export function mapSteps(steps: AddressSteps, change: (ports: PortSet) => PortSet): AddressSteps {
  const writer = new StepWriter();
  for (const [index, start] of steps.starts.entries()) writer.write(start, change(steps.ports[index]!));
  return writer;
}

/** The index of the step that holds the address. */
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

/** The address after the step's last one. */
export function stepEnd(steps: AddressSteps, index: number, kind: Family): bigint {
  return steps.starts[index + 1] ?? spaceSize(kind);
}
