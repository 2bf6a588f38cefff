const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;

export interface ObjectSpan {
  start: number;
  /** Just after the closing brace; undefined if the bytes end before it. */
  end: number | undefined;
}

/**
 * Finds the JSON objects around a position, from the innermost outwards, in bytes that contain valid JSON but can
 * begin anywhere. Nothing before the position is parsed, so a brace counts only if it can't be part of a string. That
 * is certain if a quotation mark follows, and the next byte after the mark is not blank and not one of `, : } ]`: if
 * the brace were inside a string, that mark would end the string, and only those bytes can follow a string.
 *
 * `budget` limits the bytes that are examined, and with them the cost of hostile nesting.
 */
export function* enclosingObjects(
  bytes: Buffer,
  place: number,
  budget = 32 * 1024 * 1024,
): Generator<ObjectSpan, void, undefined> {
  let left = budget;
  let start = place;
  while (start > 0 && left > 0) {
    const before = start;
    start = bytes.lastIndexOf(OPEN, start - 1);
    if (start < 0) return;
    left -= before - start;
    if (!surelyStructural(bytes, start)) continue;
    const end = endOfObject(bytes, start);
    left -= (end ?? bytes.length) - start;
    if (end === undefined || end > place) yield { start, end };
  }
}

function surelyStructural(bytes: Buffer, brace: number): boolean {
  let i = brace + 1;
  while (isBlank(bytes[i])) i++;
  if (bytes[i] !== QUOTE) return false;
  const next = bytes[i + 1];
  // , : ] }
  return (
    next !== undefined && !isBlank(next) && next !== 0x2c && next !== 0x3a && next !== 0x5d && next !== 0x7d
  );
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** The position after the object that begins at `start`; undefined if the bytes end first. */
function endOfObject(bytes: Buffer, start: number): number | undefined {
  let depth = 0;
  for (let i = start; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === QUOTE) {
      i++;
      while (i < bytes.length && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
    } else if (byte === OPEN || byte === 0x5b) {
      depth++;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth--;
      if (depth === 0) return i + 1;
    }
  }
  return undefined;
}
