/** One run of a function, for a synchronous caller or from the queue of events. */

import type { SandboxWorld } from '../service.ts';
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
    return await serving(world, fn).pool.invoke({ requestId, payload, clientContext, functionArn: fn.arn });
  } finally {
    fn.running -= 1;
  }
}

/** The function uses all of its reserved concurrency. */
export function throttled(fn: LambdaFunction): boolean {
  return fn.reserved !== undefined && fn.running >= fn.reserved;
}
