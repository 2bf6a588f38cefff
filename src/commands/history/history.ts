import type { Command } from 'commander';
import type { CompiledBaseline } from '../../core/baseline/baseline.ts';
import { matchesByTag } from '../../core/baseline/match-group.ts';
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
import { isStdin } from '../options/read-input.ts';
import { repeatable } from '../options/repeatable.ts';
import { titleFor } from '../options/report-title.ts';
import type { CommandOutcome, Shell, StreamResult } from '../shell.ts';
import { refuseIdleFlags } from './flags.ts';
import type { HistoryContext, HistoryFlags, HistoryOptions } from './options.ts';
import { historyScopes } from './scopes.ts';
import { registerVerify } from './verify.ts';

const DAY_MS = 86_400_000;
/** Without --since, the event history is read this far back; archives are read completely. */
const LOOKUP_SPAN_MS = 7 * DAY_MS;
/** CloudTrail keeps its event history for this long. Source: CloudTrail User Guide, "CloudTrail concepts". */
const LOOKUP_LIMIT_MS = 90 * DAY_MS;

export function register(program: Command, shell: Shell, run = history): void {
  const command = shell
    .command(program, 'history', ['pretty', 'json', 'html'])
    .option(
      '--from <source>',
      say`lookup (the event history), s3://bucket/prefix, a file, a folder, or - for stdin; repeatable (default: lookup)`,
      repeatable,
    )
    .option(
      '--since <time>',
      say`start of the period: 15m, 2h, 30d, an ISO time (default: 7d for lookup, otherwise all)`,
    )
    .option('--until <time>', say`end of the period; same forms as --since`)
    .option(
      '--group <group>',
      say`show the timeline of this group: id or name, * matches any text; repeatable`,
      repeatable,
    )
    .option(
      '--actor <actor>',
      say`only changes by this actor: part of the name or ARN; repeatable`,
      repeatable,
    )
    .option('--regions <regions>', say`for lookup: Regions, separated by commas, or all`)
    .option('--role-arn <arn>', say`assume this role to read its account; repeatable`, repeatable)
    .option('--attachments', say`include calls that attach groups to interfaces and instances`)
    .option('--resume <file>', say`for lookup: save progress in this file, and resume from it`)
    .option('--workers <n>', say`threads that read files (default: one per core)`)
    .option('--strict', say`exit with code 1 if anything could not be read`)
    .option('--utc', say`show times in UTC`)
    .option('--baseline <file>', say`rehearse this baseline file: show which changes would have alerted`)
    .option('--preset <preset>', say`rehearse a preset: lab, guard or snapshot`)
    .option(
      '--groups <file>',
      say`current groups: the output of \`aws ec2 describe-security-groups\` (default: read from AWS)`,
    )
    .option('--out <file>', say`for html: write the report to this file`)
    .option('--title <text>', say`for html: the title of the report`)
    .action(
      shell.action<HistoryFlags>((flags, common) => run(parse(flags, common, shell.ctx.now()), shell.ctx)),
    );
  registerVerify(command, shell);
}

