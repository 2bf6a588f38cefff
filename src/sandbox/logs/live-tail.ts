/**
 * Live tail sessions. Facts (API Reference, StartLiveTail): an update is sent each second, even if empty. It
 * contains at most 500 events a second; if there are more, it is marked as sampled. A reader that is 10
 * updates or 5,000 events behind loses the oldest. The session ends after three hours.
 */
import type { StartLiveTailResponseStream } from '@aws-sdk/client-cloudwatch-logs';
import type { SandboxWorld } from '../service.ts';
import type { StoredLogEvent } from './log-event.ts';

export interface TailedGroup {
  arn: string;
  group: { listeners: Set<(event: StoredLogEvent) => void> };
}

export interface LiveTail {
  groups: TailedGroup[];
  matches(event: StoredLogEvent): boolean;
  start: NonNullable<StartLiveTailResponseStream.SessionStartMember['sessionStart']>;
  signal: AbortSignal;
  /** Called once, when the session is over. */
  onEnd(): void;
}

const MAX_EVENTS_PER_SECOND = 500;
const MAX_WAITING_UPDATES = 10;

type Update = StartLiveTailResponseStream.SessionUpdateMember['sessionUpdate'];

/** The event stream of a session: a start, then updates until the session times out or the reader closes it. */
export async function* liveTail(
  world: SandboxWorld,
  tail: LiveTail,
): AsyncGenerator<StartLiveTailResponseStream> {
  const { update: updateMs, session: sessionMs } = world.timing.liveTailMs ?? {
    update: 1000,
    session: 10_800_000,
  };
  const perUpdate = Math.max(1, Math.floor((MAX_EVENTS_PER_SECOND * updateMs) / 1000));
  const endsAt = world.now() + sessionMs;
  const waiting: Update[] = [];
  let gathered: NonNullable<Update['sessionResults']> = [];
  let sampled = false;
  let over = false;
  let wake = () => {};

  const listeners = tail.groups.map(({ arn, group }) => {
    const listener = (event: StoredLogEvent) => {
      if (!tail.matches(event)) return;
      if (gathered.length >= perUpdate) sampled = true;
      else gathered.push(resultOf(arn, event));
    };
    group.listeners.add(listener);
    return () => group.listeners.delete(listener);
  });
  const tick = () => {
    if (over) return;
    waiting.push({ sessionMetadata: { sampled }, sessionResults: gathered });
    if (waiting.length > MAX_WAITING_UPDATES) waiting.shift();
    gathered = [];
    sampled = false;
    wake();
    world.after(updateMs, tick);
  };
  const abort = () => {
    over = true;
    wake();
  };
  world.after(updateMs, tick);
  world.onClose(abort);
  tail.signal.addEventListener('abort', abort);
  try {
    yield { sessionStart: tail.start };
    while (!over) {
      const update = waiting.shift();
      if (update) yield { sessionUpdate: update };
      else if (world.now() >= endsAt) {
        yield { SessionTimeoutException: timeout() };
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    over = true;
    tail.signal.removeEventListener('abort', abort);
    for (const remove of listeners) remove();
    tail.onEnd();
  }
}

function resultOf(arn: string, event: StoredLogEvent) {
  return {
    logStreamName: event.stream.name,
    logGroupIdentifier: arn,
    message: event.message,
    timestamp: event.timestamp,
    ingestionTime: event.ingestionTime,
  };
}

type Timeout = StartLiveTailResponseStream.SessionTimeoutExceptionMember['SessionTimeoutException'];

/** The codec writes the members of the shape, and this error has only a message. */
function timeout(): Timeout {
  return { message: 'Session timed out after 3 hours.' } as Timeout;
}
