import { type AddressSteps, combineSteps, mapSteps, stepEnd } from './address-steps.ts';
import { BITS, blockSize, cidr, type Family, parseCidr } from './cidr.ts';
import { NO_PORTS, type PortSet, PortStore } from './port-store.ts';
import { ALL_PORTS, ALL_PROTOCOLS } from './protocols.ts';
import type { AddressSource } from './rule.ts';
import { intersect, type RuleSet, ruleSet, subtract, union } from './rule-set.ts';
import { SPECIAL_ADDRESS_BLOCKS } from './special-addresses.ts';

/** The widest prefix lengths that do not count as "the internet" yet. The default is `{ ipv4: 8, ipv6: 32 }`. */
export interface WiderThan {
  ipv4: number;
  ipv6: number;
}

/** All traffic from every globally reachable address. */
const PUBLIC: RuleSet = publicAddresses();

/** Returns the part of a set from globally reachable addresses. References to groups admit private addresses only. */
export function publicPart(set: RuleSet): RuleSet {
  return intersect(set, PUBLIC);
}

/**
 * Returns the part of a set that is open to the internet: the protocols and ports that a family admits from more
 * globally reachable addresses than a block of `widerThan` contains. The addresses of all rules are added up, so it
 * doesn't matter how they are split into rules.
 */
export function openToInternet(set: RuleSet, widerThan: WiderThan): RuleSet {
  const store = new PortStore();
  const family = (kind: Family): AddressSteps => {
    const steps = mapSteps(set[kind], store.adopter(set.store));
    const limit = blockSize(kind, Math.min(Math.max(widerThan[kind], 0), BITS[kind]));
    const open = store.heavier(publicWeights(steps, kind, store), limit);
    return mapSteps(steps, (ports) => store.apply('intersect', ports, open));
  };
  return { store, ipv4: family('ipv4'), ipv6: family('ipv6'), references: new Map() };
}

/** Counts the globally reachable addresses from which each set of traffic is admitted. */
function publicWeights(steps: AddressSteps, kind: Family, store: PortStore): Map<PortSet, bigint> {
  const reachable = combineSteps(steps, PUBLIC[kind], 'intersect', store);
  const weights = new Map<PortSet, bigint>();
  for (const [index, ports] of reachable.ports.entries()) {
    if (ports === NO_PORTS) continue;
    const size = stepEnd(reachable, index, kind) - reachable.starts[index]!;
    weights.set(ports, (weights.get(ports) ?? 0n) + size);
  }
  return weights;
}

/** Rows are applied from the widest to the narrowest, because the most specific row of the registries decides. */
function publicAddresses(): RuleSet {
  const rows = SPECIAL_ADDRESS_BLOCKS.map((row) => ({ ...row, block: parseCidr(row.cidr) }));
  const levels: { reachable: AddressSource[]; other: AddressSource[] }[] = [];
  for (const { block, globallyReachable } of rows) {
    const depth = rows.filter((outer) => isInside(block, outer.block)).length;
    while (levels.length <= depth) levels.push({ reachable: [], other: [] });
    levels[depth]![globallyReachable === false ? 'other' : 'reachable'].push(block);
  }
  let set = allTraffic([cidr('ipv4', 0n, 0), cidr('ipv6', 0n, 0)]);
  for (const { reachable, other } of levels) {
    set = union(subtract(set, allTraffic(other)), allTraffic(reachable));
  }
  return set;
}

function isInside(inner: AddressSource, outer: AddressSource): boolean {
  if (inner.kind !== outer.kind || inner.prefixLength <= outer.prefixLength) return false;
  return cidr(inner.kind, inner.address, outer.prefixLength).address === outer.address;
}

function allTraffic(sources: AddressSource[]): RuleSet {
  return ruleSet(sources.map((source) => ({ protocols: ALL_PROTOCOLS, ports: ALL_PORTS, source })));
}
