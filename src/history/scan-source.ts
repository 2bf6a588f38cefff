import { closeSync, createReadStream, fstatSync, openSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';
import { parseRecord, type RecordResult } from '../core/change-event.ts';
import { RecordScan } from './record-scan.ts';

/** A log file: on disk, or its bytes (from S3 or standard input). */
export type ScanInput = { name: string; path: string } | { name: string; bytes: Uint8Array };

/** A record of a wanted call. Irrelevant ones are left out. */
export type Found = Exclude<RecordResult, { kind: 'irrelevant' }>;

export interface ScanOutcome {
  name: string;
  /** As stored, so possibly compressed. */
  storedBytes: number;
  found: Found[];
  /** Why parts of it could not be read; the rest was read all the same. */
  problems: string[];
}

/** Larger ones are read in pieces; CloudTrail's own files have at most 50 MB of text. */
const WHOLE_STORED = 16 * 1024 * 1024;
const WHOLE_PLAIN = 64 * 1024 * 1024;
const PIECE = 4 * 1024 * 1024;

/** Reads one log file, compressed or not. Never throws: what went wrong is in `problems`. */
export async function scanSource(input: ScanInput, names: readonly string[]): Promise<ScanOutcome> {
  const outcome: ScanOutcome = { name: input.name, storedBytes: 0, found: [], problems: [] };
  const scan = new RecordScan(names, {
    record(record) {
      const result = parseRecord(record);
      if (result.kind !== 'irrelevant') outcome.found.push(result);
    },
    problem(reason) {
      if (!outcome.problems.includes(reason)) outcome.problems.push(reason);
    },
  });
  try {
    const bytes = 'bytes' in input ? asBuffer(input.bytes) : readIfSmall(input.path, outcome);
    outcome.storedBytes = bytes?.length ?? outcome.storedBytes;
    if (bytes !== undefined && readWhole(bytes, scan)) return outcome;
    const pieces =
      bytes === undefined
        ? createReadStream((input as { path: string }).path, { highWaterMark: PIECE })
        : Readable.from([bytes]);
    await readPieces(pieces, scan, outcome);
  } catch (error) {
    outcome.problems.push(reasonOf(error));
  }
  return outcome;
}

/** Undefined for a file that is too large to be held whole. */
function readIfSmall(path: string, outcome: ScanOutcome): Buffer | undefined {
  const file = openSync(path, 'r');
  try {
    const stat = fstatSync(file);
    outcome.storedBytes = stat.size;
    return stat.size > WHOLE_STORED ? undefined : readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** The fast way. False, with nothing done, when it must be read in pieces: too large, or broken. */
function readWhole(bytes: Buffer, scan: RecordScan): boolean {
  if (!isGzip(bytes)) {
    scan.end(bytes);
    return true;
  }
  const plain = inflateWhole(bytes);
  if (plain === undefined) return false;
  scan.end(plain);
  return true;
}

/** Inflates in one go; undefined when that is not possible. */
export function inflateWhole(bytes: Buffer): Buffer | undefined {
  // RFC 1952: the last four bytes hold the length of the text. A buffer of that size saves copying.
  const told = bytes.length < 18 ? 0 : bytes.readUInt32LE(bytes.length - 4);
  const chunkSize = Math.max(64 * 1024, Math.min(told + 1024, WHOLE_PLAIN));
  try {
    return gunzipSync(bytes, { chunkSize, maxOutputLength: WHOLE_PLAIN });
  } catch {
    return undefined;
  }
}

async function readPieces(stored: Readable, scan: RecordScan, outcome: ScanOutcome): Promise<void> {
  const pieces = gathered(await unpacked(stored));
  let failure: unknown;
  try {
    for await (const piece of pieces) scan.push(piece);
  } catch (error) {
    failure = error;
  }
  scan.end(undefined, failure !== undefined);
  if (failure !== undefined) outcome.problems.push(reasonOf(failure));
}

/** Looks at the first bytes rather than at the name. */
async function unpacked(stored: Readable): Promise<AsyncIterable<Buffer>> {
  const pieces: AsyncIterator<Buffer> = stored[Symbol.asyncIterator]();
  const first = await pieces.next();
  const whole = {
    async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
      for (let next = first; next.done !== true; next = await pieces.next()) yield next.value;
    },
  };
  if (first.done === true || !isGzip(first.value)) return whole;
  const source = Readable.from(whole);
  const gunzip = createGunzip({ chunkSize: PIECE });
  source.on('error', (error) => gunzip.destroy(error));
  return source.pipe(gunzip);
}

/** Joins small pieces, so that the scan copies its overlap seldom. Gives what there is before it fails. */
async function* gathered(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of pieces) {
      held.push(piece);
      length += piece.length;
      if (length < PIECE) continue;
      yield Buffer.concat(held);
      held = [];
      length = 0;
    }
  } catch (error) {
    if (length > 0) yield Buffer.concat(held);
    throw error;
  }
  if (length > 0) yield Buffer.concat(held);
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  Z_BUF_ERROR: 'the compressed data end early',
  Z_DATA_ERROR: 'the compressed data are damaged',
};

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? message;
}
