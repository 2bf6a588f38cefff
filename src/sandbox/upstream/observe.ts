import { randomUUID } from 'node:crypto';
import { messageOf } from '../error-message.ts';
import type { Identified } from '../identify.ts';
import { clientAddress, receivedRequest } from '../receive.ts';
import type { Call, Caller, SandboxWorld } from '../service.ts';
import { isManagementCall, isReadOnly } from '../trail/event-kind.ts';
import { type CallOutcome, recordCall } from '../trail/record-call.ts';
import { partitionOf } from '../values/arn.ts';
import { type ServiceWire, serviceWire } from '../wire/service-wire.ts';
import type { UpstreamAnswer } from './connection.ts';
import type { Exchange } from './pass-through.ts';
import { readError, readOutput, requestIdOf } from './read-answer.ts';
import type { Note } from './upstream.ts';

/** A call, as far as it could be read. */
export interface Observed {
  operation: string;
  outcome: string;
}

/**
 * Reads a finished exchange and sends its record to CloudTrail. Calls of services that the sandbox does not
 * know, and calls without an account, leave no record.
 */
export async function observe(
  world: SandboxWorld,
  exchange: Exchange,
  { service, region }: Identified,
  caller: Caller | undefined,
  note: Note,
): Promise<Observed> {
  const outcome = exchange.status < 400 ? 'ok' : String(exchange.status);
  const json = await serviceWire(service);
  if (!json || !exchange.body) return { operation: '', outcome };
  const request = receivedRequest(exchange.message, exchange.body);
  const wire = json.spokenBy(request);
  const routed = routeOf(wire, request);
  if (!routed) return { operation: wire.requestedName(request) ?? '', outcome };
  const { shape } = routed;
  const observed = { operation: shape.name, outcome };
  if (!exchange.answer) return observed;
  const { answer } = exchange;
  const failed =
    exchange.status < 400
      ? undefined
      : readable(() => failure(answer), note, `error of ${service}:${shape.name}`);
  if (failed) observed.outcome = failed.error.code;
  if (!caller || !isManagementCall(service, shape.name)) return observed;
  const call: Call = {
    service,
    operation: shape.name,
    requestId: requestIdOf(exchange.answer) ?? randomUUID(),
    account: caller.accountId,
    region,
    caller,
    partition: partitionOf(region),
    sourceIp: clientAddress(exchange.message),
    userAgent: request.headers['user-agent'] ?? '',
    endpoint: '',
    signal: AbortSignal.timeout(0),
  };
  const input = readable(() => wire.read(routed, request), note, `request of ${service}:${shape.name}`);
  if (!input) return observed;
  const answered = failed ?? { output: answerOf(wire, shape, exchange.answer, note) };
  recordCall(world, { protocol: wire.protocol, shape, call, input, outcome: answered });
  return observed;
}

function routeOf(wire: ServiceWire, request: ReturnType<typeof receivedRequest>) {
  try {
    return wire.route(request);
  } catch {
    // The sandbox has no schema for this operation. The upstream can support it, but it leaves no record.
    return undefined;
  }
}

function failure(answer: UpstreamAnswer): Extract<CallOutcome, { error: unknown }> {
  const error = readError(answer);
  return { error, denied: /AccessDenied|UnauthorizedOperation/.test(error.code) };
}

/** Records do not contain responses of reads, so they are not read. */
function answerOf(
  wire: ServiceWire,
  shape: Parameters<typeof readOutput>[1],
  answer: UpstreamAnswer,
  note: Note,
): object {
  if (isReadOnly(shape.name) && shape.name !== 'AssumeRole') return {};
  return readable(() => readOutput(wire.protocol, shape, answer), note, `response to ${shape.name}`) ?? {};
}

function readable<T>(read: () => T, note: Note, what: string): T | undefined {
  try {
    return read();
  } catch (error) {
    note(`The ${what} is not in AWS's format (${messageOf(error)}).`);
    return undefined;
  }
}
