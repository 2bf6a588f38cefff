import type { ScopeSource } from '../../audit/group-source.ts';
import { foundIn } from '../../audit/judge-groups.ts';
import type { Aws } from '../../aws/aws.ts';
import { type PreparedBaseline, prepareBaseline } from '../../core/baseline/prepared-baseline.ts';
import { compareText } from '../../core/compare-text.ts';
import { AppError } from '../../core/errors.ts';
import { isDrift } from '../../core/finding/finding.ts';
import { say } from '../../core/words/say.ts';
import type { CommandResult, CommonOptions } from '../../host/context.ts';
import type { BaselineDifference, BaselineDiffReport } from '../../reports/baseline.ts';
import { allOpen } from '../../scopes/open-scopes.ts';
import { type AuditPlace, openPlace } from '../audit/places.ts';
import { readInstalledBaseline } from '../options/installed-baseline.ts';
import { readBaselineFile } from '../options/read-baseline-file.ts';
import type { BaselineContext } from './context.ts';

export interface DiffOptions {
  common: CommonOptions;
  place: AuditPlace;
  /** The baseline's file; undefined: the installed one. */
  file: string | undefined;
}

/** Compares the groups with a baseline. `failed` (exit code 1) if a group differs, or an entry's group is gone. */
export async function diffBaseline(
  { common, place, file }: DiffOptions,
  ctx: BaselineContext,
): Promise<CommandResult<BaselineDiffReport>> {
  const installed = async (aws: Aws) => prepareBaseline(await readInstalledBaseline(aws, common.stack, ctx));
  const given =
    file !== undefined
      ? prepareBaseline(await readBaselineFile(file, ctx))
      : place.kind === 'live'
        ? undefined
        : await installed(await ctx.aws(common));
  const { scopes } = await openPlace(place, common, ctx, given === undefined ? installed : undefined);
  const sources = allOpen(scopes);
  const baselines = await baselinesOf(sources, given);
  const now = ctx.now();
  const seen = new Set<string>();
  const differences: BaselineDifference[] = [];
  let differing = 0;
  for (const [source, baseline] of baselines) {
    for await (const page of source.pages()) {
      const lists = await source.lists(page, baseline);
      for (const group of page) {
        seen.add(group.id);
        const found = foundIn(group, { baseline, lists, now });
        if (found.some(isDrift)) differing += 1;
        const { account, region } = group;
        differences.push(...found.map((verdict) => ({ ...verdict, account, region })));
      }
    }
  }
  const used = [...new Set(baselines.values())].map(({ compiled }) => compiled);
  const goneGroups = used
    .flatMap(({ groups }) => groups)
    .flatMap(({ name, match }) =>
      match.id === undefined || seen.has(match.id) ? [] : [{ entry: name, id: match.id }],
    );
  const report: BaselineDiffReport = {
    schema: 'secgroup-monitor/baseline-diff/1',
    baseline: [...new Set(used.map(({ origin }) => origin))].join(', '),
    groups: seen.size,
    differing,
    differences: differences.sort(byGroup),
    goneGroups,
    notes: sources.flatMap(({ scope }) => scope.notes),
  };
  return { report, failed: differing > 0 || goneGroups.length > 0 };
}

/**
 * Returns the baseline of each source: the given one, or the one that is installed in its own Region. A Region without
 * the stack is noted and left out. @throws AppError kind usage, code not-installed, if no Region has the stack.
 */
async function baselinesOf(
  sources: readonly ScopeSource[],
  given: PreparedBaseline | undefined,
): Promise<Map<ScopeSource, PreparedBaseline>> {
  const found = new Map<ScopeSource, PreparedBaseline>();
  const missing: AppError[] = [];
  for (const source of sources) {
    try {
      const baseline = given ?? (await source.baseline?.());
      if (baseline !== undefined) found.set(source, baseline);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'not-installed') throw error;
      missing.push(error);
      source.scope.notes.push(say`${error.message} Its groups were not compared.`);
    }
  }
  if (found.size === 0 && missing[0] !== undefined) throw missing[0];
  return found;
}

function byGroup(a: BaselineDifference, b: BaselineDifference): number {
  const key = (difference: BaselineDifference) =>
    [difference.account, difference.region, difference.group?.name, difference.group?.id].join('\n');
  return compareText(key(a), key(b));
}
