import type { Command } from 'commander';
import { usageError } from '../../core/errors.ts';
import { howMany, say, sayText } from '../../core/words/say.ts';
import { escapeText } from '../../core/words/terminal-text.ts';
import { type ChangeTest, changeFilter } from '../../history/change-filter.ts';
import type { GroupNames } from '../../history/group-names.ts';
import { historyItem } from '../../history/history-item.ts';
import {
  type History,
  type HistorySource,
  type ReadOptions,
  readHistory,
  type Scope,
} from '../../history/read-history.ts';
import { sizeText } from '../../history/sources/read-progress.ts';
import type { CommonOptions } from '../../host/context.ts';
import { HISTORY_ITEM_SCHEMA } from '../../reports/history.ts';
import { parseRegions } from '../../scopes/parse-regions.ts';
import { parseBaselineChoice } from '../options/baseline-choice.ts';
import { parseBucketUrl } from '../options/parse-bucket-url.ts';
import { parseCount, parseMoment } from '../options/parse-time.ts';
import { repeatable } from '../options/repeatable.ts';
import type { CommandOutcome, Shell, StreamResult } from '../shell.ts';
import { refuseIdleFlags } from './flags.ts';
import type { HistoryContext, HistoryFlags, HistoryOptions } from './options.ts';
import { historyScopes } from './scopes.ts';
import { registerVerify } from './verify.ts';

const DAY_MS = 86_400_000;
/** Without --since, the event history is read this far back; archives are read whole. */
const LOOKUP_SPAN_MS = 7 * DAY_MS;
/** CloudTrail keeps its event history so long. Source: CloudTrail User Guide, "CloudTrail concepts". */
const LOOKUP_LIMIT_MS = 90 * DAY_MS;

export function register(program: Command, shell: Shell, run = history): void {
  const command = shell
    .command(program, 'history', ['pretty', 'json', 'html'])
    .option(
      '--from <source>',
      say`lookup (the event history, default), s3://bucket/prefix, a file or folder, or - ; may be repeated`,
      repeatable,
    )
    .option('--since <time>', say`from then on: 15m, 2h, 30d, an ISO time (default: 7d for lookup, else all)`)
    .option('--until <time>', say`up to then; forms as for --since`)
    .option(
      '--group <group>',
      say`the life of this group: id or name, * is any text; may be repeated`,
      repeatable,
    )
    .option('--actor <actor>', say`only by this actor: part of the name or ARN; may be repeated`, repeatable)
    .option('--regions <regions>', say`for lookup: a,b or all`)
    .option('--role-arn <arn>', say`for lookup: read the account of this role; may be repeated`, repeatable)
    .option('--attachments', say`also calls that put groups on interfaces and instances`)
    .option('--resume <file>', say`for lookup: keep progress in this file and go on from it`)
    .option('--workers <n>', say`threads that read files (default: one per core)`)
    .option('--strict', say`fail when anything could not be read`)
    .option('--utc', say`show times in UTC`)
    .option('--baseline <file>', say`rehearse this baseline: what would have alerted`)
    .option('--preset <preset>', say`rehearse a preset: lab, guard or snapshot`)
    .option('--groups <file>', say`with a baseline or html: the groups now, from describe-security-groups`)
    .option('--out <file>', say`with html: write the report to a file`)
    .action(
      shell.action<HistoryFlags>((flags, common) => run(parse(flags, common, shell.ctx.now()), shell.ctx)),
    );
  registerVerify(command, shell);
}

/** Throws AppError kind usage. */
export function parse(flags: HistoryFlags, common: CommonOptions, now: number): HistoryOptions {
  const utc = flags.utc === true;
  const moment = (text: string | undefined, flag: string) =>
    text === undefined ? undefined : parseMoment(text, flag, now, utc);
  const since = moment(flags.since, '--since');
  const until = moment(flags.until, '--until');
  if (since !== undefined && until !== undefined && until < since) {
    throw usageError('until-before-since', say`--until is before --since.`, say`Swap them.`);
  }
  const sources = (flags.from ?? ['lookup']).map(parseSource);
  if (usesLookup(sources) && until !== undefined && until < now - LOOKUP_LIMIT_MS) {
    throw usageError(
      'beyond-event-history',
      say`The event history goes back 90 days, and --until is before that.`,
      say`Read the log files of a trail: --from s3://bucket/prefix.`,
    );
  }
  const choice = parseBaselineChoice({ baseline: flags.baseline, preset: flags.preset });
  const isRehearsal = choice.baseline !== undefined || choice.preset !== undefined;
  const isHtml = common.format === 'html';
  if (flags.groups !== undefined && !isRehearsal && !isHtml && flags.group === undefined) {
    throw usageError(
      'groups-without-rehearsal',
      say`--groups is for a rehearsal and for --format html.`,
      say`Add --baseline or --preset.`,
    );
  }
  if (flags.out !== undefined && !isHtml) {
    throw usageError(
      'out-without-html',
      say`--out is for --format html.`,
      say`Redirect standard output instead.`,
    );
  }
  refuseIdleFlags(flags, sources, isRehearsal || isHtml);
  return {
    ...common,
    sources,
    since,
    until,
    groups: flags.group ?? [],
    actors: flags.actor ?? [],
    regions: parseRegions(flags.regions),
    roleArns: flags.roleArn ?? [],
    attachments: flags.attachments === true,
    strict: flags.strict === true,
    resumeFile: flags.resume,
    workers: flags.workers === undefined ? undefined : parseCount(flags.workers, '--workers'),
    utc,
    rehearsal: isRehearsal ? choice : undefined,
    groupsFile: flags.groups,
    out: flags.out,
  };
}

