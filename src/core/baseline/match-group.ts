import type { SecurityGroup } from '../exposure/group.ts';
import type { CompiledBaseline, CompiledGroup, GroupMatch } from './baseline.ts';

/** The properties of a group that decide which entry matches it. */
export type Matchable = Pick<SecurityGroup, 'id' | 'name' | 'vpcId' | 'tags'>;

/** Matches a glob: `*` is any number of any characters, also `/` and `:`; `?` is one character. Case matters. */
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

/** True if all given parts match: id and vpc literally, name and tag values as globs. */
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

/** True if an entry of the baseline matches groups by their tags. */
export function matchesByTag({ groups }: Pick<CompiledBaseline, 'groups'>): boolean {
  return groups.some(({ match }) => Object.keys(match.tag ?? {}).length > 0);
}

/**
 * Returns a function that finds the index of the first entry that matches a group, or -1. Entries with an id are
 * found through a map; otherwise judging with the snapshot of a large account would take quadratic time.
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