/** @throws AppError kind usage. */
export function parse(flags: HistoryFlags, common: CommonOptions, now: number): HistoryOptions {
  const utc = flags.utc === true;
  const moment = (text: string | undefined, flag: string) =>
    text === undefined ? undefined : parseMoment(text, flag, now, utc);
  const since = moment(flags.since, '--since');
  const until = moment(flags.until, '--until');
  if (since !== undefined && until !== undefined && until < since) {
    throw usageError('until-before-since', say`--until is before --since.`, say`Swap the two times.`);
  }
  const sources = (flags.from ?? ['lookup']).map(parseSource);
  if (usesLookup(sources) && until !== undefined && until < now - LOOKUP_LIMIT_MS) {
    throw usageError(
      'beyond-event-history',
      say`The event history covers 90 days, and --until is before that.`,
      say`To read a trail's log files instead, use --from s3://bucket/prefix.`,
    );
  }
  const choice = parseBaselineChoice({ baseline: flags.baseline, preset: flags.preset });
  const isRehearsal = choice.baseline !== undefined || choice.preset !== undefined;
  const isHtml = common.format === 'html';
  if (flags.groups !== undefined && !isRehearsal && !isHtml && flags.group === undefined) {
    throw usageError(
      'groups-without-rehearsal',
      say`--groups works only with --baseline, --preset, --group or --format html.`,
      say`Add one of them, or remove --groups.`,
    );
  }
  if (flags.out !== undefined && !isHtml) {
    throw usageError(
      'out-without-html',
      say`--out works only with --format html.`,
      say`For other formats, redirect standard output.`,
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
    title: titleFor(flags.title, common.format),
  };
}

function usesLookup(sources: readonly HistorySource[]): boolean {
  return sources.some(({ kind }) => kind === 'lookup');
}

function parseSource(text: string): HistorySource {
  if (text === 'lookup') return { kind: 'lookup' };
  if (isStdin(text)) return { kind: 'stdin' };
  return parseBucketUrl(text) ?? { kind: 'path', path: text };
}

/** Lists who changed which group's ingress, oldest first, or rehearses a baseline on these changes. */
export async function history(options: HistoryOptions, ctx: HistoryContext): Promise<CommandOutcome> {
  const oldest = ctx.now() - LOOKUP_LIMIT_MS;
  if (usesLookup(options.sources) && options.since !== undefined && options.since < oldest) {
    const day = new Date(oldest).toISOString().slice(0, 10);
    ctx.progress({
      type: 'note',
      text: say`The event history covers only 90 days, so it is read from ${day}.`,
    });
  }
  const chosen = await rehearsedBaseline(options, ctx);
  const reading = readOptions(options, ctx, chosen !== undefined && matchesByTag(chosen));
  const found = await readHistory(reading, ctx);
  for (const { name, reason } of found.problems.slice(0, SHOWN_PROBLEMS)) {
    ctx.progress({ type: 'warning', text: `${escapeText(name)}: ${escapeText(reason)}` });
  }
  if (found.problems.length > SHOWN_PROBLEMS) {
    const more = found.problems.length - SHOWN_PROBLEMS;
    ctx.progress({ type: 'warning', text: say`${more} more could not be read completely.` });
  }
  for (const { reason, eventId, groupIds } of found.unknown.slice(0, SHOWN_PROBLEMS)) {
    const groups = groupIds.length === 0 ? '' : say`; groups: ${groupIds.join(', ')}`;
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
    return rehearse(found, wanted, { ...options, chosen }, ctx);
  }
  return listing(found, wanted, options);
}

/** Read before the history: it decides which calls matter, and a mistake in its file is reported at once. */
async function rehearsedBaseline(
  { rehearsal, format }: HistoryOptions,
  ctx: HistoryContext,
): Promise<CompiledBaseline | undefined> {
  if (rehearsal === undefined || format === 'html') return undefined;
  const { baselineFrom } = await import('./rehearse.ts');
  return baselineFrom(rehearsal, ctx);
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
  const pruned = found.pruned === 0 ? '' : say`; ${howMany(found.pruned, 'file')} outside the period`;
  const names = new Set(found.problems.map(({ name }) => name));
  const bad = names.size === 0 ? '' : say`; ${howMany(names.size, 'file')} not completely readable`;
  return say`${counts}${read}${pruned}${bad}.`;
}

function readOptions(options: HistoryOptions, ctx: HistoryContext, tags: boolean): ReadOptions {
  const until = Math.min(options.until ?? ctx.now(), ctx.now());
  const since = Math.max(options.since ?? until - LOOKUP_SPAN_MS, ctx.now() - LOOKUP_LIMIT_MS);
  let opened: Promise<Scope[]> | undefined;
  return {
    sources: options.sources,
    since: options.since,
    until: options.until,
    lookupWindow: { since, until },
    attachments: options.attachments,
    tags,
    workers: options.workers,
    resumeFile: options.resumeFile,
    scopes: () => {
      opened ??= historyScopes(options, ctx);
      return opened;
    },
  };
}
