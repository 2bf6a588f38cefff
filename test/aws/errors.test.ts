import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Aws } from '../../src/aws/aws.ts';
import { toAppError } from '../../src/aws/errors.ts';
import { openAws } from '../../src/aws/open.ts';
import type { AwsCallError } from '../../src/core/errors.ts';

/** Answers every call with one error, in the form of AWS's JSON protocols, and counts the attempts. */
let answer = { status: 400, code: 'ValidationException', message: 'no' };
let attempts = 0;
const server = createServer((_request, response) => {
  attempts++;
  response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify({ __type: answer.code, message: answer.message }));
});
let url: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const KEYS = { AWS_ACCESS_KEY_ID: '111122223333', AWS_SECRET_ACCESS_KEY: 'sandbox' };

async function failure(
  env: Record<string, string>,
  call: (aws: Aws) => Promise<unknown>,
): Promise<AwsCallError> {
  const aws = await openAws({ region: 'eu-west-1' }, env);
  attempts = 0;
  try {
    await call(aws);
  } catch (error) {
    return error as AwsCallError;
  } finally {
    aws.close();
  }
  throw new Error('the call succeeded');
}

const createRule = async (aws: Aws) =>
  (await aws.events()).putRule({ Name: 'x', ScheduleExpression: 'rate(1 hour)' });
const refused = (status: number, code: string, message: string) => {
  answer = { status, code, message };
  return failure({ ...KEYS, AWS_ENDPOINT_URL: url }, createRule);
};

describe('an error names its cause and the next step', () => {
  it('denied: the action and the resource that AWS names', async () => {
    const error = await refused(
      400,
      'AccessDeniedException',
      'User: arn:aws:iam::111122223333:user/dana is not authorized to perform: events:PutRule on resource: arn:aws:events:eu-west-1:111122223333:rule/x because no identity-based policy allows the events:PutRule action',
    );
    expect(error).toMatchObject({
      kind: 'access',
      code: 'access-denied',
      details: { action: 'events:PutRule', resource: 'arn:aws:events:eu-west-1:111122223333:rule/x' },
    });
    expect(error.message).toContain('because no identity-based policy allows');
    expect(attempts).toBe(1);
  });

  it('denied without words: the action of the call', async () => {
    expect(await refused(403, 'AccessDeniedException', 'Forbidden')).toMatchObject({
      code: 'access-denied',
      details: { action: 'events:PutRule' },
    });
  });

  it.each([
    ['ExpiredTokenException', 'access', 'expired-token'],
    ['UnrecognizedClientException', 'access', 'invalid-credentials'],
    ['InvalidSignatureException', 'access', 'invalid-credentials'],
    ['OptInRequired', 'access', 'region-not-enabled'],
    ['ResourceConflictException', 'aws', 'aws-call-failed'],
  ])('%s is %s, %s', async (code, kind, ours) => {
    expect(await refused(400, code, 'as AWS says')).toMatchObject({ kind, code: ours, awsCode: code });
  });

  it('a quota is not retried, although the SDK takes its error for throttling', async () => {
    const error = await refused(400, 'LimitExceededException', 'The requested resource exceeds the limit.');
    expect(error).toMatchObject({ kind: 'aws', code: 'quota-exceeded' });
    expect(attempts).toBe(1);
  });

  it('throttling is retried, and then says so', async () => {
    answer = { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' };
    const error = await failure({ ...KEYS, AWS_ENDPOINT_URL: url, AWS_MAX_ATTEMPTS: '2' }, createRule);
    expect(error).toMatchObject({ kind: 'aws', code: 'throttled' });
    expect(attempts).toBe(2);
  });

  it('nobody listens at the endpoint', async () => {
    const error = await failure({ ...KEYS, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }, createRule);
    expect(error).toMatchObject({ kind: 'aws', code: 'endpoint-unreachable', awsCode: 'ECONNREFUSED' });
    expect(error.hint).toContain('secgroup-monitor sandbox');
  });

  it('nobody listens at an endpoint whose URL holds a password, which is not told', async () => {
    const secret = { ...KEYS, AWS_ENDPOINT_URL: 'http://dana:pa:ss@127.0.0.1:9' };
    const { message, details } = await failure(secret, createRule);
    expect(message).toContain('http://…@127.0.0.1:9 could not be reached');
    expect(details).toMatchObject({ endpoint: 'http://…@127.0.0.1:9' });
  });

  it('no host of that Region', () => {
    const lookup = Object.assign(new Error('getaddrinfo ENOTFOUND events.eu-nowhere-1.amazonaws.com'), {
      code: 'ENOTFOUND',
    });
    expect(toAppError(lookup, 'events', 'PutRule', { region: 'eu-nowhere-1' })).toMatchObject({
      kind: 'aws',
      code: 'unknown-region',
    });
  });

  it('no credentials', () => {
    const missing = Object.assign(new Error('Could not load credentials from any providers'), {
      name: 'CredentialsProviderError',
    });
    const error = toAppError(missing, 'sts', 'GetCallerIdentity');
    expect(error).toMatchObject({ kind: 'access', code: 'no-credentials' });
    expect(error.hint).toContain('secgroup-monitor demo');
  });

  it('keeps no signed request in what --verbose may show', async () => {
    const error = await refused(400, 'ValidationException', 'no');
    expect(JSON.stringify(error.cause, Object.getOwnPropertyNames(error.cause))).not.toMatch(
      /authorization|Signature=/i,
    );
    expect(error.cause).not.toHaveProperty('$response');
  });
});

describe('the Region', () => {
  it('is wanted', async () => {
    const away = { AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent' };
    const before = { ...process.env };
    Object.assign(process.env, away);
    try {
      await expect(openAws({}, KEYS)).rejects.toMatchObject({ kind: 'usage', code: 'no-region' });
    } finally {
      process.env = before;
    }
  });

  it('must look like one', async () => {
    await expect(openAws({ region: 'Ireland' }, KEYS)).rejects.toMatchObject({ code: 'bad-region' });
  });
});
