// Covers src/sandbox/server.ts and src/sandbox/receive.ts.
import { connect } from 'node:net';
import { S3 } from '@aws-sdk/client-s3';
import { STS } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MAX_BODY_BYTES } from '../../src/sandbox/receive.ts';
import { type Listening, listen } from '../../src/sandbox/server.ts';
import { rawHttp } from '../support/raw-http.ts';
import { clientConfig, testSandbox } from '../support/sandbox.ts';
import { signRequest } from '../support/sign-request.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
beforeAll(async () => {
  sandbox = await testSandbox();
});
afterAll(() => sandbox[Symbol.asyncDispose]());
// After each test, the sandbox must still answer, and must not have failed.
afterEach(async () => {
  await new STS(clientConfig(sandbox)).getCallerIdentity({});
  expect(sandbox.failures).toEqual([]);
});

/** Sends bytes unchanged. When the server closes the connection, resolves with the complete response. */
function raw(url: string, ...pieces: (string | Uint8Array)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
      for (const piece of pieces) socket.write(piece);
    });
    socket.setEncoding('latin1').on('data', (text) => {
      answer += text;
    });
    socket.once('error', reject).once('close', () => resolve(answer));
  });
}

const host = () => `host: ${new URL(sandbox.url).host}`;

describe('a request that is not HTTP', () => {
  it.each<[string, () => string]>([
    ['no HTTP at all', () => '\u0016\u0003\u0001\u0002 hello\r\n\r\n'],
    ['a header without a colon', () => `GET / HTTP/1.1\r\n${host()}\r\nbroken\r\n\r\n`],
    ['two lengths', () => `POST / HTTP/1.1\r\n${host()}\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx`],
    [
      'a length and chunks',
      () =>
        `POST / HTTP/1.1\r\n${host()}\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['a broken chunk', () => `POST / HTTP/1.1\r\n${host()}\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`],
  ])('gets an error of AWS: %s', async (_, text) => {
    const answer = await raw(sandbox.url, text());
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toContain('<Error><Code>BadRequest</Code>');
  });

  it('gets an error of AWS if its headers are too long', async () => {
    const answer = await raw(sandbox.url, `GET / HTTP/1.1\r\n${host()}\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('<Code>RequestHeaderSectionTooLarge</Code>');
  });

  it.each(['GET http://127.0.0.1/ HTTP/1.1', 'OPTIONS * HTTP/1.1', 'GET /%ff%00/../x?%zz HTTP/1.1'])(
    'is refused if its target is unusual: %s',
    async (line) => {
      const answer = await raw(sandbox.url, `${line}\r\n${host()}\r\nconnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
      expect(answer).toContain('<Code>AccessDenied</Code>');
    },
  );

  it('is refused without a Host header', async () => {
    const answer = await raw(sandbox.url, 'GET /_sandbox/health HTTP/1.0\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(answer).toContain('<Code>AccessDenied</Code>');
  });
});

describe('a slow client', () => {
  let server: Listening;
  const failures: unknown[] = [];
  beforeAll(async () => {
    const handle = async () => new Promise<void>(() => {});
    const onError = (error: unknown) => failures.push(error);
    server = await listen(handle, 0, onError, { headersMs: 60, requestMs: 120 });
  });
  afterAll(async () => {
    await server.close();
    expect(failures).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['a part of the headers', 'POST / HTTP/1.1\r\nhost: 127'],
  ])('gets an error and is disconnected if it sends only %s', async (_, text) => {
    const answer = await raw(server.url, text);
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(answer).toContain('<Code>RequestTimeout</Code>');
  });
});

describe('a body', () => {
  const big = new Uint8Array(1024 * 1024);

  it.each([
    ['sts', 413, '<Code>RequestEntityTooLarge</Code>'],
    ['lambda', 413, '"message":"The request is too large."'],
    ['s3', 400, '<Code>EntityTooLarge</Code>'],
  ])('is refused immediately if its declared length is too long for %s', async (service, status, text) => {
    const headers = { 'content-length': String(300 * 1024 * 1024) };
    const authorization = `AWS4-HMAC-SHA256 Credential=1/20260101/eu-west-1/${service}/aws4_request`;
    const answer = await raw(
      sandbox.url,
      `POST / HTTP/1.1\r\n${host()}\r\nauthorization: ${authorization}\r\nconnection: close\r\n` +
        `content-length: ${headers['content-length']}\r\n\r\n`,
    );
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain(text);
  });

  it('is refused once its chunks exceed the limit', async () => {
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), big, Buffer.from('\r\n')]);
    const head = `POST / HTTP/1.1\r\n${host()}\r\nx-amz-target: AWSEvents.ListRules\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n`;
    const chunks = Array<Uint8Array>(MAX_BODY_BYTES / big.length + 1).fill(chunk);
    const answer = await raw(sandbox.url, head, ...chunks, '0\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('"__type":"RequestEntityTooLargeException"');
  });

  it('causes no failure if the client disconnects in the middle', async () => {
    const { port } = new URL(sandbox.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(`POST / HTTP/1.1\r\n${host()}\r\ncontent-length: 100\r\n\r\nx`, () => {
          socket.destroy();
          resolve();
        });
      });
    });
  });

  it('gets an error of AWS if its aws-chunked encoding is broken', async () => {
    const s3 = new S3({ ...clientConfig(sandbox), forcePathStyle: true });
    await s3.createBucket({
      Bucket: 'broken',
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    });
    const headers = {
      'x-amz-decoded-content-length': '5',
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    };
    const put = { method: 'PUT', path: '/broken/key', headers };
    const signed = await signRequest(sandbox.url, put, { secret: sandbox.secret, service: 's3' });
    for (const body of ['', 'no size\r\n', '5\r\nhel', '5\r\nhello\r\n', '3\r\nhel\r\n0\r\n\r\n']) {
      const answer = await rawHttp(sandbox.url, { ...put, headers: signed, body });
      expect(answer.status).toBe(400);
      expect(answer.body).toMatch(/<Code>(SerializationException|IncompleteBody)<\/Code>/);
    }
  });

  it.each([
    [
      'JSON',
      'events',
      { 'x-amz-target': 'AWSEvents.PutRule' },
      `{"Name":${'['.repeat(60_000)}${']'.repeat(60_000)}}`,
    ],
    [
      'JSON in JSON',
      'events',
      { 'x-amz-target': 'AWSEvents.PutRule' },
      JSON.stringify({ Name: 'a', EventPattern: `{"a":${'['.repeat(60_000)}${']'.repeat(60_000)}}` }),
    ],
    ['XML', 's3', {}, `${'<a>'.repeat(60_000)}${'</a>'.repeat(60_000)}`],
    [
      'a form',
      'ec2',
      { 'content-type': 'application/x-www-form-urlencoded' },
      `Action=DescribeVpcs&Version=2016-11-15&Filter${'.1'.repeat(60_000)}=x`,
    ],
    [
      'a policy',
      'iam',
      { 'content-type': 'application/x-www-form-urlencoded' },
      `Action=CreateRole&Version=2010-05-08&RoleName=deep&AssumeRolePolicyDocument=${'['.repeat(60_000)}`,
    ],
  ])('causes no server error if %s in it is nested 60,000 deep', async (_, service, headers, body) => {
    const path = service === 's3' ? '/deep?tagging' : '/';
    const method = service === 's3' ? 'PUT' : 'POST';
    const given: Record<string, string> = { ...headers };
    const sent = { method, path, headers: given, body };
    const signed = await signRequest(sandbox.url, sent, { secret: sandbox.secret, service });
    const answer = await rawHttp(sandbox.url, { ...sent, headers: signed });
    expect(answer.status, answer.body).toBeGreaterThanOrEqual(200);
    expect(answer.status, answer.body).toBeLessThan(500);
    expect(sandbox.calls.at(-1)?.status).toBe(answer.status);
  });
});
