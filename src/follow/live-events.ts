import type { Logs } from '../aws/services/logs.ts';
import { AwsCallError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import type { LogGroupEvent } from '../reports/logs.ts';
import { Channel } from './channel.ts';
import { EventTally } from './event-tally.ts';
import { isPassing } from './patience.ts';
import { type PollOptions, pollEvents } from './poll-events.ts';
import type { PollHost } from './poll-host.ts';

export interface LiveTailOptions extends PollOptions {
  /** ARN of the log group, without `:*`. */
  groupArn: string;
}

export interface LiveHost extends PollHost {
  logs: Pick<Logs, 'filterLogEvents' | 'startLiveTail'>;
}

/** A period with events that may be missing and can't be read again. */
export interface LiveGap {
  from: number;
  to: number;
  reason: string;
}

export type LiveBatch = { events: LogGroupEvent[] } | { gap: LiveGap };

/** Live Tail shows new events; polling only finds those that it dropped. */
const RECONCILE_MS = 3_000;
const MAX_PAUSE_MS = 30_000;

/**
 * Follows a log group, without an end, with Live Tail. It shows an event within a second, but guarantees nothing:
 * above 500 events a second it samples, a session ends after three hours, and events between two sessions are lost.
 * So the same period is also polled with FilterLogEvents, and events that Live Tail dropped are given late. Live
 * events have no id, so the two are matched by timestamp, stream and message, and counted. If the polling is denied,
 * dropped events are not available, and a gap is reported instead.
 * Source: CloudWatch Logs API reference, StartLiveTail.
 */
export async function* liveEvents(options: LiveTailOptions, host: LiveHost): AsyncGenerator<LiveBatch> {
  const stop = new AbortController();
  const signal = AbortSignal.any([host.signal, stop.signal]);
  const inner: LiveHost = { ...host, signal };
  const channel = new Channel<LiveBatch>(signal);
  const session: Session = {
    shown: new EventTally(host.now),
    polled: new EventTally(host.now),
    refused: undefined,
  };
  const tasks = [tail(options, inner, session, channel), reconcile(options, inner, session, channel)];
  for (const task of tasks) task.catch((error: unknown) => channel.fail(error));
  try {
    yield* channel;
  } finally {
    stop.abort(new Error('the reader has gone'));
    await Promise.allSettled(tasks);
  }
}

interface Session {
  /** Events from Live Tail that polling has not found yet. */
  shown: EventTally;
  /** Events from polling that Live Tail has not shown yet. */
  polled: EventTally;
  /** Why FilterLogEvents can't be used, after it was denied. */
  refused: string | undefined;
}

/** Passes on what Live Tail sends. Starts a new session whenever one ends. */
async function tail(
  options: LiveTailOptions,
  host: LiveHost,
  session: Session,
  channel: Channel<LiveBatch>,
): Promise<void> {
  let failures = 0;
  let through = host.now();
  for (;;) {
    let reason = say`the Live Tail session ended`;
    try {
      for await (const update of sessionUpdates(options, host)) {
        failures = 0;
        if (update.sampled)
          await pushGap(
            session,
            channel,
            through,
            host.now(),
            say`more than 500 events arrived in one second`,
          );
        through = host.now();
        const events = update.events.filter((event) => !session.polled.take(event));
        for (const event of events) session.shown.put(event);
        if (events.length > 0) await channel.push({ events });
      }
    } catch (error) {
      host.signal.throwIfAborted();
      if (!(error instanceof SessionEnd || (error instanceof AwsCallError && isWaitable(error)))) throw error;
      reason = error.message;
    }
    host.onNote({ type: 'live-ended', reason });
    await pushGap(session, channel, through, host.now(), reason);
    await host.sleep(Math.min(MAX_PAUSE_MS, 250 * 2 ** Math.min(failures++, 10)), host.signal);
  }
}

/** An open session has ended, for any reason; the next one must be opened. */
class SessionEnd extends Error {}

/** No log group yet, or too many sessions in the account (15): both are temporary. */
function isWaitable(error: AwsCallError): boolean {
  return isPassing(error) || error.awsCode === 'ResourceNotFoundException';
}

async function pushGap(
  session: Session,
  channel: Channel<LiveBatch>,
  from: number,
  to: number,
  reason: string,
): Promise<void> {
  if (session.refused === undefined) return;
  await channel.push({ gap: { from, to, reason: say`${reason}, and ${session.refused}` } });
}

async function* sessionUpdates(
  options: LiveTailOptions,
  host: LiveHost,
): AsyncGenerator<{ events: LogGroupEvent[]; sampled: boolean }> {
  const answer = await host.logs.startLiveTail(
    {
      logGroupIdentifiers: [options.groupArn],
      ...(options.pattern === undefined ? {} : { logEventFilterPattern: options.pattern }),
    },
    host.signal,
  );
  try {
    for await (const { sessionUpdate } of answer.responseStream!) {
      if (!sessionUpdate) continue;
      const events = (sessionUpdate.sessionResults ?? []).map((event) => ({
        timestamp: event.timestamp ?? 0,
        ingestionTime: event.ingestionTime,
        message: event.message ?? '',
        stream: event.logStreamName ?? '',
      }));
      yield { events, sampled: sessionUpdate.sessionMetadata?.sampled === true };
    }
  } catch (cause) {
    const { name, message } = cause as Error;
    throw new SessionEnd(say`the Live Tail session ended (${name}: ${message})`, { cause });
  }
}

/** Finds the events that Live Tail dropped, by polling. */
async function reconcile(
  options: LiveTailOptions,
  host: LiveHost,
  session: Session,
  channel: Channel<LiveBatch>,
): Promise<void> {
  try {
    for await (const batch of pollEvents(
      { ...options, intervalMs: options.intervalMs ?? RECONCILE_MS },
      host,
    )) {
      const events = batch.filter((event) => !session.shown.take(event));
      for (const event of events) session.polled.put(event);
      if (events.length > 0) await channel.push({ events });
    }
  } catch (error) {
    host.signal.throwIfAborted();
    if (!(error instanceof AwsCallError) || error.kind !== 'access') throw error;
    session.refused = say`logs:FilterLogEvents is denied, so the missing events cannot be read`;
    host.onNote({ type: 'polling-refused', message: error.message });
  }
}
