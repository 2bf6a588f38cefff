import { closeSync, openSync, readSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { hidingEscapes, nameFinder } from './name-finder.ts';
import { mayHoldRecords } from './records-in.ts';
import { release } from './release.ts';
import { type ScanInput, type ScanOutcome, scanPlain, scanSource, statedLength } from './scan-source.ts';

/** Compressed files up to this size are decompressed together. */
const SMALL_STORED = 64 * 1024;
const SMALL_PLAIN = 1024 * 1024;
/** The text that is decompressed at once, and searched while it is in the processor's cache. */
const BATCH_PLAIN = 1024 * 1024;
const BATCH_STORED = 1024 * 1024;

/** One per thread. It is empty whenever a portion yields. */
const STORED = Buffer.allocUnsafeSlow(BATCH_STORED + SMALL_STORED + 1);

/** A file in a batch; the files follow each other. */
interface Packed {
  input: ScanInput;
  storedBytes: number;
  plainBytes: number;
}

/**
 * Reads log files one by one, except small gzip files, which are read together. Gzip data can have several members (RFC
 * 1952, 2.2), so one call decompresses many files, and one search covers all their text.
 */
export async function* scanPortion(
  inputs: readonly ScanInput[],
  names: readonly string[],
): AsyncGenerator<ScanOutcome, void, undefined> {
  const batch = new Batch();
  const others: ScanInput[] = [];
  for (const input of inputs) {
    if (!batch.take(input)) others.push(input);
    if (batch.isFull) yield* scanBatch(batch, names);
  }
  yield* scanBatch(batch, names);
  for (const input of others) yield await scanSource(input, names);
}

async function* scanBatch(
  batch: Batch,
  names: readonly string[],
): AsyncGenerator<ScanOutcome, void, undefined> {
  const { files, plain } = batch.empty();
  if (plain === undefined) {
    // One of them is damaged or has several members, so each is read separately.
    for (const { input } of files) yield await scanSource(input, names);
    return;
  }
  const places = [...nameFinder(names)(plain, 0), ...hidingEscapes(plain, 0)].sort((a, b) => a - b);
  let start = 0;
  let seen = 0;
  for (const { input, storedBytes, plainBytes } of files) {
    const end = start + plainBytes;
    const text = plain.subarray(start, end);
    const isClean = isWholeObject(plain, start, end) && !(places[seen]! < end) && mayHoldRecords(text);
    while (places[seen]! < end) seen++;
    yield isClean
      ? { name: input.name, storedBytes, found: [], isCloudTrail: true, problems: [] }
      : scanPlain(input.name, storedBytes, text, names);
    start = end;
  }
  release(plain);
}

/** Does it begin and end like CloudTrail's files, {…]}? Other texts are examined more closely. */
function isWholeObject(text: Buffer, start: number, end: number): boolean {
  return text[start] === 0x7b && text[end - 2] === 0x5d && text[end - 1] === 0x7d;
}

class Batch {
  #files: Packed[] = [];
  #storedBytes = 0;
  #plainBytes = 0;

  get isFull(): boolean {
    return this.#storedBytes >= BATCH_STORED || this.#plainBytes >= BATCH_PLAIN;
  }

  /** Adds a file to the batch; false if it is not a small gzip file, or can't be read. */
  take(input: ScanInput): boolean {
    if (!('path' in input)) return false;
    const storedBytes = readInto(STORED, this.#storedBytes, input.path);
    if (storedBytes === undefined) return false;
    const stored = STORED.subarray(this.#storedBytes, this.#storedBytes + storedBytes);
    const plainBytes = statedLength(stored);
    if (stored[0] !== 0x1f || stored[1] !== 0x8b || plainBytes === 0 || plainBytes > SMALL_PLAIN)
      return false;
    this.#files.push({ input, storedBytes, plainBytes });
    this.#storedBytes += storedBytes;
    this.#plainBytes += plainBytes;
    return true;
  }

  /** Removes and returns the files, with their text; without it if its length differs from the sum in the files. */
  empty(): { files: Packed[]; plain: Buffer | undefined } {
    const files = this.#files;
    const plain = inflate(STORED.subarray(0, this.#storedBytes), this.#plainBytes);
    this.#files = [];
    this.#storedBytes = 0;
    this.#plainBytes = 0;
    return { files, plain };
  }
}

/** Returns the size of the file in bytes; undefined if it is not small, or can't be read. */
function readInto(bytes: Buffer, at: number, path: string): number | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const length = readSync(file, bytes, at, SMALL_STORED + 1, null);
    return length > SMALL_STORED ? undefined : length;
  } catch {
    // scanSource() reads it again and reports the reason.
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Decompresses the batch. zlib checks each member's length and checksum. */
function inflate(stored: Buffer, length: number): Buffer | undefined {
  if (length === 0) return Buffer.alloc(0);
  try {
    const plain = gunzipSync(stored, { chunkSize: length + 64, maxOutputLength: length + 64 });
    return plain.length === length ? plain : undefined;
  } catch {
    // scanSource() reads each file separately and reports the reason.
    return undefined;
  }
}
