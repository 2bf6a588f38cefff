import type { Logs } from '../aws/services/logs.ts';
import type { Finding } from '../core/finding/finding.ts';
import { say } from '../core/words/say.ts';
import { type ClockHost, skewWarning } from '../follow/clock.ts';
import { itemOf } from '../follow/log-item.ts';
import { pollEvents } from '../follow/poll-events.ts';
import type { Context } from '../host/context.ts';

export interface Arrival {
  finding: Finding;
  /** Epoch milliseconds. */
  ingestedAt: number | undefined;
  seenAt: number;
}

export interface AwaitHost extends ClockHost, Pick<Context, 'now' | 'sleep' | 'signal' | 'progress'> {
  logs: Pick<Logs, 'filterLogEvents'>;
}

const POLL_MS = 300;
/** The clocks of this computer and of AWS can differ. The request id identifies the finding. */
const CLOCK_TOLERANCE_MS = 10 * 60_000;

export interface AwaitedCall {
  requestId: string;
  sentAt: number;
  /** The log group. */
  group: string;
  timeoutMs: number;
  /** Whether a finding about the call proves that the function saw the change. */
  isProof(finding: Finding): boolean;
}

/** Waits until the log group shows the finding that proves this call; undefined after the timeout. */
export async function awaitFinding(call: AwaitedCall, host: AwaitHost): Promise<Arrival | undefined> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error('too late')), call.timeoutMs);
  const signal = AbortSignal.any([host.signal, late.signal]);
  const options = {
    group: call.group,
    pattern: `{ $.change.requestId = "${call.requestId}" }`,
    since: call.sentAt - CLOCK_TOLERANCE_MS,
    intervalMs: POLL_MS,
  };
  const onNote = (note: { type: string; message?: string }) => {
    if (note.message !== undefined) host.progress({ type: 'warning', text: note.message });
  };
  let warned = false;
  let doubted = false;
  try {
    for await (const batch of pollEvents(options, { ...host, signal, onNote })) {
      const text: string | undefined = warned ? undefined : skewWarning(host);
      if (text !== undefined) host.progress({ type: 'warning', text });
      warned ||= text !== undefined;
      for (const event of batch) {
        const item = itemOf(event);
        if (item.type !== 'finding' || item.finding.change?.requestId !== call.requestId) continue;
        if (!call.isProof(item.finding)) {
          if (!doubted) host.progress({ type: 'warning', text: notAProof(item.finding) });
          doubted = true;
          continue;
        }
        return { finding: item.finding, ingestedAt: event.ingestionTime, seenAt: host.now() };
      }
    }
    return undefined;
  } catch (error) {
    if (late.signal.aborted && !host.signal.aborted) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function notAProof({ code }: Finding): string {
  return say`The function answered the test with the finding ${code}, which does not show the rule of the test. It may not see the groups as they are.`;
}
