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
 * Returns the names of groups that `--group` can refer to: from CreateSecurityGroup records, from `--groups` and, if
 * the event history is read anyway, from the account. Warns about each name that matches no known group.
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
      ctx.progress({
        type: 'warning',
        text: say`The names of the groups could not be read: ${error.message}`,
      });
    }
  }
  const known = new Set([...names.values(), ...found.changes.flatMap(({ change }) => change.groupNames)]);
  for (const glob of groups) {
    if (isId(glob) || [...known].some((name) => globMatches(glob, name))) continue;
    ctx.progress({
      type: 'warning',
      text: say`No record contains a group named ${glob}, because records refer to groups by id. Use the id (sg-…), or pass the output of \`aws ec2 describe-security-groups\` with --groups.`,
    });
  }
  return names;
}
