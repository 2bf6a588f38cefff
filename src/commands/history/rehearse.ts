import { readGroupFile } from '../../audit/file-source.ts';
import { liveSource } from '../../audit/live-source.ts';
import type { CompiledBaseline } from '../../core/baseline/baseline.ts';
import { emptyBaseline, guardBaseline, labBaseline, snapshotBaseline } from '../../core/baseline/presets.ts';
import type { PrefixLists, SecurityGroup } from '../../core/exposure/group.ts';
import { prepareBaseline } from '../../core/judge/evaluate.ts';
import type { ChangeTest } from '../../history/change-filter.ts';
import type { History } from '../../history/read-history.ts';
import { type RehearsalReport, rehearsal } from '../../history/rehearsal/rehearsal.ts';
import type { CommandResult } from '../../host/context.ts';
import type { BaselineChoice } from '../options/baseline-choice.ts';
import { readBaselineFile } from '../options/read-baseline-file.ts';
import type { HistoryContext, HistoryOptions } from './options.ts';
import { historyScopes } from './scopes.ts';

type RehearsalOptions = HistoryOptions & { rehearsal: BaselineChoice };

/** What a baseline would have told about these changes. Alerts are no failure: they are what was asked for. */
export async function rehearse(
  found: History,
  isWanted: ChangeTest,
  options: RehearsalOptions,
  ctx: HistoryContext,
): Promise<CommandResult<RehearsalReport>> {
  const now = await groupsNow(options, ctx);
  const compiled = await baselineOf(options.rehearsal, now, ctx);
  const wanted = new Set(found.changes.filter(isWanted).map(({ change }) => change.eventId));
  const report = rehearsal({
    changes: found.changes,
    ...now,
    baseline: prepareBaseline(compiled),
    stack: options.stack,
    now: ctx.now(),
    wanted: ({ change }) => wanted.has(change.eventId),
  });
  return { report, failed: options.strict && found.problems.length + found.unknown.length > 0 };
}

interface GroupsNow {
  groups: SecurityGroup[];
  lists: PrefixLists;
}

async function groupsNow(options: RehearsalOptions, ctx: HistoryContext): Promise<GroupsNow> {
  if (options.groupsFile !== undefined) {
    return readGroupFile(await ctx.files.read(options.groupsFile), options.groupsFile);
  }
  const groups: SecurityGroup[] = [];
  const lists = new Map<string, NonNullable<ReturnType<PrefixLists['get']>>>();
  const noEntries = prepareBaseline(emptyBaseline('nothing'));
  for (const { aws, account } of await historyScopes(options, ctx)) {
    const { signal, sleep } = ctx;
    const source = liveSource({ aws, account, who: false, sleep, signal });
    for await (const page of source.pages()) {
      const details = await source.details?.(page);
      for (const group of page)
        groups.push({ ...group, rules: details?.get(group.id)?.rules ?? group.rules });
      for (const [id, entries] of await source.lists(page, noEntries)) lists.set(id, entries);
    }
    for (const text of source.scope.notes) ctx.progress({ type: 'warning', text });
  }
  return { groups, lists };
}

async function baselineOf(
  choice: BaselineChoice,
  { groups, lists }: GroupsNow,
  ctx: HistoryContext,
): Promise<CompiledBaseline> {
  if (choice.baseline !== undefined) return readBaselineFile(choice.baseline, ctx);
  if (choice.preset === 'lab') return labBaseline();
  return choice.preset === 'guard' ? guardBaseline() : snapshotBaseline(groups, lists);
}
