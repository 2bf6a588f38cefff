import type { Range } from './rule.ts';

/** Numbers of the protocols for which AWS rules can limit ports, or ICMP types and codes. */
export const ICMP = 1;
export const TCP = 6;
export const UDP = 17;
export const ICMPV6 = 58;

export const LAST_PROTOCOL = 255;
export const LAST_PORT = 65_535;
export const ALL_PROTOCOLS: Range = { first: 0, last: LAST_PROTOCOL };
export const ALL_PORTS: Range = { first: 0, last: LAST_PORT };

const NAMES: ReadonlyMap<number, string> = new Map([
  [ICMP, 'icmp'],
  [TCP, 'tcp'],
  [UDP, 'udp'],
  [ICMPV6, 'icmpv6'],
]);
const NUMBERS: ReadonlyMap<string, number> = new Map([...NAMES].map(([number, name]) => [name, number]));

/** The protocol names of the rule grammar and AWS. Other protocols are written as numbers. */
export const PROTOCOL_NAMES: readonly string[] = [...NUMBERS.keys()];

/** Returns `tcp` for 6, and `47` for 47. */
export function protocolName(protocol: number): string {
  return NAMES.get(protocol) ?? String(protocol);
}

/** Returns 6 for `tcp`; undefined if the text is not a protocol name. */
export function protocolNumber(name: string): number | undefined {
  return NUMBERS.get(name);
}

/** True for ICMP and ICMPv6, whose axis is type * 256 + code. */
export function isIcmp(protocol: number): boolean {
  return protocol === ICMP || protocol === ICMPV6;
}

/** True if a rule can limit the protocol: TCP and UDP by port, ICMP by type and code. */
export function hasPorts(protocol: number): boolean {
  return NAMES.has(protocol);
}

/** True if the range is the entire axis of a protocol. */
export function isAllPorts(ports: Range): boolean {
  return ports.first === 0 && ports.last === LAST_PORT;
}
