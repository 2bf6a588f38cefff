import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const der = publicKey.export({ format: 'der', type: 'pkcs1' });
export const FINGERPRINT = createHash('md5').update(der).digest('hex');
const BUCKET = 'example-trail';
const HOURS = ['0100', '0200', '0300', '0400'];

export const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');
const base = (kind: string) => `AWSLogs/111122223333/${kind}/eu-central-1/2026/03/02/`;
export const digestName = (hour: string) =>
  `${base('CloudTrail-Digest')}111122223333_CloudTrail-Digest_eu-central-1_main_eu-central-1_20260302T${hour}00Z.json.gz`;
export const logName = (hour: string) =>
  `${base('CloudTrail')}111122223333_CloudTrail_eu-central-1_20260302T${hour}Z_${hour}000000000000.json.gz`;

/** A folder with log files and their digests. */
export interface Delivered {
  folder: string;
  /** File of the public keys, as `aws cloudtrail list-public-keys` prints them. */
  keys: string;
  put(name: string, text: string): void;
  read(name: string): string;
  edit(name: string, change: (text: string) => string): void;
}

/** Writes four hours of one day as CloudTrail delivers them. Each digest is signed and refers to the previous. */
export function deliverDigests(folder: string): Delivered {
  const put = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), gzipSync(text));
  };
  const read = (name: string) => gunzipSync(readFileSync(join(folder, name))).toString();
  let previous: { object: string; signature: string; hash: string } | undefined;
  for (const hour of HOURS) {
    const log = JSON.stringify({ Records: [{ eventID: hour }] });
    put(logName(hour), log);
    const endTime = `2026-03-02T${hour.slice(0, 2)}:00:00Z`;
    const text = JSON.stringify({
      awsAccountId: '111122223333',
      digestEndTime: endTime,
      digestS3Bucket: BUCKET,
      digestS3Object: digestName(hour),
      digestPublicKeyFingerprint: FINGERPRINT,
      digestSignatureAlgorithm: 'SHA256withRSA',
      previousDigestS3Bucket: previous === undefined ? null : BUCKET,
      previousDigestS3Object: previous?.object ?? null,
      previousDigestHashValue: previous?.hash ?? null,
      previousDigestSignature: previous?.signature ?? null,
      logFiles: [
        { s3Bucket: BUCKET, s3Object: logName(hour), hashValue: sha256(log), hashAlgorithm: 'SHA-256' },
      ],
    });
    put(digestName(hour), text);
    const signed = [endTime, `${BUCKET}/${digestName(hour)}`, sha256(text), previous?.signature ?? 'null'];
    const signature = createSign('RSA-SHA256').update(signed.join('\n')).sign(privateKey, 'hex');
    previous = { object: digestName(hour), signature, hash: sha256(text) };
  }
  const keys = join(folder, 'keys.json');
  const list = [{ Fingerprint: FINGERPRINT, Value: der.toString('base64') }];
  writeFileSync(keys, JSON.stringify({ PublicKeyList: list }));
  return { folder, keys, put, read, edit: (name, change) => put(name, change(read(name))) };
}
