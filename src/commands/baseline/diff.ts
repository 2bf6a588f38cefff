import { foundIn } from '../../audit/judge-groups.ts';
import { prepareBaseline } from '../../core/baseline/prepared-baseline.ts';
import { compareText } from '../../core/compare-text.ts';
import { isDrift } from '../../core/finding/finding.ts';
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
  const compiled =
    file === undefined
      ? await readInstalledBaseline(await ctx.aws(common), common.stack, ctx)
      : await readBaselineFile(file, ctx);
  const baseline = prepareBaseline(compiled);
  const sources = allOpen((await openPlace(place, common, ctx)).scopes);
  const now = ctx.now();
  const seen = new Set<string>();
  const differences: BaselineDifference[] = [];
  let differing = 0;
  for (const source of sources) {
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
  const goneGroups = compiled.groups.flatMap(({ name, match }) =>
    match.id === undefined || seen.has(match.id) ? [] : [{ entry: name, id: match.id }],
  );
  const report: BaselineDiffReport = {
    schema: 'secgroup-monitor/baseline-diff/1',
    baseline: compiled.origin,
    groups: seen.size,
    differing,
    differences: differences.sort(byGroup),
    goneGroups,
    notes: sources.flatMap(({ scope }) => scope.notes),
  };
  return { report, failed: differing > 0 || goneGroups.length > 0 };
}

function byGroup(a: BaselineDifference, b: BaselineDifference): number {
  const key = (difference: BaselineDifference) =>
    [difference.account, difference.region, difference.group?.name, difference.group?.id].join('\n');
  return compareText(key(a), key(b));
}
