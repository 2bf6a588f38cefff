import { readGroupFile } from '../../audit/file-source.ts';
import { globMatches } from '../../core/baseline/match-group.ts';
import { AwsCallError } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import {
  asksForNames,
  createdNames,
  type GroupNames,
  isId,
  presentNames,
} from '../../history/group-names.ts';
import type { History, Scope } from '../../history/read-history.ts';
import type { HistoryContext, HistoryOptions } from './options.ts';

/**
 * The names that `--group` may mean: from the records of creation, from `--groups`, and, where the event history
 * is read anyway, from the account. Says which of them no group is known to have.
 */
export async function groupNames(
  found: History,
  options: Pick<HistoryOptions, 'groups' | 'groupsFile' | 'sources'>,
  scopes: () => Promise<readonly Scope[]>,
  ctx: Pick<HistoryContext, 'files' | 'progress' | 'signal'>,
): Promise<GroupNames> {
  const { groups, groupsFile, sources } = options;
  const names = createdNames(found.changes);
  if (!asksForNames(groups)) return names;
  if (groupsFile !== undefined) {
    const file = readGroupFile(await ctx.files.read(groupsFile), groupsFile);
    for (const { id, name } of file.groups) names.set(id, name);
  } else if (sources.some(({ kind }) => kind === 'lookup')) {
    try {
      for (const [id, name] of await presentNames(await scopes(), groups, ctx.signal)) names.set(id, name);
    } catch (error) {
      if (!(error instanceof AwsCallError) || ctx.signal.aborted) throw error;
      ctx.progress({ type: 'warning', text: say`Names of groups could not be read: ${error.message}` });
    }
  }
  const known = new Set([...names.values(), ...found.changes.flatMap(({ change }) => change.groupNames)]);
  for (const glob of groups) {
    if (isId(glob) || [...known].some((name) => globMatches(glob, name))) continue;
    ctx.progress({
      type: 'warning',
      text: say`No record tells which group is named ${glob}: records call groups by id. Give its id (sg-…), or --groups with what \`aws ec2 describe-security-groups\` printed.`,
    });
  }
  return names;
}
