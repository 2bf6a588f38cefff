import fc from 'fast-check';
import { cidr, type Family } from '../../../src/core/exposure/cidr.ts';
import type { PrefixLists } from '../../../src/core/exposure/group.ts';
import type { AddressSource, IngressRule, Range, Source } from '../../../src/core/exposure/rule.ts';

/**
 * A universe small enough to enumerate, at the edges of the real one: the lowest and highest addresses of
 * both families, the lowest and highest ports, the first and last protocol. The borders of rules are always
 * between these points, so two rules differ exactly if they differ at a point.
 */
const EDGE_PORTS = [0, 1, 2, 3, 65_532, 65_533, 65_534, 65_535];
const PORT_POINTS = [0, 1, 2, 3, 30_000, 65_532, 65_533, 65_534, 65_535];
const WITH_PORTS = [1, 6, 17, 58];
const PROTOCOL_POINTS = [0, 1, 3, 6, 11, 17, 30, 47, 50, 58, 100, 255];

const LISTS = ['pl-low', 'pl-mixed', 'pl-none'];
export const KNOWN_LISTS: PrefixLists = new Map([
  ['pl-low', [cidr('ipv4', 0n, 31), cidr('ipv4', 2n, 31), cidr('ipv4', 0n, 1)]],
  ['pl-mixed', [cidr('ipv4', 0xffff_ffffn, 32), cidr('ipv6', 0n, 126)]],
  ['pl-none', []],
]);

/** A source of traffic: an address or a reference. */
type Place = { kind: Family; address: bigint } | { kind: 'reference'; key: string };

export interface Point {
  place: Place;
  protocol: number;
  port: number;
}

const REFERENCES: Source[] = [
  { kind: 'group', groupId: 'sg-1' },
  { kind: 'group', groupId: 'sg-1', owner: '444455556666' },
  { kind: 'prefix-list', prefixListId: 'pl-opaque' },
];

export const POINTS: readonly Point[] = places().flatMap((place) =>
  PROTOCOL_POINTS.flatMap((protocol) =>
    (WITH_PORTS.includes(protocol) ? PORT_POINTS : [0]).map((port) => ({ place, protocol, port })),
  ),
);

function places(): Place[] {
  const all: Place[] = [];
  for (const kind of ['ipv4', 'ipv6'] as const) {
    const end = 1n << (kind === 'ipv4' ? 32n : 128n);
    for (let offset = 0n; offset < 8n; offset += 1n) {
      all.push({ kind, address: offset }, { kind, address: end - 1n - offset });
    }
    all.push({ kind, address: end / 2n - 1n }, { kind, address: end / 2n });
  }
  return [
    ...all,
    ...REFERENCES.map((source) => ({ kind: 'reference' as const, key: JSON.stringify(source) })),
  ];
}

/** Returns a rule that admits only this point. */
export function ruleAt({ place, protocol, port }: Point): IngressRule {
  const ports = WITH_PORTS.includes(protocol) ? { first: port, last: port } : { first: 0, last: 65_535 };
  const source: Source =
    place.kind === 'reference'
      ? (JSON.parse(place.key) as Source)
      : cidr(place.kind, place.address, place.kind === 'ipv4' ? 32 : 128);
  return { protocols: { first: protocol, last: protocol }, ports, source };
}

/** Returns what a list of rules admits, point by point. This oracle shares no code with the algebra. */
export function admits(rules: readonly IngressRule[]): boolean[] {
  return POINTS.map((point) => rules.some((rule) => admitsPoint(rule, point)));
}

function admitsPoint(rule: IngressRule, { place, protocol, port }: Point): boolean {
  if (!within(rule.protocols, protocol) || !within(rule.ports, port)) return false;
  const { source } = rule;
  if (source.kind === 'prefix-list' && KNOWN_LISTS.has(source.prefixListId)) {
    return KNOWN_LISTS.get(source.prefixListId)!.some((entry) => holds(entry, place));
  }
  if (source.kind === 'ipv4' || source.kind === 'ipv6') return holds(source, place);
  return place.kind === 'reference' && place.key === JSON.stringify(source);
}

function holds(block: AddressSource, place: Place): boolean {
  if (place.kind !== block.kind) return false;
  const hostBits = BigInt((block.kind === 'ipv4' ? 32 : 128) - block.prefixLength);
  return place.address >> hostBits === block.address >> hostBits;
}

function within({ first, last }: Range, value: number): boolean {
  return first <= value && value <= last;
}

const edgePorts = fc
  .tuple(fc.constantFrom(...EDGE_PORTS), fc.constantFrom(...EDGE_PORTS))
  .map(([a, b]) => ({ first: Math.min(a, b), last: Math.max(a, b) }));
const allPorts = { first: 0, last: 65_535 };

const traffic = fc.oneof(
  { weight: 5, arbitrary: fc.record({ protocol: fc.constantFrom(...WITH_PORTS), ports: edgePorts }) },
  {
    weight: 2,
    arbitrary: fc.record({ protocol: fc.constantFrom(0, 1, 6, 47, 58, 255), ports: fc.constant(allPorts) }),
  },
);
const protocolRanges = fc.constantFrom(
  { first: 0, last: 255 },
  { first: 0, last: 5 },
  { first: 7, last: 255 },
);

const block = fc
  .record({
    kind: fc.constantFrom('ipv4' as const, 'ipv6' as const),
    top: fc.boolean(),
    offset: fc.bigInt(0n, 7n),
    hostBits: fc.constantFrom(0, 0, 1, 2, 3),
    wide: fc.constantFrom(undefined, undefined, undefined, 0, 1),
  })
  .map(({ kind, top, offset, hostBits, wide }) => {
    const bits = kind === 'ipv4' ? 32 : 128;
    const address = top ? (1n << BigInt(bits)) - 1n - offset : offset;
    return cidr(kind, address, wide ?? bits - hostBits);
  });
const source: fc.Arbitrary<Source> = fc.oneof(
  { weight: 6, arbitrary: block },
  { weight: 1, arbitrary: fc.constantFrom(...REFERENCES) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...LISTS)
      .map((prefixListId) => ({ kind: 'prefix-list' as const, prefixListId })),
  },
);

export const rule: fc.Arbitrary<IngressRule> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ traffic, source }).map(({ traffic: { protocol, ports }, source }) => ({
      protocols: { first: protocol, last: protocol },
      ports,
      source,
    })),
  },
  { weight: 1, arbitrary: fc.record({ protocols: protocolRanges, ports: fc.constant(allPorts), source }) },
);

export const rules = fc.array(rule, { maxLength: 8 });
export const somePoints = fc.array(fc.nat(POINTS.length - 1), { minLength: 24, maxLength: 24 });

/** Rules with addresses, lengths and ports from the whole space. */
export const freeRule: fc.Arbitrary<IngressRule> = fc
  .record({
    kind: fc.constantFrom('ipv4' as const, 'ipv6' as const),
    address: fc.bigInt(0n, (1n << 128n) - 1n),
    prefixLength: fc.nat(128),
    protocol: fc.constantFrom(...WITH_PORTS),
    a: fc.nat(65_535),
    b: fc.nat(65_535),
  })
  .map(({ kind, address, prefixLength, protocol, a, b }) => ({
    protocols: { first: protocol, last: protocol },
    ports: { first: Math.min(a, b), last: Math.max(a, b) },
    source:
      kind === 'ipv4'
        ? cidr(kind, address & 0xffff_ffffn, prefixLength % 33)
        : cidr(kind, address, prefixLength),
  }));
