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
  const portsOf = gather(cells, (cell) => cell.source);
  const lines = gather(cells, (cell) => JSON.stringify(portsOf.get(cell.source)!.map(({ ports }) => ports)));
  return [...lines.values()]
    .map((group) => lineOf(group))
    .sort(byLine)
    .map(textOf);
}

/** A line for each set of sources: ports with the same sources stand together. */
function byPorts(cells: readonly Cell[]): string[] {
  const sourcesOf = gather(cells, (cell) => JSON.stringify(cell.ports));
  const lines = gather(cells, (cell) =>
    JSON.stringify(sourcesOf.get(JSON.stringify(cell.ports))!.map(({ source }) => source)),
  );
  return [...lines.values()]
    .map((group) => lineOf(group))
    .sort(byLine)
    .map(textOf);
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
  const names = [...sources].sort(([, a], [, b]) => a - b).map(([name]) => name);
  const text = `${trafficText(cells[0]!.protocols, ports)} from ${names.join(', ')}`;
  return { text, ports: ports[0]!, order: Math.min(...sources.values()) };
}

function byLine(a: Line, b: Line): number {
  return (
    a.ports.first - b.ports.first ||
    b.ports.last - a.ports.last ||
    a.order - b.order ||
    (a.text < b.text ? -1 : 1)
  );
}

function textOf({ text }: Line): string {
  return text;
}

function gather<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
