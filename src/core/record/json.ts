import { type Dict, isDict } from '../json-shape.ts';

/**
 * Reading CloudTrail's JSON, whose shapes differ from call to call: lists are `{items: […]}`, `{}`, `""`,
 * arrays, or a single object; scalars may be wrapped as `{content, tag}`; keys of wrapped requests begin
 * with a capital; whole members may be JSON inside a string. Nothing here throws.
 */

/** Deeper nesting than this is not read: no AWS record comes near, and a hostile one must not overflow. */
export const MAX_DEPTH = 64;

/** The value as an object; JSON inside a string is opened. `{}` for anything else, the text `"null"` included. */
export function dict(value: unknown): Dict {
  const opened = openJson(value);
  return isDict(opened) ? opened : {};
}

/** Parses a string that holds JSON, also when it was encoded several times; other values come back as they are. */
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

/** Blank, `{`, `[` or a quotation mark: what most texts do not begin with. */
function mayBeJson(text: string): boolean {
  const first = text.charCodeAt(0);
  return first <= 0x20 || first === 0x7b || first === 0x5b || first === 0x22;
}

/** The first member that is there under one of these names, whatever their case. */
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

/** The elements of a list in any of CloudTrail's forms; an absent or empty list is `[]`. */
export function items(value: unknown, depth = 0): unknown[] {
  if (depth > MAX_DEPTH) return [];
  const opened = openJson(value);
  if (Array.isArray(opened)) return opened;
  if (!isDict(opened)) return opened === undefined || opened === null || opened === '' ? [] : [opened];
  const inner = field(opened, 'items', 'item', 'member');
  if (inner !== undefined) return items(inner, depth + 1);
  return Object.keys(opened).length === 0 ? [] : [opened];
}

/** A scalar as text, `{content, tag}` unwrapped; undefined for empty text and anything else. */
export function text(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (depth < MAX_DEPTH && isDict(value) && Object.hasOwn(value, 'content'))
    return text(value.content, depth + 1);
  return undefined;
}

/** A whole number, also when it was written as text; undefined otherwise. */
export function whole(value: unknown): number | undefined {
  const written = text(value);
  return written !== undefined && /^-?\d{1,15}$/.test(written) ? Number(written) : undefined;
}

/** An account id; wrapped calls write it as a number and so lose leading zeros, which come back here. */
export function accountId(value: unknown): string | undefined {
  const written = text(value);
  const isNumber = typeof value === 'number' || (isDict(value) && typeof value.content === 'number');
  return isNumber && written !== undefined ? written.padStart(12, '0') : written;
}

/**
 * Visits every string below `value` (with `{content}` and JSON in strings opened), telling the path of keys
 * in lower case. Members whose key is in `except` (lower case) are passed over.
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
