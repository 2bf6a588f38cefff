import type { Retag } from '../record/change.ts';
import type { CompiledGroup } from './baseline.ts';
import { globMatches, type Matchable, matchesGroup } from './match-group.ts';

/**
 * Returns the names of the entries that a group may have matched before its tags were changed, without the entry that
 * it matches now. `group` has the tags after the change. A record does not contain the earlier values, so more than one
 * entry is possible.
 */
export function entriesBefore(group: Matchable, retag: Retag, entries: readonly CompiledGroup[]): string[] {
  const now = entries.find(({ match }) => matchesGroup(match, group));
  const possible: CompiledGroup[] = [];
  for (const entry of entries) {
    const certainty = matched(entry, group, retag);
    if (certainty !== 'no') possible.push(entry);
    if (certainty === 'yes') break;
  }
  return possible.filter((entry) => entry !== now).map(({ name }) => name);
}

function matched({ match }: CompiledGroup, group: Matchable, retag: Retag): 'yes' | 'maybe' | 'no' {
  const { tag = {}, ...others } = match;
  if (!matchesGroup(others, group)) return 'no';
  const parts = Object.entries(tag).map(([key, glob]) => {
    if (!isTouched(key, group, retag)) return matchesGroup({ tag: { [key]: glob } }, group) ? 'yes' : 'no';
    return mayHaveMatched(key, glob, retag) ? 'maybe' : 'no';
  });
  if (parts.includes('no')) return 'no';
  return parts.includes('maybe') ? 'maybe' : 'yes';
}

/** A deleted tag that is still there had another value than the call named. */
function isTouched(key: string, { tags }: Matchable, { put, removed, removedAll }: Retag): boolean {
  if (Object.hasOwn(put, key)) return true;
  return !Object.hasOwn(tags, key) && (removedAll || removed.some((tag) => tag.key === key));
}

function mayHaveMatched(key: string, glob: string, { removed }: Retag): boolean {
  const named = removed.filter((tag) => tag.key === key);
  return named.length === 0 || named.some(({ value }) => value === undefined || globMatches(glob, value));
}
