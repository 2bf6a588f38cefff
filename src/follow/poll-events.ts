import { serviceNow } from './clock.ts';
import type { StoredEvent } from './log-event.ts';
import { Patience } from './patience.ts';
import type { PollHost } from './poll-host.ts';
import { type PollFrom, PollStart } from './poll-start.ts';
import { readEvents } from './read-events.ts';
import { SeenEvents } from './seen-events.ts';

export interface PollOptions extends PollFrom {
  group: string;
  pattern?: string | undefined;
  /** Events since `since` that were given in another way. */
  alreadyGiven?: readonly StoredEvent[] | undefined;
  /** From the start of one poll to the start of the next. */
  intervalMs?: number | undefined;
  /** An event that becomes readable up to this much late is still given. */
  overlapMs?: number | undefined;
  /** The maximum number of remembered ids. With more, the overlap shrinks. */
  maxRemembered?: number | undefined;
}

const INTERVAL_MS = 1_000;
/** Users often start to follow right after a change, so the first polls are more frequent. */
const QUICK_START_MS = 5_000;
const QUICK_MS = 300;
/** The pause after a poll that took longer than the interval. */
const MIN_PAUSE_MS = 100;
const OVERLAP_MS = 10 * 60_000;
/** The part that every poll reads again if the whole overlap is too large; smaller for a very busy log group. */
const NEAR_MS = 2_000;
const NEAR_BUSY_MS = 500;
const BUSY_PAGES = 20;

/**
 * Follows a log group, without an end. Gives each event once, in batches, as soon as a poll shows it.
 *
 * Events become readable late and out of order, so each poll reads again what is near the newest event. If the whole
 * overlap is one page, each poll reads it again; if it has n pages, every nth poll does. So reading again costs at
 * most as much as reading. The follower waits for a group that does not exist, and retries throttling, server errors
 * and a lost network with growing pauses. It throws denied access and lost credentials. After an outage, the next
 * poll starts where the last complete one did. It advances by the time of AWS, so this computer's clock may be wrong
 * or change. An empty batch marks the end of a complete poll.
 */
export async function* pollEvents(options: PollOptions, host: PollHost): AsyncGenerator<StoredEvent[]> {
  const overlapMs = options.overlapMs ?? OVERLAP_MS;
  const intervalMs = options.intervalMs ?? INTERVAL_MS;
  const beganAt = host.now();
  const start = new PollStart(options, host);
  let seen = seenSince(start.from, options);
  const patience = new Patience(options.group, host);
  let completeUpTo = start.from;
  let newest = start.from;
  /** The number of pages of the whole overlap, when it was last read. */
  let overlapPages = 1;
  let pollsSinceOverlap = 0;

  for (;;) {
    const startedAt = host.now();
    const completeFrom = serviceNow(host);
    const overlapFrom = Math.max(seen.floor, completeUpTo - overlapMs);
    const nearMs = overlapPages > BUSY_PAGES ? NEAR_BUSY_MS : NEAR_MS;
    const nearFrom = Math.max(overlapFrom, Math.min(newest, completeUpTo) - nearMs);
    const whole = ++pollsSinceOverlap >= overlapPages;
    try {
      let pages = 0;
      let moved = false;
      for (const span of spansOf(overlapFrom, nearFrom, whole, overlapPages > 1)) {
        const { group, pattern } = options;
        for await (const page of readEvents(host.logs, { group, pattern, ...span }, host.signal)) {
          moved = start.settle();
          if (moved) break;
          pages++;
          const fresh = page.filter(
            (event) => seen.add(event.id, event.timestamp) && event.timestamp >= start.skipBefore,
          );
          for (const event of fresh) newest = Math.max(newest, event.timestamp);
          if (seen.crowded) seen.forgetBefore(seen.floor);
          if (fresh.length > 0) yield fresh;
        }
        if (moved) break;
      }
      if (moved) {
        seen = seenSince(start.from, options);
        completeUpTo = start.from;
        newest = start.from;
        continue;
      }
      if (whole) {
        overlapPages = pages;
        pollsSinceOverlap = 0;
      }
      start.skipBefore = 0;
      // The clock of this computer may have been changed during the poll.
      completeUpTo = Math.max(completeUpTo, Math.min(completeFrom, serviceNow(host)));
      seen.forgetBefore(completeUpTo - overlapMs);
      patience.restore();
    } catch (error) {
      host.signal.throwIfAborted();
      await host.sleep(patience.pauseAfter(error), host.signal);
      continue;
    }
    yield [];
    const quick = Math.abs(host.now() - beganAt) < QUICK_START_MS;
    const longest = quick ? Math.min(QUICK_MS, intervalMs) : intervalMs;
    const pauseMs = startedAt + longest - host.now();
    await host.sleep(Math.max(MIN_PAUSE_MS, Math.min(longest, pauseMs)), host.signal);
  }
}

function seenSince(from: number, { alreadyGiven, maxRemembered }: PollOptions): SeenEvents {
  const seen = new SeenEvents(from, maxRemembered);
  for (const event of alreadyGiven ?? []) seen.add(event.id, event.timestamp);
  return seen;
}

/** The spans that one poll reads: the newest first, so that late events never delay new ones. */
function spansOf(
  overlapFrom: number,
  nearFrom: number,
  whole: boolean,
  split: boolean,
): { from: number; to?: number }[] {
  if (!whole) return [{ from: nearFrom }];
  if (!split || nearFrom === overlapFrom) return [{ from: overlapFrom }];
  return [{ from: nearFrom }, { from: overlapFrom, to: nearFrom - 1 }];
}
