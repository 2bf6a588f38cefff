import { usageError } from '../errors.ts';
import { say } from '../words/say.ts';
import type { AddressSource } from './rule.ts';

export type Family = AddressSource['kind'];

/** Address width in bits. */
export const BITS = { ipv4: 32, ipv6: 128 } as const;

/** The reason why a text is not a CIDR, for people. */
export interface CidrProblem {
  problem: string;
}

/**
 * Reads an IPv4 or IPv6 CIDR. An address without a prefix length is /32 or /128. Host bits are cleared, as EC2 does.
 * The text forms are those of RFC 4291 (section 2.2), including dotted quads in IPv6. Leading zeros in octets are
 * refused, because programs disagree whether they mean octal.
 */
export function readCidr(text: string): AddressSource | CidrProblem {
  const slash = text.indexOf('/');
  const addressText = slash < 0 ? text : text.slice(0, slash);
  const kind: Family = addressText.includes(':') ? 'ipv6' : 'ipv4';
  const number = kind === 'ipv6' ? parseIpv6(addressText) : parseIpv4(addressText);
  if (number === undefined) {
    return { problem: kind === 'ipv6' ? say`not an IPv6 address` : say`not an IPv4 address` };
  }
  const bits = BITS[kind];
  if (slash < 0) return { kind, address: number, prefixLength: bits };
  const lengthText = text.slice(slash + 1);
  if (!/^(0|[1-9][0-9]{0,2})$/.test(lengthText) || Number(lengthText) > bits) {
    return { problem: say`the prefix length must be 0 to ${bits}` };
  }
  return cidr(kind, number, Number(lengthText));
}

export function isCidrProblem(value: AddressSource | CidrProblem): value is CidrProblem {
  return 'problem' in value;
}

/** Like readCidr(). @throws AppError kind usage, code bad-cidr, if the text is not a CIDR. */
export function parseCidr(text: string): AddressSource {
  const block = readCidr(text);
  if (isCidrProblem(block)) throw usageError('bad-cidr', `${JSON.stringify(text)}: ${block.problem}`);
  return block;
}

/** Returns the block of this length that contains the address. */
export function cidr(kind: Family, address: bigint, prefixLength: number): AddressSource {
  const hostBits = BigInt(BITS[kind] - prefixLength);
  return { kind, address: (address >> hostBits) << hostBits, prefixLength };
}

const SIZES: readonly bigint[] = Array.from({ length: 129 }, (_, hostBits) => 1n << BigInt(hostBits));

/** Returns the number of addresses in a block. */
export function blockSize(kind: Family, prefixLength: number): bigint {
  return SIZES[BITS[kind] - prefixLength]!;
}

/** Returns the number of addresses of a family, which is one more than its last address. */
export function spaceSize(kind: Family): bigint {
  return SIZES[BITS[kind]]!;
}

/** `10.0.0.0/8`, `2001:db8::/32` (RFC 5952). */
export function formatCidr(block: AddressSource): string {
  return `${formatAddress(block.kind, block.address)}/${block.prefixLength}`;
}

function formatAddress(kind: Family, address: bigint): string {
  return kind === 'ipv4' ? formatIpv4(Number(address)) : formatIpv6(address);
}

function parseIpv4(text: string): bigint | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  let number = 0;
  for (const octet of match.slice(1)) {
    if (Number(octet) > 255 || (octet.length > 1 && octet.startsWith('0'))) return undefined;
    number = number * 256 + Number(octet);
  }
  return BigInt(number);
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0]!, halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1]!, true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  let number = 0n;
  for (const group of [...head, ...new Array<number>(missing).fill(0), ...tail]) {
    number = (number << 16n) | BigInt(group);
  }
  return number;
}

/** Reads the 16-bit groups on one side of `::`. Only the end of the address can be a dotted quad. */
function parseGroups(text: string, atEnd: boolean): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const groups: number[] = [];
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else {
      const quad = atEnd && index === parts.length - 1 ? parseIpv4(part) : undefined;
      if (quad === undefined) return undefined;
      groups.push(Number(quad >> 16n), Number(quad & 0xffffn));
    }
  }
  return groups;
}

function formatIpv4(number: number): string {
  return [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255].join('.');
}

function formatIpv6(number: bigint): string {
  const groups: string[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(((number >> shift) & 0xffffn).toString(16));
  const run = longestZeroRun(groups);
  if (run.length < 2) return groups.join(':');
  return `${groups.slice(0, run.start).join(':')}::${groups.slice(run.start + run.length).join(':')}`;
}

/** Finds the run of zero groups that `::` replaces: the first of the longest (RFC 5952, section 4.2). */
function longestZeroRun(groups: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (let index = 0; index <= groups.length; index += 1) {
    if (groups[index] === '0') continue;
    if (index - start > best.length) best = { start, length: index - start };
    start = index + 1;
  }
  return best;
}
