import type { Logs } from '../aws/services/logs.ts';
import { AppError, AwsCallError } from '../core/errors.ts';
import { inARow, say } from '../core/words/say.ts';
import type { Context } from '../host/context.ts';
import type { LogGroupEvent } from '../reports/logs.ts';
import { LOG_ITEM_SCHEMA, type LogItem } from '../reports/logs.ts';
import { type ClockHost, skewWarning } from './clock.ts';
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
  /** Epoch milliseconds; omitted: what becomes readable from now on (only when following). */
  since?: number | undefined;
  until?: number | undefined;
  /** Give the last n items first. */
  tail?: number | undefined;
  /** End after n items. */
  count?: number | undefined;
  /** End after this long without an item. */
  idleTimeoutMs?: number | undefined;
  filter: LogFilter;
  /** Give every line of the log group, unless a filter selects findings. */
  raw: boolean;
  /** The command that installs the stack. */
  install: string;
}

export interface FollowHost extends ClockHost, Pick<Context, 'now' | 'sleep' | 'signal' | 'progress'> {
  logs: Logs;
  region: string;
}

export interface Followed {
  /** Ends at --count, at --idle-timeout, at the end of the period or, when following, on Ctrl-C. */
  items: AsyncIterable<readonly LogItem[]>;
  /** The number of items so far, without gaps. */
  shown(): number;
  /** Did --idle-timeout end it? */
  timedOut(): boolean;
}

/** When following from now on, events up to this much older are given if they become readable now. */
const LATE_MS = 30_000;

/** Reads or follows a stack's log group. Gives the items that match the filter. */
export function followLog(options: FollowOptions, host: FollowHost): Followed {
  let shown = 0;
  const idle = new IdleTimer(options.idleTimeoutMs, host);

  async function* items(): AsyncGenerator<readonly LogItem[]> {
    // Only an answer starts the clock: before it, nothing could have been shown.
    const progress: FollowHost['progress'] = (event) => {
      idle.start();
      host.progress(event);
    };
    let warned = false;
    const warnOnce = () => {
      const text = warned ? undefined : skewWarning(host);
      if (text === undefined) return;
      warned = true;
      host.progress({ type: 'warning', text });
    };
    try {
      for await (const batch of source(options, { ...host, progress, signal: idle.signal })) {
        idle.start();
        warnOnce();
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
      if (!ended) throw explainMissingGroup(error, options, host.region);
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
    sinceEvent: last !== undefined,
    skipBefore: last || options.since !== undefined ? undefined : now,
    alreadyGiven: last?.read,
  };
  const followHost = { ...host, onNote: (note: FollowNote) => host.progress(progressOf(note)) };
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

/** Waits until the group exists: Live Tail needs the ARN, and only AWS knows it. */
async function arnOfGroup(
  group: string,
  host: FollowHost & { onNote(note: FollowNote): void },
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
      return { type: 'note', text: say`The log group ${note.group} now exists.` };
    case 'trouble':
      return { type: 'warning', text: inARow([note.message, say`Retrying; nothing will be skipped.`]) };
    case 'polling-refused':
      return {
        type: 'warning',
        text: inARow([note.message, say`Events that Live Tail drops are reported as a gap.`]),
      };
    case 'recovered':
      return { type: 'note', text: say`CloudWatch Logs responds again.` };
    case 'live-ended':
      return { type: 'note', text: say`Restarting Live Tail: ${note.reason}.` };
  }
}

function isMissingGroup(error: unknown): boolean {
  return error instanceof AwsCallError && error.awsCode === 'ResourceNotFoundException';
}

function explainMissingGroup(
  error: unknown,
  { group, install }: Pick<FollowOptions, 'group' | 'install'>,
  region: string,
): unknown {
  if (!isMissingGroup(error)) return error;
  return new AppError({
    kind: 'aws',
    code: 'no-log-group',
    message: say`There is no log group ${group} in ${region}, so this stack is not installed there.`,
    hint: say`Run \`${install}\`, or use another --stack or --region. To wait for the log group, add --follow.`,
    cause: error,
  });
}

/** Aborts after the limit without a restart, or with the host's signal. */
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
