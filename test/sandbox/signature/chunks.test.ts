import { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawHttp } from '../../support/raw-http.ts';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';
import { signatureOf, signRequest, type Unsigned } from '../../support/sign-request.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
beforeAll(async () => {
  sandbox = await testSandbox();
});
afterAll(() => sandbox[Symbol.asyncDispose]());

describe('an upload in signed chunks', () => {
  const at = new Date();
  const path = '/chunks/key';
  const date = at.toISOString().replace(/[-:]|\.\d+/g, '');

  /** Returns an upload like those of the SDKs for Java and Go. */
  async function signedChunks(pieces: string[], trailer?: string) {
    const signer = signatureOf({ secret: sandbox.secret, service: 's3' });
    const headers = {
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': String(pieces.join('').length),
      'x-amz-content-sha256': `STREAMING-AWS4-HMAC-SHA256-PAYLOAD${trailer === undefined ? '' : '-TRAILER'}`,
    };
    const signed = await signRequest(
      sandbox.url,
      { method: 'PUT', path, headers },
      { secret: sandbox.secret, service: 's3', at },
    );
    let prior = /Signature=(\w+)$/.exec(signed.authorization!)![1]!;
    let body = '';
    for (const piece of [...pieces, '']) {
      const event = { headers: new Uint8Array(), payload: Buffer.from(piece) };
      prior = await signer.sign(event, { signingDate: at, priorSignature: prior });
      const end = piece === '' ? '' : '\r\n';
      body += `${piece.length.toString(16)};chunk-signature=${prior}\r\n${piece}${end}`;
    }
    if (trailer !== undefined) {
      const scope = `${date.slice(0, 8)}/eu-west-1/s3/aws4_request`;
      const { createHash } = await import('node:crypto');
      const digest = createHash('sha256').update(`${trailer}\n`).digest('hex');
      const text = ['AWS4-HMAC-SHA256-TRAILER', date, scope, prior, digest].join('\n');
      body += `${trailer}\r\nx-amz-trailer-signature:${await signer.sign(text, { signingDate: at })}\r\n`;
    }
    return { headers: signed, body: `${body}\r\n` };
  }
  const put = (sent: Unsigned) => rawHttp(sandbox.url, { method: 'PUT', path, ...sent });
  const stored = async () => {
    const s3 = new S3({ ...clientConfig(sandbox), forcePathStyle: true });
    return (await s3.getObject({ Bucket: 'chunks', Key: 'key' })).Body!.transformToString();
  };
  beforeAll(async () => {
    const s3 = new S3({ ...clientConfig(sandbox), forcePathStyle: true });
    await s3.createBucket({
      Bucket: 'chunks',
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    });
  });

  it('is stored without its signatures', async () => {
    expect((await put(await signedChunks(['hello ', 'world']))).status).toBe(200);
    expect(await stored()).toBe('hello world');
    expect((await put(await signedChunks(['hi'], 'x-amz-checksum-crc32:AAAAAA=='))).status).toBe(200);
    expect(await stored()).toBe('hi');
  });

  it('is refused if a chunk, the seed or the trailer was changed', async () => {
    const plain = await signedChunks(['one ', 'two']);
    const withTrailer = await signedChunks(['one'], 'x-amz-checksum-crc32:AAAAAA==');
    const before = await stored();
    for (const changed of [
      { ...plain, body: plain.body.replace('two', 'TWO') },
      { ...plain, body: plain.body.replace(/chunk-signature=\w{4}/, 'chunk-signature=0000') },
      {
        ...plain,
        headers: {
          ...plain.headers,
          'x-amz-date': date.replace(/\d\dZ$/, (end) => (end === '00Z' ? '01Z' : '00Z')),
        },
      },
      { ...withTrailer, body: withTrailer.body.replace('AAAAAA==', 'BBBBBB==') },
    ]) {
      const { status, body } = await put(changed);
      expect(status, body).toBe(403);
      expect(body).toContain('<Code>SignatureDoesNotMatch</Code>');
    }
    expect(await stored()).toBe(before);
  });

  it('is refused if it ends early', async () => {
    const { headers, body } = await signedChunks(['hello ', 'world']);
    for (const cut of [body.slice(0, body.indexOf('wor')), 'no chunk at all', '']) {
      expect((await put({ headers, body: cut })).status).toBe(400);
    }
  });
});
