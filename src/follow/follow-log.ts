import type { Logs } from '../aws/services/logs.ts';
import { AppError, AwsCallError } from '../core/errors.ts';
import { inARow, say } from '../core/words/say.ts';
import type { Context } from '../host/context.ts';
import type { LogGroupEvent } from '../reports/logs.ts';
import { LOG_ITEM_SCHEMA, type LogItem } from '../reports/logs.ts';
import { liveEvents } from './live-events.ts';
import type { FollowNote } from './log-event.ts';
import { filterPattern, type LogFilter, matchesFilter } from './log-filter.ts';
import { itemOf } from './log-item.ts';
import { Patience } from './patience.ts';
import { pollEvents } from './poll-events.ts';
import { readEvents } from './read-events.ts';
import { readLast } from './read-last.ts';

export interface FollowOptions {
  group: string;
  follow: boolean;
  /** Through Live Tail. */
  live: boolean;
  /** Epoch milliseconds; left out: what becomes readable from now on (only when following). */
  since?: number | undefined;
  until?: number | undefined;
  /** The last n first. */
  tail?: number | undefined;
  /** End after n. */
  count?: number | undefined;
  /** End when nothing was shown for so long. */
  idleTimeoutMs?: number | undefined;
  filter: LogFilter;
  /** Every line of the log, whatever it is, unless a filter asks for findings. */
  raw: boolean;
}

export interface FollowHost extends Pick<Context, 'now' | 'sleep' | 'signal' | 'progress'> {
  logs: Logs;
  region: string;
}

export interface Followed {
  /** Ends after --count, --idle-timeout, the span, or, when following, on Ctrl-C. */
  items: AsyncIterable<readonly LogItem[]>;
  /** How many were given so far; gaps don't count. */
  shown(): number;
  /** Did it end because nothing was shown for too long? */
  timedOut(): boolean;
}

/** Following from now on, events of so long before are still given when they become readable now. */
const LATE_MS = 30_000;

/** Reads or follows a stack's log group and gives what the filter lets through. */
export function followLog(options: FollowOptions, host: FollowHost): Followed {
  let shown = 0;
  const idle = new IdleTimer(options.idleTimeoutMs, host);

  async function* items(): AsyncGenerator<readonly LogItem[]> {
    // Only an answer starts the clock: before it, nothing could have been shown.
    const progress: FollowHost['progress'] = (event) => {
      idle.start();
      host.progress(event);
    };
    try {
      for await (const batch of source(options, { ...host, progress, signal: idle.signal })) {
        idle.start();
        const left = options.count === undefined ? Number.POSITIVE_INFINITY : options.count - shown;
        const wanted = batch.slice(0, left);
        if (wanted.length === 0) continue;
        shown += wanted.filter((item) => item.type !== 'gap').length;
        idle.restart();
        yield wanted;
        if (options.count !== undefined && shown >= options.count) return;
      }
    } catch (error) {
      const ended = idle.signal.aborted && (options.follow || idle.expired);
      if (!ended) throw explainMissingGroup(error, options.group, host.region);
    } finally {
      idle.stop();
    }
  }
  return { items: items(), shown: () => shown, timedOut: () => idle.expired };
}

