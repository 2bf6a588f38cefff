import { formatCidr } from './cidr.ts';
import { type Grant, readableGrants } from './readable-grants.ts';
import type { IngressRule, Range } from './rule.ts';
import { isAddress, type RuleSet, sourceKey } from './rule-set.ts';
import { cutByProtocol, protocolText, trafficText } from './traffic-text.ts';

/** One rule as a line of the rule grammar. */
export function renderRule(rule: IngressRule): string {
  const { protocols, ports, source } = rule;
  const name = isAddress(source) ? formatCidr(source) : sourceKey(source);
  return `${trafficText(protocols, [ports])} from ${name}`;
}

/**
 * The set as lines of the rule grammar, few and canonical: equal sets give equal lines, and the lines
 * read back give the set. Blocks are as large as they can be, `anywhere` is both families whole, and
 * ports or sources share a line in the way that needs fewer lines.
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

/** One source and one range of one protocol's ports (or of whole protocols). */
interface Cell {
  source: string;
  order: Grant['order'];
  protocols: Range;
  ports: Range;
}

/** A line for each set of ports: sources with the same ports stand together. */
function bySource(cells: readonly Cell[]): string[] {
  return joined(
    gather(cells, ({ source }) => source),
    ({ ports }) => rangeKey(ports),
  );
}

/** A line for each set of sources: ports with the same sources stand together. */
function byPorts(cells: readonly Cell[]): string[] {
  return joined(
    gather(cells, ({ ports }) => rangeKey(ports)),
    ({ source }) => source,
  );
}

/** Joins groups of cells that are alike in the other respect into one line each. */
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
