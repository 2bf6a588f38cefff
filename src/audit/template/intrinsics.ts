import { type Dict, isDict } from '../../core/json-shape.ts';
import { say } from '../../core/words/say.ts';

/** A value that a template does not contain, with the reason. */
export class Unresolved {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

/** A value that a template gets from one of its resources: its id (`Ref`), or an attribute. */
export class FromResource {
  readonly logicalId: string;
  readonly attribute: string;

  constructor(logicalId: string, attribute: string) {
    this.logicalId = logicalId;
    this.attribute = attribute;
  }
}

/** AWS::NoValue: CloudFormation removes the property that has it. */
export const NO_VALUE = Symbol('AWS::NoValue');

export interface Intrinsics {
  /** Returns the value with its functions resolved; parts of it may be Unresolved or FromResource. */
  evaluate(value: unknown): unknown;
  /** Returns undefined if the condition cannot be resolved. */
  condition(name: string): boolean | undefined;
}

/** Functions may be nested. Real templates are never deeper than this. */
const DEEPEST = 100;

/**
 * Resolves the functions of a template, as far as its parameters and mappings allow.
 * Source: CloudFormation's user guide, intrinsic function reference, pseudo parameters, and parameters.
 */
export function intrinsicsOf(template: Dict, given: ReadonlyMap<string, unknown>): Intrinsics {
  const scope: Scope = {
    parameters: dictOf(template.Parameters),
    mappings: dictOf(template.Mappings),
    conditions: dictOf(template.Conditions),
    resources: dictOf(template.Resources),
    given,
    open: new Set(),
    depth: 0,
  };
  return {
    evaluate: (value) => evaluate(value, scope),
    condition: (name) => {
      const known = namedCondition(name, scope);
      return typeof known === 'boolean' ? known : undefined;
    },
  };
}

interface Scope {
  parameters: Dict;
  mappings: Dict;
  conditions: Dict;
  resources: Dict;
  given: ReadonlyMap<string, unknown>;
  /** Conditions that are being resolved. */
  open: Set<string>;
  depth: number;
}

function evaluate(value: unknown, scope: Scope): unknown {
  if (scope.depth > DEEPEST) return new Unresolved(say`too deep`);
  const inner = { ...scope, depth: scope.depth + 1 };
  if (typeof value === 'string') return value.includes('{{resolve:') ? new Unresolved(value) : value;
  if (Array.isArray(value))
    return value.map((item) => evaluate(item, inner)).filter((item) => item !== NO_VALUE);
  if (!isDict(value)) return value;
  const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
  if (others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) return call(name, argument, inner);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, part]) => [key, evaluate(part, inner)])
      .filter(([, part]) => part !== NO_VALUE),
  );
}

function call(name: string, argument: unknown, scope: Scope): unknown {
  const list = Array.isArray(argument) ? argument : [argument];
  switch (name) {
    case 'Ref':
      return reference(String(argument), scope);
    case 'Fn::GetAtt':
      return attributeOf(Array.isArray(argument) ? argument.join('.') : String(argument), scope);
    case 'Fn::Sub':
      return substitute(list, scope);
    case 'Fn::FindInMap':
      return inMap(list, scope);
    case 'Fn::If': {
      const isTrue = namedCondition(String(list[0]), scope);
      return typeof isTrue === 'boolean' ? evaluate(isTrue ? list[1] : list[2], scope) : isTrue;
    }
    case 'Fn::Join':
      return withParts(list, scope, ([delimiter, parts]) =>
        Array.isArray(parts) && parts.every(isPlain) ? parts.join(String(delimiter)) : undefined,
      );
    case 'Fn::Split':
      return withParts(list, scope, ([delimiter, text]) =>
        isPlain(text) ? String(text).split(String(delimiter)) : undefined,
      );
    case 'Fn::Select':
      return withParts(list, scope, ([index, parts]) =>
        Array.isArray(parts) ? parts[Number(index)] : undefined,
      );
    default:
      return new Unresolved(name);
  }
}

/** Calls `work` with the arguments worked out; what it gives undefined for is unresolved, by the first that is. */
function withParts(list: readonly unknown[], scope: Scope, work: (parts: unknown[]) => unknown): unknown {
  const parts = list.map((part) => evaluate(part, scope));
  const answer = parts.some((part) => part instanceof Unresolved) ? undefined : work(parts);
  return answer ?? unresolvedIn(parts);
}

