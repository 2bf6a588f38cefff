/** CloudWatch Logs: streams and events, live tail, resource policies. */
import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import type { OperationTable } from '../operations.ts';
import { page } from '../page.ts';
import { AwsError, type Call, type SandboxWorld } from '../service.ts';
import { uuid } from '../values/uuid.ts';
import { compileFilterPattern } from './filter-pattern.ts';
import { badToken, checkName, groupArn, readLimit } from './groups.ts';
import { liveTail } from './live-tail.ts';
import type { LogStream } from './log-event.ts';
import { filterLogEvents, getLogEvents } from './read.ts';
import { findGroup, findStream, invalidParameter, type LogGroup, logsOf } from './state.ts';
import { append, createStream } from './write.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LIVE_TAIL_SESSIONS = 15;

export const eventOperations: OperationTable<typeof Logs> = {
  CreateLogStream(world, input, call) {
    const group = findGroup(world, call, { logGroupName: input.logGroupName });
    const name = checkName(input.logStreamName, 'logStreamName', /^[^:*]{1,512}$/);
    if (group.streams.has(name)) {
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
    }
    createStream(group, name, world.now());
    return {};
  },
  DeleteLogStream(world, input, call) {
    const group = findGroup(world, call, { logGroupName: input.logGroupName });
    const stream = findStream(group, input.logStreamName);
    group.streams.delete(stream.name);
    group.events.removeStream(stream);
    return {};
  },
  DescribeLogStreams(world, input, call) {
    const group = findGroup(world, call, input);
    const byTime = input.orderBy === 'LastEventTime';
    if (byTime && input.logStreamNamePrefix !== undefined) {
      throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
    }
    const key = (stream: LogStream) => (byTime ? (stream.lastEventTimestamp ?? 0) : stream.name);
    const streams = [...group.streams.values()]
      .filter((stream) => stream.name.startsWith(input.logStreamNamePrefix ?? ''))
      .sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
    if (input.descending) streams.reverse();
    const { items, next } = page(streams, input.nextToken, readLimit(input.limit, 50), badToken);
    return { logStreams: items.map((stream) => describeStream(group, stream, call)), nextToken: next };
  },
  PutLogEvents(world, input, call) {
    const group = findGroup(world, call, { logGroupName: input.logGroupName });
    const stream = findStream(group, input.logStreamName);
    const now = world.now();
    const events = (input.logEvents ?? []).map(({ timestamp = now, message = '' }) => ({
      timestamp,
      message,
    }));
    checkBatch(events);
    const oldest = now - Math.min(14, group.retentionInDays ?? 14) * DAY_MS;
    const tooOld = events.findLastIndex((event) => event.timestamp < oldest);
    const tooNew = events.findIndex((event) => event.timestamp > now + 2 * HOUR_MS);
    const good = events.slice(tooOld + 1, tooNew < 0 ? undefined : tooNew);
    append(world, group, stream, good);
    const rejected = {
      ...(tooOld >= 0 && { tooOldLogEventEndIndex: tooOld + 1 }),
      ...(tooNew >= 0 && { tooNewLogEventStartIndex: tooNew }),
    };
    return {
      nextSequenceToken: String(group.nextSeq).padStart(56, '4'),
      ...(Object.keys(rejected).length > 0 && { rejectedLogEventsInfo: rejected }),
    };
  },
  GetLogEvents: (world, input, call) => getLogEvents(world, call, input),
  FilterLogEvents: (world, input, call) => filterLogEvents(world, call, input),
  StartLiveTail: (world, input, call) => ({ responseStream: startLiveTail(world, call, input) }),
};

function describeStream(group: LogGroup, stream: LogStream, call: Call): Logs.LogStream {
  return {
    logStreamName: stream.name,
    creationTime: stream.createdAt,
    firstEventTimestamp: stream.firstEventTimestamp,
    lastEventTimestamp: stream.lastEventTimestamp,
    lastIngestionTime: stream.lastIngestionTime,
    uploadSequenceToken: String(group.nextSeq).padStart(56, '4'),
    arn: `${groupArn(group.name, call)}:log-stream:${stream.name}`,
    storedBytes: 0,
  };
}

/** API Reference, PutLogEvents: errors that refuse the whole batch. */
function checkBatch(events: readonly { timestamp: number; message: string }[]): void {
  if (events.length < 1 || events.length > 10_000) {
    throw invalidParameter('A batch must hold between 1 and 10000 log events.');
  }
  let bytes = 0;
  const first = events[0]?.timestamp ?? 0;
  let before = Number.NEGATIVE_INFINITY;
  for (const { timestamp, message } of events) {
    if (!message) throw invalidParameter('Log event message cannot be empty.');
    const size = Buffer.byteLength(message) + 26;
    if (size > 1_048_576)
      throw invalidParameter(`Log event too large: ${size} bytes exceeds limit of 1048576`);
    bytes += size;
    if (timestamp < before) {
      throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
    }
    before = timestamp;
  }
  if (bytes > 1_048_576) throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of 1048576`);
  if (before - first > DAY_MS) {
    throw invalidParameter(
      'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    );
  }
}

function startLiveTail(world: SandboxWorld, call: Call, input: Logs.StartLiveTailCommandInput) {
  const identifiers = input.logGroupIdentifiers ?? [];
  if (identifiers.length < 1 || identifiers.length > 10) {
    throw invalidParameter('Between 1 and 10 log groups must be given.');
  }
  const groups = identifiers.map((arn) => {
    if (!arn.startsWith('arn:') || arn.endsWith('*')) {
      throw invalidParameter(
        `The log group identifier ${arn} must be an ARN that does not end with an asterisk.`,
      );
    }
    const group = findGroup(world, call, { logGroupIdentifier: arn });
    if (group.logGroupClass !== 'STANDARD') {
      throw new AwsError(
        'InvalidOperationException',
        'Live Tail works with log groups of the Standard class only.',
      );
    }
    return { arn, group };
  });
  const { logStreamNames: names, logStreamNamePrefixes: prefixes } = input;
  if (groups.length > 1 && (names || prefixes)) {
    throw invalidParameter('Log streams can be chosen only when there is one log group.');
  }
  const matches = compileFilterPattern(input.logEventFilterPattern);
  const state = logsOf(world, call.account, call.region);
  if (state.liveTails >= LIVE_TAIL_SESSIONS) {
    throw new AwsError(
      'LimitExceededException',
      'You have reached the maximum number of Live Tail sessions.',
    );
  }
  state.liveTails++;
  return liveTail(world, {
    groups,
    matches: (event) =>
      (!names || names.includes(event.stream.name)) &&
      (!prefixes || prefixes.some((prefix) => event.stream.name.startsWith(prefix))) &&
      matches(event.message),
    start: {
      requestId: call.requestId,
      sessionId: uuid(world),
      logGroupIdentifiers: identifiers,
      logStreamNames: names ?? [],
      logStreamNamePrefixes: prefixes ?? [],
      logEventFilterPattern: input.logEventFilterPattern,
    },
    signal: call.signal,
    onEnd: () => {
      state.liveTails--;
    },
  });
}
