/** Checks and compiles event patterns. Refusals are EventBridge's (texts as in aws/event-ruler). */

import { messageOf } from '../error-message.ts';
import { AwsError } from '../service.ts';
import { compareNumbers } from '../values/compare-numbers.ts';
import { isJsonObject, type JsonObject } from '../values/json.ts';
import { compileWildcard } from '../values/wildcard.ts';
import { parseAddress, parseCidr } from './ip.ts';
import { type Branch, type CompiledPattern, isLeaf, type Leaf, type Matcher } from './pattern.ts';

/** Default quota "Event pattern size" (User Guide, "Amazon EventBridge quotas"). */
export const MAX_PATTERN_CHARS = 2048;
/** User Guide, "Using $or": limit of the combinations of all `$or`s in a pattern. */
const MAX_OR_COMBINATIONS = 1000;
const OPERATORS = new Set([
  'exactly',
  'prefix',
  'suffix',
  'anything-but',
  'numeric',
  'exists',
  'cidr',
  'equals-ignore-case',
  'wildcard',
]);

class PatternError extends Error {}

function refuse(message: string): never {
  throw new PatternError(message);
}

/** Compiles a pattern's JSON text. Throws InvalidEventPatternException if it is not a pattern. */
export function compilePattern(text: string): CompiledPattern {
  try {
    const json = parseJson(text);
    if (!isJsonObject(json)) refuse('Filter is not an object');
    const compiler = { hasWildcard: false };
    const branches = compileObject(json, '', false, [new Map()], compiler);
    return { branches, hasWildcard: compiler.hasWildcard };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new AwsError(
      'InvalidEventPatternException',
      `Event pattern is not valid. Reason: ${error.message}`,
    );
  }
}

interface Compiler {
  hasWildcard: boolean;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    refuse(error instanceof Error ? error.message : 'not JSON');
  }
}

function compileObject(
  object: JsonObject,
  path: string,
  inOr: boolean,
  branches: Branch[],
  compiler: Compiler,
): Branch[] {
  const fields = Object.entries(object);
  if (fields.length === 0) refuse('Empty objects are not allowed');
  let current = branches;
  for (const [name, value] of fields) {
    if (name === '$or') {
      current = compileOr(value, path, current, compiler);
      continue;
    }
    if (inOr && OPERATORS.has(name)) {
      refuse(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
    }
    const inner = path === '' ? name : `${path}.${name}`;
    if (Array.isArray(value)) {
      const matchers = compileValues(value, compiler);
      current = current.map((branch) => new Map(branch).set(inner, matchers));
    } else if (isJsonObject(value)) {
      current = compileObject(value, inner, inOr, current, compiler);
    } else {
      refuse(`"${name}" must be an object or an array`);
    }
  }
  return current;
}

function compileOr(value: unknown, path: string, branches: Branch[], compiler: Compiler): Branch[] {
  if (!Array.isArray(value)) refuse('It must be an Array followed with $or.');
  if (!value.every(isJsonObject)) refuse('Only JSON object is allowed in array of $or relationship.');
  if (value.length < 2) refuse('There must have at least 2 Objects in $or relationship.');
  const all: Branch[] = [];
  for (const alternative of value) {
    for (const branch of compileObject(alternative, path, true, branches, compiler)) all.push(branch);
    if (all.length > MAX_OR_COMBINATIONS) {
      refuse(`$or relationships exceed the limit of ${MAX_OR_COMBINATIONS} rule combinations`);
    }
  }
  return all;
}

function compileValues(values: unknown[], compiler: Compiler): Matcher[] {
  if (values.length === 0) refuse('Empty arrays are not allowed');
  return values.flatMap((value): Matcher[] => {
    if (isJsonObject(value)) return [compileExpression(value, compiler)];
    if (!isLeaf(value)) refuse('Match value must be String, number, true, false, or null');
    const exact: Matcher = { type: 'exact', value };
    const address = typeof value === 'string' ? parseAddress(value) : undefined;
    if (!address) return [exact];
    // An address also matches in its other notations (IPv6 abbreviations).
    const block = { bits: address.bits, first: address.value, last: address.value };
    return [exact, { type: 'address', block }];
  });
}

function onlyEntry(expression: JsonObject, message: string): [string, unknown] {
  const [entry, ...more] = Object.entries(expression);
  if (!entry) refuse(message);
  if (more.length > 0) refuse('Only one key allowed in match expression');
  return entry;
}

function compileExpression(expression: JsonObject, compiler: Compiler): Matcher {
  const [operator, operand] = onlyEntry(expression, 'Match expression name not found');
  switch (operator) {
    case 'exactly':
      return { type: 'exact', value: text(operand, 'exact match pattern must be a string') };
    case 'prefix':
    case 'suffix':
      return { type: 'text', test: affix(operator, operand) };
    case 'equals-ignore-case':
      return {
        type: 'text',
        test: sameIgnoringCase(text(operand, `${operator} match pattern must be a string`)),
      };
    case 'wildcard':
      compiler.hasWildcard = true;
      return { type: 'text', test: wildcard(text(operand, 'wildcard match pattern must be a string')) };
    case 'numeric':
      return { type: 'numeric', test: compileNumeric(operand) };
    case 'exists':
      if (typeof operand !== 'boolean') refuse('exists match pattern must be either true or false.');
      return { type: 'exists', exists: operand };
    case 'cidr':
      return { type: 'address', block: cidr(text(operand, 'prefix match pattern must be a string')) };
    case 'anything-but':
      return { type: 'anything-but', test: anythingBut(operand, compiler) };
    default:
      refuse(`Unrecognized match type ${operator}`);
  }
}

function text(value: unknown, message: string): string {
  if (typeof value !== 'string') refuse(message);
  return value;
}

/** Turns the messages of the parsers below into the reason. */
function reasoned<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    refuse(messageOf(error));
  }
}

