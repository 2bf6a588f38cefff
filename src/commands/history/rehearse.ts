import { readGroupFile } from '../../audit/file-source.ts';
import { liveSource } from '../../audit/live-source.ts';
import type { CompiledBaseline } from '../../core/baseline/baseline.ts';
import { emptyBaseline, guardBaseline, labBaseline, snapshotBaseline } from '../../core/baseline/presets.ts';
import type { PrefixLists, SecurityGroup } from '../../core/exposure/group.ts';
import { prepareBaseline } from '../../core/judge/evaluate.ts';
import type { ChangeTest } from '../../history/change-filter.ts';
import type { History } from '../../history/read-history.ts';
import { rehearsal } from '../../history/rehearsal/rehearsal.ts';
import type { CommandResult } from '../../host/context.ts';
import type { RehearsalReport } from '../../reports/rehearsal.ts';
import type { BaselineChoice } from '../options/baseline-choice.ts';
import { readBaselineFile } from '../options/read-baseline-file.ts';
import type { HistoryContext, HistoryOptions } from './options.ts';
import { historyScopes } from './scopes.ts';

/** `chosen` is undefined for a snapshot, which is created from the groups. */
type RehearsalOptions = HistoryOptions & { chosen: CompiledBaseline | undefined };

/** Reports what a baseline would have reported about these changes. Alerts are the expected result, not a failure. */
export async function rehearse(
  found: History,
  isWanted: ChangeTest,
  options: RehearsalOptions,
  ctx: HistoryContext,
): Promise<CommandResult<RehearsalReport>> {
  const { chosen } = options;
  const now = await groupsNow(found, chosen, options, ctx);
  const compiled = chosen ?? snapshotBaseline(now.groups, now.lists);
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

async function groupsNow(
  { changes }: History,
  chosen: CompiledBaseline | undefined,
  options: RehearsalOptions,
  ctx: HistoryContext,
): Promise<GroupsNow> {
  if (options.groupsFile !== undefined) {
    return readGroupFile(await ctx.files.read(options.groupsFile), options.groupsFile);
  }
  const groups: SecurityGroup[] = [];
  const lists = new Map<string, NonNullable<ReturnType<PrefixLists['get']>>>();
  const baseline = prepareBaseline(chosen ?? emptyBaseline('nothing'));
  for (const { aws, account } of await historyScopes(options, ctx)) {
    const { signal, sleep } = ctx;
    const source = liveSource({ aws, account, who: false, sleep, signal });
    const readLists = async (of: SecurityGroup[]) => {
      for (const [id, entries] of await source.lists(of, baseline)) lists.set(id, entries);
    };
    for await (const page of source.pages()) {
      const details = await source.details?.(page);
      for (const group of page) groups.push({ ...group, ...details?.get(group.id)?.rules });
      await readLists(page);
    }
    await readLists([changedRules(changes, account, aws.region)]);
    for (const text of source.scope.notes) ctx.progress({ type: 'warning', text });
  }
  return { groups, lists };
}

/** All rules that came or went, as of one group: some of their prefix lists no group uses any more. */
function changedRules(changes: History['changes'], account: string, region: string): SecurityGroup {
  const here = changes.filter(({ change }) => change.account === account && change.region === region);
  const rules = here.flatMap(({ change: { added, removed } }) => [...added, ...removed]);
  return { id: '', name: '', account, region, tags: {}, rules };
}

/** Returns undefined for a snapshot, which is created from the groups. */
export async function baselineFrom(
  { baseline, preset }: BaselineChoice,
  ctx: HistoryContext,
): Promise<CompiledBaseline | undefined> {
  if (baseline !== undefined) return readBaselineFile(baseline, ctx);
  if (preset === 'lab') return labBaseline();
  return preset === 'guard' ? guardBaseline() : undefined;
}
