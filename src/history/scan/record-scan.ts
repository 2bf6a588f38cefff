import { toSay } from '../../core/words/say.ts';
import { enclosingObjects } from './enclosing-object.ts';
import { columnFinder, hidingEscapes, type NameFinder, nameFinder } from './name-finder.ts';
import { PieceBuffer } from './piece-buffer.ts';
import { mayHoldRows, RECORD_KEY, recordsIn } from './records-in.ts';

/** The longest distance from the start of a record to its name: CloudTrail's limit is 256 KiB, and indentation can double it. */
const LOOK_BACK = 1024 * 1024;
/** The maximum of bytes in memory before the end of a record arrives. */
const MAX_HELD = 16 * 1024 * 1024;
/** Bytes on each side of a seam between two pieces that are searched again; longer than a key with its name and blanks. */
const SEAM = 256;

/** Receives what a scan finds. */
export interface ScanSink {
  record(record: Record<string, unknown>): void;
  /** In English, because the scan can run on another thread. Translate it with sayText(). */
  problem(reason: string): void;
}

/** `wait`: the end of the record has not arrived yet; `more`: its beginning is not in these bytes. */
type Taken = { end: number } | 'wait' | 'more';

/**
 * Finds the records of the wanted calls in JSON text that arrives in pieces, and parses only those. Memory is limited
 * to the size of the pieces plus 16 MiB, for a text of any length. Positions count from the beginning of the text.
 */
export class RecordScan {
  readonly #wanted: readonly string[];
  #find: NameFinder;
  readonly #sink: ScanSink;
  readonly #held = new PieceBuffer();
  /** Everything before this position is done, and its records were given. */
  #done = 0;
  /** A name with a record that was not complete yet. */
  #pending: number | undefined;
  readonly #given = new Set<string>();
  #sawText = false;
  #isJson = true;
  #sawRecord = false;
  #first = '';
  #last = '';

  constructor(names: readonly string[], sink: ScanSink) {
    this.#wanted = names;
    this.#find = nameFinder(names);
    this.#sink = sink;
  }

  /** True if the text has a record of any call, or is a complete list without records. */
  get isCloudTrail(): boolean {
    return this.#sawRecord || EMPTY_LIST.test(this.#first);
  }

  /** Reads the next piece of text. The caller must not change it afterwards. */
  push(piece: Buffer): void {
    if (piece.length > 0) this.#read(piece, false);
  }

  /** Reads the last piece, or the whole text. `cut`: the text is known to be incomplete. */
  end(piece: Buffer = Buffer.alloc(0), cut = false): void {
    this.#read(piece, true);
    if (!this.#sawText && !cut) this.#sink.problem(toSay('it is empty'));
    else if (this.#sawText && this.#isJson && !cut && !this.#isComplete()) {
      this.#sink.problem(toSay('it ends in the middle of a record'));
    }
  }

  #read(piece: Buffer, isLast: boolean): void {
    this.#look(piece);
    const places = this.#places(piece);
    const base = this.#held.end;
    this.#held.add(piece);
    for (const place of places) {
      if (place < this.#done) continue;
      // The record is almost always inside one piece. Pieces are joined only if it is not.
      let taken = place < base ? 'more' : this.#take(piece, base, place, isLast);
      if (taken === 'more') taken = this.#take(this.#held.joined(), this.#held.start, place, isLast);
      if (taken === 'wait') {
        this.#pending = place;
        break;
      }
      this.#done = taken === 'more' ? place + 1 : taken.end;
    }
    this.#held.keep(this.#pending === undefined ? LOOK_BACK : MAX_HELD + LOOK_BACK);
  }

  /** Returns the positions of names and escapes in the piece and across the seam before it, and the pending one; ascending. */
  #places(piece: Buffer): number[] {
    const base = this.#held.end;
    const inSeam = base === 0 ? [] : this.#acrossSeam(piece, base);
    const inPiece = this.#search(piece).map((at) => base + at);
    const waiting = this.#pending === undefined ? [] : [this.#pending];
    this.#pending = undefined;
    return [...waiting, ...inSeam, ...inPiece];
  }

  #acrossSeam(piece: Buffer, base: number): number[] {
    const tail = this.#held.tail(SEAM);
    return this.#search(Buffer.concat([tail, piece.subarray(0, SEAM)]))
      .map((at) => base - tail.length + at)
      .filter((place) => place < base && place >= this.#done);
  }

