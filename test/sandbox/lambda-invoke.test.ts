import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteRolePolicyCommand, DetachRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { functionZip } from '../support/function-zip.ts';
import { functionRole } from '../support/roles.ts';
import { clientConfig, testSandbox } from '../support/sandbox.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let lambda: LambdaClient;
let iam: IAMClient;
let role: string;
let count = 0;

beforeAll(async () => {
  sandbox = await testSandbox();
  lambda = new LambdaClient(clientConfig(sandbox));
  iam = new IAMClient(clientConfig(sandbox));
  role = await functionRole(iam, 'runner', ['sqs:ListQueues']);
});
afterAll(async () => sandbox[Symbol.asyncDispose]());

type Given = Partial<CreateFunctionCommandInput> & { files?: Record<string, string> };

/** Makes a function of one ES module, or of the files given. Returns its name. */
async function make(source: string, { files, ...more }: Given = {}): Promise<string> {
  count += 1;
  const FunctionName = `fn-${count}`;
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: role,
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Code: { ZipFile: functionZip(files ?? { 'index.mjs': source }) },
      ...more,
    }),
  );
  return FunctionName;
}

async function invoke(FunctionName: string, event: unknown = {}, more: Partial<InvokeCommandInput> = {}) {
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), LogType: 'Tail', ...more }),
  );
  const text = answer.Payload?.transformToString() ?? '';
  return {
    status: answer.StatusCode,
    error: answer.FunctionError,
    // biome-ignore lint/suspicious/noExplicitAny: whatever the function of the test answers
    payload: (text === '' ? undefined : JSON.parse(text)) as any,
    log: Buffer.from(answer.LogResult ?? '', 'base64').toString(),
  };
}