async function* source(options: FollowOptions, host: FollowHost): AsyncGenerator<LogItem[]> {
  const unfiltered = options.raw && filterPattern(options.filter) === undefined;
  const pattern = filterPattern(options.filter);
  const select = (events: readonly LogGroupEvent[]) => {
    const items = events.map(itemOf);
    return unfiltered ? items : items.filter((item) => matchesFilter(options.filter, item));
  };
  const now = host.now();
  const span = { group: options.group, pattern, from: options.since ?? now, to: options.until };
  const last =
    options.tail === undefined
      ? undefined
      : await readLast(
          host.logs,
          span,
          options.tail,
          (event) => select([event]).length > 0,
          host.signal,
        ).catch((error: unknown) => {
          if (options.follow && isMissingGroup(error)) return { events: [], read: [], from: span.from };
          throw error;
        });
  if (last && last.events.length > 0) yield select(last.events);
  if (!options.follow) {
    if (last) return;
    for await (const page of readEvents(host.logs, span, host.signal)) yield select(page);
    return;
  }
  const follow = {
    group: options.group,
    pattern,
    since: last?.from ?? options.since ?? now - LATE_MS,
    skipBefore: last || options.since !== undefined ? undefined : now,
    alreadyGiven: last?.read,
  };
  const followHost = { ...host, tell: (note: FollowNote) => host.progress(progressOf(note)) };
  if (!options.live) {
    for await (const batch of pollEvents(follow, followHost)) yield select(batch);
    return;
  }
  const groupArn = await arnOfGroup(options.group, followHost);
  for await (const batch of liveEvents({ ...follow, groupArn }, followHost)) {
    if ('events' in batch) yield select(batch.events);
    else yield [{ schema: LOG_ITEM_SCHEMA, type: 'gap', ...batch.gap }];
  }
}

/** Waits until the group exists: Live Tail takes no name, and only AWS knows the ARN. */
async function arnOfGroup(
  group: string,
  host: FollowHost & { tell(note: FollowNote): void },
): Promise<string> {
  const patience = new Patience(group, host);
  for (;;) {
    let pauseMs: number;
    try {
      const { logGroups } = await host.logs.describeLogGroups({ logGroupNamePrefix: group }, host.signal);
      const found = logGroups?.find((candidate) => candidate.logGroupName === group);
      if (found) {
        patience.restore();
        return found.logGroupArn ?? found.arn!.replace(/:\*$/, '');
      }
      pauseMs = patience.pauseWithoutGroup();
    } catch (error) {
      host.signal.throwIfAborted();
      pauseMs = patience.pauseAfter(error);
    }
    await host.sleep(pauseMs, host.signal);
  }
}

function progressOf(note: FollowNote): Parameters<Context['progress']>[0] {
  switch (note.type) {
    case 'waiting-for-group':
      return { type: 'note', text: say`The log group ${note.group} does not exist yet; waiting for it.` };
    case 'group-found':
      return { type: 'note', text: say`The log group ${note.group} is there.` };
    case 'trouble':
      return { type: 'warning', text: inARow([note.message, say`Trying again; nothing will be left out.`]) };
    case 'polling-refused':
      return {
        type: 'warning',
        text: inARow([note.message, say`What Live Tail leaves out is told as a gap.`]),
      };
    case 'recovered':
      return { type: 'note', text: say`CloudWatch Logs answers again.` };
    case 'live-ended':
      return { type: 'note', text: say`Live Tail starts anew: ${note.reason}.` };
  }
}

function isMissingGroup(error: unknown): boolean {
  return error instanceof AwsCallError && error.awsCode === 'ResourceNotFoundException';
}

function explainMissingGroup(error: unknown, group: string, region: string): unknown {
  if (!isMissingGroup(error)) return error;
  return new AppError({
    kind: 'aws',
    code: 'no-log-group',
    message: say`There is no log group ${group} in ${region}: nothing of this stack is installed there.`,
    hint: say`Run \`secgroup-monitor install\`, or name another --stack or --region; with --follow it would be waited for.`,
    cause: error,
  });
}

/** Aborts when nothing was shown for too long, or with the host's own signal. */
class IdleTimer {
  readonly signal: AbortSignal;
  readonly #expiry = new AbortController();
  readonly #limitMs: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(limitMs: number | undefined, host: Pick<Context, 'signal'>) {
    this.#limitMs = limitMs;
    this.signal = AbortSignal.any([host.signal, this.#expiry.signal]);
  }

  get expired(): boolean {
    return this.#expiry.signal.aborted;
  }

  start(): void {
    if (this.#timer === undefined) this.restart();
  }

  restart(): void {
    this.stop();
    if (this.#limitMs === undefined) return;
    this.#timer = setTimeout(() => this.#expiry.abort(new Error('idle')), this.#limitMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
