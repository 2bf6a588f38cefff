/** Places in bytes, at or after `from` and in ascending order, where a record of a wanted call may be. */
export type NameFinder = (bytes: Buffer, from: number) => number[];

const KEY = Buffer.from('"eventName', 'ascii');
/** Blocks of two bytes are hashed to this many bits: the table then stays in the first-level cache. */
const HASH_MASK = (1 << 13) - 1;
const LAST = KEY.length - 1;

/** How far the search may skip when a window of the key's length ends in a block: Horspool's table. */
const SKIPS = new Uint8Array(HASH_MASK + 1).fill(LAST);
for (let k = 1; k <= LAST; k++) {
  SKIPS[((KEY[k - 1]! << 5) ^ KEY[k]!) & HASH_MASK] = LAST - k;
}

/**
 * Finds `"eventName` keys whose value is one of the names, or is not plain text. Most bytes are skipped
 * unread. Names are ASCII letters. Horspool's algorithm ("Practical fast searching in strings", 1980) with
 * blocks of two bytes.
 */
export function nameFinder(names: readonly string[]): NameFinder {
  const byFirst = new Map<number, Buffer[]>();
  for (const name of new Set(names)) {
    const first = name.charCodeAt(0);
    byFirst.set(first, [...(byFirst.get(first) ?? []), Buffer.from(name, 'ascii')]);
  }
  return (bytes, from) => {
    const found: number[] = [];
    const visit = (last: number): void => {
      for (let k = LAST; k >= 0; k--) if (bytes[last - LAST + k] !== KEY[k]) return;
      if (mayBeWanted(bytes, last + 1, byFirst)) found.push(last - LAST);
    };
    eachWindow(bytes, from, visit);
    return found.sort((a, b) => a - b);
  };
}

/**
 * Calls `visit` with the last byte of every window that may hold the key. Four searches, a quarter of the
 * bytes each, go in one loop: each step waits for memory, and four waits overlap, which makes it three
 * times as fast as one after the other.
 */
function eachWindow(bytes: Buffer, from: number, visit: (last: number) => void): void {
  const begin = from + LAST;
  const quarter = Math.max(0, bytes.length - begin) >> 2;
  const endA = begin + quarter;
  const endB = endA + quarter;
  const endC = endB + quarter;
  const endD = bytes.length;
  let a = begin;
  let b = endA;
  let c = endB;
  let d = endC;
  while (a < endA && b < endB && c < endC && d < endD) {
    const skipA = SKIPS[((bytes[a - 1]! << 5) ^ bytes[a]!) & HASH_MASK]!;
    const skipB = SKIPS[((bytes[b - 1]! << 5) ^ bytes[b]!) & HASH_MASK]!;
    const skipC = SKIPS[((bytes[c - 1]! << 5) ^ bytes[c]!) & HASH_MASK]!;
    const skipD = SKIPS[((bytes[d - 1]! << 5) ^ bytes[d]!) & HASH_MASK]!;
    if (skipA === 0) visit(a);
    if (skipB === 0) visit(b);
    if (skipC === 0) visit(c);
    if (skipD === 0) visit(d);
    a += skipA || 1;
    b += skipB || 1;
    c += skipC || 1;
    d += skipD || 1;
  }
  finish(bytes, a, endA, visit);
  finish(bytes, b, endB, visit);
  finish(bytes, c, endC, visit);
  finish(bytes, d, endD, visit);
}

function finish(bytes: Buffer, from: number, to: number, visit: (last: number) => void): void {
  let i = from;
  while (i < to) {
    const skip = SKIPS[((bytes[i - 1]! << 5) ^ bytes[i]!) & HASH_MASK]!;
    if (skip === 0) visit(i);
    i += skip || 1;
  }
}

/** Is the value behind `"eventName` a wanted name, or something that only a parser can tell? */
function mayBeWanted(bytes: Buffer, from: number, byFirst: ReadonlyMap<number, Buffer[]>): boolean {
  let i = from;
  // The rest of the key, the colon, and the opening mark; in JSON inside a string, marks and line ends
  // carry backslashes.
  while (i < bytes.length && isFiller(bytes[i]!))
    i += bytes[i] === BACKSLASH && isLineEnd(bytes[i + 1]) ? 2 : 1;
  const first = bytes[i];
  if (first === undefined) return true;
  if (!isLetter(first)) return true;
  for (const name of byFirst.get(first) ?? []) {
    let k = 1;
    while (k < name.length && bytes[i + k] === name[k]) k++;
    if (k === name.length || i + k >= bytes.length) return true;
  }
  return false;
}

const BACKSLASH = 0x5c;

/** Blanks, `"`, `:` and backslash. */
function isFiller(byte: number): boolean {
  return byte <= 0x20 || byte === 0x22 || byte === 0x3a || byte === BACKSLASH;
}

/** The letters of \n, \r and \t. */
function isLineEnd(byte: number | undefined): boolean {
  return byte === 0x6e || byte === 0x72 || byte === 0x74;
}

function isLetter(byte: number): boolean {
  const upper = byte & ~0x20;
  return upper >= 0x41 && upper <= 0x5a;
}

const ESCAPE = Buffer.from('\\u00', 'ascii');

/**
 * Places of every `\u00XX` that stands for a letter, a quotation mark or a backslash: only such an escape
 * can hide a key or a name from a search in bytes. Others (`\u003d`, `\u0026`) are common and hide nothing.
 */
export function hidingEscapes(bytes: Buffer, from: number): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(ESCAPE, from); at >= 0; at = bytes.indexOf(ESCAPE, at + 1)) {
    const code = (hexDigit(bytes[at + 4]) << 4) | hexDigit(bytes[at + 5]);
    const upper = code & ~0x20;
    if ((upper >= 0x41 && upper <= 0x5a) || code === 0x22 || code === 0x5c) found.push(at);
  }
  return found;
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return 0x10;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : 0x10;
}
