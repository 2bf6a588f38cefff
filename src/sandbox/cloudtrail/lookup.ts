/** CloudTrail: LookupEvents reads the event history, which every account keeps for 90 days. */
import { createHash } from 'node:crypto';
import type * as CloudTrail from '@aws-sdk/client-cloudtrail';
import { readToken, writeToken } from '../page.ts';
import { AwsError, type Call, type SandboxWorld, type TrailRecord } from '../service.ts';
import { resourcesOf } from './resources.ts';
import { historyOf } from './state.ts';

const HISTORY_MS = 90 * 24 * 3_600_000;
const MAX_PAGE = 50;
/** API Reference, LookupEvents: two calls a second per account and Region. */
const LOOKUPS_PER_SECOND = 2;

export function lookupEvents(
  world: SandboxWorld,
  call: Call,
  input: CloudTrail.LookupEventsCommandInput,
): Omit<CloudTrail.LookupEventsCommandOutput, '$metadata'> {
  const history = historyOf(world, call.account, call.region);
  throttle(history.lookups, world.now());
  const limit = input.MaxResults ?? MAX_PAGE;
  if (!(limit >= 1 && limit <= MAX_PAGE)) {
    throw new AwsError('InvalidMaxResultsException', `A value between 1 and ${MAX_PAGE} must be given.`);
  }
  const start = Math.max(input.StartTime?.getTime() ?? 0, world.now() - HISTORY_MS);
  const end = input.EndTime?.getTime() ?? Number.MAX_SAFE_INTEGER;
  if (input.StartTime && input.EndTime && input.StartTime > input.EndTime) {
    throw new AwsError('InvalidTimeRangeException', 'The start time must not be after the end time.');
  }
  const matches = attributeFilter(input.LookupAttributes ?? []);
  if (input.EventCategory !== undefined) return { Events: [] };

  const { NextToken, ...parameters } = input;
  const scope = createHash('sha256').update(JSON.stringify(parameters)).digest('base64');
  // Newest first. The token counts from the oldest record, so newer records do not move the page.
  const { records } = history;
  let index = NextToken === undefined ? records.length : indexOf(NextToken, scope, records);
  const events: CloudTrail.Event[] = [];
  while (--index >= 0) {
    const record = records[index]!;
    const time = Date.parse(record.eventTime);
    if (time < start) break;
    if (time > end || !matches(record)) continue;
    if (events.length === limit) {
      return { Events: events, NextToken: writeToken([records[index + 1]!.eventID, scope]) };
    }
    events.push(eventOf(record));
  }
  return { Events: events };
}

function throttle(lookups: number[], now: number): void {
  while ((lookups[0] ?? now) <= now - 1000) lookups.shift();
  if (lookups.length >= LOOKUPS_PER_SECOND) throw new AwsError('ThrottlingException', 'Rate exceeded');
  lookups.push(now);
}

/** Returns the index of the last record on the previous page. */
function indexOf(token: string, scope: string, records: readonly TrailRecord[]): number {
  const [eventId, of] = readToken(token);
  const index = of === scope ? records.findLastIndex((record) => record.eventID === eventId) : -1;
  if (index < 0) throw new AwsError('InvalidNextTokenException', 'The token is not valid for this request.');
  return index;
}

type Attribute = CloudTrail.LookupAttribute;

function attributeFilter(attributes: Attribute[]): (record: TrailRecord) => boolean {
  if (attributes.length > 1) {
    throw new AwsError('InvalidLookupAttributesException', 'You can specify only one attribute.');
  }
  const [attribute] = attributes;
  if (!attribute) return () => true;
  const wanted = attribute.AttributeValue ?? '';
  if (wanted === '') throw new AwsError('InvalidLookupAttributesException', 'The attribute value is empty.');
  return (record) => attributeValues(record, attribute.AttributeKey).includes(wanted);
}

function attributeValues(record: TrailRecord, key: Attribute['AttributeKey']): (string | undefined)[] {
  switch (key) {
    case 'EventId':
      return [record.eventID];
    case 'EventName':
      return [record.eventName];
    case 'EventSource':
      return [record.eventSource];
    case 'ReadOnly':
      return [String(record.readOnly)];
    case 'Username':
      return [usernameOf(record)];
    case 'AccessKeyId':
      return [accessKeyOf(record)];
    case 'ResourceType':
      return resourcesOf(record).map((resource) => resource.ResourceType);
    case 'ResourceName':
      return resourcesOf(record).map((resource) => resource.ResourceName);
    default:
      throw new AwsError('InvalidLookupAttributesException', `Unknown attribute ${String(key)}.`);
  }
}

/** The user name, or a role's session name, as the event history shows it. */
function usernameOf(record: TrailRecord): string | undefined {
  const { userName, type, arn } = record.userIdentity;
  if (userName !== undefined) return userName;
  return type === 'Root' ? 'root' : arn?.split('/').at(-1);
}

function accessKeyOf(record: TrailRecord): string | undefined {
  return record.userIdentity.accessKeyId;
}

function eventOf(record: TrailRecord): CloudTrail.Event {
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    ReadOnly: String(record.readOnly),
    AccessKeyId: accessKeyOf(record),
    EventTime: new Date(record.eventTime),
    EventSource: record.eventSource,
    Username: usernameOf(record),
    Resources: resourcesOf(record),
    CloudTrailEvent: JSON.stringify(record),
  };
}
