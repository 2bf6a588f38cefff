import { usageError } from '../../core/errors.ts';
import { type Dict, isDict } from '../../core/json-shape.ts';
import { say } from '../../core/words/say.ts';
import { childModule, moduleParent, parseAddress, type Step, stepsOf } from './address.ts';
import type { Configuration } from './configuration.ts';

/** The resources that an expression refers to. */
export interface Resolved {
  /** Addresses of planned resources of the wanted types. */
  found: ReadonlySet<string>;
  /** A reference leads to something else: a local value, a data source, a resource of another type. */
  isOpaque: boolean;
}

/** Finds the resources of certain types that an attribute of a resource refers to. */
export type Resolve = (address: string, attribute: string) => Resolved;

/**
 * Follows references through variables, module calls, outputs and for_each, as far as the plan shows them. A plan
 * does not show local values.
 * Source: Terraform's JSON output format, expression representation. It lists the longest references first, and
 * repeats each without its last steps. An index that is not constant ends a reference.
 * @throws AppError kind usage (from Resolve) if references form a circle.
 */
export function resolver(
  configuration: Configuration,
  addresses: Iterable<string>,
  isWanted: (address: string) => boolean,
  file: string,
): Resolve {
  const search: Search = { configuration, index: indexOf(addresses), isWanted, file, known: new Map() };
  return (address, attribute) => {
    const { module, key } = parseAddress(address);
    const configured = configuration.resource(address);
    const place: Place = { module, key, forEach: configured?.forEach ?? {}, trail: [] };
    const expressions = expressionsIn(configured?.expressions[attribute]);
    if (expressions.length === 0) return ELSEWHERE;
    return together(expressions.map((one) => follow(one, place, search)));
  };
}

interface Search {
  configuration: Configuration;
  index: ResourceIndex;
  isWanted(address: string): boolean;
  /** The name of the plan, for errors. */
  file: string;
  /** The results for variables and outputs, so that each is followed once. */
  known: Map<string, Resolved>;
}

/** The place of an expression, and its instance. */
interface Place {
  module: string;
  /** The key of the instance: the value of each.key or count.index. */
  key: string | undefined;
  forEach: Dict;
  /** The variables and outputs that led here. */
  trail: readonly string[];
}

interface ResourceIndex {
  /** Addresses by module instance and resource: `module.a["x"]/aws_security_group.web`. */
  resources: ReadonlyMap<string, string[]>;
  /** Keys of the instances of a module call: `module.a["x"]/b`. */
  modules: ReadonlyMap<string, ReadonlySet<string>>;
}

const NOWHERE: Resolved = { found: new Set(), isOpaque: false };
const ELSEWHERE: Resolved = { found: new Set(), isOpaque: true };

/** More steps than real modules have, and few enough for the call stack. */
const LONGEST_TRAIL = 500;
/** In a trail: the reference does not name the next output. */
const UNNAMED = '*';

function indexOf(addresses: Iterable<string>): ResourceIndex {
  const resources = new Map<string, string[]>();
  const modules = new Map<string, Set<string>>();
  for (const address of addresses) {
    const { module, resource } = parseAddress(address);
    put(resources, `${module}/${resource}`, () => []).push(address);
    for (let at = moduleParent(module); at !== undefined; at = moduleParent(at.parent)) {
      put(modules, `${at.parent}/${at.name}`, () => new Set()).add(at.key ?? '');
    }
  }
  return { resources, modules };
}

function follow(expression: Dict, place: Place, search: Search, isOfKey = false): Resolved {
  if ('constant_value' in expression) return NOWHERE;
  const references = significant(expression.references);
  if (references.length === 0) return ELSEWHERE;
  const byKey = isOfKey || references.some(({ text }) => /^(?:each\.key|count\.index)\b/.test(text));
  const chosen = byKey ? place.key : undefined;
  return together(references.map((reference) => followOne(reference, chosen, place, search)));
}

interface Reference {
  text: string;
  steps: Step[];
}

/** Drops references that repeat a longer one with fewer steps. */
function significant(references: unknown): Reference[] {
  const kept: Reference[] = [];
  for (const text of Array.isArray(references) ? references.map(String) : []) {
    const isKnown = kept.some(
      (longer) =>
        longer.text === text || longer.text.startsWith(`${text}.`) || longer.text.startsWith(`${text}[`),
    );
    if (!isKnown) kept.push({ text, steps: stepsOf(text) });
  }
  return kept;
}

