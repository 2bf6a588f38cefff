import type { SecurityGroup } from '../exposure/group.ts';
import type { CompiledGroup, GroupMatch } from './baseline.ts';

/** What of a group decides which entry it belongs to. */
export type Matchable = Pick<SecurityGroup, 'id' | 'name' | 'vpcId' | 'tags'>;

/** `*` stands for any run of characters (also none, also `/` and `:`), `?` for one. Case matters. */
export function globMatches(glob: string, text: string): boolean {
  let g = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (glob[g] === '*') {
      star = g++;
      resume = t;
    } else if (g < glob.length && (glob[g] === '?' || glob[g] === text[t])) {
      g++;
      t++;
    } else if (star >= 0) {
      g = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (glob[g] === '*') g++;
  return g === glob.length;
}

/** All parts that are given must match: id and vpc literally, name and tag values as globs. */
export function matchesGroup(match: GroupMatch, group: Matchable): boolean {
  if (match.id !== undefined && match.id !== group.id) return false;
  if (match.vpc !== undefined && match.vpc !== group.vpcId) return false;
  if (match.name !== undefined && !globMatches(match.name, group.name)) return false;
  for (const [key, glob] of Object.entries(match.tag ?? {})) {
    const value = Object.hasOwn(group.tags, key) ? group.tags[key] : undefined;
    if (value === undefined || !globMatches(glob, value)) return false;
  }
  return true;
}

/**
 * Finds the entry of a group: the first in the order of the file that matches. Entries that name an id
 * are looked up by it, so that a snapshot of a whole account does not make judging quadratic.
 */
export function entryFinder(entries: readonly CompiledGroup[]): (group: Matchable) => number {
  const byId = new Map<string, number[]>();
  const others: number[] = [];
  entries.forEach((entry, index) => {
    const id = entry.match.id;
    if (id === undefined) others.push(index);
    else byId.set(id, [...(byId.get(id) ?? []), index]);
  });
  const first = (candidates: readonly number[], group: Matchable) =>
    candidates.find((index) => matchesGroup(entries[index]!.match, group)) ?? Number.POSITIVE_INFINITY;
  return (group) => {
    const index = Math.min(first(byId.get(group.id) ?? [], group), first(others, group));
    return Number.isFinite(index) ? index : -1;
  };
}
