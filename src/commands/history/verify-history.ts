import { usageError } from '../../core/errors.ts';
import { isDict } from '../../core/json-shape.ts';
import { parseJson } from '../../core/parse-json.ts';
import { items, text } from '../../core/record/json.ts';
import { fileProblem } from '../../core/words/file-problem.ts';
import { say } from '../../core/words/say.ts';
import { deliveryDays } from '../../history/sources/archive-path.ts';
import type { PublicKey } from '../../history/verify/digest.ts';
import { type DigestStore, folderStore, s3Store } from '../../history/verify/digest-store.ts';
import { verifyDigests } from '../../history/verify/verify-digests.ts';
import type { CommandResult } from '../../host/context.ts';
import type { VerifyReport } from '../../reports/history-verify.ts';
import type { VerifyContext, VerifyOptions } from './verify-options.ts';

/** Checks the chain of digests and every log file in it. `failed` if any check fails. */
export async function historyVerify(
  options: VerifyOptions,
  ctx: VerifyContext,
): Promise<CommandResult<VerifyReport>> {
  const store = await openStore(options, ctx);
  if (store.digests.length + store.broken.length === 0) {
    const { place } = options;
    const where = place.kind === 's3' ? `s3://${place.bucket}/${place.prefix}` : place.path;
    throw usageError(
      'no-digests',
      say`There are no digest files in ${where}.`,
      say`If the trail validates its log files, the digest files are in CloudTrail-Digest/, next to CloudTrail/.`,
    );
  }
  const keys = await publicKeys(options, store, ctx);
  const report = await verifyDigests({ digests: store.digests, keys, log: store.log });
  for (const object of store.broken) report.problems.push({ object, reason: say`it is not a digest file` });
  report.digests.invalid += store.broken.length;
  report.ok &&= store.broken.length === 0;
  return { report, failed: !report.ok };
}

async function openStore(options: VerifyOptions, ctx: VerifyContext): Promise<DigestStore> {
  const days = deliveryDays(options.since, options.until);
  const { place } = options;
  if (place.kind === 's3') {
    const s3 = await (await ctx.aws(options)).s3();
    return s3Store({ s3, bucket: place.bucket, signal: ctx.signal }, place.prefix, days);
  }
  try {
    return folderStore(place.path, days);
  } catch (error) {
    throw usageError('unreadable-folder', say`Can't read ${place.path}: ${fileProblem(error)}.`);
  }
}

async function publicKeys(
  options: VerifyOptions,
  store: DigestStore,
  ctx: VerifyContext,
): Promise<PublicKey[]> {
  if (options.keysFiles.length > 0) {
    const files = await Promise.all(
      options.keysFiles.map(async (name) => keysFrom(await ctx.files.read(name), name)),
    );
    return files.flat();
  }
  const times = store.digests.map(({ endTime }) => Date.parse(endTime));
  if (times.length === 0) return [];
  const aws = await ctx.aws(options);
  const keys: PublicKey[] = [];
  // Each Region has its own keys, and returns only those.
  const regions = new Set(
    store.digests.map(({ object }) => /\/CloudTrail-Digest\/([^/]+)\//.exec(object)?.[1] ?? aws.region),
  );
  for (const region of regions) {
    const cloudtrail = await aws.in(region).cloudtrail();
    let NextToken: string | undefined;
    do {
      const page = await cloudtrail.listPublicKeys(
        {
          StartTime: new Date(times.reduce((a, b) => Math.min(a, b))),
          EndTime: new Date(times.reduce((a, b) => Math.max(a, b))),
          NextToken,
        },
        ctx.signal,
      );
      for (const { Fingerprint, Value } of page.PublicKeyList ?? []) {
        if (Fingerprint !== undefined && Value !== undefined)
          keys.push({ fingerprint: Fingerprint, der: Value });
      }
      NextToken = page.NextToken;
    } while (NextToken);
  }
  return keys;
}

function keysFrom(bytes: Uint8Array, name: string): PublicKey[] {
  const value = parseJson(new TextDecoder().decode(bytes), name);
  const list = isDict(value) ? items(value.PublicKeyList) : [];
  const keys = list.flatMap((key) => {
    const fingerprint = isDict(key) ? text(key.Fingerprint) : undefined;
    const base64 = isDict(key) ? text(key.Value) : undefined;
    return fingerprint === undefined || base64 === undefined
      ? []
      : [{ fingerprint, der: Buffer.from(base64, 'base64') }];
  });
  if (keys.length > 0) return keys;
  throw usageError(
    'no-keys',
    say`${name} contains no public keys.`,
    say`Use the output of \`aws cloudtrail list-public-keys\`.`,
  );
}