describe('what a function sees', () => {
  it('gets its event, its context and only the environment of Lambda', async () => {
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
      AWS_ENDPOINT_URL: sandbox.url,
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
      'a module by package.json',
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
  ])('runs %s', async (_what, files, Handler, answer) => {
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

  it('calls the sandbox with the rights of its role', async () => {
    const name = await make(
      `export const handler = async (target) => {
        const { AWS_ACCESS_KEY_ID: key, AWS_REGION: region, AWS_ENDPOINT_URL: url } = process.env;
        const answer = await fetch(url, { method: 'POST', body: '{}', headers: {
          'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target,
          authorization: \`AWS4-HMAC-SHA256 Credential=\${key}/20260101/\${region}/sqs/aws4_request, SignedHeaders=host, Signature=0\`,
        } });
        return { status: answer.status, body: await answer.json() };
      }`,
    );
    expect((await invoke(name, 'AmazonSQS.ListQueues')).payload.status).toBe(200);
    const denied = (await invoke(name, 'AmazonSQS.CreateQueue')).payload;
    expect(denied.status).toBe(403);
    expect(denied.body.message).toContain(`assumed-role/runner/${name}`);
  });
});

describe('failures', () => {
  it('answers with the error that the handler threw', async () => {
    const name = await make(`export const handler = async () => { throw new TypeError('no such thing') }`);
    const { error, payload, log } = await invoke(name);
    expect(error).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType: 'TypeError', errorMessage: 'no such thing' });
    expect(payload.trace[0]).toBe('TypeError: no such thing');
    expect(log).toMatch(/\tERROR\tInvoke Error \t\{"errorType":"TypeError"/);
  });

  it.each([
    ['a missing module', '', 'other.handler', 'Runtime.ImportModuleError'],
    ['a missing export', 'export const other = 1', 'index.handler', 'Runtime.HandlerNotFound'],
    ['an export that is no function', 'export const handler = 1', 'index.handler', 'Runtime.HandlerNotFound'],
    ['a missing import', 'import "./nothing.mjs"', 'index.handler', 'Runtime.ImportModuleError'],
    ['a syntax error', 'export const = 1', 'index.handler', 'Runtime.UserCodeSyntaxError'],
    ['a handler name without a dot', 'export const handler = 1', 'index', 'Runtime.MalformedHandlerName'],
    [
      'a handler with a callback',
      'export const handler = (e, c, done) => done()',
      'index.handler',
      'Runtime.CallbackHandlerDeprecated',
    ],
    ['a throw while loading', 'throw new RangeError("x")', 'index.handler', 'RangeError'],
  ])('tells %s', async (_what, source, Handler, errorType) => {
    const name = await make(source, { Handler });
    for (const _again of [1, 2]) {
      const { error, payload } = await invoke(name);
      expect([error, payload.errorType]).toEqual(['Unhandled', errorType]);
    }
  });

  it('still gives callbacks to older runtimes', async () => {
    const source = 'export const handler = (event, context, done) => { done(null, event.a) }';
    expect((await invoke(await make(source, { Runtime: 'nodejs22.x' }), { a: 7 })).payload).toBe(7);
  });

  it('ends a function at its timeout, even in a busy loop, and starts it anew', async () => {
    const name = await make('export const handler = async (spin) => { while (spin); return process.pid }', {
      Timeout: 1,
    });
    const before = (await invoke(name, false)).payload;
    const { error, payload, log } = await invoke(name, true);
    expect(error).toBe('Unhandled');
    expect(payload.errorType).toBe('Sandbox.Timedout');
    expect(payload.errorMessage).toMatch(
      /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/,
    );
    expect(log).toMatch(/Task timed out after 1\.00 seconds\n\n/);
    expect(log).toMatch(/REPORT .*\tStatus: timeout/);
    expect(() => process.kill(before, 0)).toThrow('ESRCH');
    expect((await invoke(name, false)).payload).not.toBe(before);
  });

  it.each([
    ['process.exit', 'process.exit(3)', 'Runtime.ExitError', 'exit status 3'],
    ['a kill', 'process.kill(process.pid, "SIGKILL")', 'Runtime.ExitError', 'signal: killed'],
    [
      'an unhandled rejection',
      'Promise.reject(new Error("lost")); await new Promise(() => {})',
      'Runtime.UnhandledPromiseRejection',
      'lost',
    ],
    [
      'an uncaught exception',
      'setTimeout(() => { throw new Error("late") }); await new Promise(() => {})',
      'Error',
      'late',
    ],
  ])('survives %s', async (_what, body, errorType, message) => {
    const name = await make(`export const handler = async (die) => { if (die) { ${body} } return 'fine' }`);
    const { error, payload } = await invoke(name, true);
    expect([error, payload.errorType]).toEqual(['Unhandled', errorType]);
    expect(payload.errorMessage).toContain(message);
    expect((await invoke(name, false)).payload).toBe('fine');
  });

  it('runs out of the memory that it was given', async () => {
    const name = await make(
      'export const handler = async () => { const all = []; for (;;) all.push(Array(1e5).fill({})); }',
      { Timeout: 30 },
    );
    const { payload } = await invoke(name);
    expect(payload.errorType).toBe('Runtime.ExitError');
  });
});

describe('logs', () => {
  const events = async (group: string, wanted: number) => {
    const logs = new CloudWatchLogsClient(clientConfig(sandbox));
    return eventually(async () => {
      const page = await logs.send(new FilterLogEventsCommand({ logGroupName: group }));
      expect(page.events!.length).toBeGreaterThanOrEqual(wanted);
      return page.events!;
    });
  };

  it('writes lines as Lambda does, in the Text format', async () => {
    const name = await make(
      `export const handler = async () => {
        console.log('one %s', 'two', { three: 3 }); console.error('bad\\nworse');
        process.stdout.write('raw a\\nraw b\\nrest');
      }`,
    );
    await invoke(name);
    const lines = (await events(`/aws/lambda/${name}`, 9)).map((event) => event.message);
    expect(lines).toEqual([
      expect.stringMatching(/^INIT_START Runtime Version: nodejs:24\.v\d+\t/),
      expect.stringMatching(/^START RequestId: [0-9a-f-]{36} Version: \$LATEST\n$/),
      expect.stringMatching(/^[0-9T:.-]{23}Z\t[0-9a-f-]{36}\tINFO\tone two \{ three: 3 \}\n$/),
      expect.stringMatching(/^[0-9T:.-]{23}Z\t[0-9a-f-]{36}\tERROR\tbad\nworse\n$/),
      'raw a\n',
      'raw b\n',
      'rest',
      expect.stringMatching(/^END RequestId: [0-9a-f-]{36}\n$/),
      expect.stringMatching(
        /^REPORT RequestId: [0-9a-f-]{36}\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms\t\n$/,
      ),
    ]);
  });

  it('writes JSON lines, filtered by level, and leaves raw lines alone', async () => {
    const name = await make(
      `export const handler = async () => {
        console.debug('hidden'); console.log({ a: 1 }); console.log(JSON.stringify({ b: 2 }));
        console.warn('w %d', 1, new Error('e')); process.stdout.write('{"finding":true}\\n');
      }`,
      { LoggingConfig: { LogFormat: 'JSON' } },
    );
    await invoke(name);
    const lines = (await events(`/aws/lambda/${name}`, 7)).map((event) => JSON.parse(event.message!));
    const about = { timestamp: expect.any(String), requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) };
    expect(lines).toEqual([
      { time: expect.any(String), type: 'platform.initStart', record: expect.anything() },
      {
        time: expect.any(String),
        type: 'platform.start',
        record: { requestId: about.requestId, version: '$LATEST' },
      },
      { ...about, level: 'INFO', message: { a: 1 } },
      { ...about, level: 'INFO', message: '{"b":2}' },
      {
        ...about,
        level: 'WARN',
        message: expect.stringMatching(/^w 1 Error: e\n/),
        errorType: 'Error',
        errorMessage: 'e',
        stackTrace: expect.any(Array),
      },
      { finding: true },
      {
        time: expect.any(String),
        type: 'platform.report',
        record: {
          requestId: about.requestId,
          status: 'success',
          metrics: expect.objectContaining({ memorySizeMB: 128, initDurationMs: expect.any(Number) }),
        },
      },
    ]);
  });

  it('hides start and report of a success at system level WARN, and shows what failed', async () => {
    const LoggingConfig = { LogFormat: 'JSON', SystemLogLevel: 'WARN', LogGroup: '/team/shared' } as const;
    const name = await make(
      'export const handler = async (bad) => { if (bad) throw new Error("x"); console.log("ok") }',
      { LoggingConfig },
    );
    await invoke(name, false);
    await invoke(name, true);
    const all = await events('/team/shared', 4);
    expect(all[0]!.logStreamName).toMatch(
      new RegExp(`^\\d{4}/\\d\\d/\\d\\d/${name}\\[\\$LATEST\\]\\[[0-9a-f]{32}\\]$`),
    );
    const lines = all.map((event) => JSON.parse(event.message!));
    expect(lines.map((line) => line.type ?? line.level)).toEqual([
      'INFO',
      'ERROR',
      'platform.runtimeDone',
      'platform.report',
    ]);
  });

  it('tells all phases at system level DEBUG', async () => {
    const LoggingConfig = { LogFormat: 'JSON', SystemLogLevel: 'DEBUG' } as const;
    const name = await make('export const handler = async () => 1', { LoggingConfig });
    await invoke(name);
    const lines = (await events(`/aws/lambda/${name}`, 6)).map((event) => JSON.parse(event.message!).type);
    expect(lines).toEqual(
      ['initStart', 'initRuntimeDone', 'initReport', 'start', 'runtimeDone', 'report'].map(
        (phase) => `platform.${phase}`,
      ),
    );
  });

  it('loses the lines of a role that may not write them, and runs all the same', async () => {
    const mute = await functionRole(iam, 'mute');
    const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'mute', PolicyArn }));
    await expect(
      iam.send(new DeleteRolePolicyCommand({ RoleName: 'mute', PolicyName: 'none' })),
    ).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    const name = await make('export const handler = async () => { console.log("lost"); return 1 }', {
      Role: mute,
    });
    const { payload, log } = await invoke(name);
    expect(payload).toBe(1);
    expect(log).toContain('lost');
    const logs = new CloudWatchLogsClient(clientConfig(sandbox));
    await expect(
      logs.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('Invoke', () => {
  it('limits the size of the answer, and runs no version but the latest', async () => {
    const name = await make('export const handler = async (size) => "x".repeat(size)');
    expect((await invoke(name, 6_291_554)).error).toBeUndefined();
    expect((await invoke(name, 6_291_555)).payload.errorType).toBe('Function.ResponseSizeTooLarge');
    await lambda.send(new PublishVersionCommand({ FunctionName: name }));
    await expect(invoke(name, 1, { Qualifier: '1' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });

  it('checks without running on DryRun', async () => {
    const name = await make('throw new Error("not loaded")');
    expect(await invoke(name, {}, { InvocationType: 'DryRun' })).toMatchObject({
      status: 204,
      error: undefined,
    });
  });

  it('refuses what is no JSON, and a function that does not exist', async () => {
    const name = await make('export const handler = async () => 1');
    await expect(
      lambda.send(new InvokeCommand({ FunctionName: name, Payload: 'not json' })),
    ).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
    await expect(invoke('nothing')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:eu-west-1:111122223333:function:nothing',
    });
  });

  it('throttles beyond the reserved concurrency', async () => {
    const name = await make(
      'export const handler = async () => { await new Promise((r) => setTimeout(r, 300)) }',
    );
    const reserve = (ReservedConcurrentExecutions: number) =>
      lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions }));
    await reserve(1);
    const first = invoke(name);
    await eventually(() =>
      expect(sandbox.calls.filter((call) => call.operation === 'Invoke' && call.outcome === '')).toHaveLength(
        1,
      ),
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
