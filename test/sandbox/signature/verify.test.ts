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
import { type Signer, signRequest, type Unsigned } from '../../support/sign-request.ts';
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