/** `chosen`: the key of the instance that an expression with each.key or count.index picks. */
function followOne(reference: Reference, chosen: string | undefined, place: Place, search: Search): Resolved {
  const [first, second, third] = reference.steps;
  switch (first?.name) {
    case 'each':
      return second?.name === 'value' ? follow(place.forEach, place, search, true) : NOWHERE;
    case 'count':
    case 'path':
    case 'terraform':
      return NOWHERE;
    case 'var':
      return followVariable(second?.name ?? '', place, search);
    case 'module':
      return second === undefined ? ELSEWHERE : followModule(second, third?.name, chosen, { place, search });
    default:
      return followResource(reference, chosen, place, search);
  }
}

/** Follows a variable to the module's call. Variables of the root module, and defaults, are constant. */
function followVariable(name: string, place: Place, search: Search): Resolved {
  const at = moduleParent(place.module);
  if (at === undefined) return NOWHERE;
  const called = search.configuration.module(place.module);
  if (called === undefined) return ELSEWHERE;
  return once(`${childModule(at.parent, at.name, at.key)}.var.${name}`, place.trail, search, (trail) => {
    const caller: Place = { module: at.parent, key: at.key, forEach: called.forEach, trail };
    return together(expressionsIn(called.inputs[name]).map((one) => follow(one, caller, search)));
  });
}

/** Follows the output of a module's instances, or all its outputs if the reference names none. */
function followModule(
  step: Step,
  output: string | undefined,
  chosen: string | undefined,
  { place, search }: { place: Place; search: Search },
): Resolved {
  const known = search.index.modules.get(`${place.module}/${step.name}`) ?? new Set(['']);
  const picked = step.key ?? (chosen !== undefined && known.has(chosen) ? chosen : undefined);
  const instances = picked === undefined ? [...known] : [picked];
  return together(
    instances.map((key) => {
      const module = childModule(place.module, step.name, key);
      const outputs = search.configuration.module(module)?.outputs ?? {};
      const of = (name: string, trail: readonly string[]) =>
        once(`${module}.${name}`, trail, search, (longer) =>
          follow(outputs[name] ?? {}, { module, key: undefined, forEach: {}, trail: longer }, search),
        );
      if (output !== undefined) return of(output, place.trail);
      const all = together(Object.keys(outputs).map((name) => of(name, [...place.trail, UNNAMED])));
      // Outputs of other kinds do not matter if one is of the wanted kind.
      return { found: all.found, isOpaque: all.found.size === 0 };
    }),
  );
}

/** The attributes that refer to these resources. */
const IDS = new Set(['id', 'group_id', 'security_group_id', 'prefix_list_id']);

/** Returns the instances of a resource in this module. An attribute other than its id leads to something else. */
function followResource(
  { text, steps }: Reference,
  chosen: string | undefined,
  { module }: Place,
  { index, isWanted }: Search,
): Resolved {
  const { resource, key } = parseAddress(text);
  if (!isWanted(resource)) return ELSEWHERE;
  const attribute = steps[2]?.name;
  if (attribute !== undefined && !IDS.has(attribute)) return ELSEWHERE;
  // There are no instances: count is 0, and the expression falls back to something else.
  const all = index.resources.get(`${module}/${resource}`) ?? [];
  const wanted = key ?? chosen;
  const same = all.filter((address) => parseAddress(address).key === wanted);
  const isPicked = key !== undefined || (chosen !== undefined && same.length > 0);
  return { found: new Set(isPicked ? same : all), isOpaque: false };
}

/** Follows each variable and output once. */
function once(
  mark: string,
  trail: readonly string[],
  { known, file }: Search,
  further: (trail: readonly string[]) => Resolved,
): Resolved {
  const already = known.get(mark);
  if (already !== undefined) return already;
  const start = trail.indexOf(mark);
  if (start >= 0 && !trail.includes(UNNAMED, start)) {
    throw usageError(
      'circular-references',
      say`${file}: references in the configuration form a circle: ${[...trail.slice(start), mark].join(' → ')}`,
    );
  }
  if (start >= 0 || trail.length > LONGEST_TRAIL) return ELSEWHERE;
  const resolved = further([...trail, mark]);
  known.set(mark, resolved);
  return resolved;
}

function together(parts: readonly Resolved[]): Resolved {
  return {
    found: new Set(parts.flatMap(({ found }) => [...found])),
    isOpaque: parts.some(({ isOpaque }) => isOpaque),
  };
}

/** Returns the expressions of an attribute and of all its nested blocks. */
function expressionsIn(value: unknown): Dict[] {
  if (Array.isArray(value)) return value.flatMap(expressionsIn);
  if (!isDict(value)) return [];
  if ('constant_value' in value || Array.isArray(value.references)) return [value];
  return Object.values(value).flatMap(expressionsIn);
}

function put<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}