function usesLookup(sources: readonly HistorySource[]): boolean {
  return sources.some(({ kind }) => kind === 'lookup');
}

function parseSource(text: string): HistorySource {
  if (text === 'lookup') return { kind: 'lookup' };
  if (text === '-') return { kind: 'stdin' };
  return parseBucketUrl(text) ?? { kind: 'path', path: text };
}

/** Lists who changed which group's ingress, oldest first; or rehearses a baseline over it. */
export async function history(options: HistoryOptions, ctx: HistoryContext): Promise<CommandOutcome> {
  const oldest = ctx.now() - LOOKUP_LIMIT_MS;
  if (usesLookup(options.sources) && options.since !== undefined && options.since < oldest) {
    const day = new Date(oldest).toISOString().slice(0, 10);
    ctx.progress({
      type: 'note',
      text: say`The event history goes back 90 days: it is read from ${day} on.`,
    });
  }
  const reading = readOptions(options, ctx);
  const found = await readHistory(reading, ctx);
  for (const { name, reason } of found.problems.slice(0, SHOWN_PROBLEMS)) {
    ctx.progress({ type: 'warning', text: `${escapeText(name)}: ${escapeText(reason)}` });
  }
  if (found.problems.length > SHOWN_PROBLEMS) {
    const more = found.problems.length - SHOWN_PROBLEMS;
    ctx.progress({ type: 'warning', text: say`${more} more could not be read or not wholly.` });
  }
  for (const { reason, eventId, groupIds } of found.unknown.slice(0, SHOWN_PROBLEMS)) {
    const groups = groupIds.length === 0 ? '' : say`; it names ${groupIds.join(', ')}`;
    ctx.progress({
      type: 'warning',
      text: say`Record ${escapeText(eventId ?? '?')}: ${escapeText(sayText(reason))}${groups}`,
    });
  }
  const wanted = changeFilter({ ...options, names: await namesFor(found, options, reading, ctx) });
  if (options.format === 'html') {
    const { historyHtml } = await import('./html.ts');
    return historyHtml(found, wanted, options, ctx);
  }
  if (options.rehearsal !== undefined) {
    const { rehearse } = await import('./rehearse.ts');
    return rehearse(found, wanted, { ...options, rehearsal: options.rehearsal }, ctx);
  }
  return listing(found, wanted, options);
}

async function namesFor(
  found: History,
  options: HistoryOptions,
  { scopes }: ReadOptions,
  ctx: HistoryContext,
): Promise<GroupNames> {
  if (options.groups.length === 0) return new Map();
  const { groupNames } = await import('./names.ts');
  return groupNames(found, options, scopes, ctx);
}

const SHOWN_PROBLEMS = 10;

function listing(found: History, wanted: ChangeTest, options: HistoryOptions): StreamResult {
  const changes = found.changes.filter(wanted);
  return {
    stream: HISTORY_ITEM_SCHEMA,
    items: batches(changes),
    settings: { utc: options.utc, timeline: options.groups.length > 0 },
    summary: () => summaryOf(found, changes),
    failed: () => options.strict && found.problems.length + found.unknown.length > 0,
  };
}

async function* batches(changes: History['changes']) {
  for (let at = 0; at < changes.length; at += 500) yield changes.slice(at, at + 500).map(historyItem);
}

function summaryOf(found: History, changes: History['changes']): string {
  const actors = new Set(changes.map(({ change }) => change.actor.arn)).size;
  const groups = new Set(changes.flatMap(({ change }) => change.groupIds)).size;
  const counts = say`${howMany(changes.length, 'change')} by ${howMany(actors, 'actor')} in ${howMany(groups, 'group')}`;
  const rate = sizeText((found.bytes * 1000) / Math.max(1, found.durationMs));
  const read =
    found.files === 0 ? '' : say`; ${howMany(found.files, 'file')}, ${sizeText(found.bytes)} at ${rate}/s`;
  const pruned = found.pruned === 0 ? '' : say`; ${howMany(found.pruned, 'file')} outside the time`;
  const names = new Set(found.problems.map(({ name }) => name));
  const bad = names.size === 0 ? '' : say`; ${howMany(names.size, 'file')} not or not wholly readable`;
  return say`${counts}${read}${pruned}${bad}.`;
}

function readOptions(options: HistoryOptions, ctx: HistoryContext): ReadOptions {
  const until = Math.min(options.until ?? ctx.now(), ctx.now());
  const since = Math.max(options.since ?? until - LOOKUP_SPAN_MS, ctx.now() - LOOKUP_LIMIT_MS);
  let opened: Promise<Scope[]> | undefined;
  return {
    sources: options.sources,
    since: options.since,
    until: options.until,
    lookupWindow: { since, until },
    attachments: options.attachments,
    workers: options.workers,
    resumeFile: options.resumeFile,
    scopes: () => {
      opened ??= historyScopes(options, ctx);
      return opened;
    },
  };
}
