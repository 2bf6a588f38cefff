import { type Dict, isDict } from '../json-shape.ts';

/**
 * Reads CloudTrail's JSON, whose shape differs from call to call: lists are `{items: […]}`, `{}`, `""`, arrays, or a
 * single object; scalars can be wrapped as `{content, tag}`; keys of wrapped requests begin with a capital letter;
 * members can be JSON inside a string. No function here throws.
 */

/** The greatest nesting that is read. AWS records have far less, and a malicious one must not overflow the stack. */
export const MAX_DEPTH = 64;

/** Returns the value as an object, parsing JSON inside a string. `{}` for anything else, including the text `"null"`. */
export function dict(value: unknown): Dict {
  const opened = openJson(value);
  return isDict(opened) ? opened : {};
}

/** Parses a string that contains JSON, even if it was encoded several times. Other values are returned unchanged. */
export function openJson(value: unknown): unknown {
  let current = value;
  for (let times = 0; times < 4 && typeof current === 'string'; times++) {
    if (!mayBeJson(current)) return current;
    try {
      current = JSON.parse(current);
    } catch {
      return current;
    }
  }
  return current;
}

/** True if a text begins with a blank, `{`, `[` or a quotation mark, which most texts don't. */
function mayBeJson(text: string): boolean {
  const first = text.charCodeAt(0);
  return first <= 0x20 || first === 0x7b || first === 0x5b || first === 0x22;
}

/** Returns the first existing member with one of these names, ignoring case. */
export function field(object: unknown, ...names: string[]): unknown {
  if (!isDict(object)) return undefined;
  for (const name of names) {
    if (Object.hasOwn(object, name)) return object[name];
  }
  for (const key in object) {
    for (const name of names) {
      if (key.length !== name.length || !Object.hasOwn(object, key)) continue;
      if (key.toLowerCase() === name.toLowerCase()) return object[key];
    }
  }
  return undefined;
}

/** Returns the elements of a list in any of CloudTrail's forms; `[]` for an absent or empty list. */
export function items(value: unknown, depth = 0): unknown[] {
  if (depth > MAX_DEPTH) return [];
  const opened = openJson(value);
  if (Array.isArray(opened)) return opened;
  if (!isDict(opened)) return opened === undefined || opened === null || opened === '' ? [] : [opened];
  const inner = field(opened, 'items', 'item', 'member');
  if (inner !== undefined) return items(inner, depth + 1);
  return Object.keys(opened).length === 0 ? [] : [opened];
}

/** Returns a scalar as text, unwrapping `{content, tag}`; undefined for an empty text and anything else. */
export function text(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (depth < MAX_DEPTH && isDict(value) && Object.hasOwn(value, 'content'))
    return text(value.content, depth + 1);
  return undefined;
}

/** Returns a whole number, also if it is written as text; otherwise undefined. */
export function whole(value: unknown): number | undefined {
  const written = text(value);
  return written !== undefined && /^-?\d{1,15}$/.test(written) ? Number(written) : undefined;
}

/** Returns an account id. Wrapped calls write it as a number without leading zeros, which are added again. */
export function accountId(value: unknown): string | undefined {
  const written = text(value);
  const isNumber = typeof value === 'number' || (isDict(value) && typeof value.content === 'number');
  return isNumber && written !== undefined ? written.padStart(12, '0') : written;
}

/**
 * Visits every string in `value`, also in `{content}` and in JSON inside strings. `visit` receives the string and its
 * path of keys in lower case. Members with a key in `except` (lower case) are skipped.
 */
export function eachText(
  value: unknown,
  visit: (text: string, path: readonly string[]) => void,
  except: ReadonlySet<string> = new Set(),
): void {
  const path: string[] = [];
  const walk = (node: unknown): void => {
    if (path.length > MAX_DEPTH) return;
    const opened = openJson(node);
    if (typeof opened === 'string') {
      visit(opened, path);
    } else if (Array.isArray(opened)) {
      path.push('');
      for (const element of opened) walk(element);
      path.pop();
    } else if (isDict(opened)) {
      for (const [key, member] of Object.entries(opened)) {
        const lower = key.toLowerCase();
        if (except.has(lower)) continue;
        path.push(lower);
        walk(member);
        path.pop();
      }
    }
  };
  walk(value);
}
