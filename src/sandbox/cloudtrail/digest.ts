/**
 * Digest files, which make log files verifiable.
 * Facts: CloudTrail User Guide, "CloudTrail digest file structure", "Custom implementations of CloudTrail log
 * file integrity validation".
 */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { PublicKey } from '@aws-sdk/client-cloudtrail';
import type { SandboxWorld } from '../service.ts';
import { isoSeconds } from '../values/iso-time.ts';
import { digestFileKey, putFile } from './bucket.ts';
import { type DigestChain, type LogFile, type RecordSource, sourceKey, type Trail } from './state.ts';

interface SigningKey {
  privateKey: KeyObject;
  publicKey: PublicKey;
}

/** One key for each Region, created on first use. All accounts share it. */
export function signingKey(world: SandboxWorld, region: string): SigningKey {
  return world.state<SigningKey>('cloudtrail-keys', 'global', region, () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const der = publicKey.export({ type: 'pkcs1', format: 'der' });
    const day = 24 * 3_600_000;
    return {
      privateKey,
      publicKey: {
        Value: der,
        Fingerprint: createHash('md5').update(der).digest('hex'),
        ValidityStartTime: new Date(world.now() - day),
        ValidityEndTime: new Date(world.now() + 365 * day),
      },
    };
  });
}

export const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');

/** Adds a log file to the next digest. Hashes are of the uncompressed content. */
export function addToDigest(
  world: SandboxWorld,
  trail: Trail,
  source: RecordSource,
  file: LogFile,
  everyMs: number,
): void {
  const key = sourceKey(source);
  const chain = trail.digests.get(key) ?? { logFiles: [], startTime: trail.startedAt ?? world.now() };
  trail.digests.set(key, chain);
  chain.logFiles.push(file);
  if (chain.logFiles.length === 1) world.after(everyMs, () => writeDigest(world, trail, chain, source));
}

function writeDigest(world: SandboxWorld, trail: Trail, chain: DigestChain, source: RecordSource): void {
  const { privateKey, publicKey } = signingKey(world, source.region);
  const { previous, logFiles } = chain;
  // File names have whole seconds, and two digests must not share a name.
  const endTime = Math.max(world.now(), previous ? chain.startTime + 1000 : 0);
  const object = digestFileKey(world, trail, source, endTime);
  const newest = logFiles.map((file) => file.newestEventTime).sort();
  const oldest = logFiles.map((file) => file.oldestEventTime).sort();
  const digest = JSON.stringify({
    awsAccountId: source.account,
    digestStartTime: isoSeconds(chain.startTime),
    digestEndTime: isoSeconds(endTime),
    digestS3Bucket: trail.s3BucketName,
    digestS3Object: object,
    digestPublicKeyFingerprint: publicKey.Fingerprint,
    digestSignatureAlgorithm: 'SHA256withRSA',
    newestEventTime: newest.at(-1),
    oldestEventTime: oldest[0],
    previousDigestS3Bucket: previous?.bucket ?? null,
    previousDigestS3Object: previous?.object ?? null,
    previousDigestHashValue: previous?.hash ?? null,
    previousDigestHashAlgorithm: previous ? 'SHA-256' : null,
    previousDigestSignature: previous?.signature ?? null,
    logFiles,
  });
  const toSign = `${isoSeconds(endTime)}\n${trail.s3BucketName}/${object}\n${sha256(digest)}\n${previous?.signature ?? 'null'}`;
  const signature = sign('sha256', Buffer.from(toSign), privateKey).toString('hex');
  const metadata = { signature, 'signature-algorithm': 'SHA256withRSA' };
  const result = putFile(world, trail, object, gzipSync(digest), metadata);
  trail.digestError = result.ok ? undefined : result.code;
  trail.digestDeliveredAt = result.ok ? endTime : trail.digestDeliveredAt;
  chain.logFiles = [];
  chain.startTime = endTime;
  chain.previous = { bucket: trail.s3BucketName, object, hash: sha256(digest), signature };
}