function unresolvedIn(parts: readonly unknown[]): Unresolved {
  for (const part of parts.flat()) {
    if (part instanceof Unresolved) return part;
    if (part instanceof FromResource) return new Unresolved(`${part.logicalId}.${part.attribute}`);
  }
  return new Unresolved(JSON.stringify(parts).slice(0, 100));
}

function reference(name: string, { parameters, resources, given }: Scope): unknown {
  if (name === 'AWS::NoValue') return NO_VALUE;
  const parameter = parameters[name];
  if (isDict(parameter)) return parameterValue(name, parameter, given);
  if (given.has(name)) return given.get(name);
  if (name in resources) return new FromResource(name, 'Ref');
  return new Unresolved(name);
}

function parameterValue(name: string, { Type, Default }: Dict, given: ReadonlyMap<string, unknown>): unknown {
  const type = String(Type);
  const value = given.get(name) ?? Default;
  // The value is the name of a Systems Manager parameter.
  if (type.startsWith('AWS::SSM::') || value === undefined) return new Unresolved(say`parameter ${name}`);
  const isList = type === 'CommaDelimitedList' || type.startsWith('List<');
  return isList && typeof value === 'string'
    ? value
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '')
    : value;
}

function attributeOf(text: string, { resources }: Scope): unknown {
  const [logicalId = '', ...attribute] = text.split('.');
  return logicalId in resources ? new FromResource(logicalId, attribute.join('.')) : new Unresolved(text);
}

/** Resolves `${Name}`, `${Resource.Attribute}` and `${!literal}`. */
function substitute([text, names]: readonly unknown[], scope: Scope): unknown {
  const given = dictOf(names);
  const parts = String(text).split(/(\$\{[^}]*\})/);
  const values = parts.map((part) => {
    const name = /^\$\{\s*([^!][^}]*?)\s*\}$/.exec(part)?.[1];
    if (name === undefined) return part.replace(/^\$\{!/, '${');
    if (name in given) return evaluate(given[name], scope);
    return name.includes('.') ? attributeOf(name, scope) : reference(name, scope);
  });
  const [only, ...others] = values.filter((part) => part !== '');
  if (others.length === 0 && only instanceof FromResource) return only;
  return values.every(isPlain) ? values.join('') : unresolvedIn(values);
}

function inMap(list: readonly unknown[], scope: Scope): unknown {
  return withParts(list.slice(0, 3), scope, ([map, first, second]) => {
    const row = dictOf(dictOf(scope.mappings[String(map)])[String(first)]);
    const found = row[String(second)];
    if (found !== undefined) return found;
    const fallback = dictOf(list[3]).DefaultValue;
    return fallback === undefined ? undefined : evaluate(fallback, scope);
  });
}

function namedCondition(name: string, scope: Scope): boolean | Unresolved {
  // A condition that depends on itself has no value.
  if (!(name in scope.conditions) || scope.open.has(name)) return new Unresolved(say`condition ${name}`);
  const open = new Set([...scope.open, name]);
  return (
    truth(scope.conditions[name], { ...scope, open, depth: scope.depth + 1 }) ??
    new Unresolved(say`condition ${name}`)
  );
}

function truth(value: unknown, scope: Scope): boolean | undefined {
  if (scope.depth > DEEPEST || !isDict(value)) return undefined;
  const inner = { ...scope, depth: scope.depth + 1 };
  const [[name, argument] = ['', undefined]] = Object.entries(value);
  const list = Array.isArray(argument) ? argument : [argument];
  const parts = () => list.map((part) => truth(part, inner));
  switch (name) {
    case 'Condition': {
      const known = namedCondition(String(argument), inner);
      return typeof known === 'boolean' ? known : undefined;
    }
    case 'Fn::Equals': {
      const [a, b] = list.map((part) => evaluate(part, inner));
      return isPlain(a) && isPlain(b) ? String(a) === String(b) : undefined;
    }
    case 'Fn::Not': {
      const [part] = parts();
      return part === undefined ? undefined : !part;
    }
    case 'Fn::And': {
      const all = parts();
      return all.includes(false) ? false : all.includes(undefined) ? undefined : true;
    }
    case 'Fn::Or': {
      const all = parts();
      return all.includes(true) ? true : all.includes(undefined) ? undefined : false;
    }
    default:
      return undefined;
  }
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function dictOf(value: unknown): Dict {
  return isDict(value) ? value : {};
}
