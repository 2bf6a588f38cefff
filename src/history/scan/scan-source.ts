import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGunzip, gunzipSync } from 'node:zlib';
import { parseRecord, type RecordResult } from '../../core/record/parse-record.ts';
import { toSay } from '../../core/words/say.ts';
import { RecordScan } from './record-scan.ts';
import { release } from './release.ts';

/** A log file: on disk, or its bytes (from S3 or standard input). */
export type ScanInput = { name: string; path: string } | { name: string; bytes: Uint8Array };

/** A record of a wanted call, without irrelevant ones. */
export type FoundRecord = Exclude<RecordResult, { kind: 'irrelevant' }>;

export interface ScanOutcome {
  name: string;
  /** Size as stored, so possibly compressed. */
  storedBytes: number;
  found: FoundRecord[];
  /** False if the text is something other than CloudTrail's records, of any call. */
  isCloudTrail: boolean;
  /** Why parts could not be read, in English. The rest was read. */
  problems: string[];
}

/** Larger files are read in pieces. */
const WHOLE_STORED = 16 * 1024 * 1024;
/** Up to this size, one synchronous call is faster than a stream. */
const WHOLE_PLAIN = 32 * 1024 * 1024;
const READ_PIECE = 1024 * 1024;
/** Decompressed text is searched while it is still in the processor's cache. */
const INFLATE_PIECE = 256 * 1024;

/** Reads one log file, compressed or not. Never throws: `problems` lists the errors. */
export async function scanSource(input: ScanInput, names: readonly string[]): Promise<ScanOutcome> {
  const { outcome, scan, problem } = begin(input.name, names);
  try {
    const bytes = 'bytes' in input ? asBuffer(input.bytes) : readIfSmall(input.path, outcome);
    outcome.storedBytes = bytes?.length ?? outcome.storedBytes;
    if (bytes !== undefined && scanAtOnce(bytes, scan)) {
      if ('path' in input) release(bytes);
      return outcome;
    }
    const stored =
      bytes === undefined
        ? createReadStream((input as { path: string }).path, { highWaterMark: READ_PIECE })
        : Readable.from([bytes]);
    await scanPieces(stored, scan, problem);
  } catch (error) {
    problem(reasonOf(error));
  } finally {
    outcome.isCloudTrail = scan.isCloudTrail;
  }
  return outcome;
}

/** Scans the text of a file that was already read. */
export function scanPlain(
  name: string,
  storedBytes: number,
  plain: Buffer,
  names: readonly string[],
): ScanOutcome {
  const { outcome, scan } = begin(name, names);
  outcome.storedBytes = storedBytes;
  scan.end(plain);
  outcome.isCloudTrail = scan.isCloudTrail;
  return outcome;
}

function begin(name: string, names: readonly string[]) {
  const outcome: ScanOutcome = { name, storedBytes: 0, found: [], isCloudTrail: false, problems: [] };
  const problem = (reason: string) => {
    if (!outcome.problems.includes(reason)) outcome.problems.push(reason);
  };
  const scan = new RecordScan(names, {
    record(record) {
      const result = parseRecord(record);
      if (result.kind !== 'irrelevant') outcome.found.push(result);
    },
    problem,
  });
  return { outcome, scan, problem };
}

/** Undefined for a file that is too large to be in memory at once. */
function readIfSmall(path: string, outcome: ScanOutcome): Buffer | undefined {
  const file = openSync(path, 'r');
  try {
    const stat = fstatSync(file);
    outcome.storedBytes = stat.size;
    return stat.size > WHOLE_STORED ? undefined : readBytes(file, stat.size);
  } finally {
    closeSync(file);
  }
}

/** Like readFileSync, but without its second query for the size, which matters for thousands of small files. */
function readBytes(file: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const read = readSync(file, bytes, length, size - length, null);
    if (read === 0) break;
    length += read;
  }
  return bytes.subarray(0, length);
}

/** Scans plain and small data. False, without any effect, if it must be read in pieces. */
function scanAtOnce(bytes: Buffer, scan: RecordScan): boolean {
  if (!isGzip(bytes)) {
    scan.end(bytes);
    return true;
  }
  if (statedLength(bytes) > WHOLE_PLAIN) return false;
  const plain = inflateWhole(bytes, WHOLE_PLAIN);
  if (plain === undefined) return false;
  scan.end(plain);
  release(plain);
  return true;
}

/** The length of the text according to the last four bytes (RFC 1952). It can be wrong, so it is only a hint. */
export function statedLength(bytes: Buffer): number {
  return bytes.length < 18 ? 0 : bytes.readUInt32LE(bytes.length - 4);
}

/** Decompresses at once; undefined if that is not possible. */
export function inflateWhole(bytes: Buffer, maxOutputLength: number): Buffer | undefined {
  const chunkSize = Math.max(64 * 1024, Math.min(statedLength(bytes) + 64, maxOutputLength));
  try {
    return gunzipSync(bytes, { chunkSize, maxOutputLength });
  } catch {
    return undefined;
  }
}

/** Detects gzip by the first bytes, not by the name. The data before a failure is used. */
async function scanPieces(
  stored: Readable,
  scan: RecordScan,
  problem: (reason: string) => void,
): Promise<void> {
  const pieces = stored[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await pieces.next();
  const push = (piece: Buffer) => scan.push(piece);
  let failure: unknown;
  try {
    if (first.done !== true && isGzip(first.value)) await inflatePieces(first.value, pieces, push);
    else for (let next = first; next.done !== true; next = await pieces.next()) push(next.value);
  } catch (error) {
    failure = error;
  }
  scan.end(undefined, failure !== undefined);
  if (failure !== undefined) problem(reasonOf(failure));
}

async function inflatePieces(
  first: Buffer,
  rest: AsyncIterator<Buffer>,
  push: (piece: Buffer) => void,
): Promise<void> {
  const gunzip = createGunzip({ chunkSize: INFLATE_PIECE }).on('data', push);
  await Promise.all([pipeline(joined(first, rest), gunzip), finished(gunzip)]);
}

async function* joined(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const TOO_DEEP = toSay('it is nested too deeply');

const REASONS: Record<string, string> = {
  ENOENT: toSay('the file does not exist'),
  EACCES: toSay('permission denied'),
  EPERM: toSay('permission denied'),
  EISDIR: toSay('it is a folder'),
  Z_BUF_ERROR: toSay('the compressed data ends early'),
  Z_DATA_ERROR: toSay('the compressed data is damaged'),
};

function reasonOf(error: unknown): string {
  if (error instanceof RangeError && /call stack/.test(error.message)) return TOO_DEEP;
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? message;
}
