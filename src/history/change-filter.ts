import { globMatches } from '../core/baseline/match-group.ts';
import type { FoundChange } from './found-change.ts';
import type { GroupNames } from './group-names.ts';

export interface ChangeFilter {
  /** Epoch milliseconds; both ends are inclusive. */
  since: number | undefined;
  until: number | undefined;
  /** Ids or names, `*` matches any text. One match is enough. */
  groups: readonly string[];
  /** Parts of names or ARNs, in any case. One match is enough. */
  actors: readonly string[];
  /** Names of the groups that records refer to by id. */
  names: GroupNames;
}

export type ChangeTest = (found: FoundChange) => boolean;

/** Returns the test for the selected changes. */
export function changeFilter({ since, until, groups, actors, names }: ChangeFilter): ChangeTest {
  const parts = actors.map((part) => part.toLowerCase());
  return ({ change }) => {
    const at = Date.parse(change.time);
    if (since !== undefined && at < since) return false;
    if (until !== undefined && at > until) return false;
    if (groups.length > 0) {
      const called = [...change.groupIds, ...change.groupNames];
      for (const id of change.groupIds) called.push(names.get(id) ?? id);
      if (!groups.some((glob) => called.some((name) => globMatches(glob, name)))) return false;
    }
    const actor = `${change.actor.name}\n${change.actor.arn}`.toLowerCase();
    return parts.length === 0 || parts.some((part) => actor.includes(part));
  };
}
