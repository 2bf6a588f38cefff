/** One run of a function, for a synchronous caller or from the queue of events. */

import { record } from '../cloudwatch/metrics.ts';
import type { SandboxWorld } from '../service.ts';
import { parseArn } from '../values/arn.ts';
import type { InvocationOutcome } from './runtime/function-spec.ts';
import { type LambdaFunction, serving } from './state.ts';

/** Runs the handler once and counts it against the function's concurrency. */
export async function run(
  world: SandboxWorld,
  fn: LambdaFunction,
  requestId: string,
  payload: string,
  clientContext?: string,
): Promise<InvocationOutcome> {
  fn.running += 1;
  try {
    const outcome = await serving(world, fn).pool.invoke({
      requestId,
      payload,
      clientContext,
      functionArn: fn.arn,
    });
    if (outcome.functionError) count(world, fn, 'Errors');
    return outcome;
  } finally {
    fn.running -= 1;
  }
}

/** Adds one to a metric of the function (Lambda guide, "Types of metrics for Lambda functions"). */
export function count(world: SandboxWorld, fn: LambdaFunction, name: 'Errors' | 'Throttles'): void {
  const { account = '', region = '' } = parseArn(fn.arn) ?? {};
  const metric = { namespace: 'AWS/Lambda', name, dimensions: { FunctionName: fn.name } };
  record(world, { account, region }, metric, 1);
}

/** The function uses all of its reserved concurrency. */
export function throttled(fn: LambdaFunction): boolean {
  return fn.reserved !== undefined && fn.running >= fn.reserved;
}
