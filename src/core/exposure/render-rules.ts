import { formatCidr } from './cidr.ts';
import { type Grant, readableGrants } from './readable-grants.ts';
import type { IngressRule, Range } from './rule.ts';
import { isAddress, type RuleSet, sourceKey } from './rule-set.ts';
import { cutByProtocol, protocolText, trafficText } from './traffic-text.ts';

/** Writes one rule as a line of the rule grammar. */
export function renderRule(rule: IngressRule): string {
  const { protocols, ports, source } = rule;
  const name = isAddress(source) ? formatCidr(source) : sourceKey(source);
  return `${trafficText(protocols, [ports])} from ${name}`;
}

/**
 * Writes a set as few canonical lines of the rule grammar. Equal sets give equal lines, and parsing the lines gives the
 * same set. Blocks are as large as possible, `anywhere` is all of both families, and ports or sources share a line,
 * whichever needs fewer lines.
 */
export function renderRules(set: RuleSet): string[] {
  const protocols = new Map<string, Cell[]>();
  for (const grant of readableGrants(set)) {
    for (const range of grant.ranges) {
      for (const piece of cutByProtocol(range)) {
        const key = protocolText(piece.protocols);
        const cells = protocols.get(key) ?? [];
        cells.push({
          source: grant.source,
          order: grant.order,
          protocols: piece.protocols,
          ports: piece.ports,
        });
        protocols.set(key, cells);
      }
    }
  }
  const groups = [...protocols].sort(
    ([, [a]], [, [b]]) => a!.protocols.first - b!.protocols.first || b!.protocols.last - a!.protocols.last,
  );
  return groups.flatMap(([, cells]) => shorter(bySource(cells), byPorts(cells)));
}

/** One source with one range of ports of a protocol, or one range of protocols. */
interface Cell {
  source: string;
  order: Grant['order'];
  protocols: Range;
  ports: Range;
}

/** Writes one line for each set of ports, with all sources that have these ports. */
function bySource(cells: readonly Cell[]): string[] {
  return joined(
    gather(cells, ({ source }) => source),
    ({ ports }) => rangeKey(ports),
  );
}

/** Writes one line for each set of sources, with all ports that have these sources. */
function byPorts(cells: readonly Cell[]): string[] {
  return joined(
    gather(cells, ({ ports }) => rangeKey(ports)),
    ({ source }) => source,
  );
}

/** Joins groups whose cells are equal in the other property into one line each. */
function joined(groups: ReadonlyMap<string, Cell[]>, other: (cell: Cell) => string): string[] {
  const alike = gather([...groups.values()], (cells) => cells.map(other).join(' '));
  return [...alike.values()]
    .map((lists) => lineOf(lists.flat()))
    .sort(byLine)
    .map(({ text }) => text);
}

function rangeKey({ first, last }: Range): string {
  return `${first}-${last}`;
}

function shorter(a: string[], b: string[]): string[] {
  if (a.length !== b.length) return a.length < b.length ? a : b;
  return a.join('').length <= b.join('').length ? a : b;
}

interface Line {
  text: string;
  ports: Range;
  order: number;
}

function lineOf(cells: readonly Cell[]): Line {
  const ranges = new Map(cells.map(({ ports }) => [ports.first, ports]));
  const ports = [...ranges.values()].sort((a, b) => a.first - b.first);
  const sources = new Map(cells.map(({ source, order }) => [source, order]));
  const inOrder = [...sources].sort(([, a], [, b]) => a - b);
  const names = inOrder.map(([name]) => name);
  const text = `${trafficText(cells[0]!.protocols, ports)} from ${names.join(', ')}`;
  return { text, ports: ports[0]!, order: inOrder[0]![1] };
}

function byLine(a: Line, b: Line): number {
  return (
    a.ports.first - b.ports.first ||
    b.ports.last - a.ports.last ||
    a.order - b.order ||
    (a.text < b.text ? -1 : 1)
  );
}

function gather<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
}
