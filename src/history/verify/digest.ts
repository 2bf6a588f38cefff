import { createHash, createPublicKey, verify } from 'node:crypto';
import { isDict } from '../../core/json-shape.ts';
import { items, text } from '../../core/record/json.ts';

/** The content of a digest file, and what is needed to check it. */
export interface Digest {
  /** Where it was found. */
  name: string;
  account: string;
  endTime: string;
  bucket: string;
  object: string;
  fingerprint: string;
  previous?: { bucket: string; object: string; hash: string; signature: string } | undefined;
  logs: { bucket: string; object: string; hash: string }[];
  /** SHA-256 of the text and of the file as stored, in hexadecimal. */
  hashes: { text: string; stored: string };
  /** Hexadecimal; from the object's metadata, which a copy on disk lacks. */
  signature?: string | undefined;
}

/** A key from ListPublicKeys. */
export interface PublicKey {
  fingerprint: string;
  /** PKCS #1 in DER. */
  der: Uint8Array;
}

/** Parses a digest file; undefined if it is not one. Source: CloudTrail User Guide, "CloudTrail digest file structure". */
export function parseDigest(
  name: string,
  stored: Uint8Array,
  plain: Uint8Array,
  signature: string | undefined,
): Digest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(plain).toString('utf8'));
  } catch {
    return undefined;
  }
  if (!isDict(value)) return undefined;
  const bucket = text(value.digestS3Bucket);
  const object = text(value.digestS3Object);
  const endTime = text(value.digestEndTime);
  if (bucket === undefined || object === undefined || endTime === undefined) return undefined;
  const before = text(value.previousDigestS3Object);
  return {
    name,
    account: text(value.awsAccountId) ?? '',
    endTime,
    bucket,
    object,
    fingerprint: text(value.digestPublicKeyFingerprint) ?? '',
    previous:
      before === undefined
        ? undefined
        : {
            bucket: text(value.previousDigestS3Bucket) ?? '',
            object: before,
            hash: text(value.previousDigestHashValue) ?? '',
            signature: text(value.previousDigestSignature) ?? '',
          },
    logs: items(value.logFiles).flatMap((log) =>
      isDict(log)
        ? [
            {
              bucket: text(log.s3Bucket) ?? '',
              object: text(log.s3Object) ?? '',
              hash: text(log.hashValue) ?? '',
            },
          ]
        : [],
    ),
    hashes: { text: sha256(plain), stored: sha256(stored) },
    signature,
  };
}

/**
 * Is the signature valid? It signs the digest's end time, its location, the SHA-256 of its text and the previous
 * signature (the word `null` in the first digest). Source: CloudTrail User Guide, "Custom implementations
 * of CloudTrail log file integrity validation".
 */
export function isSigned(digest: Digest, signature: string, key: PublicKey): boolean {
  const { endTime, bucket, object, hashes, previous } = digest;
  const signed = [endTime, `${bucket}/${object}`, hashes.text, previous?.signature ?? 'null'].join('\n');
  try {
    const publicKey = createPublicKey({ key: Buffer.from(key.der), format: 'der', type: 'pkcs1' });
    return verify('RSA-SHA256', Buffer.from(signed), publicKey, Buffer.from(signature, 'hex'));
  } catch {
    return false;
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
