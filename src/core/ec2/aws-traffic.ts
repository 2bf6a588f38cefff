import {
  ALL_PORTS,
  ALL_PROTOCOLS,
  hasPorts,
  isIcmp,
  LAST_PORT,
  LAST_PROTOCOL,
  protocolNumber,
} from '../exposure/protocols.ts';
import type { Range, Traffic } from '../exposure/rule.ts';
import { toSay } from '../words/say.ts';

/**
 * Reads IpProtocol, FromPort and ToPort. Protocol -1 means all protocols. For protocols other than tcp, udp, icmp
 * and icmpv6 the ports are ignored. Ports that are absent or -1 mean all ports. For ICMP, FromPort is the type and
 * ToPort the code; -1 means all.
 * Source: EC2 API reference, IpPermission and SecurityGroupRule. A problem is in English: sayText() translates it.
 */
export function parseTraffic(protocol: unknown, from: unknown, to: unknown): Traffic | { problem: string } {
  const number = protocolOf(protocol);
  if (number === undefined) return { problem: toSay('has an unknown protocol') };
  if (number === -1) return { protocols: ALL_PROTOCOLS, ports: ALL_PORTS };
  const protocols = { first: number, last: number };
  if (!hasPorts(number)) return { protocols, ports: ALL_PORTS };
  const first = portOf(from);
  const last = portOf(to);
  if (first === undefined || last === undefined) return { problem: toSay('has a port that is not a number') };
  const ports = isIcmp(number) ? icmpRange(first, last) : portRange(first, last);
  if (ports === undefined) {
    return {
      problem: isIcmp(number)
        ? toSay('has an invalid ICMP type or code')
        : toSay('has an invalid port range'),
    };
  }
  return { protocols, ports };
}

function portRange(first: number, last: number): Range | undefined {
  if (first === -1 && last === -1) return ALL_PORTS;
  return first >= 0 && first <= last && last <= LAST_PORT ? { first, last } : undefined;
}

function icmpRange(type: number, code: number): Range | undefined {
  if (type === -1) return ALL_PORTS;
  if (type < 0 || type > 255 || code < -1 || code > 255) return undefined;
  return code === -1
    ? { first: type * 256, last: type * 256 + 255 }
    : { first: type * 256 + code, last: type * 256 + code };
}

/** Returns -1 for all protocols. An absent protocol is invalid: EC2 always writes one. */
function protocolOf(value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value).trim().toLowerCase();
  if (text === '-1') return -1;
  const named = protocolNumber(text);
  if (named !== undefined) return named;
  return /^\d{1,3}$/.test(text) && Number(text) <= LAST_PROTOCOL ? Number(text) : undefined;
}

function portOf(value: unknown): number | undefined {
  if (value === undefined || value === null || value === '') return -1;
  const number = typeof value === 'string' && /^-?\d{1,6}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}
