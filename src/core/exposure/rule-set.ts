import {
  type AddressSteps,
  type Block,
  blockOf,
  combineSteps,
  mapSteps,
  NO_STEPS,
  stepAt,
  stepEnd,
  stepsOf,
} from './address-steps.ts';
import { blockSize } from './cidr.ts';
import type { PrefixLists } from './group.ts';
import { merged } from './merge-ranges.ts';
import { NO_PORTS, type Operation, type PortSet, PortStore } from './port-store.ts';
import { LAST_PORT } from './protocols.ts';
import type { AddressSource, IngressRule, Range, Source } from './rule.ts';

/**
 * An exposure: an immutable set of (protocol, port or ICMP type and code, source) in canonical form.
 * Created by ruleSet() and the operations here; docs/algebra.md explains how it works.
 */
export interface RuleSet {
  /** The store of the sets of traffic below. */
  readonly store: PortStore;
  readonly ipv4: AddressSteps;
  readonly ipv6: AddressSteps;
  /** Security groups and opaque prefix lists (entries unknown), by sourceKey() and sorted by it. */
  readonly references: ReadonlyMap<string, Reference>;
}

export interface Reference {
  source: Exclude<Source, AddressSource>;
  ports: PortSet;
}

export const EMPTY: RuleSet = {
  store: new PortStore(),
  ipv4: NO_STEPS,
  ipv6: NO_STEPS,
  references: new Map(),
};

/**
 * Returns the union of what the rules admit. A prefix list with known entries is replaced with its entries; others
 * remain references (see opaqueLists). O(n log n) in the number of rules and entries.
 */
export function ruleSet(rules: Iterable<IngressRule>, lists?: PrefixLists): RuleSet {
  const store = new PortStore();
  const blocks: Record<AddressSource['kind'], Block[]> = { ipv4: [], ipv6: [] };
  const referenced = new Map<string, { source: Reference['source']; traffic: Range[] }>();
  for (const rule of rules) {
    const traffic = axisRange(rule);
    for (const source of sources(rule.source, lists)) {
      if (isAddress(source)) {
        blocks[source.kind].push(blockOf(source, traffic));
      } else {
        const key = sourceKey(source);
        const known = referenced.get(key);
        if (known === undefined) referenced.set(key, { source, traffic: [traffic] });
        else known.traffic.push(traffic);
      }
    }
  }
  const references = new Map<string, Reference>();
  for (const [key, { source, traffic }] of referenced) {
    references.set(key, { source, ports: store.add(NO_PORTS, merged(traffic)) });
  }
  return {
    store,
    ipv4: stepsOf(blocks.ipv4, 'ipv4', store),
    ipv6: stepsOf(blocks.ipv6, 'ipv6', store),
    references: sorted(references),
  };
}

export function union(a: RuleSet, b: RuleSet): RuleSet {
  return combine(a, b, 'union');
}

export function intersect(a: RuleSet, b: RuleSet): RuleSet {
  return combine(a, b, 'intersect');
}

/** Returns what `a` admits but `b` does not. */
export function subtract(a: RuleSet, b: RuleSet): RuleSet {
  return combine(a, b, 'subtract');
}

export function isEmpty(set: RuleSet): boolean {
  return set.references.size === 0 && set.ipv4.ports.every(isNone) && set.ipv6.ports.every(isNone);
}

/** True if `a` admits everything that `b` admits. */
export function covers(a: RuleSet, b: RuleSet): boolean {
  return isEmpty(subtract(b, a));
}

export function equals(a: RuleSet, b: RuleSet): boolean {
  return exposureKey(a) === exposureKey(b);
}

/**
 * Returns a text that is equal for two sets exactly if they admit the same. Its size is proportional to that of the
 * set. It is an opaque value, and can change between versions.
 */
export function exposureKey(set: RuleSet): string {
  const numbers = new Map<PortSet, number>();
  const parts: string[] = [];
  const name = (ports: PortSet): string => {
    if (set.store.low(ports) === ports) return `m${ports}`;
    const known = numbers.get(ports);
    if (known !== undefined) return `n${known}`;
    const halves = `${name(set.store.low(ports))},${name(set.store.high(ports))}`;
    numbers.set(ports, numbers.size);
    parts.push(halves);
    return `n${numbers.size - 1}`;
  };
  const steps = ({ starts, ports }: AddressSteps): string =>
    starts.map((start, index) => `${start.toString(36)}=${name(ports[index]!)}`).join(' ');
  const references = [...set.references].map(([key, { ports }]) => `${key}=${name(ports)}`).join(' ');
  return [steps(set.ipv4), steps(set.ipv6), references, parts.join(';')].join('|');
}