const wildcard = (value: string) => reasoned(() => compileWildcard(value));
const cidr = (value: string) => reasoned(() => parseCidr(value));

function sameIgnoringCase(wanted: string): (value: string) => boolean {
  const folded = wanted.toLowerCase();
  return (value) => value.length === wanted.length && value.toLowerCase() === folded;
}

function affix(kind: 'prefix' | 'suffix', operand: unknown): (value: string) => boolean {
  if (isJsonObject(operand)) {
    const [inner, wanted] = onlyEntry(operand, `${kind} match pattern must be a string`);
    if (inner !== 'equals-ignore-case') refuse(`Unsupported ${kind} pattern: ${inner}`);
    const folded = text(wanted, 'equals-ignore-case match pattern must be a string').toLowerCase();
    return kind === 'prefix'
      ? (value) => value.slice(0, folded.length).toLowerCase() === folded
      : (value) =>
          value.length >= folded.length && value.slice(value.length - folded.length).toLowerCase() === folded;
  }
  const wanted = text(operand, `${kind} match pattern must be a string`);
  return kind === 'prefix' ? (value) => value.startsWith(wanted) : (value) => value.endsWith(wanted);
}

/** Bounds of the `numeric` operator (User Guide, "Numeric matching"). */
const MAX_NUMBER = 5e9;

function number(value: unknown, operator: string): number {
  if (typeof value !== 'number') refuse(`Value of ${operator === '=' ? 'equals' : operator} must be numeric`);
  if (Math.abs(value) > MAX_NUMBER) refuse('Value must be between -5.0E9 and 5.0E9, inclusive');
  return value;
}

function compileNumeric(operand: unknown): (value: number) => boolean {
  if (!Array.isArray(operand)) refuse('Value of numeric must be an array.');
  const list: unknown[] = operand;
  const [operator, first, second, last, ...more] = list;
  if (typeof operator !== 'string') refuse(`Invalid member in numeric match: ${String(operator)}`);
  if (!['=', '<', '<=', '>', '>='].includes(operator))
    refuse(`Unrecognized numeric range operator: ${operator}`);
  const bound = number(first, operator);
  if (operand.length === 2) return (value) => compareNumbers(value, operator, bound);
  if (operator !== '>' && operator !== '>=') refuse('Too many elements in numeric expression');
  if (typeof second !== 'string') refuse(`Bad value in numeric range: ${String(second)}`);
  if (second !== '<' && second !== '<=') refuse(`Bad numeric range operator: ${second}`);
  const top = number(last, second);
  if (more.length > 0) refuse('Too many terms in numeric range expression');
  if (bound >= top) refuse('Bottom must be less than top');
  return (value) => compareNumbers(value, operator, bound) && compareNumbers(value, second, top);
}

function anythingBut(operand: unknown, compiler: Compiler): (value: Leaf) => boolean {
  if (isJsonObject(operand)) return anythingButExpression(operand, compiler);
  const values: unknown[] = Array.isArray(operand) ? operand : [operand];
  if (!Array.isArray(operand) && typeof operand !== 'string' && typeof operand !== 'number') {
    refuse('Value of anything-but must be an array or single string/number value.');
  }
  if (!values.every((value) => typeof value === 'string' || typeof value === 'number')) {
    refuse('Inside anything but list, start|null|boolean is not supported.');
  }
  if (new Set(values.map((value) => typeof value)).size !== 1) {
    refuse('Inside anything but list, either all values are number or string, mixed type is not supported');
  }
  const excluded = new Set<unknown>(values);
  return (value) => !excluded.has(value);
}

function anythingButExpression(operand: JsonObject, compiler: Compiler): (value: Leaf) => boolean {
  const [operator, given] = onlyEntry(operand, 'Anything-But expression name not found');
  if (
    operator !== 'prefix' &&
    operator !== 'suffix' &&
    operator !== 'wildcard' &&
    operator !== 'equals-ignore-case'
  ) {
    refuse(`Unsupported anything-but pattern: ${operator}`);
  }
  const values: unknown[] = Array.isArray(given) ? given : [given];
  if (values.length === 0) refuse('Empty arrays are not allowed');
  const tests = values.map((value) => {
    const wanted = text(value, `${operator} match pattern must be a string`);
    if (operator === 'equals-ignore-case') return sameIgnoringCase(wanted);
    if (operator === 'wildcard') {
      compiler.hasWildcard = true;
      return wildcard(wanted);
    }
    if (wanted === '') refuse('Null prefix/suffix not allowed');
    return affix(operator, wanted);
  });
  return (value) => typeof value !== 'string' || !tests.some((test) => test(value));
}
