import type { Logs } from '../aws/services/logs.ts';
import type { StoredEvent } from './log-event.ts';
import { type LogSpan, readEvents } from './read-events.ts';

export interface LastEvents {
  /** At most n, oldest first. */
  events: StoredEvent[];
  /** All events that were read since `from`, wanted or not. A follower must not give them again. */
  read: StoredEvent[];
  /** Epoch milliseconds. The log group was read from here to the end of the span. */
  from: number;
}

/** FilterLogEvents can read backwards only since this time. Source: CloudWatch Logs API reference. */
const BACKWARDS_FROM = Date.UTC(2024, 0, 1);

/**
 * Returns the last n wanted events of a span. Reads backwards, page by page. If the service does not support
 * `startFromHead` and returns the oldest events first, reads the whole span and keeps its end.
 */
export async function readLast(
  logs: Pick<Logs, 'filterLogEvents'>,
  span: LogSpan,
  n: number,
  wanted: (event: StoredEvent) => boolean,
  signal?: AbortSignal,
): Promise<LastEvents> {
  const found = new Map<string, StoredEvent>();
  const read: StoredEvent[] = [];
  const from = Math.max(span.from, BACKWARDS_FROM);
  let forwards = false;
  for await (const page of readEvents(logs, { ...span, from, newestFirst: true }, signal)) {
    forwards ||= isAscending(page);
    read.push(...page);
    for (const event of page) if (wanted(event)) found.set(event.id, event);
    if (!forwards && found.size >= n) break;
    if (forwards) keepNewest(found, read, n);
  }
  const events = [...found.values()].sort((a, b) => a.timestamp - b.timestamp).slice(-n);
  const start = events.length < n ? from : events[0]!.timestamp;
  return { events, read: read.filter((event) => event.timestamp >= start), from: start };
}

function isAscending(page: readonly StoredEvent[]): boolean {
  return page.length > 1 && page[0]!.timestamp < page.at(-1)!.timestamp;
}

/** When reading forwards, drops events that are older than the last n. */
function keepNewest(found: Map<string, StoredEvent>, read: StoredEvent[], n: number): void {
  const excess = found.size - n;
  if (excess <= 0) return;
  const ids = [...found.keys()];
  for (const id of ids.slice(0, excess)) found.delete(id);
  const oldest = found.values().next().value!.timestamp;
  const kept = read.filter((event) => event.timestamp >= oldest);
  read.splice(0, read.length, ...kept);
}
