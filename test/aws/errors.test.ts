// Covers src/aws/gateway.ts, src/aws/retry-strategy.ts, src/aws/shell-word.ts.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Aws } from '../../src/aws/aws.ts';
import { toAppError } from '../../src/aws/errors.ts';
import { openAws } from '../../src/aws/open.ts';
import type { AwsCallError } from '../../src/core/errors.ts';

/** The server answers every call with the same error, as AWS's JSON protocols do, and counts the attempts. */
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

describe('an AWS error', () => {
  it('reports the action and the resource of a denied call', async () => {
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

  it('reports the action of a denied call when AWS gives no details', async () => {
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
  ])('maps %s to the kind %s and the code %s', async (awsCode, kind, code) => {
    expect(await refused(400, awsCode, 'as AWS says')).toMatchObject({ kind, code, awsCode });
  });

  it('reports an exceeded quota without retries, although the SDK treats it as throttling', async () => {
    const error = await refused(400, 'LimitExceededException', 'The requested resource exceeds the limit.');
    expect(error).toMatchObject({ kind: 'aws', code: 'quota-exceeded' });
    expect(attempts).toBe(1);
  });

  it('reports throttling after the retries', async () => {
    answer = { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' };
    const error = await failure({ ...KEYS, AWS_ENDPOINT_URL: url, AWS_MAX_ATTEMPTS: '2' }, createRule);
    expect(error).toMatchObject({ kind: 'aws', code: 'throttled' });
    expect(attempts).toBe(2);
  });

  it('suggests the sandbox when the endpoint refuses the connection', async () => {
    const error = await failure({ ...KEYS, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }, createRule);
    expect(error).toMatchObject({ kind: 'aws', code: 'endpoint-unreachable', awsCode: 'ECONNREFUSED' });
    expect(error.hint).toContain('secgroup-monitor sandbox');
  });

  it('redacts a password in the URL of an endpoint that refuses the connection', async () => {
    const secret = { ...KEYS, AWS_ENDPOINT_URL: 'http://dana:pa:ss@127.0.0.1:9' };
    const { message, details } = await failure(secret, createRule);
    expect(message).toContain('Could not connect to http://…@127.0.0.1:9');
    expect(details).toMatchObject({ endpoint: 'http://…@127.0.0.1:9' });
  });

  it('reports an unknown Region when its host name does not resolve', () => {
    const lookup = Object.assign(new Error('getaddrinfo ENOTFOUND events.eu-nowhere-1.amazonaws.com'), {
      code: 'ENOTFOUND',
    });
    expect(toAppError(lookup, 'events', 'PutRule', { region: 'eu-nowhere-1' })).toMatchObject({
      kind: 'aws',
      code: 'unknown-region',
    });
  });

  it('suggests the demo when there are no credentials', () => {
    const missing = Object.assign(new Error('Could not load credentials from any providers'), {
      name: 'CredentialsProviderError',
    });
    const error = toAppError(missing, 'sts', 'GetCallerIdentity');
    expect(error).toMatchObject({ kind: 'access', code: 'no-credentials' });
    expect(error.hint).toContain('secgroup-monitor demo');
  });

  it('has no signed request in the cause that --verbose prints', async () => {
    const error = await refused(400, 'ValidationException', 'no');
    expect(JSON.stringify(error.cause, Object.getOwnPropertyNames(error.cause))).not.toMatch(
      /authorization|Signature=/i,
    );
    expect(error.cause).not.toHaveProperty('$response');
  });
});

describe('the Region', () => {
  it('is required', async () => {
    const away = { AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent' };
    const before = { ...process.env };
    Object.assign(process.env, away);
    try {
      await expect(openAws({}, KEYS)).rejects.toMatchObject({ kind: 'usage', code: 'no-region' });
    } finally {
      process.env = before;
    }
  });

  it('is refused if it does not have the form of a Region', async () => {
    await expect(openAws({ region: 'Ireland' }, KEYS)).rejects.toMatchObject({ code: 'bad-region' });
  });
});

it('names the profile to log in with, quoted for a shell', () => {
  const expired = Object.assign(new Error('expired'), { name: 'ExpiredTokenException' });
  const hint = (profile?: string) => toAppError(expired, 'iam', 'GetRole', { profile }).hint;
  expect(hint('dev')).toContain('`aws sso login --profile dev`');
  expect(hint("Dana's team")).toContain("`aws sso login --profile 'Dana'\\''s team'`");
  expect(hint()).toContain('`aws sso login`');
});
