import type { Import } from '../syntax/imports.ts';
import { cyclicComponents, type Graph, shortestWayBack } from './graph.ts';
import { type Exceptions, idleExceptions, matches, type Violation } from './violations.ts';

/** Returns a shortest cycle for each set of files that import each other, imports of types included. */
export function cycles(imports: Import[]): Violation[] {
  const graph = graphOf(imports);
  return cyclicComponents(graph).map((files) => {
    const ways = files.map((file) => shortestWayBack(graph, file) ?? []);
    const cycle = ways.reduce((best, way) => (way.length < best.length ? way : best));
    const steps = cycle.slice(1).map((to, at) => ({ from: cycle[at] ?? '', to }));
    const dashed = steps.map(({ from, to }) => typesAlone(imports, from, to));
    const chain = steps.map(({ to }, at) => `${dashed[at] ? '⇢' : '→'} ${to}`);
    const cut = steps[Math.max(0, dashed.indexOf(true))];
    const among = files.length < cycle.length ? '' : ` (one cycle of several among ${files.join(', ')})`;
    return { key: `${cut?.from} > ${cut?.to}`, text: `${cycle[0]} ${chain.join(' ')}${among}` };
  });
}

/**
 * Returns the cycles that are left without the excused imports, and exceptions that match nothing. An
 * exception is an import, `from.ts > to.ts`, not a cycle: excusing one cycle would hide others of its files.
 */
export function unexcusedCycles(imports: Import[], exceptions: Exceptions): string[] {
  const excused = (each: Import) => Object.keys(exceptions).some((key) => isNamed(each, key));
  const left = cycles(imports.filter((each) => !excused(each)));
  const components = cyclicComponents(graphOf(imports)).map((files) => new Set(files));
  const closing = imports.filter(({ file, target }) =>
    components.some((files) => files.has(file) && files.has(target)),
  );
  const idle = idleExceptions(exceptions, (key) => closing.some((each) => isNamed(each, key)));
  return [...left.map(({ text }) => text), ...idle];
}

function isNamed({ file, target }: Import, key: string): boolean {
  const [from = '', to = ''] = key.split(' > ');
  return matches(file, from) && matches(target, to);
}

function typesAlone(imports: Import[], from: string, to: string): boolean {
  return imports.every(({ file, target, typeOnly }) => typeOnly || file !== from || target !== to);
}

function graphOf(imports: Import[]): Graph {
  const graph: Graph = new Map();
  for (const { file, target } of imports) graph.set(file, (graph.get(file) ?? new Set()).add(target));
  return graph;
}
