import { randomUUID } from 'node:crypto';
import type { SandboxWorld } from '../service.ts';
import { undeliverable } from '../service.ts';
import { parseArn } from '../values/arn.ts';
import { isoSeconds } from '../values/iso-time.ts';
import { memberOf, parseJson, parseJsonObject } from '../values/json.ts';
import { mayInvoke } from './permissions.ts';
import { count, run, throttled } from './run.ts';
import type { InvocationOutcome } from './runtime/function-spec.ts';
import { type LambdaFunction, lambdaState, livePools } from './state.ts';

/** Defaults and retry times of asynchronous invocation (Lambda guide, "Error handling"). */
const defaultRetries = 2;
const defaultAgeSeconds = 21_600;

/** One event in a function's queue. */
interface QueuedEvent {
  requestId: string;
  payload: string;
  /** Epoch ms. */
  queuedAt: number;
  /** Number of runs for this event. */
  attempts: number;
  throttles: number;
}

type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency';

/** Lambda in the World: queues events of other services, if the resource policy allows it. */
export function lambdaSlice(world: SandboxWorld): SandboxWorld['lambda'] {
  world.onClose(async () => {
    await Promise.all([...livePools(world)].map((pool) => pool.kill()));
  });
  return {
    invokeAsync(functionArn, payload, via) {
      const { account = '', region = '', resource = '' } = parseArn(functionArn) ?? {};
      const fn = lambdaState(world, account, region).functions.get(resource.split(':')[1] ?? '');
      if (!fn) {
        return undeliverable('NO_RESOURCE', `The function ${functionArn} does not exist.`);
      }
      if (!mayInvoke(world, fn, via)) {
        return undeliverable(
          'NO_PERMISSIONS',
          `User: ${via.principal} is not authorized to perform: lambda:InvokeFunction on resource: ${functionArn} because no resource-based policy allows the lambda:InvokeFunction action`,
        );
      }
      if (world.now() < fn.activeAt) {
        const message = 'The function is currently in the following state: Pending';
        return { ok: false, retryable: true, code: 'REMOTE_SERVER_FAILED', message };
      }
      enqueue(world, fn, randomUUID(), payload);
      return { ok: true };
    },
  };
}

/** Adds an event to the function's queue. It runs in the background, with retries. */
export function enqueue(world: SandboxWorld, fn: LambdaFunction, requestId: string, payload: string): void {
  const event = { requestId, payload, queuedAt: world.now(), attempts: 0, throttles: 0 };
  world.after(0, () => attempt(world, fn, event));
}

async function attempt(world: SandboxWorld, fn: LambdaFunction, event: QueuedEvent): Promise<void> {
  const { account = '', region = '' } = parseArn(fn.arn) ?? {};
  if (lambdaState(world, account, region).functions.get(fn.name) !== fn) return;
  if (fn.reserved === 0) return conclude(world, fn, event, 'ZeroReservedConcurrency', undefined);
  if (tooOld(world, fn, event)) return conclude(world, fn, event, 'EventAgeExceeded', undefined);
  if (throttled(fn)) {
    // Without capacity, Lambda backs off from 1 second to 5 minutes.
    const seconds = Math.min(2 ** event.throttles, 300);
    event.throttles += 1;
    count(world, fn, 'Throttles');
    return world.after((seconds * world.timing.retryMinuteMs) / 60, () => attempt(world, fn, event));
  }
  const outcome = await run(world, fn, event.requestId, event.payload);
  event.attempts += 1;
  if (!outcome.functionError) return conclude(world, fn, event, 'Success', outcome);
  const retries = fn.eventInvoke?.maximumRetryAttempts ?? defaultRetries;
  if (event.attempts > retries) return conclude(world, fn, event, 'RetriesExhausted', outcome);
  const wait = event.attempts * world.timing.retryMinuteMs;
  if (tooOld(world, fn, event, wait)) return conclude(world, fn, event, 'EventAgeExceeded', outcome);
  world.after(wait, () => attempt(world, fn, event));
}

/** Returns whether an event is too old, in minutes of the sandbox's retry clock. */
function tooOld(world: SandboxWorld, fn: LambdaFunction, event: QueuedEvent, waitMs = 0): boolean {
  const seconds = fn.eventInvoke?.maximumEventAgeSeconds ?? defaultAgeSeconds;
  return world.now() + waitMs - event.queuedAt > (seconds / 60) * world.timing.retryMinuteMs;
}

/** Sends the result to the destination, and a failure to the dead-letter queue, in AWS's formats. */
function conclude(
  world: SandboxWorld,
  fn: LambdaFunction,
  event: QueuedEvent,
  condition: Condition,
  outcome: InvocationOutcome | undefined,
): void {
  const destination = condition === 'Success' ? fn.eventInvoke?.onSuccess : fn.eventInvoke?.onFailure;
  if (destination !== undefined) {
    send(world, fn, destination, invocationRecord(world, fn, event, condition, outcome), {});
  }
  if (condition !== 'Success' && fn.settings.deadLetterArn !== undefined) {
    const why = outcome && memberOf(parseJson(outcome.payload), 'errorMessage');
    send(world, fn, fn.settings.deadLetterArn, event.payload, {
      RequestID: event.requestId,
      ErrorCode: outcome ? '200' : '429',
      ErrorMessage: String(why ?? 'Rate Exceeded.').slice(0, 1024),
    });
  }
}

/** Lambda guide, "Retaining records of asynchronous invocations". */
function invocationRecord(
  world: SandboxWorld,
  fn: LambdaFunction,
  event: QueuedEvent,
  condition: Condition,
  outcome: InvocationOutcome | undefined,
): string {
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date(world.now()).toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: `${fn.arn}:$LATEST`,
      condition,
      approximateInvokeCount: event.attempts,
    },
    requestPayload: parseJson(event.payload),
    ...(outcome && {
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        ...(outcome.functionError ? { functionError: 'Unhandled' } : {}),
      },
      responsePayload: parseJson(outcome.payload),
    }),
  });
}

function send(
  world: SandboxWorld,
  fn: LambdaFunction,
  arn: string,
  body: string,
  attributes: Record<string, string>,
): void {
  const via = { principal: fn.settings.role, sourceArn: fn.arn };
  const service = parseArn(arn)?.service;
  if (service === 'sqs') world.sqs.send(arn, body, attributes, via);
  else if (service === 'sns') world.sns.publish(arn, body, via);
  else if (service === 'lambda') world.lambda.invokeAsync(arn, body, via);
  else {
    const detail = parseJsonObject(body) ?? {};
    const condition = memberOf(detail.requestContext, 'condition');
    const { account = '', region = '' } = parseArn(fn.arn) ?? {};
    world.bus.put(
      {
        version: '0',
        id: randomUUID(),
        source: 'lambda',
        'detail-type': `Lambda Function Invocation Result - ${condition === 'Success' ? 'Success' : 'Failure'}`,
        account,
        time: isoSeconds(world.now()),
        region,
        resources: [arn, `${fn.arn}:$LATEST`],
        detail,
      },
      arn.slice(arn.lastIndexOf('/') + 1),
    );
  }
}
