// Covers src/sandbox/signature/, src/sandbox/iam/sessions.ts and src/sandbox/values/secret.ts.
import { EC2 } from '@aws-sdk/client-ec2';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { IAM } from '@aws-sdk/client-iam';
import { Lambda } from '@aws-sdk/client-lambda';
import { S3 } from '@aws-sdk/client-s3';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { STS } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawHttp } from '../../support/raw-http.ts';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';
import { type Signer, signatureOf, signRequest, type Unsigned } from '../../support/sign-request.ts';
import { trustOf } from '../support/roles.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
beforeAll(async () => {
  sandbox = await testSandbox();
});
afterAll(() => sandbox[Symbol.asyncDispose]());

type Client = ReturnType<typeof clientConfig>;

/** Calls of all protocols. */
const calls: Record<string, (config: Client) => Promise<unknown>> = {
  ec2: (config) => new EC2(config).describeVpcs({}),
  iam: (config) => new IAM(config).listRoles({}),
  sts: (config) => new STS(config).getCallerIdentity({}),
  sns: (config) => new SNS(config).listTopics({}),
  sqs: (config) => new SQS(config).listQueues({}),
  events: (config) => new EventBridge(config).listRules({}),
  lambda: (config) => new Lambda(config).listFunctions({}),
  s3: (config) => new S3({ ...config, forcePathStyle: true }).listBuckets({}),
};

const GET_CALLER = {
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'Action=GetCallerIdentity&Version=2011-06-15',
};

/** Signs a request, lets `change` modify it, and sends it. */
async function send(
  unsigned: Unsigned,
  signer: Partial<Signer> & { service: string },
  change: (sent: Required<Pick<Unsigned, 'headers'>> & Unsigned) => Unsigned = (sent) => sent,
) {
  const headers = await signRequest(sandbox.url, unsigned, { secret: sandbox.secret, ...signer });
  return rawHttp(sandbox.url, change({ ...unsigned, headers }));
}

