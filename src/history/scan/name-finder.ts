import { COLUMN_KEY, RECORD_KEY } from './records-in.ts';

/** Returns positions at or after `from`, ascending, where a record of a wanted call can be. */
export type NameFinder = (bytes: Buffer, from: number) => number[];

const KEY = Buffer.from(`"${RECORD_KEY}`, 'ascii');
const COLUMN = Buffer.from(`"${COLUMN_KEY}`, 'ascii');
/** The rarest letter of the key in CloudTrail's records: about five in a thousand bytes. */
const RARE = 0x4e;
const RARE_AT = KEY.indexOf(RARE);

/** Three letters of a name are hashed, which few other calls share. All wanted names are longer. */
const STEM = 7;
const STEM_MASK = 0x3ff;

/**
 * Finds `"eventName` keys with a value that is one of the names, or is not plain text. Most bytes are only read by the
 * C library's search for one byte, which is much faster than a loop. Names are ASCII letters.
 */
export function nameFinder(names: readonly string[]): NameFinder {
  const made = finders.get(names) ?? makeFinder(names);
  finders.set(names, made);
  return made;
}

/** Cached, because thousands of files are searched for the same names. */
const finders = new WeakMap<readonly string[], NameFinder>();

function makeFinder(names: readonly string[]): NameFinder {
  const patterns = [...new Set(names)].map((name) => Buffer.from(name, 'ascii'));
  const stems = new Uint8Array(STEM_MASK + 1);
  for (const pattern of patterns) stems[stemHash(pattern, 0)] = 1;
  return (bytes, from) => {
    const found: number[] = [];
    // Reading beyond the end of an array would make V8 drop its optimized code.
    const safe = bytes.length - 7 - STEM;
    for (let rare = bytes.indexOf(RARE, from + RARE_AT); rare >= 0; rare = bytes.indexOf(RARE, rare + 1)) {
      if (rare <= safe) {
        // Two other letters of the key exclude most words at once.
        if (bytes[rare - 1] !== 0x74 || bytes[rare + 3] !== 0x65) continue;
        // The usual form is `":"` and a name. hidingEscapes() finds a backslash in the name.
        const isUsual = bytes[rare + 5] === 0x3a && bytes[rare + 4] === 0x22 && bytes[rare + 6] === 0x22;
        if (isUsual && stems[stemHash(bytes, rare + 7)] === 0) continue;
      }
      const start = rare - RARE_AT;
      if (isKey(bytes, start) && mayBeWanted(bytes, start + KEY.length, patterns)) found.push(start);
    }
    return found;
  };
}

/** Like nameFinder(), for the key of Athena's rows, `"eventname`. It is slower; such files are rare and small. */
export function columnFinder(names: readonly string[]): NameFinder {
  const patterns = names.map((name) => Buffer.from(name, 'ascii'));
  return (bytes, from) => {
    const found: number[] = [];
    for (let at = bytes.indexOf(COLUMN, from); at >= 0; at = bytes.indexOf(COLUMN, at + 1)) {
      if (mayBeWanted(bytes, at + COLUMN.length, patterns)) found.push(at);
    }
    return found;
  };
}

function isKey(bytes: Buffer, start: number): boolean {
  if (start + KEY.length > bytes.length) return false;
  for (let k = 0; k < KEY.length; k++) if (bytes[start + k] !== KEY[k]) return false;
  return true;
}

function stemHash(bytes: Uint8Array, at: number): number {
  return (bytes[at]! * 7 + bytes[at + 4]! * 31 + bytes[at + 6]! * 131) & STEM_MASK;
}

/** Is the value after `"eventName` a wanted name, or something that only a parser can decide? */
function mayBeWanted(bytes: Buffer, from: number, patterns: readonly Buffer[]): boolean {
  let i = from;
  // Skip the rest of the key, the colon and the opening mark. In JSON inside a string, marks and line ends have
  // backslashes.
  while (i < bytes.length && isFiller(bytes[i]!))
    i += bytes[i] === BACKSLASH && isLineEnd(bytes[i + 1]) ? 2 : 1;
  const first = bytes[i];
  if (first === undefined) return true;
  if (!isLetter(first)) return true;
  for (const name of patterns) {
    let k = 0;
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
 * Returns the positions of every `\u00XX` that means a letter, a quotation mark or a backslash. Only these escapes can
 * hide a key or a name from a search in bytes. Others (`\u003d`, `\u0026`) are common and hide nothing.
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
