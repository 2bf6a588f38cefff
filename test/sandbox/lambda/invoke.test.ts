import {
  InvokeCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { type FunctionAccount, functionAccount } from '../support/function-account.ts';
import { functionZip } from '../support/function-zip.ts';

/** Calls SQS with the credentials that Lambda gives, signed by hand (IAM guide, "Create a signed request"). */
const signedCall = `
  import { createHash, createHmac } from 'node:crypto';
  const hmac = (key, text) => createHmac('sha256', key).update(text).digest();
  const digest = (text) => createHash('sha256').update(text).digest('hex');
  export const handler = async (target) => {
    const { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = process.env;
    const { AWS_REGION: region, AWS_ENDPOINT_URL: url } = process.env;
    const date = new Date().toISOString().replace(/[-:]|\\.\\d+/g, '');
    const scope = [date.slice(0, 8), region, 'sqs', 'aws4_request'];
    const signed = { host: new URL(url).host, 'x-amz-date': date, 'x-amz-security-token': token, 'x-amz-target': target };
    const names = Object.keys(signed).join(';');
    const lines = Object.entries(signed).map(([name, value]) => name + ':' + value + '\\n').join('');
    const canonical = ['POST', '/', '', lines, names, digest('{}')].join('\\n');
    const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), digest(canonical)].join('\\n');
    const signature = hmac(scope.reduce(hmac, 'AWS4' + secret), text).toString('hex');
    const credential = 'AWS4-HMAC-SHA256 Credential=' + [key, ...scope].join('/');
    const authorization = credential + ', SignedHeaders=' + names + ', Signature=' + signature;
    const { host, ...headers } = { ...signed, authorization, 'content-type': 'application/x-amz-json-1.0' };
    const answer = await fetch(url, { method: 'POST', body: '{}', headers });
    return { status: answer.status, body: await answer.json() };
  };`;

let account: FunctionAccount;
let lambda: FunctionAccount['lambda'];
let make: FunctionAccount['make'];
let invoke: FunctionAccount['invoke'];
beforeAll(async () => {
  account = await functionAccount();
  ({ lambda, make, invoke } = account);
});
afterAll(async () => account?.[Symbol.asyncDispose]());

describe('a function', () => {
  it('receives its event, its context and only the environment of Lambda', async () => {
    const name = await make(
      `export const handler = async (event, context) => ({
        event, context, left: context.getRemainingTimeInMillis(), env: process.env, cwd: process.cwd(),
      })`,
      { Environment: { Variables: { STAGE: 'test' } }, Timeout: 10, MemorySize: 256 },
    );
    const { payload, status, error } = await invoke(name, { a: [1, 'ü'] });
    expect([status, error]).toEqual([200, undefined]);
    expect(payload.event).toEqual({ a: [1, 'ü'] });
    const arn = `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;
    expect(payload.context).toMatchObject({
      functionName: name,
      functionVersion: '$LATEST',
      memoryLimitInMB: '256',
      invokedFunctionArn: arn,
      logGroupName: `/aws/lambda/${name}`,
      logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(payload.left).toBeGreaterThan(8000);
    expect(payload.left).toBeLessThanOrEqual(10_000);
    expect(payload.env).toMatchObject({
      STAGE: 'test',
      TZ: ':UTC',
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: account.sandbox.url,
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      LAMBDA_TASK_ROOT: payload.cwd,
    });
    expect(payload.env.AWS_ACCESS_KEY_ID).toMatch(/^ASIA/);
    expect(Object.keys(payload.env)).not.toContain('HOME');
    expect(Object.keys(payload.env).filter((key) => /VITEST|npm_/.test(key))).toEqual([]);
  });

  it.each([
    ['an ES module', { 'index.mjs': 'export const handler = async () => "esm"' }, 'index.handler', 'esm'],
    [
      'CommonJS',
      { 'index.js': 'exports.handler = async () => require("./part").x;', 'part.js': 'exports.x = "cjs"' },
      'index.handler',
      'cjs',
    ],
    [
      'a module because of package.json',
      { 'index.js': 'export const handler = () => "typed"', 'package.json': '{"type":"module"}' },
      'index.handler',
      'typed',
    ],
    [
      'a folder and a nested export',
      { 'src/app.mjs': 'export const api = { run: async () => "nested" }' },
      'src/app.api.run',
      'nested',
    ],
    [
      'a default export',
      { 'index.cjs': 'module.exports = { handler: async () => "default" }' },
      'index.handler',
      'default',
    ],
  ])('runs from %s', async (_what, files, Handler, answer) => {
    expect((await invoke(await make('', { files, Handler }))).payload).toBe(answer);
  });

  it('stays warm, and runs one event at a time in each environment', async () => {
    const name = await make(
      `let runs = 0, busy = 0;
       export const handler = async (ms) => {
         busy += 1; runs += 1;
         const at = busy;
         await new Promise((done) => setTimeout(done, ms));
         busy -= 1;
         return { runs, at, pid: process.pid };
       }`,
    );
    expect((await invoke(name, 0)).payload.runs).toBe(1);
    expect((await invoke(name, 0)).payload.runs).toBe(2);
    const answers = await Promise.all(Array.from({ length: 6 }, () => invoke(name, 30)));
    expect(answers.map(({ payload }) => payload.at)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(new Set(answers.map(({ payload }) => payload.pid)).size).toBeGreaterThan(1);
  });

  it('runs new code after an update', async () => {
    const name = await make('export const handler = async () => "old"');
    expect((await invoke(name)).payload).toBe('old');
    const ZipFile = functionZip({ 'index.mjs': 'export const handler = async () => "new"' });
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile }));
    await eventually(async () => expect((await invoke(name)).payload).toBe('new'));
  });

  it('calls the sandbox with the permissions of its role', async () => {
    const name = await make(signedCall);
    expect((await invoke(name, 'AmazonSQS.ListQueues')).payload.status).toBe(200);
    const denied = (await invoke(name, 'AmazonSQS.CreateQueue')).payload;
    expect(denied.status).toBe(403);
    expect(denied.body.message).toContain(`assumed-role/runner/${name}`);
  });
});

describe('Invoke', () => {
  it('limits the size of the response, and runs only the latest version', async () => {
    const name = await make('export const handler = async (size) => "x".repeat(size)');
    expect((await invoke(name, 6_291_554)).error).toBeUndefined();
    expect((await invoke(name, 6_291_555)).payload.errorType).toBe('Function.ResponseSizeTooLarge');
    await lambda.send(new PublishVersionCommand({ FunctionName: name }));
    await expect(invoke(name, 1, { Qualifier: '1' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });

  it('does not run the function with DryRun', async () => {
    const name = await make('throw new Error("not loaded")');
    expect(await invoke(name, {}, { InvocationType: 'DryRun' })).toMatchObject({
      status: 204,
      error: undefined,
    });
  });

  it('refuses a payload that is not JSON, and a missing function', async () => {
    const name = await make('export const handler = async () => 1');
    await expect(
      lambda.send(new InvokeCommand({ FunctionName: name, Payload: 'not json' })),
    ).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
    await expect(invoke('nothing')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:eu-west-1:111122223333:function:nothing',
    });
  });

  it('throttles calls above the reserved concurrency', async () => {
    const name = await make(
      'export const handler = async () => { await new Promise((r) => setTimeout(r, 300)) }',
    );
    const reserve = (ReservedConcurrentExecutions: number) =>
      lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions }));
    await reserve(1);
    const first = invoke(name);
    await eventually(() =>
      expect(
        account.sandbox.calls.filter((call) => call.operation === 'Invoke' && call.outcome === ''),
      ).toHaveLength(1),
    );
    await expect(invoke(name)).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    });
    await first;
    await reserve(0);
    await expect(invoke(name)).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await expect(reserve(901)).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });
});
