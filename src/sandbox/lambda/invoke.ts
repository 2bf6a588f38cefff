import type * as Lambda from '@aws-sdk/client-lambda';
import { messageOf } from '../error-message.ts';
import type { OperationTable } from '../operations.ts';
import { AwsError } from '../service.ts';
import { enqueue } from './async.ts';
import { count, run, throttled } from './run.ts';
import type { InvocationOutcome } from './runtime/function-spec.ts';
import { checkActive, existingFunction, invalid, type LambdaFunction, splitFunctionName } from './state.ts';

/** Maximum payloads (Lambda guide, "Lambda quotas"). */
const maxSyncBytes = 6_291_556;
const maxAsyncBytes = 1_048_576;
/** LogType Tail returns the last 4 KB (SDK documentation of Invoke). */
const tailBytes = 4096;

/** Invokes a function synchronously, as an event, or as a dry run. */
export const invokeOperations: OperationTable<typeof Lambda> = {
  async Invoke(world, input, call) {
    const fn = existingFunction(world, input.FunctionName, call);
    checkActive(world, fn);
    const qualifier = input.Qualifier ?? splitFunctionName(input.FunctionName).qualifier ?? '$LATEST';
    if (qualifier !== '$LATEST') throw invalid(`The sandbox runs only $LATEST, not ${qualifier}.`);
    const kind = input.InvocationType ?? 'RequestResponse';
    if (kind === 'DryRun') return { StatusCode: 204 };
    const payload = payloadText(input.Payload, kind);
    if (kind === 'Event') {
      enqueue(world, fn, call.requestId, payload);
      return { StatusCode: 202 };
    }
    const clientContext =
      input.ClientContext === undefined ? undefined : Buffer.from(input.ClientContext, 'base64').toString();
    if (throttled(fn)) {
      count(world, fn, 'Throttles');
      throw tooManyRequests(fn);
    }
    const outcome = await run(world, fn, call.requestId, payload, clientContext);
    return {
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      FunctionError: outcome.functionError ? 'Unhandled' : undefined,
      LogResult: input.LogType === 'Tail' ? tail(outcome) : undefined,
      Payload: Buffer.from(outcome.payload),
    };
  },
};

function tooManyRequests(fn: LambdaFunction): AwsError {
  const Reason =
    fn.reserved === undefined
      ? 'ConcurrentInvocationLimitExceeded'
      : 'ReservedFunctionConcurrentInvocationLimitExceeded';
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, { Type: 'User', Reason });
}

function payloadText(bytes: Uint8Array | undefined, kind: string): string {
  if (!bytes || bytes.length === 0) return '{}';
  const max = kind === 'Event' ? maxAsyncBytes : maxSyncBytes;
  if (bytes.length > max) {
    throw new AwsError(
      'RequestTooLargeException',
      `${bytes.length} byte payload is too large for the ${kind} invocation type (limit ${max} bytes)`,
      413,
      { Type: 'User' },
    );
  }
  const text = Buffer.from(bytes).toString();
  try {
    JSON.parse(text);
  } catch (error) {
    const why = messageOf(error);
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${why}`,
      400,
      {
        Type: 'User',
      },
    );
  }
  return text;
}

function tail(outcome: InvocationOutcome): string {
  const text = Buffer.from(outcome.lines.map((line) => (line.endsWith('\n') ? line : `${line}\n`)).join(''));
  return text.subarray(Math.max(0, text.length - tailBytes)).toString('base64');
}
