/**
 * The event pattern language of EventBridge: matching. pattern-compile.ts compiles.
 *
 * Facts: Amazon EventBridge User Guide, "Creating event patterns" and "comparison operators". The open
 * matcher aws/event-ruler (Apache-2.0) answers what the guide leaves open: it joins field names with dots and
 * flattens array elements, so conditions are not tied to one element.
 */
import { type AddressBlock, parseAddress } from './ip.ts';

/** A leaf of an event. */
export type Leaf = string | number | boolean | null;

export function isLeaf(value: unknown): value is Leaf {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** One alternative for the value of a field. */
export type Matcher =
  | { type: 'exact'; value: Leaf }
  | { type: 'address'; block: AddressBlock }
  | { type: 'text'; test: (value: string) => boolean }
  | { type: 'anything-but'; test: (value: Leaf) => boolean }
  | { type: 'numeric'; test: (value: number) => boolean }
  | { type: 'exists'; exists: boolean };

/** Field path -> alternatives; all paths must match. */
export type Branch = ReadonlyMap<string, readonly Matcher[]>;

export interface CompiledPattern {
  /** Alternatives from the pattern's `$or`s. One of them has to match. */
  branches: readonly Branch[];
  /** Whether it uses the `wildcard` operator. Buses have a quota of these rules. */
  hasWildcard: boolean;
}

/** An event in the matcher's form: each leaf by its dotted path. */
export type FlatEvent = ReadonlyMap<string, readonly Leaf[]>;

/** Flattens an event once, to match it with many patterns. Empty arrays and objects are dropped. */
export function flattenEvent(event: unknown): FlatEvent {
  const leaves = new Map<string, Leaf[]>();
  const pending: { path: string; value: unknown }[] = [{ path: '', value: event }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { path, value } = next;
    if (Array.isArray(value)) {
      for (let i = value.length - 1; i >= 0; i--) pending.push({ path, value: value[i] });
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) {
        pending.push({ path: path === '' ? key : `${path}.${key}`, value: member });
      }
    } else if (isLeaf(value)) {
      const found = leaves.get(path);
      if (found) found.push(value);
      else leaves.set(path, [value]);
    }
  }
  return leaves;
}

export function matches(pattern: CompiledPattern, event: FlatEvent): boolean {
  return pattern.branches.some((branch) => {
    for (const [path, matchers] of branch) {
      const leaves = event.get(path);
      if (!matchers.some((matcher) => fieldMatches(matcher, leaves))) return false;
    }
    return true;
  });
}

function fieldMatches(matcher: Matcher, leaves: readonly Leaf[] | undefined): boolean {
  if (matcher.type === 'exists') return matcher.exists === (leaves !== undefined);
  return leaves?.some((leaf) => leafMatches(matcher, leaf)) ?? false;
}

function leafMatches(matcher: Exclude<Matcher, { type: 'exists' }>, leaf: Leaf): boolean {
  switch (matcher.type) {
    case 'exact':
      return leaf === matcher.value;
    case 'address': {
      const address = typeof leaf === 'string' ? parseAddress(leaf) : undefined;
      if (!address || address.bits !== matcher.block.bits) return false;
      return address.value >= matcher.block.first && address.value <= matcher.block.last;
    }
    case 'text':
      return typeof leaf === 'string' && matcher.test(leaf);
    case 'numeric':
      return typeof leaf === 'number' && matcher.test(leaf);
    case 'anything-but':
      return matcher.test(leaf);
  }
}
