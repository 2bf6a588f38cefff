import { isIPv4, isIPv6 } from 'node:net';
import { invalidValue } from './errors.ts';

const malformedBlock = (text: string) => invalidValue(`CIDR block ${text} is malformed`);

/** Returns an IPv4 block with its host bits cleared, as EC2 stores it: 100.68.0.18/18 is 100.68.0.0/18. */
export function canonicalIpv4(text: string): string {
  const [address = '', bits, ...rest] = text.split('/');
  const prefix = Number(bits);
  if (!isIPv4(address) || rest.length > 0 || !/^\d{1,2}$/.test(bits ?? '') || prefix > 32) {
    throw malformedBlock(text);
  }
  const size = 2 ** (32 - prefix);
  const base = Math.floor(ipv4Number(address) / size) * size;
  return `${ipv4Text(base)}/${prefix}`;
}

export function ipv4Number(address: string): number {
  return address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

export function ipv4Text(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

/** Returns an IPv6 block with its host bits cleared, in RFC 5952 form. */
export function canonicalIpv6(text: string): string {
  const [address = '', bits, ...rest] = text.split('/');
  const prefix = Number(bits);
  if (
    !isIPv6(address) ||
    address.includes('%') ||
    rest.length > 0 ||
    !/^\d{1,3}$/.test(bits ?? '') ||
    prefix > 128
  ) {
    throw malformedBlock(text);
  }
  const groups = expand(address).map((group, i) => {
    const kept = Math.min(16, Math.max(0, prefix - i * 16));
    return group & (0xffff << (16 - kept)) & 0xffff;
  });
  return `${compress(groups)}/${prefix}`;
}

function expand(address: string): number[] {
  const dotted = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const text = dotted
    ? address.slice(0, dotted.index) +
      [0, 2].map((i) => (Number(dotted[i + 1]) * 256 + Number(dotted[i + 2])).toString(16)).join(':')
    : address;
  const [head = '', tail] = text.split('::');
  const parse = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  if (tail === undefined) return parse(head);
  const left = parse(head);
  const right = parse(tail);
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}

function compress(groups: number[]): string {
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  const text = (part: number[]) => part.map((group) => group.toString(16)).join(':');
  if (best.start < 0) return text(groups);
  return `${text(groups.slice(0, best.start))}::${text(groups.slice(best.start + best.length))}`;
}
