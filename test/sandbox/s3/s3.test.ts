// Covers src/sandbox/s3/*.ts.
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketEncryptionCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s3Service } from '../../../src/sandbox/s3/s3.ts';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';
import { callFrom } from '../support/delivery-world.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let s3: S3Client;
let other: S3Client;
const client = (account: string, region: string) =>
  new S3Client({ ...clientConfig(sandbox, account, region), forcePathStyle: true });
beforeAll(async () => {
  sandbox = await testSandbox();
  s3 = client('111122223333', 'eu-west-1');
  other = client('444455556666', 'eu-west-1');
});
afterAll(() => sandbox[Symbol.asyncDispose]());

const here = { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' as const } };
async function bucket(Bucket: string): Promise<string> {
  await s3.send(new CreateBucketCommand({ Bucket, ...here }));
  return Bucket;
}
const put = (Bucket: string, Key: string, Body: string | Uint8Array = 'x', more: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));

describe('a bucket', () => {
  it('has a name that is unique across accounts', async () => {
    const Bucket = await bucket('shared-name');
    await expect(bucket(Bucket)).rejects.toMatchObject({
      name: 'BucketAlreadyOwnedByYou',
      $metadata: { httpStatusCode: 409 },
    });
    await expect(other.send(new CreateBucketCommand({ Bucket, ...here }))).rejects.toMatchObject({
      name: 'BucketAlreadyExists',
    });
    const list = await s3.send(new ListBucketsCommand({ Prefix: 'shared-' }));
    expect(list.Buckets).toEqual([
      { Name: Bucket, CreationDate: expect.any(Date), BucketRegion: 'eu-west-1' },
    ]);
    expect((await other.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
    await expect(other.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
    await expect(s3.send(new HeadBucketCommand({ Bucket: 'nobody-has-this' }))).rejects.toMatchObject({
      name: 'NotFound',
      $metadata: { httpStatusCode: 404 },
    });
    expect((await s3.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe('eu-west-1');
  });

  it('is created in the Region of the request', async () => {
    const us = client('111122223333', 'us-east-1');
    await us.send(new CreateBucketCommand({ Bucket: 'in-virginia' }));
    await us.send(new CreateBucketCommand({ Bucket: 'in-virginia' }));
    expect(
      (await us.send(new GetBucketLocationCommand({ Bucket: 'in-virginia' }))).LocationConstraint,
    ).toBeUndefined();
    await us.send(
      new CreateBucketCommand({
        Bucket: 'in-ohio',
        CreateBucketConfiguration: { LocationConstraint: 'us-east-2' },
      }),
    );
    expect((await us.send(new GetBucketLocationCommand({ Bucket: 'in-ohio' }))).LocationConstraint).toBe(
      'us-east-2',
    );
    const at = (from: S3Client, LocationConstraint?: string) =>
      from.send(
        new CreateBucketCommand({
          Bucket: 'nowhere-yet',
          ...(LocationConstraint && {
            CreateBucketConfiguration: { LocationConstraint: LocationConstraint as BucketLocationConstraint },
          }),
        }),
      );
    // The SDK adds its own Region, so the test sends a request without one.
    const bare = () =>
      s3Service(sandbox.world).operations.CreateBucket!({ Bucket: 'nowhere-yet' }, callFrom());
    expect(bare).toThrow(/^The unspecified location constraint is incompatible/);
    await expect(at(s3, 'us-east-2')).rejects.toMatchObject({ name: 'IllegalLocationConstraintException' });
    await expect(at(us, 'us-east-1')).rejects.toMatchObject({ name: 'InvalidLocationConstraint' });
  });

  it.each(['UPPER', 'ab', 'a..b', '192.0.2.1', '-dash', 'x'.repeat(64)])(
    'is refused with the name %s',
    async (Bucket) => {
      await expect(s3.send(new CreateBucketCommand({ Bucket, ...here }))).rejects.toMatchObject({
        name: 'InvalidBucketName',
      });
    },
  );

  it('is deleted only when it is empty', async () => {
    const Bucket = await bucket('to-delete');
    await put(Bucket, 'a');
    await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
    });
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
    await expect(s3.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });

  it('keeps its settings', async () => {
    const Bucket = await bucket('settings');
    await expect(s3.send(new GetBucketTaggingCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchTagSet',
    });
    await expect(s3.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucketPolicy',
    });
    const block = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: false,
    };
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: block }));
    const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(PublicAccessBlockConfiguration).toEqual(block);
    const TagSet = [{ Key: 'k', Value: 'v & <w>' }];
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
    const rules = { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const } }] };
    await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: rules }));
    const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(encryption.ServerSideEncryptionConfiguration).toEqual(rules);
    const OwnershipControls = { Rules: [{ ObjectOwnership: 'ObjectWriter' as const }] };
    await s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
    const ownership = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    expect(ownership.OwnershipControls).toEqual(OwnershipControls);
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
  });

  it('gives access to others by its policy, which must be valid', async () => {
    const Bucket = await bucket('with-policy');
    await put(Bucket, 'open/a', 'hello');
    await put(Bucket, 'shut/a', 'hello');
    const read = (Key: string) => other.send(new GetObjectCommand({ Bucket, Key }));
    await expect(read('open/a')).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::444455556666:root' },
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${Bucket}/open/*`,
    };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
    expect(await (await read('open/a')).Body!.transformToString()).toBe('hello');
    await expect(read('shut/a')).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(s3.send(new PutBucketPolicyCommand({ Bucket, Policy: '{}' }))).rejects.toMatchObject({
      name: 'MalformedPolicy',
    });
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    await expect(read('open/a')).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

describe('an object', () => {
  it('is returned as it was stored', async () => {
    const Bucket = await bucket('round-trip');
    const body = Uint8Array.from({ length: 5000 }, (_, i) => i % 256);
    const key = 'a folder/ü+&?#%20.bin';
    const { ETag } = await put(Bucket, key, body, {
      ContentType: 'application/json',
      ContentEncoding: 'gzip',
      Metadata: { one: '1' },
    });
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: key }));
    expect(await got.Body!.transformToByteArray()).toEqual(body);
    expect(got).toMatchObject({
      ETag,
      ContentLength: 5000,
      ContentType: 'application/json',
      ContentEncoding: 'gzip',
      Metadata: { one: '1' },
    });
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: key }));
    expect(head).toMatchObject({ ETag, ContentLength: 5000, Metadata: { one: '1' } });
    const part = await s3.send(new GetObjectCommand({ Bucket, Key: key, Range: 'bytes=10-19' }));
    expect(await part.Body!.transformToByteArray()).toEqual(body.subarray(10, 20));
    expect(part.ContentRange).toBe('bytes 10-19/5000');
    const end = await s3.send(new GetObjectCommand({ Bucket, Key: key, Range: 'bytes=-5' }));
    expect(await end.Body!.transformToByteArray()).toEqual(body.subarray(4995));
    await expect(
      s3.send(new GetObjectCommand({ Bucket, Key: key, Range: 'bytes=5000-' })),
    ).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('causes another error than a missing bucket if it is missing', async () => {
    const Bucket = await bucket('missing-keys');
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'x' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'x' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'x' }));
    await expect(put('no-such-bucket-here', 'x')).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await put(Bucket, 'once', 'x', { IfNoneMatch: '*' });
    await expect(put(Bucket, 'once', 'x', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
  });

  it('is listed in pages, by prefix and by folder, and deleted together with others', async () => {
    const Bucket = await bucket('listing');
    const keys = ['a/1', 'a/2', 'a/b/3', 'b', 'c/4', 'd'];
    for (const key of [...keys].reverse()) await put(Bucket, key, key);
    const pages = async (input: object) => {
      const found: { keys: string[]; folders: string[] }[] = [];
      let ContinuationToken: string | undefined;
      do {
        const answer = await s3.send(new ListObjectsV2Command({ Bucket, ...input, ContinuationToken }));
        found.push({
          keys: (answer.Contents ?? []).map((one) => one.Key!),
          folders: (answer.CommonPrefixes ?? []).map((one) => one.Prefix!),
        });
        expect(answer.KeyCount).toBe(found.at(-1)!.keys.length + found.at(-1)!.folders.length);
        ContinuationToken = answer.NextContinuationToken;
        expect(answer.IsTruncated).toBe(ContinuationToken !== undefined);
      } while (ContinuationToken);
      return found;
    };
    expect(await pages({})).toEqual([{ keys, folders: [] }]);
    expect((await pages({ MaxKeys: 4 })).map((page) => page.keys)).toEqual([keys.slice(0, 4), keys.slice(4)]);
    expect(await pages({ Prefix: 'a/' })).toEqual([{ keys: ['a/1', 'a/2', 'a/b/3'], folders: [] }]);
    expect(await pages({ Prefix: 'a/', Delimiter: '/' })).toEqual([
      { keys: ['a/1', 'a/2'], folders: ['a/b/'] },
    ]);
    expect(await pages({ Delimiter: '/', MaxKeys: 2 })).toEqual([
      { keys: ['b'], folders: ['a/'] },
      { keys: ['d'], folders: ['c/'] },
    ]);
    expect(await pages({ StartAfter: 'b' })).toEqual([{ keys: ['c/4', 'd'], folders: [] }]);
    await expect(
      s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken: 'not a token' })),
    ).rejects.toMatchObject({ name: 'InvalidArgument' });
    const { Deleted } = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [...keys, 'never'].map((Key) => ({ Key })) } }),
    );
    expect(Deleted).toHaveLength(7);
    await s3.send(new DeleteBucketCommand({ Bucket }));
  });
});
