/** EventBridge: custom events, and tests of patterns. */
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import type { OperationTable } from '../operations.ts';
import { policyAllows } from '../policy/resource-policy.ts';
import type { Call, SandboxWorld } from '../service.ts';
import { parseArn } from '../values/arn.ts';
import { isoSeconds } from '../values/iso-time.ts';
import { parseJsonObject } from '../values/json.ts';
import { uuid } from '../values/uuid.ts';
import { checkLength, invalid } from './checks.ts';
import { flattenEvent, matches } from './pattern.ts';
import { compilePattern } from './pattern-compile.ts';
import { route } from './route.ts';
import { type Bus, busesOf, busNameOf } from './state.ts';

/** User Guide, "Calculating PutEvents event entry size": the limit of all entries together. */
const MAX_REQUEST_BYTES = 1_048_576;

type Result = EventBridge.PutEventsResultEntry;

export const putOperations: OperationTable<typeof EventBridge> = {
  PutEvents(world, input, call) {
    const entries = input.Entries ?? [];
    checkLength(entries.length, 'entries');
    const bytes = entries.reduce((sum, entry) => sum + entrySize(entry), 0);
    if (bytes > MAX_REQUEST_BYTES) {
      throw invalid(
        `Total size of the entries in the request is over the limit of ${MAX_REQUEST_BYTES} bytes.`,
      );
    }
    const results = entries.map((entry) => putEntry(world, entry, call));
    return { FailedEntryCount: results.filter((one) => one.ErrorCode).length, Entries: results };
  },
  TestEventPattern(_world, input) {
    const pattern = compilePattern(input.EventPattern ?? '');
    const event = parseJsonObject(input.Event ?? '');
    const missing = ['id', 'account', 'source', 'time', 'region', 'detail-type'].find(
      (member) => event?.[member] === undefined,
    );
    if (!event || missing) {
      throw invalid(
        `Parameter Event is not valid. Reason: ${missing ? `${missing} is missing` : 'not a JSON object'}.`,
      );
    }
    return { Result: matches(pattern, flattenEvent(event)) };
  },
};

/** 14 bytes for Time, and the UTF-8 bytes of the other members. */
function entrySize(entry: EventBridge.PutEventsRequestEntry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), entry.Time ? 14 : 0);
}

function putEntry(world: SandboxWorld, entry: EventBridge.PutEventsRequestEntry, call: Call): Result {
  const checked = checkEntry(entry);
  if ('ErrorCode' in checked) return checked;
  const bus = findTargetBus(world, entry.EventBusName, call);
  if (bus && bus.account !== call.account && !mayPut(bus, call)) {
    return {
      ErrorCode: 'AccessDeniedException',
      ErrorMessage: `User: ${call.caller.arn} is not authorized to perform: events:PutEvents on resource: ${bus.arn}`,
    };
  }
  const id = uuid(world);
  // If the bus does not exist, the event is dropped, as on AWS (API Reference, PutEvents).
  if (bus) {
    const event = {
      version: '0' as const,
      id,
      'detail-type': checked.detailType,
      source: checked.source,
      account: call.account,
      time: isoSeconds(entry.Time ?? world.now()),
      region: call.region,
      resources: entry.Resources ?? [],
      detail: checked.detail,
    };
    route(world, bus, event, {
      account: bus.account !== call.account,
      region: bus.region !== call.region,
    });
  }
  return { EventId: id };
}

function findTargetBus(world: SandboxWorld, nameOrArn: string | undefined, call: Call): Bus | undefined {
  const arn = nameOrArn === undefined ? undefined : parseArn(nameOrArn);
  const buses = busesOf(world, arn?.account ?? call.account, arn?.region ?? call.region);
  return buses.get(busNameOf(nameOrArn));
}

/** What every event must have, or why it is refused. */
function checkEntry({
  Source: source,
  DetailType: detailType,
  Detail: text,
}: EventBridge.PutEventsRequestEntry) {
  if (!source) return missing('Source');
  if (!detailType) return missing('DetailType');
  if (!text) return missing('Detail');
  if (source.startsWith('aws.')) {
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: 'Not authorized for the source.',
    };
  }
  const detail = parseJsonObject(text);
  if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  return { source, detailType, detail };
}

const missing = (member: string) => ({
  ErrorCode: 'InvalidArgument',
  ErrorMessage: `Parameter ${member} is not valid. Reason: ${member} is a required argument.`,
});

function mayPut(bus: Bus, call: Call): boolean {
  const { accountId: account, arn, roleArn } = call.caller;
  return policyAllows(bus.policy, {
    requester: { account, arn, roleArn },
    action: 'events:PutEvents',
    resource: bus.arn,
  });
}
