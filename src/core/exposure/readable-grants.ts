import { type AddressSteps, stepAt, stepEnd } from './address-steps.ts';
import { blockSize, type Family, formatCidr } from './cidr.ts';
import { NO_PORTS, type PortSet, PortStore } from './port-store.ts';
import type { AddressSource, Range } from './rule.ts';
import type { RuleSet } from './rule-set.ts';
import { cutByProtocol, trafficText } from './traffic-text.ts';

/** A source in the rule grammar, with its traffic. */
export interface Grant {
  source: string;
  /** The position of the source among all sources, in reading order. */
  order: number;
  /** Ranges of the axis protocol * 65536 + port. */
  ranges: Range[];
}

/** A block, possibly split into halves, with the traffic that all of its addresses admit. */
interface Tree {
  source: AddressSource;
  common: PortSet;
  halves: readonly Tree[];
}

/**
 * Splits a set into as few and as large sources as possible. A block is listed with the traffic that all of its
 * addresses admit but the block around it doesn't. So for each port, the listed blocks are the minimal CIDRs of that
 * port's addresses. Traffic of the outer block is listed again if this makes the text shorter:
 * `tcp from 10.0.0.0/8` instead of all tcp ports except 443.
 */
export function readableGrants(set: RuleSet): Grant[] {
  const store = new PortStore();
  const adopt = store.adopter(set.store);
  const grants: Grant[] = [];
  const add = (source: string, common: PortSet, outer: PortSet): void => {
    const ranges = shortestRanges(store, common, outer);
    if (ranges.length > 0) grants.push({ source, order: grants.length, ranges });
  };
  const addTree = (tree: Tree, outer: PortSet): void => {
    add(formatCidr(tree.source), tree.common, outer);
    for (const half of tree.halves) addTree(half, store.apply('union', outer, tree.common));
  };
  const ipv4 = treeOf(set.ipv4, 'ipv4', store, adopt);
  const ipv6 = treeOf(set.ipv6, 'ipv6', store, adopt);
  const anywhere = store.apply('intersect', ipv4.common, ipv6.common);
  add('anywhere', anywhere, NO_PORTS);
  addTree(ipv4, anywhere);
  addTree(ipv6, anywhere);
  for (const [key, { ports }] of set.references) add(key, adopt(ports), NO_PORTS);
  return grants;
}

function treeOf(
  steps: AddressSteps,
  kind: Family,
  store: PortStore,
  adopt: (ports: PortSet) => PortSet,
): Tree {
  const build = (address: bigint, prefixLength: number): Tree => {
    const source: AddressSource = { kind, address, prefixLength };
    const step = stepAt(steps, address);
    if (stepEnd(steps, step, kind) >= address + blockSize(kind, prefixLength)) {
      return { source, common: adopt(steps.ports[step]!), halves: [] };
    }
    const low = build(address, prefixLength + 1);
    const high = build(address + blockSize(kind, prefixLength + 1), prefixLength + 1);
    return { source, common: store.apply('intersect', low.common, high.common), halves: [low, high] };
  };
  return build(0n, 0);
}

/**
 * Returns as few ranges as possible that contain the new points (common without outer) and only points of common. For
 * each range of common with new points, this is the part from its first to its last new point, or the entire range if
 * its text is shorter (entire protocols need no ports).
 */
function shortestRanges(store: PortStore, common: PortSet, outer: PortSet): Range[] {
  const news = store.ranges(store.apply('subtract', common, outer));
  const ranges: Range[] = [];
  for (let index = 0; index < news.length; ) {
    const { first } = news[index]!;
    const whole = store.rangeAround(common, first);
    while (index < news.length && news[index]!.last <= whole.last) index += 1;
    const hull = { first, last: news[index - 1]!.last };
    ranges.push(cost(whole) < cost(hull) ? whole : hull);
  }
  return ranges;
}

/** Estimates the length of the text: each protocol needs a separate line, and then its ports. */
function cost(range: Range): number {
  let letters = 0;
  for (const { protocols, ports } of cutByProtocol(range))
    letters += 20 + trafficText(protocols, [ports]).length;
  return letters;
}
