import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Calls } from './calls.ts';
import type { FaultAction, Faults } from './faults.ts';
import { identify } from './identify.ts';
import type { AnyOperation, AnyService } from './operations.ts';
import { AwsError, type Call, type Requirement, type SandboxWorld } from './service.ts';
import { knownKey } from './signature/authenticate.ts';
import { type CallOutcome, recordCall } from './trail/record-call.ts';
import { partitionOf } from './values/arn.ts';
import type { ReceivedRequest, WireResponse } from './wire/message.ts';
import { jsonResponse } from './wire/plain-response.ts';
import { serviceWire } from './wire/service-wire.ts';
import { structOf } from './wire/shape-value.ts';
import { accessDenied, internalError, throttled, unknownOperation } from './wire/standard-errors.ts';

/** The origin of a request. */
export interface Origin {
  sourceIp: string;
  /** Base URL that the client used. */
  endpoint: string;
  signal: AbortSignal;
}

/** Thrown when a fault cuts the connection. */
export class ConnectionCut extends Error {}

interface DispatchOptions {
  world: SandboxWorld;
  /** Throws if the request is not signed with the secret of its access key. */
  authenticate(request: ReceivedRequest): Promise<void>;
  services: ReadonlyMap<string, AnyService>;
  faults: Faults;
  calls: Calls;
  onError(error: unknown): void;
}

/** A call with a known operation, and the faults that hit it. */
interface FoundCall {
  service: AnyService;
  run: AnyOperation;
  input: Record<string, unknown>;
  call: Call;
  actions: FaultAction[];
  /** Sends the call to CloudTrail. */
  record(outcome: CallOutcome): void;
}

/**
 * Answers one request: finds service, caller and operation, checks permissions with IAM, runs and records it.
 */
export async function dispatch(
  options: DispatchOptions,
  request: ReceivedRequest,
  origin: Origin,
): Promise<WireResponse> {
  const { service: signingName, region, accessKeyId } = identify(request);
  const wire = (await serviceWire(signingName))?.spokenBy(request);
  const service = options.services.get(signingName);
  const requestId = randomUUID();
  if (!wire || !service) return noSuchService(signingName);
  const log = options.calls.begin(signingName, region, requestId);
  try {
    await options.authenticate(request);
    const caller = knownKey(signingName, () => options.world.iam.callerOf(accessKeyId, region));
    log.entry.account = caller.accountId;
    log.entry.caller = caller.arn;
    log.entry.operation = wire.requestedName(request) ?? '';
    const routed = wire.route(request);
    log.entry.operation = routed.shape.name;
    const run = service.operations[routed.shape.name];
    if (!run) throw unknownOperation(wire.protocol, routed.shape.name);
    const call: Call = {
      service: signingName,
      operation: routed.shape.name,
      requestId,
      account: caller.accountId,
      region,
      caller,
      partition: partitionOf(region),
      sourceIp: origin.sourceIp,
      userAgent: request.headers['user-agent'] ?? '',
      endpoint: origin.endpoint,
      signal: origin.signal,
    };
    const actions = options.faults.hit(call);
    await beforeActing(actions, call);
    const input = wire.read(routed, request);
    const record = (outcome: CallOutcome) =>
      recordCall(options.world, { protocol: wire.protocol, shape: routed.shape, call, input, outcome });
    const output = await act(options.world, { service, run, input, call, actions, record }).finally(() =>
      afterActing(actions, call),
    );
    const response = wire.write(routed.shape, output, requestId);
    log.end('ok', response.status);
    return response;
  } catch (thrown) {
    if (thrown instanceof ConnectionCut || origin.signal.aborted) {
      log.end('cut', 0);
      throw new ConnectionCut();
    }
    const error = thrown instanceof AwsError ? thrown : internalError(signingName);
    if (!(thrown instanceof AwsError)) options.onError(thrown);
    log.end(error.code, error.status);
    return wire.writeError(error, requestId);
  }
}

/** Runs the operation if IAM allows it. CloudTrail records it in both cases. */
async function act(world: SandboxWorld, found: FoundCall): Promise<object> {
  const denied = authorize(world, found);
  if (denied) {
    found.record({ error: denied, denied: true });
    throw denied;
  }
  try {
    const output = structOf((await found.run(found.input, found.call)) ?? {});
    found.record({ output });
    return output;
  } catch (error) {
    if (error instanceof AwsError) found.record({ error, denied: false });
    throw error;
  }
}

function authorize(world: SandboxWorld, { service, input, call, actions }: FoundCall): AwsError | undefined {
  const fallback: Requirement = { action: `${call.service}:${call.operation}`, resource: '*' };
  const requirements = service.requirements?.(call.operation, input, call) ?? [fallback];
  const denied = actions.some((action) => action.do === 'deny')
    ? (requirements[0] ?? fallback)
    : requirements.find((requirement) => !world.iam.allows(call.caller, requirement));
  return denied && accessDenied(call.service, call.caller.arn, denied.action, denied.resource);
}

async function beforeActing(actions: FaultAction[], call: Call): Promise<void> {
  for (const action of actions) {
    if (action.do === 'delay') await wait(action.ms, undefined, { signal: call.signal });
    else if (action.do === 'hook') {
      if ((await action.before?.(call)) === 'cut') throw new ConnectionCut();
    } else if (action.do === 'reset-before') throw new ConnectionCut();
    else if (action.do === 'throttle') throw throttled(call.service);
    else if (action.do === 'error') throw internalError(call.service);
  }
}

async function afterActing(actions: FaultAction[], call: Call): Promise<void> {
  for (const action of actions) {
    if (action.do === 'hook') await action.after?.(call);
    else if (action.do === 'reset-after') throw new ConnectionCut();
  }
}

function noSuchService(name: string): WireResponse {
  const type = 'UnknownOperationException';
  const message = `The sandbox does not support the service "${name}". src/sandbox/BEHAVIOUR.md lists the supported services.`;
  return jsonResponse(404, { __type: type, message }, { 'x-amzn-errortype': type });
}
