import { malformed } from './malformed.ts';
import type { WireRequest } from './message.ts';
import { type OperationShape, requiredMembers } from './operation.ts';

/** The REST operation that a request matches, with the decoded labels of its path. */
export interface Match {
  shape: OperationShape;
  labels: Record<string, string>;
}

interface Route {
  shape: OperationShape;
  method: string;
  path: RegExp;
  labels: string[];
  /** Required query parameters. An empty value matches any value. */
  query: [string, string][];
  /** Query parameters and headers that the operation's input requires. */
  needs: { query: string[]; headers: string[] };
  literal: number;
}

/** Finds the operation of a request to a REST service. Routes with more requirements are tried first. */
export class Router {
  readonly #routes: Route[];

  constructor(shapes: Iterable<OperationShape>) {
    this.#routes = [...shapes].filter((shape) => shape.http).map(route);
    const needs = (route: Route) => route.needs.query.length + route.needs.headers.length;
    this.#routes.sort(
      (a, b) => b.query.length - a.query.length || needs(b) - needs(a) || b.literal - a.literal,
    );
  }

  /**
   * `accepts` decides between operations that match the message equally. `x-id` is the name of the operation,
   * but only the SDK for JavaScript sends it.
   */
  match(request: WireRequest, accepts: (shape: OperationShape) => boolean = () => true): Match | undefined {
    const candidates: Match[] = [];
    for (const route of this.#routes) {
      if (route.method !== request.method) continue;
      const match = route.path.exec(request.path);
      if (!match || !route.query.every(([key, value]) => queryHas(request.query, key, value))) continue;
      if (!route.needs.query.every((key) => request.query.has(key))) continue;
      if (!route.needs.headers.every((name) => name in request.headers)) continue;
      const labels: Record<string, string> = {};
      route.labels.forEach((label, i) => {
        labels[label] = decodeLabel(match[i + 1]!);
      });
      const found = { shape: route.shape, labels };
      if (request.query.get('x-id') === route.shape.name) return found;
      candidates.push(found);
    }
    return candidates.find(({ shape }) => accepts(shape));
  }
}

function queryHas(query: URLSearchParams, key: string, value: string): boolean {
  return value === '' ? query.has(key) : query.get(key) === value;
}

function route(shape: OperationShape): Route {
  const [method, template] = shape.http!;
  const [path = '/', fixed = ''] = template.split('?');
  const labels: string[] = [];
  const pattern = path
    .replace(/[.*$()|[\]\\^]/g, '\\$&')
    .replace(/\{(\w+)(\+?)\}/g, (_, label: string, greedy: string) => {
      labels.push(label);
      return greedy ? '(.+)' : '([^/]+)';
    })
    // Some clients drop the final slash, and some add one.
    .replace(/(.)\/$/, '$1');
  const query = [...new URLSearchParams(fixed)];
  return {
    shape,
    method,
    path: new RegExp(`^${pattern}/?$`),
    labels,
    query: query.filter(([key]) => key !== 'x-id'),
    needs: needs(shape),
    literal: path.replace(/\{[^}]*\}/g, '').length,
  };
}

function needs(shape: OperationShape): Route['needs'] {
  const found: Route['needs'] = { query: [], headers: [] };
  for (const name of requiredMembers(shape.input)) {
    const traits = shape.input.getMemberSchema(name).getMergedTraits();
    if (traits.httpQuery) found.query.push(traits.httpQuery);
    if (traits.httpHeader) found.headers.push(traits.httpHeader.toLowerCase());
  }
  return found;
}

/** Throws SerializationException. */
export function decodeLabel(label: string): string {
  try {
    return decodeURIComponent(label);
  } catch (cause) {
    throw Object.assign(malformed(`${label} is not percent-encoded UTF-8`), { cause });
  }
}
