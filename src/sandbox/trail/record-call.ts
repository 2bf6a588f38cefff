import type { AwsError, Call, World } from '../service.ts';
import type { ServiceWire } from '../wire/service-wire.ts';

export type Outcome = { output: object } | { error: AwsError };

/** Hands the call to CloudTrail. */
export function recordCall(
  _world: World,
  _wire: ServiceWire,
  _call: Call,
  _input: Record<string, unknown>,
  _outcome: Outcome,
): void {}
