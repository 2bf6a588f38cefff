import { globMatches } from '../core/match-group.ts';
import type { FoundChange } from './merge.ts';

export interface ChangeFilter {
  /** Epoch milliseconds; both ends belong to it. */
  since: number | undefined;
  until: number | undefined;
  /** Ids or names, `*` is any text; any of them. */
  groups: readonly string[];
  /** Parts of names or ARNs, whatever their case; any of them. */
  actors: readonly string[];
}

/** Makes the test for the changes that are asked for. */
export function changeFilter({
  since,
  until,
  groups,
  actors,
}: ChangeFilter): (found: FoundChange) => boolean {
  const parts = actors.map((part) => part.toLowerCase());
  return ({ change }) => {
    const at = Date.parse(change.time);
    if (since !== undefined && at < since) return false;
    if (until !== undefined && at > until) return false;
    const names = [...change.groupIds, ...change.groupNames];
    if (groups.length > 0 && !groups.some((glob) => names.some((name) => globMatches(glob, name))))
      return false;
    const actor = `${change.actor.name}\n${change.actor.arn}`.toLowerCase();
    return parts.length === 0 || parts.some((part) => actor.includes(part));
  };
}
