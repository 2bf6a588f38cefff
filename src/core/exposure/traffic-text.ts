import { ALL_PROTOCOLS, hasPorts, isAllPorts, isIcmp, LAST_PORT, protocolName } from './protocols.ts';
import type { Range, Traffic } from './rule.ts';

/** Splits a range of the axis where protocols must be distinguished. */
export function* cutByProtocol({ first, last }: Range): Generator<Traffic> {
  const width = LAST_PORT + 1;
  let next = first;
  while (next <= last) {
    const protocol = Math.floor(next / width);
    const lastWhole = Math.floor((last + 1) / width) - 1;
    const start = next - protocol * width;
    if (start === 0 && lastWhole >= protocol) {
      yield { protocols: { first: protocol, last: lastWhole }, ports: { first: 0, last: LAST_PORT } };
      next = (lastWhole + 1) * width;
    } else {
      const end = Math.min(last - protocol * width, LAST_PORT);
      yield { protocols: { first: protocol, last: protocol }, ports: { first: start, last: end } };
      next = (protocol + 1) * width;
    }
  }
}

/** Writes `tcp 80,443`. The ranges are ports of one protocol, or all of them. */
export function trafficText(protocols: Range, ports: readonly Range[]): string {
  if (ports.some(isAllPorts)) return protocolText(protocols);
  return `${protocolText(protocols)} ${ports.map((range) => portText(protocols.first, range)).join(',')}`;
}

/** `all`, `tcp`, `47`, `7-255`. */
export function protocolText({ first, last }: Range): string {
  if (first === ALL_PROTOCOLS.first && last === ALL_PROTOCOLS.last) return 'all';
  return first === last ? protocolName(first) : `${first}-${last}`;
}

/** `80`, `8000-8010`; for ICMP `8/0`, `9-255`, or several of them. */
function portText(protocol: number, range: Range): string {
  return hasPorts(protocol) && isIcmp(protocol) ? icmpText(range) : rangeText(range.first, range.last);
}

/** Writes ICMP types and codes. A range that does not consist of entire types is split into several items. */
function icmpText({ first, last }: Range): string {
  const items: string[] = [];
  let next = first;
  while (next <= last) {
    const type = next >> 8;
    const lastWhole = ((last + 1) >> 8) - 1;
    if ((next & 255) === 0 && lastWhole >= type) {
      items.push(rangeText(type, lastWhole));
      next = (lastWhole + 1) << 8;
    } else {
      const end = Math.min(last, type * 256 + 255);
      items.push(`${type}/${rangeText(next & 255, end & 255)}`);
      next = end + 1;
    }
  }
  return items.join(',');
}

function rangeText(first: number, last: number): string {
  return first === last ? String(first) : `${first}-${last}`;
}
