import { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawHttp } from '../../support/raw-http.ts';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';
import { signatureOf } from '../../support/sign-request.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
beforeAll(async () => {
  sandbox = await testSandbox();
});
afterAll(() => sandbox[Symbol.asyncDispose]());

describe('a presigned URL', () => {
  async function presigned(path: string, service: string, { expiresIn = 60, at = new Date() } = {}) {
    const [pathname = '/', search = ''] = path.split('?');
    const { query } = await signatureOf({ secret: sandbox.secret, service }).presign(
      {
        method: 'GET',
        protocol: 'http:',
        hostname: '127.0.0.1',
        path: pathname,
        query: Object.fromEntries(new URLSearchParams(search)),
        headers: {
          host: new URL(sandbox.url).host,
          ...(service === 's3' && { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }),
        },
      },
      { expiresIn, signingDate: at },
    );
    return `${pathname}?${new URLSearchParams(query as Record<string, string>)}`;
  }
  const get = (path: string) => rawHttp(sandbox.url, { method: 'GET', path });
  const whoAmI = '/?Action=GetCallerIdentity&Version=2011-06-15';

  it('is accepted until it expires', async () => {
    const { status, body } = await get(await presigned(whoAmI, 'sts'));
    expect(status, body).toBe(200);
    expect(body).toContain('<Account>111122223333</Account>');
    const anHourAgo = new Date(Date.now() - 3_600_000);
    expect((await get(await presigned(whoAmI, 'sts', { at: anHourAgo, expiresIn: 3700 }))).status).toBe(200);
    const late = await get(await presigned(whoAmI, 'sts', { at: anHourAgo, expiresIn: 60 }));
    expect(late.status).toBe(403);
    expect(late.body).toContain('Signature expired');
  });

  it('is refused if it was changed', async () => {
    const url = await presigned(whoAmI, 'sts');
    for (const changed of [
      url.replace('GetCallerIdentity', 'GetSessionToken'),
      url.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000'),
      url.replace('111122223333', '444455556666'),
      url.replace(/X-Amz-Signature=\w{4}/, 'X-Amz-Signature=0000'),
    ]) {
      expect(changed).not.toBe(url);
      expect((await get(changed)).body).toContain('<Code>SignatureDoesNotMatch</Code>');
    }
    const scope = 'X-Amz-Credential=111122223333/20261123/eu-west-1/sts/aws4_request';
    expect((await get(`${whoAmI}&${scope}`)).status).toBe(400);
  });

  it('reads an object of S3', async () => {
    const s3 = new S3({ ...clientConfig(sandbox), forcePathStyle: true });
    const Bucket = 'presigned';
    await s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } });
    await s3.putObject({ Bucket, Key: 'a b/ü+c', Body: 'hello' });
    const path = '/presigned/a%20b/%C3%BC%2Bc';
    const { status, body } = await get(await presigned(path, 's3'));
    expect({ status, body }).toEqual({ status: 200, body: 'hello' });
    const past = await get(await presigned(path, 's3', { at: new Date(Date.now() - 120_000) }));
    expect(past.status).toBe(403);
    expect(past.body).toContain('<Message>Request has expired</Message>');
  });
});
