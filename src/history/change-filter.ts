import { globMatches } from '../core/baseline/match-group.ts';
import type { GroupNames } from './group-names.ts';
import type { FoundChange } from './merge.ts';

export interface ChangeFilter {
  /** Epoch milliseconds; both ends belong to it. */
  since: number | undefined;
  until: number | undefined;
  /** Ids or names, `*` is any text; any of them. */
  groups: readonly string[];
  /** Parts of names or ARNs, whatever their case; any of them. */
  actors: readonly string[];
  /** Of the groups that records call by id. */
  names: GroupNames;
}

export type ChangeTest = (found: FoundChange) => boolean;

/** Makes the test for the changes that are asked for. */
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
