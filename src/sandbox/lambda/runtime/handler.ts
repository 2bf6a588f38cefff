import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ErrorRecord, InvokeMessage } from './protocol.ts';

type Callback = (error: unknown, result?: unknown) => void;
export type Handler = (event: unknown, context: object, callback?: Callback) => unknown;

/** An error with the type that Lambda's runtime assigns. */
class RuntimeError extends Error {
  constructor(type: string, message: string) {
    super(message);
    this.name = type;
  }
}

/** `nodejs24.x` and later do not support callbacks (Lambda guide, "Node.js handler"). */
const callbacks = Number(/nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV ?? '')?.[1] ?? 24) < 24;

/** Finds `folder/file.export.nested` in the unpacked zip, as an ES module or CommonJS. */
export async function loadHandler(taskRoot: string, name: string): Promise<Handler> {
  const match = /^([^.]*)\.(.+)$/.exec(basename(name));
  if (!match || name.includes('..')) throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler');
  const [, file = '', path = ''] = match;
  const stem = resolve(taskRoot, dirname(name), file);
  const found = ['.js', '.mjs', '.cjs'].map((extension) => stem + extension).find((one) => existsSync(one));
  if (found === undefined) {
    const message = `Error: Cannot find module '${file}'\nRequire stack:\n- ${join('/var/runtime', 'index.mjs')}`;
    throw new RuntimeError('Runtime.ImportModuleError', message);
  }
  const module = await importUserModule(found);
  const handler = walk(module, path) ?? walk(module.default, path);
  if (handler === undefined) {
    throw new RuntimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  if (!isHandler(handler)) {
    throw new RuntimeError('Runtime.HandlerNotFound', `${name} is not a function`);
  }
  if (!callbacks && handler.length >= 3) {
    throw new RuntimeError(
      'Runtime.CallbackHandlerDeprecated',
      'AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later.',
    );
  }
  return handler;
}

async function importUserModule(file: string): Promise<Record<string, unknown>> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError) throw new RuntimeError('Runtime.UserCodeSyntaxError', String(error));
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') {
      throw new RuntimeError('Runtime.ImportModuleError', String(error));
    }
    throw error;
  }
}

const isHandler = (value: unknown): value is Handler => typeof value === 'function';

function walk(value: unknown, path: string): unknown {
  let at = value;
  for (const key of path.split('.')) {
    if (at === undefined || at === null) return undefined;
    at = Reflect.get(Object(at), key);
  }
  return at;
}

/** Runs one invocation. The response is JSON text. */
export async function runHandler(handler: Handler, message: InvokeMessage): Promise<string> {
  const event: unknown = JSON.parse(message.payload);
  const context = contextObject(message);
  const result =
    callbacks && handler.length >= 3
      ? await new Promise((resolveCall, reject) => {
          const returned = handler(event, context, (error, value) =>
            error ? reject(error) : resolveCall(value),
          );
          if (returned instanceof Promise) returned.then(resolveCall, reject);
        })
      : await handler(event, context);
  return JSON.stringify(result) ?? 'null';
}

/** The context object (Lambda guide, "Using the Lambda context object"). */
function contextObject(message: InvokeMessage): object {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: message.clientContext === undefined ? undefined : JSON.parse(message.clientContext),
    identity: undefined,
    invokedFunctionArn: message.functionArn,
    awsRequestId: message.requestId,
    getRemainingTimeInMillis: () => message.deadline - Date.now(),
  };
}

/** Returns the thrown value in the form of a failed invocation's response. */
export function errorRecord(thrown: unknown): ErrorRecord {
  if (!(thrown instanceof Error)) {
    return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  }
  return {
    errorType: thrown.name,
    errorMessage: thrown.message,
    trace: (thrown.stack ?? '').split('\n'),
  };
}
