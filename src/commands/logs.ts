import type { Command } from 'commander';
import { SEVERITIES } from '../core/baseline/baseline.ts';
import { usageError } from '../core/errors.ts';
import { FINDING_DETAIL_TYPES, type FindingKind } from '../core/finding/finding.ts';
import { howMany, say } from '../core/words/say.ts';
import { ourCommand } from '../deploy/command-line.ts';
import { stackNames } from '../deploy/stack.ts';
import { type FollowOptions, followLog } from '../follow/follow-log.ts';
import type { CommonOptions, Context } from '../host/context.ts';
import { LOG_ITEM_SCHEMA, type LogItem } from '../reports/logs.ts';
import { oneOf } from './options/one-of.ts';
import { parseCount, parseDuration, parseMoment } from './options/parse-time.ts';
import type { Shell, StreamResult } from './shell.ts';

export interface LogsFlags {
  follow?: boolean;
  live?: boolean;
  since?: string;
  until?: string;
  tail?: string;
  count?: string;
  idleTimeout?: string;
  group?: string[];
  actor?: string[];
  severity?: string;
  kind?: string[];
  utc?: boolean;
  relative?: boolean;
}

export interface LogsOptions extends CommonOptions, Omit<FollowOptions, 'group' | 'install'> {
  utc: boolean;
  relative: boolean;
}

export const KINDS = Object.keys(FINDING_DETAIL_TYPES) as FindingKind[];

/** The default of --since without --follow. */
const DEFAULT_SPAN_MS = 24 * 3_600_000;
/** The default of --since with --tail. */
const TAIL_SPAN_MS = 30 * DEFAULT_SPAN_MS;

export function register(program: Command, shell: Shell, run = logs): void {
  shell
    .command(program, 'logs', ['pretty', 'json', 'raw'])
    .option('-f, --follow', say`keep showing findings as they arrive, until Ctrl-C`)
    .option('--live', say`follow with Live Tail, within a second (billed by the minute)`)
    .option(
      '--since <time>',
      say`start of the period: 15m, 2h, an ISO time, "2026-11-01 10:00" (default: 24h; with --follow: now)`,
    )
    .option('--until <time>', say`end of the period; same forms as --since`)
    .option('-n, --tail <n>', say`show the last n findings first`)
    .option('--count <n>', say`stop after n findings`)
    .option('--idle-timeout <duration>', say`stop after this long without a finding: 30s, 5m`)
    .option('--group <group>', say`only this group: id or name, * matches any text; repeatable`, collect)
    .option('--actor <actor>', say`only changes by this actor: part of the name or ARN; repeatable`, collect)
    .option('--severity <severity>', say`only this severity and above: ${SEVERITIES.join(', ')}`)
    .option('--kind <kind>', say`only this kind: ${KINDS.join(', ')}; repeatable`, collect)
    .option('--utc', say`show times in UTC`)
    .option('--relative', say`show how long ago, instead of times`)
    .action(
      shell.action<LogsFlags>((flags, common) => run(parse(flags, common, shell.ctx.now()), shell.ctx)),
    );
}

function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, ...value.split(',').filter(Boolean)];
}

/** @throws AppError kind usage. */
export function parse(flags: LogsFlags, common: CommonOptions, now: number): LogsOptions {
  const follow = flags.follow === true || flags.live === true;
  const utc = flags.utc === true;
  const tail = flags.tail === undefined ? undefined : parseCount(flags.tail, '--tail');
  const until = flags.until === undefined ? undefined : parseMoment(flags.until, '--until', now, utc);
  if (follow && until !== undefined) {
    throw usageError(
      'until-with-follow',
      say`--until sets an end, but --follow has no end.`,
      say`Use only one of them.`,
    );
  }
  const back = tail === undefined ? DEFAULT_SPAN_MS : TAIL_SPAN_MS;
  const since =
    flags.since === undefined
      ? follow && tail === undefined
        ? undefined
        : (until ?? now) - back
      : parseMoment(flags.since, '--since', now, utc);
  if (until !== undefined && since !== undefined && until < since) {
    throw usageError(
      'until-before-since',
      say`--until is before --since.`,
      say`Swap the two times, or use ages: --since 2h --until 1h.`,
    );
  }
  return {
    ...common,
    follow,
    live: flags.live === true,
    since,
    until,
    tail,
    count: flags.count === undefined ? undefined : parseCount(flags.count, '--count'),
    idleTimeoutMs:
      flags.idleTimeout === undefined ? undefined : parseDuration(flags.idleTimeout, '--idle-timeout'),
    raw: common.format === 'raw',
    filter: {
      groups: flags.group ?? [],
      actors: flags.actor ?? [],
      severity: flags.severity === undefined ? undefined : oneOf(flags.severity, SEVERITIES, '--severity'),
      kinds: (flags.kind ?? []).map((kind) => oneOf(kind, KINDS, '--kind')),
    },
    utc,
    relative: flags.relative === true,
  };
}

/** Shows the findings of a stack's log group. */
export async function logs(
  options: LogsOptions,
  ctx: Pick<Context, 'aws' | 'now' | 'sleep' | 'signal' | 'progress'>,
): Promise<StreamResult<LogItem>> {
  const aws = await ctx.aws(options);
  const names = stackNames(options.stack, aws.region, aws.access);
  const install = ourCommand('install', names);
  const followed = followLog(
    { ...options, group: names.logGroup, install },
    { ...ctx, logs: await aws.logs(), region: aws.region, serviceTime: aws.serviceTime },
  );
  return {
    stream: LOG_ITEM_SCHEMA,
    items: followed.items,
    settings: { utc: options.utc, relative: options.relative },
    summary: () => summaryOf(followed.shown(), options),
    failed: () => options.count !== undefined && followed.timedOut(),
  };
}

function summaryOf(shown: number, options: LogsOptions): string {
  const { raw, follow, since } = options;
  const start = since === undefined ? '' : new Date(since).toISOString().replace(/\.\d+Z$/, 'Z');
  const isPast = !follow && since !== undefined;
  if (shown === 0) {
    if (isPast) return raw ? say`No lines since ${start}.` : say`No findings since ${start}.`;
    return raw ? say`No lines seen.` : say`No findings seen.`;
  }
  const count = raw ? howMany(shown, 'line') : howMany(shown, 'finding');
  return isPast ? say`${count} since ${start}.` : say`${count} seen.`;
}
