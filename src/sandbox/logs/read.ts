/** Reads log events: FilterLogEvents and GetLogEvents, with AWS's paging. */
import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { brokenConstraint } from '../constraint.ts';
import { readToken, writeToken } from '../page.ts';
import type { Call, SandboxWorld } from '../service.ts';
import { compileFilterPattern } from './filter-pattern.ts';
import { eventId, type Position, type StoredLogEvent } from './log-event.ts';
import { findGroup, findStream, invalidParameter, type LogGroup, notFound } from './state.ts';

const MAX_PAGE_EVENTS = 10_000;
const MAX_PAGE_BYTES = 1_048_576;
/** Number of events that one page scans. If few match, pages are short or empty. */
const SCAN_EVENTS = 10_000;
const TOKEN_LIFE_MS = 24 * 3_600_000;

export function filterLogEvents(
  world: SandboxWorld,
  call: Call,
  input: Logs.FilterLogEventsCommandInput,
): Omit<Logs.FilterLogEventsCommandOutput, '$metadata'> {
  const group = findGroup(world, call, input);
  const inStream = streamFilter(group, input);
  const matches = compileFilterPattern(input.filterPattern);
  const limit = readLimit(input.limit);
  const forward = input.startFromHead ?? true;
  const { nextToken: _token, ...parameters } = input;
  const scope = `${group.createdAt} ${JSON.stringify(parameters)}`;
  const from = positionOf(input.nextToken, scope, world.now());
  const walk = walker(
    group,
    input.startTime ?? 0,
    (input.endTime ?? Number.MAX_SAFE_INTEGER) + 1,
    from,
    forward,
  );

  const events: Logs.FilteredLogEvent[] = [];
  const scanLimit = world.logScanEvents ?? SCAN_EVENTS;
  let bytes = 0;
  let last: StoredLogEvent | undefined;
  for (let scanned = 0; ; scanned++) {
    const event = walk();
    if (!event) return { events, searchedLogStreams: [] };
    const fits =
      events.length < limit && (events.length === 0 || bytes + event.message.length <= MAX_PAGE_BYTES);
    if (!fits || scanned >= scanLimit) {
      const nextToken = writeToken([last!.timestamp, last!.seq, world.now(), scope]);
      return { events, searchedLogStreams: [], nextToken };
    }
    last = event;
    if (event.visibleAt > world.now() || !inStream(event) || !matches(event.message)) continue;
    bytes += event.message.length;
    events.push({
      logStreamName: event.stream.name,
      timestamp: event.timestamp,
      message: event.message,
      ingestionTime: event.ingestionTime,
      eventId: eventId(event, group.createdAt),
    });
  }
}

function streamFilter(
  group: LogGroup,
  input: Logs.FilterLogEventsCommandInput,
): (event: StoredLogEvent) => boolean {
  const { logStreamNames: names, logStreamNamePrefix: prefix } = input;
  if (names && prefix !== undefined) {
    throw invalidParameter('logStreamNamePrefix and logStreamNames can not be used together.');
  }
  if (names) {
    if (!names.every((name) => group.streams.has(name))) throw notFound('log stream');
    const wanted = new Set(names);
    return (event) => wanted.has(event.stream.name);
  }
  return prefix === undefined ? () => true : (event) => event.stream.name.startsWith(prefix);
}

function readLimit(limit: number | undefined): number {
  if (limit !== undefined && !(limit >= 1 && limit <= MAX_PAGE_EVENTS)) {
    throw invalidParameter(brokenConstraint('limit', `be between 1 and ${MAX_PAGE_EVENTS}`, limit));
  }
  return limit ?? MAX_PAGE_EVENTS;
}

/** Walks events with start <= timestamp < end from a position; returns undefined at the end. */
function walker(
  group: LogGroup,
  start: number,
  end: number,
  from: Position | undefined,
  forward: boolean,
): () => StoredLogEvent | undefined {
  const list = group.events;
  if (forward) {
    let index = from ? list.indexAfter(from) : list.indexOfTime(start);
    return () => {
      const event = list.at(index++);
      return event && event.timestamp < end ? event : undefined;
    };
  }
  let index =
    (from ? list.indexAfter({ timestamp: from.timestamp, seq: from.seq - 1 }) : list.indexOfTime(end)) - 1;
  return () => {
    const event = list.at(index--);
    return event && event.timestamp >= start ? event : undefined;
  };
}

/** Returns the position of a token while it is valid, for the same request only. */
function positionOf(token: string | undefined, scope: string, now: number): Position | undefined {
  if (token === undefined) return undefined;
  const [timestamp, seq, issued, of] = readToken(token);
  if (
    typeof timestamp !== 'number' ||
    typeof seq !== 'number' ||
    of !== scope ||
    !(Number(issued) + TOKEN_LIFE_MS > now)
  ) {
    throw invalidParameter('The specified nextToken is invalid.');
  }
  return { timestamp, seq };
}

export function getLogEvents(
  world: SandboxWorld,
  call: Call,
  input: Logs.GetLogEventsCommandInput,
): Omit<Logs.GetLogEventsCommandOutput, '$metadata'> {
  const group = findGroup(world, call, input);
  const stream = findStream(group, input.logStreamName);
  const limit = readLimit(input.limit);
  const token = input.nextToken === undefined ? undefined : /^([fb])\/(\d+)-(-?\d+)$/.exec(input.nextToken);
  if (token === null) throw invalidParameter('The specified nextToken is invalid.');
  const forward = token ? token[1] === 'f' : input.startFromHead === true;
  const from = token ? { timestamp: Number(token[2]), seq: Number(token[3]) } : undefined;
  const walk = walker(group, input.startTime ?? 0, input.endTime ?? Number.MAX_SAFE_INTEGER, from, forward);
  const found: StoredLogEvent[] = [];
  let bytes = 0;
  for (let event = walk(); event && found.length < limit && bytes <= MAX_PAGE_BYTES; event = walk()) {
    if (event.stream !== stream || event.visibleAt > world.now()) continue;
    bytes += event.message.length;
    found.push(event);
  }
  if (!forward) found.reverse();
  // At both ends, the same token is returned again (API Reference, GetLogEvents).
  const here = from ?? { timestamp: stream.lastEventTimestamp ?? 0, seq: group.nextSeq - 1 };
  const mark = (kind: string, at: Position) => `${kind}/${at.timestamp}-${at.seq}`;
  return {
    events: found.map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
    nextForwardToken: mark('f', found.at(-1) ?? here),
    nextBackwardToken: mark('b', found[0] ?? here),
  };
}
