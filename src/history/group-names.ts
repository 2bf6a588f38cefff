import type { Ec2 } from '../aws/services/ec2.ts';
import type { FoundChange } from './found-change.ts';
import type { Scope } from './read-history.ts';

/** Names of groups by id. Groups can't be renamed, so a name is valid as long as the group exists. */
export type GroupNames = ReadonlyMap<string, string>;

/** Does `--group` contain a name? Records refer to groups by id, so names must be found elsewhere. */
export function asksForNames(groups: readonly string[]): boolean {
  return groups.some((glob) => !isId(glob));
}

export function isId(glob: string): boolean {
  return glob.startsWith('sg-') || /^\**$/.test(glob);
}

/** Returns the names from CreateSecurityGroup records. */
export function createdNames(changes: readonly FoundChange[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { change } of changes) {
    const { created, errorCode } = change;
    if (created === undefined || errorCode !== undefined) continue;
    for (const id of change.groupIds) names.set(id, created.name);
  }
  return names;
}

/** Returns the names of current groups that match one of the globs. */
export async function presentNames(
  scopes: readonly Scope[],
  groups: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const globs = groups.filter((glob) => !isId(glob));
  const read = await Promise.all(scopes.map(async ({ aws }) => namesIn(await aws.ec2(), globs, signal)));
  return new Map(read.flat());
}

/** EC2's filters accept the same `*` and `?` (EC2 API reference, DescribeSecurityGroups). */
async function namesIn(ec2: Ec2, Values: string[], signal: AbortSignal): Promise<[string, string][]> {
  const names: [string, string][] = [];
  let NextToken: string | undefined;
  do {
    const Filters = [{ Name: 'group-name', Values }];
    const page = await ec2.describeSecurityGroups({ Filters, MaxResults: 1000, NextToken }, signal);
    for (const { GroupId, GroupName } of page.SecurityGroups ?? []) names.push([GroupId!, GroupName!]);
    NextToken = page.NextToken;
  } while (NextToken);
  return names;
}
