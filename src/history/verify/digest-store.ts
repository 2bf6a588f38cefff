import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { S3 } from '../../aws/services/s3.ts';
import { inflateWhole } from '../scan/scan-source.ts';
import { type DayRange, deliveryDay, mayHold } from '../sources/archive-path.ts';
import { isWorthListing, listKeys } from '../sources/from-s3.ts';
import { type Digest, parseDigest } from './digest.ts';
import type { VerifyInput } from './verify-digests.ts';

/** Digest files, and the log files that they list. */
export interface DigestStore {
  digests: Digest[];
  /** Digest files that can't be read. */
  broken: string[];
  log: VerifyInput['log'];
}

/** A log file has at most 50 MB of text. Source: CloudTrail User Guide, quotas. */
const MAX_LOG = 256 * 1024 * 1024;

const IS_DIGEST = /(?:^|\/)\d{12}_CloudTrail-Digest_[^/]*\.json\.gz$/;

/** Opens a copy of the bucket, or of a part of it, on disk. */
export function folderStore(folder: string, days: DayRange): DigestStore {
  const store: DigestStore = { digests: [], broken: [], log: async () => undefined };
  const logs = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if (!IS_DIGEST.test(path)) logs.set(entry.name, path);
    else if (mayHold(deliveryDay(path), days)) add(store, path, readFileSync(path), undefined);
  }
  // Names of log files contain 16 random characters, so a file is found by its name in any layout.
  store.log = async (_bucket, object) => {
    const path = logs.get(basename(object));
    return path === undefined ? undefined : textOf(readFileSync(path));
  };
  return store;
}

/** Opens the bucket. The objects have their signatures as metadata. */
export async function s3Store(
  place: { s3: Pick<S3, 'listObjectsV2' | 'getObject'>; bucket: string; signal: AbortSignal },
  prefix: string,
  days: DayRange,
): Promise<DigestStore> {
  const { s3, signal } = place;
  const get = async (Bucket: string, Key: string) => {
    const answer = await s3.getObject({ Bucket, Key }, signal);
    return {
      bytes: (await answer.Body?.transformToByteArray()) ?? new Uint8Array(),
      metadata: answer.Metadata,
    };
  };
  const keys = listKeys(place, prefix, {
    key: (key) => IS_DIGEST.test(key) && mayHold(deliveryDay(key), days),
    folder: (folder) => isWorthListing(folder, 'CloudTrail-Digest', days),
  });
  const store: DigestStore = {
    digests: [],
    broken: [],
    log: async (bucket, object) => {
      try {
        return textOf((await get(bucket, object)).bytes);
      } catch (error) {
        if ((error as { awsCode?: string }).awsCode === 'NoSuchKey') return undefined;
        throw error;
      }
    },
  };
  for await (const { key } of keys) {
    const { bytes, metadata } = await get(place.bucket, key);
    add(store, `s3://${place.bucket}/${key}`, bytes, metadata?.signature);
  }
  return store;
}

function add(store: DigestStore, name: string, stored: Uint8Array, signature: string | undefined): void {
  const digest = parseDigest(name, stored, textOf(stored), signature);
  if (digest === undefined) store.broken.push(name);
  else store.digests.push(digest);
}

/** Returns the text of a file. Data that can't be decompressed is returned unchanged, so that its hash is reported as wrong. */
function textOf(stored: Uint8Array): Uint8Array {
  return inflateWhole(Buffer.from(stored), MAX_LOG) ?? stored;
}
