/** A directed graph: each node with the nodes that it leads to. */
export type Graph = Map<string, Set<string>>;

/**
 * Returns the sets of nodes that all lead to each other (Tarjan 1972), without single nodes unless one leads
 * to itself.
 */
export function cyclicComponents(graph: Graph): string[][] {
  const order = new Map<string, number>();
  const path: string[] = [];
  const open = new Set<string>();
  const found: string[][] = [];
  const visit = (node: string): number => {
    const own = order.size;
    let least = own;
    order.set(node, own);
    path.push(node);
    open.add(node);
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) least = Math.min(least, visit(next));
      else if (open.has(next)) least = Math.min(least, order.get(next) ?? own);
    }
    if (least === own) {
      const component = path.splice(path.indexOf(node));
      for (const each of component) open.delete(each);
      if (component.length > 1 || graph.get(node)?.has(node)) found.push(component.sort());
    }
    return least;
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return found;
}

/**
 * Returns a shortest path from a node back to itself, with that node first and last; undefined if there is
 * none.
 */
export function shortestWayBack(graph: Graph, from: string): string[] | undefined {
  const before = new Map<string, string>();
  const queue = [from];
  for (const node of queue) {
    for (const next of graph.get(node) ?? []) {
      if (next === from) return wayTo(node, from, before);
      if (before.has(next)) continue;
      before.set(next, node);
      queue.push(next);
    }
  }
  return undefined;
}

function wayTo(last: string, from: string, before: Map<string, string>): string[] {
  const way = [from];
  for (let node: string | undefined = last; node !== undefined && node !== from; node = before.get(node))
    way.unshift(node);
  return [from, ...way];
}