describe('a signature in the header', () => {
  it.each(Object.keys(calls))('is accepted by %s if it is made with the secret', async (service) => {
    await calls[service]!(clientConfig(sandbox));
  });

  it.each([
    ['ec2', 'AuthFailure', 401],
    ['iam', 'SignatureDoesNotMatch', 403],
    ['sts', 'SignatureDoesNotMatch', 403],
    ['sns', 'SignatureDoesNotMatch', 403],
    ['sqs', 'SignatureDoesNotMatch', 403],
    ['events', 'InvalidSignatureException', 400],
    ['lambda', 'InvalidSignatureException', 403],
    ['s3', 'SignatureDoesNotMatch', 403],
  ])('is refused if it is made with another secret: %s answers %s', async (service, name, httpStatusCode) => {
    const { credentials, ...config } = clientConfig(sandbox);
    const guessed = { ...config, credentials: { ...credentials, secretAccessKey: 'sandbox' } };
    await expect(calls[service]!(guessed)).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
  });

  it.each<[string, (sent: Required<Pick<Unsigned, 'headers'>> & Unsigned) => Unsigned]>([
    ['another body', (sent) => ({ ...sent, body: `${sent.body}&RoleName=x` })],
    ['another path', (sent) => ({ ...sent, path: '/other' })],
    ['a query', (sent) => ({ ...sent, path: '/?a=b' })],
    ['another method', (sent) => ({ ...sent, method: 'PUT' })],
    [
      'another signed header',
      (sent) => ({ ...sent, headers: { ...sent.headers, 'content-type': 'text/plain' } }),
    ],
    [
      'a header of AWS that is not signed',
      (sent) => ({ ...sent, headers: { ...sent.headers, 'x-amz-target': 'x.y' } }),
    ],
    [
      'another host',
      (sent) => ({
        ...sent,
        headers: { ...sent.headers, host: sent.headers.host!.replace('127.0.0.1', 'localhost') },
      }),
    ],
  ])('is refused with %s', async (_, change) => {
    expect((await send(GET_CALLER, { service: 'sts' })).status).toBe(200);
    const answer = await send(GET_CALLER, { service: 'sts' }, change);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('<Code>SignatureDoesNotMatch</Code>');
  });

  it('is refused with a wrong or missing digest of the body', async () => {
    const change = (sent: Unsigned) => ({ ...sent, body: 'hullo' });
    const put = { method: 'PUT', path: '/bucket-x/key', body: 'hello', headers: {} };
    const answer = await send(put, { service: 's3' }, change);
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('<Code>XAmzContentSHA256Mismatch</Code>');
    const unsigned = { ...GET_CALLER.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
    expect((await send({ ...GET_CALLER, headers: unsigned }, { service: 'sts' })).status).toBe(403);
  });

  it.each([
    [
      'sts',
      6,
      'SignatureDoesNotMatch',
      /^Signature not yet current: \w+ is still later than \w+ \(\w+ \+ 5 min\.\)$/,
    ],
    [
      'sts',
      -6,
      'SignatureDoesNotMatch',
      /^Signature expired: \w+ is now earlier than \w+ \(\w+ - 5 min\.\)$/,
    ],
    ['s3', 16, 'RequestTimeTooSkewed', /difference between the request time/],
    ['s3', -16, 'RequestTimeTooSkewed', /difference between the request time/],
    ['ec2', -16, 'RequestExpired', /expired/],
  ])('is refused if the clock differs: %s, %i minutes, %s', async (service, minutes, code, message) => {
    const at = new Date(Date.now() + minutes * 60_000);
    const { body } = await send({ method: 'GET', path: '/' }, { service, at });
    expect(body).toContain(`<Code>${code}</Code>`);
    expect(/<Message>(.*)<\/Message>/.exec(body)?.[1]).toMatch(message);
    const near = new Date(Date.now() + Math.sign(minutes) * 4 * 60_000);
    expect((await send({ method: 'GET', path: '/' }, { service, at: near })).body).not.toContain(code);
  });

  it.each([
    ['', 'SignedHeaders=host, Signature=0'],
    ['', 'Credential=111122223333/20260101/eu-west-1/sts/aws4, SignedHeaders=host, Signature=0'],
    [
      '20260101T000000Z',
      'Credential=111122223333/20260102/eu-west-1/sts/aws4_request, SignedHeaders=host, Signature=0',
    ],
    ['soon', 'Credential=111122223333/20260102/eu-west-1/sts/aws4_request, SignedHeaders=host, Signature=0'],
    [
      '20261399T000000Z',
      'Credential=111122223333/20261399/eu-west-1/sts/aws4_request, SignedHeaders=host, Signature=0',
    ],
  ])('is refused if it is not complete (%j, %s)', async (date, given) => {
    const headers = { ...GET_CALLER.headers, 'x-amz-date': date, authorization: `AWS4-HMAC-SHA256 ${given}` };
    const { status, body } = await rawHttp(sandbox.url, { ...GET_CALLER, headers });
    expect({ status, code: /<Code>(\w+)/.exec(body)?.[1] }).toEqual({
      status: 400,
      code: 'IncompleteSignature',
    });
  });

  it('is refused with another algorithm', async () => {
    const { status, body } = await send(GET_CALLER, { service: 'sts' }, (sent) => ({
      ...sent,
      headers: {
        ...sent.headers,
        authorization: sent.headers.authorization!.replace('AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256'),
      },
    }));
    expect({ status, code: /<Code>(\w+)/.exec(body)?.[1] }).toEqual({
      status: 400,
      code: 'IncompleteSignature',
    });
  });
});

describe('a request without a signature', () => {
  it.each<[string, Record<string, string>, string, string, number]>([
    ['ec2', GET_CALLER.headers, 'Action=DescribeVpcs&Version=2016-11-15', 'MissingAuthenticationToken', 403],
    ['sts', GET_CALLER.headers, GET_CALLER.body, 'MissingAuthenticationToken', 403],
    ['events', { 'x-amz-target': 'AWSEvents.ListRules' }, '{}', 'MissingAuthenticationTokenException', 400],
    ['s3', {}, '', 'AccessDenied', 403],
    ['s3', { authorization: 'Basic c2FuZGJveA==' }, '', 'AccessDenied', 403],
    ['s3', { authorization: 'AWS 111122223333:c2FuZGJveA==' }, '', 'InvalidRequest', 400],
  ])('is refused by %s', async (_, headers, body, code, status) => {
    const answer = await rawHttp(sandbox.url, { headers, body });
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(code);
  });

  it('is refused by Lambda', async () => {
    const answer = await rawHttp(sandbox.url, { method: 'GET', path: '/2015-03-31/functions/' });
    expect(answer.status).toBe(403);
    expect(answer.headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException');
  });
});

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

describe('the secret', () => {
  it('differs at each start, unless it is given', async () => {
    await using other = await testSandbox();
    expect(other.secret).toMatch(/^[\w-]{40}$/);
    expect(other.secret).not.toBe(sandbox.secret);
    await using fixed = await testSandbox({ secret: 'a-secret-for-many-starts' });
    await new STS(clientConfig({ url: fixed.url, secret: 'a-secret-for-many-starts' })).getCallerIdentity({});
  });

  it('is the same for every account', async () => {
    const sts = new STS(clientConfig(sandbox, '444455556666'));
    expect((await sts.getCallerIdentity({})).Account).toBe('444455556666');
  });

  it('differs for each session, which also needs its token', async () => {
    const config = clientConfig(sandbox);
    const AssumeRolePolicyDocument = trustOf('lambda.amazonaws.com').replace(
      /"Service":\[[^\]]*\]/,
      '"AWS":"arn:aws:iam::111122223333:root"',
    );
    await new IAM(config).createRole({ RoleName: 'reader', AssumeRolePolicyDocument });
    const RoleArn = 'arn:aws:iam::111122223333:role/reader';
    const { Credentials } = await new STS(config).assumeRole({ RoleArn, RoleSessionName: 'one' });
    const credentials = {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    };
    const whoAmI = (given: object) =>
      new STS({ ...config, credentials: { ...credentials, ...given } }).getCallerIdentity({});
    expect((await whoAmI({})).Arn).toContain('assumed-role/reader/one');
    await expect(whoAmI({ secretAccessKey: sandbox.secret })).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
    await expect(whoAmI({ sessionToken: undefined })).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
    await expect(whoAmI({ sessionToken: 'x' })).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  });

  it('differs for each access key of a user', async () => {
    const config = clientConfig(sandbox);
    const iam = new IAM(config);
    await iam.createUser({ UserName: 'alice' });
    const { AccessKey } = await iam.createAccessKey({ UserName: 'alice' });
    const credentials = {
      accessKeyId: AccessKey!.AccessKeyId!,
      secretAccessKey: AccessKey!.SecretAccessKey!,
    };
    const whoAmI = (secretAccessKey: string) =>
      new STS({ ...config, credentials: { ...credentials, secretAccessKey } }).getCallerIdentity({});
    expect((await whoAmI(credentials.secretAccessKey)).Arn).toContain('user/alice');
    await expect(whoAmI(sandbox.secret)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  });

  it('is absent from the log of calls', () => {
    expect(JSON.stringify(sandbox.calls)).not.toContain(sandbox.secret);
  });
});
