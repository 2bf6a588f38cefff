import { ServiceClock } from '../../src/aws/service-clock.ts';
import type { Logs } from '../../src/aws/services/logs.ts';
import { AwsCallError } from '../../src/core/errors.ts';
import type { PollHost } from '../../src/follow/poll-host.ts';

export interface ScriptedEvent {
  id: string;
  timestamp: number;
  /** FilterLogEvents shows the event from this time on. */
  visibleAt: number;
  message?: string;
}

/** How a call fails; `undefined` lets it succeed. */
export type Fault = 'throttled' | 'unreachable' | 'token-refused' | 'server-error' | 'denied' | undefined;

/**
 * A log group with its own clock, for behaviour that a running service doesn't show on demand: when an event
 * appears, which call fails, how pages are divided. Sleeping moves the clock.
 */
export function scriptedLog(script: {
  events: readonly ScriptedEvent[];
  startAt: number;
  pageSize?: number;
  /** Every other page is empty and has a token. */
  emptyPages?: boolean;
  /** One for each of the next calls. */
  faults?: Fault[];
  /** The log group exists from this time on. */
  existsFrom?: number;
  onSleep?: (now: number) => void;
  /** Milliseconds that the clock of the computer is ahead, by the time of the log group. Its responses have a time then. */
  ahead?: (now: number) => number;
}) {
  const controller = new AbortController();
  const faults = [...(script.faults ?? [])];
  const notes: string[] = [];
  let now = script.startAt;
  let calls = 0;
  const clock = new ServiceClock(() => now);

  const filterLogEvents: Logs['filterLogEvents'] = async (input) => {
    calls++;
    now += 1;
    if (script.ahead) clock.observe(new Date(now).toUTCString());
    const fault = faults.shift();
    if (fault === 'token-refused') {
      if (input.nextToken !== undefined) throw failure('InvalidParameterException', 'aws-call-failed', 400);
    } else if (fault) {
      throw FAILURES[fault]();
    }
    if (now < (script.existsFrom ?? 0)) throw failure('ResourceNotFoundException', 'aws-call-failed', 400);
    const { from = 0, empty = false } = input.nextToken ? JSON.parse(input.nextToken) : {};
    const visible = script.events
      .filter(
        (e) =>
          e.visibleAt <= now && e.timestamp >= input.startTime! && e.timestamp <= (input.endTime ?? Infinity),
      )
      .sort((a, b) => (a.timestamp - b.timestamp) * (input.startFromHead === false ? -1 : 1));
    const size = script.pageSize ?? 10_000;
    const page = empty ? [] : visible.slice(from, from + size);
    const next = empty ? { from } : { from: from + size, empty: script.emptyPages === true };
    const more = next.from < visible.length;
    return {
      $metadata: {},
      events: page.map((e) => ({
        eventId: e.id,
        timestamp: e.timestamp,
        ingestionTime: e.visibleAt,
        message: e.message ?? e.id,
        logStreamName: 'stream',
      })),
      ...(more ? { nextToken: JSON.stringify(next) } : {}),
    };
  };

  const host: PollHost = {
    logs: { filterLogEvents },
    now: () => now + (script.ahead?.(now) ?? 0),
    serviceTime: () => clock.now(),
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      now += ms;
      script.onSleep?.(now);
      signal?.throwIfAborted();
    },
    signal: controller.signal,
    onNote: (note) => notes.push(note.type),
  };
  return { host, notes, controller, calls: () => calls, now: () => now };
}

export function failure(awsCode: string, code: string, httpStatus: number): AwsCallError {
  return new AwsCallError({
    kind: code === 'access-denied' ? 'access' : 'aws',
    code,
    message: `logs:FilterLogEvents failed: ${awsCode}.`,
    service: 'logs',
    operation: 'FilterLogEvents',
    awsCode,
    httpStatus,
  });
}

const FAILURES = {
  throttled: () => failure('ThrottlingException', 'throttled', 400),
  unreachable: () => failure('ECONNRESET', 'endpoint-unreachable', 0),
  'server-error': () => failure('ServiceUnavailableException', 'aws-unavailable', 503),
  denied: () => failure('AccessDeniedException', 'access-denied', 400),
};