  #search(bytes: Buffer): number[] {
    const names = this.#find(bytes, 0);
    const escapes = hidingEscapes(bytes, 0);
    return escapes.length === 0 ? names : [...names, ...escapes].sort((a, b) => a - b);
  }

  /** Reads the record around a position in bytes that begin at `base`. */
  #take(bytes: Buffer, base: number, place: number, isLast: boolean): Taken {
    for (const span of enclosingObjects(bytes, place - base)) {
      if (span.end === undefined) {
        if (!isLast && base + bytes.length - place < MAX_HELD) return 'wait';
        this.#sink.problem(toSay('a record has no end'));
        return { end: place + 1 };
      }
      const records = this.#parse(bytes, span.start, span.end);
      if (records.length === 0) continue;
      this.#emit(records, base + span.start < this.#done);
      return { end: base + span.end };
    }
    return base > this.#held.start ? 'more' : this.#takeLine(bytes, base, place, isLast);
  }

  /** For text that is one JSON string, or a list of strings, without an object around the position. */
  #takeLine(bytes: Buffer, base: number, place: number, isLast: boolean): Taken {
    const start = bytes.lastIndexOf(0x0a, place - base) + 1;
    const newline = bytes.indexOf(0x0a, place - base);
    if (newline < 0 && !isLast && bytes.length - start < MAX_HELD) return 'wait';
    const end = newline < 0 ? bytes.length : newline;
    // In a list with one text in each line, a comma follows the text, perhaps with a carriage return.
    let last = end;
    while (last > start && isAfterText(bytes.readUInt8(last - 1))) last--;
    this.#emit(this.#parse(bytes, start, last), base + start < this.#done);
    return { end: base + end };
  }

  #parse(bytes: Buffer, start: number, end: number): Record<string, unknown>[] {
    try {
      return recordsIn(JSON.parse(bytes.toString('utf8', start, end)));
    } catch {
      this.#sink.problem(toSay('a record is not valid JSON'));
      return [];
    }
  }

  /** `again`: some records were already given, because a name was found in them before one in their envelope. */
  #emit(records: Record<string, unknown>[], again: boolean): void {
    for (const record of records) {
      if (!this.#wanted.includes(String(record.eventName))) continue;
      const key = typeof record.eventID === 'string' ? record.eventID : JSON.stringify(record);
      if (again && this.#given.has(key)) continue;
      this.#given.add(key);
      this.#sink.record(record);
    }
  }

  #look(piece: Buffer): void {
    if (!this.#sawRecord) {
      const seam = Buffer.concat([
        this.#held.tail(RECORD_KEY.length - 1),
        piece.subarray(0, RECORD_KEY.length - 1),
      ]);
      const hasRows = mayHoldRows(seam) ?? mayHoldRows(piece);
      this.#sawRecord = hasRows !== undefined;
      if (hasRows === true) this.#find = columnFinder(this.#wanted);
    }
    if (this.#first.length < FIRST_LENGTH) {
      this.#first = (this.#first + firstText(piece, !this.#sawText)).slice(0, FIRST_LENGTH);
    }
    if (this.#first !== '' && !this.#sawText) {
      this.#sawText = true;
      this.#isJson = Object.hasOwn(CLOSERS, this.#first[0]!);
      if (!this.#isJson) this.#sink.problem(toSay('it is not JSON'));
    }
    this.#last = (this.#last + lastText(piece)).slice(-2);
  }

  /** Does the end of the text match its beginning? */
  #isComplete(): boolean {
    if (this.#first.startsWith(RECORDS)) return this.#last === ']}';
    return this.#last.at(-1) === CLOSERS[this.#first[0]!];
  }
}

/** The beginning of a log file, without blanks, like #first and #last. */
const RECORDS = '{"Records":[';
/** What `lookup-events` prints for a period without events, and a log file without records. */
const EMPTY_LIST = /^(\{"(Records|Events)":\[\]|\[\]$)/;
/** Enough to recognise both. */
const FIRST_LENGTH = 16;
const CLOSERS: Readonly<Record<string, string>> = { '{': '}', '[': ']', '"': '"' };

/** Commas and blanks. */
function isAfterText(byte: number): boolean {
  return byte === 0x2c || byte <= 0x20;
}

/** Returns the first non-blank characters, at most FIRST_LENGTH. */
function firstText(piece: Buffer, isBeginning: boolean): string {
  const bom = isBeginning && piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf ? 3 : 0;
  let text = '';
  for (let i = bom; i < piece.length && text.length < FIRST_LENGTH; i++) {
    if (piece[i]! > 0x20) text += String.fromCharCode(piece[i]!);
  }
  return text;
}

/** Returns the last two non-blank characters. */
function lastText(piece: Buffer): string {
  let text = '';
  for (let i = piece.length - 1; i >= 0 && text.length < 2; i--) {
    if (piece[i]! > 0x20) text = String.fromCharCode(piece[i]!) + text;
  }
  return text;
}
