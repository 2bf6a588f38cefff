import { enclosingObjects } from './enclosing-object.ts';
import { hidingEscapes, type NameFinder, nameFinder } from './name-finder.ts';
import { recordsIn } from './records-in.ts';

/** How far before a name its record may begin: CloudTrail's limit is 256 KiB, indentation may double it. */
const LOOK_BACK = 1024 * 1024;
/** Bytes that are held at most while a record's end is awaited. */
const MAX_HELD = 16 * 1024 * 1024;

/** Longer than a key with its name, blanks included. */
const LONGEST_KEY = 256;

/** What a scan tells while it goes. */
export interface ScanSink {
  record(record: Record<string, unknown>): void;
  problem(reason: string): void;
}

/**
 * Finds the records of the wanted calls in JSON text that comes in pieces, and parses only those. Memory is
 * bounded by the pieces' size and 16 MiB, whatever the length of the text.
 */
export class RecordScan {
  readonly #wanted: ReadonlySet<string>;
  readonly #find: NameFinder;
  readonly #sink: ScanSink;
  #held: Buffer = Buffer.alloc(0);
  /** Up to here in #held no name is left to be looked at. */
  #searched = 0;
  /** Up to here in #held records were parsed. */
  #parsedTo = 0;
  readonly #given = new Set<string>();
  #sawText = false;
  #isJson = true;
  #lastByte = 0;

  constructor(names: readonly string[], sink: ScanSink) {
    this.#wanted = new Set(names);
    this.#find = nameFinder(names);
    this.#sink = sink;
  }

  /** Takes the next piece of text. The piece is not kept longer than until the next call, save its tail. */
  push(piece: Buffer): void {
    this.#begin(piece);
    this.#held = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece]);
    const stopped = this.#search(false);
    const keepFrom = Math.max(0, Math.min(stopped, this.#held.length) - LOOK_BACK);
    // A view would keep the whole piece alive.
    this.#held = Buffer.from(this.#held.subarray(keepFrom));
    this.#searched = stopped - keepFrom;
    this.#parsedTo = Math.max(0, this.#parsedTo - keepFrom);
  }

  /** The last piece, or the whole text when there was none before. `cut`: it is known to be incomplete. */
  end(piece: Buffer = Buffer.alloc(0), cut = false): void {
    this.#begin(piece);
    this.#held = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece]);
    this.#search(true);
    if (!this.#sawText && !cut) this.#sink.problem('it is empty');
    else if (this.#isJson && !cut && !isLastByte(this.#lastByte))
      this.#sink.problem('it ends in the middle of a record');
    this.#held = Buffer.alloc(0);
  }

  #begin(piece: Buffer): void {
    const first = firstText(piece);
    if (first === undefined) return;
    if (!this.#sawText && !isFirstByte(first)) {
      this.#sink.problem('it is not JSON');
      this.#isJson = false;
    }
    this.#sawText = true;
    let last = piece.length - 1;
    while (last > 0 && piece[last]! <= 0x20) last--;
    this.#lastByte = piece[last]!;
  }

  /** Handles every name in what is held. Gives where the search must go on when more text comes. */
  #search(isLast: boolean): number {
    const bytes = this.#held;
    let done = this.#searched;
    for (const place of this.#places(bytes, done)) {
      if (place < done) continue;
      const next = this.#take(bytes, place, isLast);
      if (next === undefined) return place;
      done = next;
    }
    // A name or an escape may be cut by the end of the piece.
    return isLast ? bytes.length : Math.max(done, bytes.length - LONGEST_KEY);
  }

  #places(bytes: Buffer, from: number): number[] {
    const names = this.#find(bytes, from);
    const escapes = hidingEscapes(bytes, from);
    return escapes.length === 0 ? names : [...names, ...escapes].sort((a, b) => a - b);
  }

  /** Reads the record around a place. Gives where to search on; undefined = its end has yet to come. */
  #take(bytes: Buffer, place: number, isLast: boolean): number | undefined {
    for (const span of enclosingObjects(bytes, place)) {
      if (span.end === undefined) {
        if (!isLast && bytes.length - span.start < MAX_HELD) return undefined;
        this.#sink.problem('a record has no end');
        return place + 1;
      }
      const records = this.#parse(bytes, span.start, span.end);
      if (records.length === 0) continue;
      this.#emit(records, span.start < this.#parsedTo);
      this.#parsedTo = Math.max(this.#parsedTo, span.end);
      return span.end;
    }
    return this.#takeLine(bytes, place, isLast);
  }

  /** For text that is one JSON string, or a list of strings: there is no object around the place. */
  #takeLine(bytes: Buffer, place: number, isLast: boolean): number | undefined {
    const start = bytes.lastIndexOf(0x0a, place) + 1;
    const newline = bytes.indexOf(0x0a, place);
    const end = newline < 0 ? bytes.length : newline;
    if (newline < 0 && !isLast && bytes.length - start < MAX_HELD) return undefined;
    this.#emit(this.#parse(bytes, start, end), start < this.#parsedTo);
    return end;
  }

  #parse(bytes: Buffer, start: number, end: number): Record<string, unknown>[] {
    try {
      return recordsIn(JSON.parse(bytes.toString('utf8', start, end)));
    } catch {
      this.#sink.problem('a record is not valid JSON');
      return [];
    }
  }

  /** `again`: some were given before, because a name was found in them before one in their envelope. */
  #emit(records: Record<string, unknown>[], again: boolean): void {
    for (const record of records) {
      if (!this.#wanted.has(String(record.eventName))) continue;
      const key = typeof record.eventID === 'string' ? record.eventID : JSON.stringify(record);
      if (again && this.#given.has(key)) continue;
      this.#given.add(key);
      this.#sink.record(record);
    }
  }
}

function firstText(piece: Buffer): number | undefined {
  const bom = piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf ? 3 : 0;
  for (let i = bom; i < piece.length; i++) if (piece[i]! > 0x20) return piece[i];
  return undefined;
}

/** { [ " */
function isFirstByte(byte: number): boolean {
  return byte === 0x7b || byte === 0x5b || byte === 0x22;
}

/** } ] " */
function isLastByte(byte: number): boolean {
  return byte === 0x7d || byte === 0x5d || byte === 0x22;
}
