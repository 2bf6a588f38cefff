import type { S3 } from '../../aws/services/s3.ts';
import { AwsCallError } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import type { NextInputs } from '../scan/scan-pool.ts';
import type { ScanInput } from '../scan/scan-source.ts';
import { type DayRange, deliveryDay, isLogName, isOtherKind, mayHold } from './archive-path.ts';

export interface S3Options {
  s3: Pick<S3, 'listObjectsV2' | 'getObject'>;
  bucket: string;
  /** From the command line: a trail's prefix, `AWSLogs/`, or anything below. */
  prefix: string;
  days: DayRange;
  signal: AbortSignal;
  onProblem(name: string, reason: string): void;
}

/** Concurrent downloads: enough to hide the latency of S3, few enough to bound memory. */
const DOWNLOADS = 8;
/** The maximum size of an object, which is in memory at once. CloudTrail's own have a few MB. */
const MAX_OBJECT = 256 * 1024 * 1024;

/**
 * Returns a trail's log files in a bucket, downloaded in advance. Folders with days outside the period are not even
 * listed. Organization trails (`AWSLogs/o-…/account/…`) need nothing special: every folder is read, except those of
 * digests, Insights and other services.
 */
export function s3Inputs(options: S3Options): NextInputs {
  const { days } = options;
  const keys = listKeys(options, options.prefix, {
    key: (key) => isLogName(key) && !isOtherKind(key) && mayHold(deliveryDay(key), days),
    folder: (prefix) => !isOtherKind(prefix) && isWorthListing(prefix, 'CloudTrail', days),
  });
  const ahead: Promise<ScanInput | undefined>[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  const take = async (): Promise<ScanInput[]> => {
    for (;;) {
      while (ahead.length < DOWNLOADS) {
        const key = await keys.next();
        if (key.done === true) break;
        ahead.push(download(options, key.value));
      }
      const first = ahead.shift();
      if (first === undefined) return [];
      const input = await first;
      if (input !== undefined) return [input];
    }
  };
  // Several threads ask at once, and each gets a different object.
  return () => {
    const mine = turn.then(take);
    turn = mine.catch(() => undefined);
    return mine;
  };
}

export interface KeyFilter {
  key(key: string): boolean;
  /** Is a folder worth listing? */
  folder(prefix: string): boolean;
}

/** Lists the keys below a prefix, folder by folder, so that folders can be skipped. */
export async function* listKeys(
  place: Pick<S3Options, 's3' | 'bucket' | 'signal'>,
  prefix: string,
  filter: KeyFilter,
): AsyncGenerator<{ key: string; size: number }, void, undefined> {
  const { s3, bucket, signal } = place;
  const folders: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await named(
      bucket,
      s3.listObjectsV2({ Bucket: bucket, Prefix: prefix, Delimiter: '/', ContinuationToken }, signal),
    );
    for (const { Key = '', Size = 0 } of page.Contents ?? []) {
      if (filter.key(Key)) yield { key: Key, size: Size };
    }
    folders.push(...(page.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  for (const folder of folders) if (filter.folder(folder)) yield* listKeys(place, folder, filter);
}

/** Adds the bucket's name to errors: S3's messages do not contain it. */
async function named<T>(bucket: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    throw new AwsCallError({
      ...error,
      message: say`Bucket ${bucket}: ${error.message}`,
      kind: awsKind(error),
      cause: error,
    });
  }
}

function awsKind({ kind }: AwsCallError): 'aws' | 'access' {
  return kind === 'access' ? 'access' : 'aws';
}

/** Can `…/CloudTrail/<region>/2026/03/` contain the days? An incomplete day (year or month) is enough to decide. */
export function isWorthListing(folder: string, kind: string, days: DayRange): boolean {
  const [, at] = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?\d{12}\/([^/]+)\//.exec(folder) ?? [];
  if (at !== undefined && at !== kind) return false;
  const dated = /\/[^/]+\/(\d{4})\/(?:(\d\d)\/(?:(\d\d)\/)?)?$/.exec(folder);
  if (at === undefined || dated === null) return true;
  return mayHold(dated.slice(1).filter(Boolean).join('-'), days);
}

async function download(
  { s3, bucket, signal, onProblem }: S3Options,
  { key, size }: { key: string; size: number },
): Promise<ScanInput | undefined> {
  const name = `s3://${bucket}/${key}`;
  if (size > MAX_OBJECT) {
    onProblem(name, say`it is too large to read from S3; download it, then use the file`);
    return undefined;
  }
  try {
    const answer = await s3.getObject({ Bucket: bucket, Key: key }, signal);
    const bytes = await answer.Body?.transformToByteArray();
    return { name, bytes: bytes ?? new Uint8Array() };
  } catch (error) {
    signal.throwIfAborted();
    onProblem(name, (error as Error).message);
    return undefined;
  }
}
