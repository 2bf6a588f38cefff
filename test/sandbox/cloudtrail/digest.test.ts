import { execFile } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import {
  CloudTrailClient,
  CreateTrailCommand,
  GetTrailStatusCommand,
  ListPublicKeysCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { timings } from '../../../src/sandbox/timing.ts';
import { eventually } from '../../support/eventually.ts';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';

const run = promisify(execFile);
const cli = await run('aws', ['--version']).then(
  () => true,
  () => false,
);

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

/** Starts a trail with validation, log files every 10 ms and digests every 120 ms. */
async function start() {
  const sandbox = await testSandbox({ timing: { ...timings.instant, trailFileMs: 10 } });
  close = () => sandbox[Symbol.asyncDispose]();
  const s3 = new S3Client({ ...clientConfig(sandbox), forcePathStyle: true });
  const trail = new CloudTrailClient(clientConfig(sandbox));
  const Bucket = 'trail-logs';
  await s3.send(
    new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
  );
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: ['s3:GetBucketAcl', 's3:PutObject'],
        Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
      },
    ],
  });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const { TrailARN } = await trail.send(
    new CreateTrailCommand({ Name: 'main', S3BucketName: Bucket, EnableLogFileValidation: true }),
  );
  await trail.send(new StartLoggingCommand({ Name: 'main' }));
  const keys = async (kind: string) => {
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: `AWSLogs/111122223333/${kind}/` }),
    );
    return Contents.map((one) => one.Key!);
  };
  const read = async (Key: string) => {
    const object = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const text = gunzipSync(await object.Body!.transformToByteArray()).toString();
    return { text, json: JSON.parse(text), metadata: object.Metadata! };
  };
  /** Waits for digests. Each attempt makes calls, so the trail has records. */
  const digests = (count: number) =>
    eventually(async () => {
      const found = await keys('CloudTrail-Digest');
      await trail.send(new GetTrailStatusCommand({ Name: 'main' }));
      expect(found.length).toBeGreaterThanOrEqual(count);
      return found;
    });
  return { sandbox, s3, trail, TrailARN: TrailARN!, Bucket, read, keys, digests };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('a digest file', () => {
  it('lists the log files, refers to the previous digest, and is signed', async () => {
    const { trail, read, digests, Bucket } = await start();
    const found = await digests(2);
    expect(found[0]).toMatch(
      /^AWSLogs\/111122223333\/CloudTrail-Digest\/eu-west-1\/\d{4}\/\d\d\/\d\d\/111122223333_CloudTrail-Digest_eu-west-1_main_eu-west-1_\d{8}T\d{6}Z\.json\.gz$/,
    );
    const { PublicKeyList } = await trail.send(new ListPublicKeysCommand({}));
    const { Value, Fingerprint } = PublicKeyList![0]!;
    const key = createPublicKey({ key: Buffer.from(Value!), type: 'pkcs1', format: 'der' });
    let previous: Awaited<ReturnType<typeof read>> | undefined;
    for (const name of found.slice(0, 2)) {
      const digest = await read(name);
      const { json, text, metadata } = digest;
      expect(json).toMatchObject({
        awsAccountId: '111122223333',
        digestS3Object: name,
        digestPublicKeyFingerprint: Fingerprint,
        previousDigestHashValue: previous ? sha256(previous.text) : null,
        previousDigestSignature: previous?.metadata.signature ?? null,
      });
      const signed = `${json.digestEndTime}\n${Bucket}/${name}\n${sha256(text)}\n${previous?.metadata.signature ?? 'null'}`;
      expect(verify('sha256', Buffer.from(signed), key, Buffer.from(metadata.signature!, 'hex'))).toBe(true);
      for (const file of json.logFiles) expect(sha256((await read(file.s3Object)).text)).toBe(file.hashValue);
      expect(json.logFiles.length).toBeGreaterThan(0);
      previous = digest;
    }
    const status = await trail.send(new GetTrailStatusCommand({ Name: 'main' }));
    expect(status.LatestDigestDeliveryTime).toBeInstanceOf(Date);
  });

  it.skipIf(!cli)(
    'is valid for the AWS CLI, which reports a deleted file (skipped without the AWS CLI)',
    async () => {
      const { sandbox, s3, TrailARN, Bucket, read, digests } = await start();
      const [first] = await digests(1);
      const validate = async () => {
        const window = ['--start-time', new Date(Date.now() - 3_600_000).toISOString()];
        const end = ['--end-time', new Date(Date.now() + 60_000).toISOString()];
        const env = {
          ...process.env,
          AWS_ENDPOINT_URL: sandbox.url,
          AWS_ACCESS_KEY_ID: '111122223333',
          AWS_SECRET_ACCESS_KEY: sandbox.secret,
          AWS_DEFAULT_REGION: 'eu-west-1',
        };
        const args = ['cloudtrail', 'validate-logs', '--trail-arn', TrailARN, ...window, ...end, '--verbose'];
        return run('aws', args, { env }).then(
          ({ stdout }) => stdout,
          (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
        );
      };
      const whole = await validate();
      expect(whole).toMatch(/(\d+)\/\1 digest files valid/);
      expect(whole).toMatch(/(\d+)\/\1 log files valid/);
      const { json } = await read(first!);
      await s3.send(new DeleteObjectCommand({ Bucket, Key: json.logFiles[0].s3Object }));
      expect(await validate()).toMatch(/INVALID: not found/);
    },
  );
});
