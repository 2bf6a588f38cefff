/** IPv4 and IPv6 addresses as numbers, for the `cidr` operator and for comparing addresses. */
export interface Address {
  bits: 32 | 128;
  value: bigint;
}

/** Reads an address. Returns undefined if the text is not one. Zone ids are refused. */
export function parseAddress(text: string): Address | undefined {
  if (!/^[0-9a-fA-F:.]{2,45}$/.test(text)) return undefined;
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined;
  return { bits: 32, value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
}

function parseIpv6(text: string): Address | undefined {
  const embedded = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  let rest = text;
  if (embedded) {
    const [, before = '', ipv4 = ''] = embedded;
    const low = parseIpv4(ipv4);
    if (!low) return undefined;
    rest = `${before}${(low.value >> 16n).toString(16)}:${(low.value & 0xffffn).toString(16)}`;
  }
  const [left = '', right, ...more] = rest.split('::');
  if (more.length > 0) return undefined;
  const groups = (half: string) => (half === '' ? [] : half.split(':'));
  const head = groups(left);
  const tail = groups(right ?? '');
  const missing = 8 - head.length - tail.length;
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...head, ...Array<string>(missing).fill('0'), ...tail];
  if (!all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return { bits: 128, value: all.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n) };
}

/** A closed range of addresses of one family. */
export interface AddressBlock {
  bits: 32 | 128;
  first: bigint;
  last: bigint;
}

/** Reads `address/prefix` and clears the host bits. Throws an Error with AWS's message. */
export function parseCidr(text: string): AddressBlock {
  const [base = '', bits, ...more] = text.split('/');
  if (bits === undefined || more.length > 0) throw new Error("Malformed CIDR, one '/' required");
  if (!/^\d+$/.test(bits)) throw new Error('Malformed CIDR, mask bits must be an integer');
  const address = parseAddress(base);
  if (!address) throw new Error(`Nonstandard IP address: ${base}`);
  const prefix = Number(bits);
  if (prefix > address.bits) throw new Error('Malformed CIDR, mask bits must not exceed the address size');
  const hostBits = BigInt(address.bits - prefix);
  const first = (address.value >> hostBits) << hostBits;
  return { bits: address.bits, first, last: first + (1n << hostBits) - 1n };
}
