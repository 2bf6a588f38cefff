import type { Logs } from '../../src/aws/services/logs.ts';
import { AwsCallError } from '../../src/core/errors.ts';
import type { PollHost } from '../../src/follow/poll-host.ts';

export interface ScriptedEvent {
  id: string;
  timestamp: number;
  /** From then on FilterLogEvents shows it. */
  visibleAt: number;
  message?: string;
}

/** What the next calls answer instead, one a call; `undefined` lets a call through. */
export type Fault = 'throttled' | 'unreachable' | 'token-refused' | 'server-error' | 'denied' | undefined;

/**
 * A log group under a clock of its own, for what a running service can't be made to do on demand: which
 * event shows when, which call fails, how pages fall. Sleeping moves the clock.
 */
export function scriptedLog(script: {
  events: readonly ScriptedEvent[];
  startAt: number;
  pageSize?: number;
  /** Every other page is empty and carries a token. */
  emptyPages?: boolean;
  faults?: Fault[];
  /** The group exists from then on. */
  existsFrom?: number;
  onSleep?: (now: number) => void;
}) {
  const controller = new AbortController();
  const faults = [...(script.faults ?? [])];
  const notes: string[] = [];
  let now = script.startAt;
  let calls = 0;

  const filterLogEvents: Logs['filterLogEvents'] = async (input) => {
    calls++;
    now += 1;
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
    now: () => now,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      now += ms;
      script.onSleep?.(now);
      signal?.throwIfAborted();
    },
    signal: controller.signal,
    tell: (note) => notes.push(note.type),
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
