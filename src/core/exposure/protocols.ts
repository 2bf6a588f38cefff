import type { Range } from './rule.ts';

/** Protocol numbers whose second coordinate (ports, or ICMP type and code) AWS can narrow. */
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

/** The names that the rule grammar and AWS have for protocols; other protocols are numbers. */
export const PROTOCOL_NAMES: readonly string[] = [...NUMBERS.keys()];

/** `tcp` for 6, `47` for 47. */
export function protocolName(protocol: number): string {
  return NAMES.get(protocol) ?? String(protocol);
}

/** 6 for `tcp`; undefined for what is not a name. */
export function protocolNumber(name: string): number | undefined {
  return NUMBERS.get(name);
}

/** True for ICMP and ICMPv6, whose axis is type * 256 + code. */
export function isIcmp(protocol: number): boolean {
  return protocol === ICMP || protocol === ICMPV6;
}

/** True where a rule can name less than the whole protocol: TCP and UDP ports, ICMP types and codes. */
export function hasPorts(protocol: number): boolean {
  return NAMES.has(protocol);
}

/** True when the range is a protocol's whole axis. */
export function isAllPorts(ports: Range): boolean {
  return ports.first === 0 && ports.last === LAST_PORT;
}