/** Returns the ids of the prefix lists with unknown entries. Their traffic can't be judged. */
export function opaqueLists(set: RuleSet): string[] {
  const ids: string[] = [];
  for (const { source } of set.references.values()) {
    if (source.kind === 'prefix-list') ids.push(source.prefixListId);
  }
  return ids;
}

/** Returns how much of one rule is within the set. This is faster than creating a set for each rule. */
export function share(set: RuleSet, rule: IngressRule, lists?: PrefixLists): 'all' | 'some' | 'none' {
  const { first, last } = axisRange(rule);
  let inside = false;
  let outside = false;
  for (const source of sources(rule.source, lists)) {
    for (const admitted of admittedFrom(set, source)) {
      const part = set.store.share(admitted, first, last);
      inside ||= part !== 'none';
      outside ||= part !== 'all';
      if (inside && outside) return 'some';
    }
  }
  return inside ? 'all' : 'none';
}

/** True if any part of the rule is within the set. */
export function touches(set: RuleSet, rule: IngressRule, lists?: PrefixLists): boolean {
  const { first, last } = axisRange(rule);
  for (const source of sources(rule.source, lists)) {
    for (const admitted of admittedFrom(set, source)) {
      if (set.store.share(admitted, first, last) !== 'none') return true;
    }
  }
  return false;
}

/** Returns the rule grammar's text of a source that is not an address: `sg-…`, `<account>/sg-…`, `pl-…`. */
export function sourceKey(source: Reference['source']): string {
  if (source.kind === 'prefix-list') return source.prefixListId;
  return source.owner === undefined ? source.groupId : `${source.owner}/${source.groupId}`;
}

function combine(a: RuleSet, b: RuleSet, operation: Operation): RuleSet {
  // Each result has its own store, so operations on a long-lived set don't make its store grow.
  const store = new PortStore();
  const left = { ...a, adopt: store.adopter(a.store) };
  const right = { ...b, adopt: store.adopter(b.store) };
  const references = new Map<string, Reference>();
  for (const [key, { source }] of [...a.references, ...b.references]) {
    const ports = store.apply(
      operation,
      left.adopt(a.references.get(key)?.ports ?? NO_PORTS),
      right.adopt(b.references.get(key)?.ports ?? NO_PORTS),
    );
    if (ports !== NO_PORTS) references.set(key, { source, ports });
  }
  const family = (kind: AddressSource['kind']): AddressSteps =>
    combineSteps(mapSteps(a[kind], left.adopt), mapSteps(b[kind], right.adopt), operation, store);
  return { store, ipv4: family('ipv4'), ipv6: family('ipv6'), references: sorted(references) };
}

function isNone(ports: PortSet): boolean {
  return ports === NO_PORTS;
}

function sources(source: Source, lists: PrefixLists | undefined): readonly Source[] {
  if (source.kind !== 'prefix-list') return [source];
  return lists?.get(source.prefixListId) ?? [source];
}

export function isAddress(source: Source): source is AddressSource {
  return source.kind === 'ipv4' || source.kind === 'ipv6';
}

/** Returns the traffic of a rule, which is one range of the axis, because only a single protocol can have ports. */
function axisRange({ protocols, ports }: IngressRule): Range {
  const width = LAST_PORT + 1;
  return { first: protocols.first * width + ports.first, last: protocols.last * width + ports.last };
}

/** Yields the traffic that the set admits from each part of the source. */
function* admittedFrom(set: RuleSet, source: Source): Generator<PortSet> {
  if (!isAddress(source)) {
    yield set.references.get(sourceKey(source))?.ports ?? NO_PORTS;
    return;
  }
  const steps = set[source.kind];
  const end = source.address + blockSize(source.kind, source.prefixLength);
  for (let index = stepAt(steps, source.address); index < steps.starts.length; index += 1) {
    yield steps.ports[index]!;
    if (stepEnd(steps, index, source.kind) >= end) return;
  }
}

function sorted(references: Map<string, Reference>): Map<string, Reference> {
  return new Map([...references].sort(([a], [b]) => (a < b ? -1 : 1)));
}
