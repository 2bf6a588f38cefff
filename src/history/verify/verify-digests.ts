import { say } from '../../core/words/say.ts';
import { VERIFY_SCHEMA, type VerifyReport } from '../../reports/history-verify.ts';
import { type Digest, isSigned, type PublicKey, sha256 } from './digest.ts';

export interface VerifyInput {
  digests: readonly Digest[];
  keys: readonly PublicKey[];
  /** The text of a log file; undefined if it does not exist. */
  log(bucket: string, object: string): Promise<Uint8Array | undefined>;
}

/**
 * Checks that no digest was changed, removed or moved, and that every log file in them exists and is unchanged. The
 * next digest contains the signature of a digest too, so all digests of a copy without metadata can be checked,
 * except the last.
 */
export async function verifyDigests({ digests, keys, log }: VerifyInput): Promise<VerifyReport> {
  const report: VerifyReport = {
    schema: VERIFY_SCHEMA,
    ok: false,
    chains: [],
    digests: { valid: 0, invalid: 0 },
    logs: { valid: 0, invalid: 0, missing: 0 },
    problems: [],
    notes: [],
  };
  for (const [name, chain] of chainsOf(digests)) {
    chain.forEach((digest, i) => {
      const wrong = faultsOf(digest, chain[i - 1], chain[i + 1], keys, report.notes);
      for (const reason of wrong) report.problems.push({ object: digest.name, reason });
      report.digests[wrong.length === 0 ? 'valid' : 'invalid']++;
    });
    const [first, last] = [chain[0]!, chain.at(-1)!];
    report.chains.push({ name, since: first.endTime, until: last.endTime, digests: chain.length });
    for (const { bucket, object, hash } of chain.flatMap((digest) => digest.logs)) {
      const text = await log(bucket, object);
      const state = text === undefined ? 'missing' : sha256(text) === hash ? 'valid' : 'invalid';
      report.logs[state]++;
      if (state === 'valid') continue;
      const reason = state === 'missing' ? say`the log file is missing` : say`the log file was changed`;
      report.problems.push({ object: `s3://${bucket}/${object}`, reason });
    }
  }
  report.ok = report.problems.length === 0 && report.digests.valid > 0;
  return report;
}

/** Groups digests by trail, account and Region, in time order. Late (backfill) digests are a separate chain. */
function chainsOf(digests: readonly Digest[]): Map<string, Digest[]> {
  const chains = new Map<string, Digest[]>();
  for (const digest of digests) {
    const base = digest.object.slice(digest.object.lastIndexOf('/') + 1);
    const name = base.replace(/_\d{8}T\d{6}Z(_backfill)?\.json\.gz$/, '$1');
    chains.set(name, [...(chains.get(name) ?? []), digest]);
  }
  for (const chain of chains.values()) chain.sort((a, b) => Date.parse(a.endTime) - Date.parse(b.endTime));
  return chains;
}

function faultsOf(
  digest: Digest,
  before: Digest | undefined,
  after: Digest | undefined,
  keys: readonly PublicKey[],
  notes: string[],
): string[] {
  const faults: string[] = [];
  if (!digest.name.endsWith(digest.object))
    faults.push(say`it was moved; its original location is ${digest.object}`);
  const follows = after?.previous?.object === digest.object ? after.previous : undefined;
  const signature = digest.signature ?? follows?.signature;
  if (signature === undefined) {
    notes.push(
      say`${digest.name} was not checked, because its signature is only in the metadata of the S3 object.`,
    );
  } else {
    const key = keys.find(({ fingerprint }) => fingerprint === digest.fingerprint);
    if (key === undefined) faults.push(say`the public key ${digest.fingerprint} is missing`);
    else if (!isSigned(digest, signature, key)) faults.push(say`its signature is invalid`);
  }
  if (follows !== undefined && ![digest.hashes.text, digest.hashes.stored].includes(follows.hash)) {
    faults.push(say`its content does not match the hash in the next digest`);
  }
  if (before !== undefined && digest.previous?.object !== before.object) {
    faults.push(
      digest.previous === undefined
        ? say`the digest before it is missing: it starts a new chain`
        : say`the digest before it is missing: ${digest.previous.object}`,
    );
  }
  return faults;
}
