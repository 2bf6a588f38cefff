import type { SecurityGroup } from '../exposure/group.ts';
import type { CompiledBaseline, CompiledGroup, GroupMatch } from './baseline.ts';

/** The properties of a group that decide which entry matches it. */
export type Matchable = Pick<SecurityGroup, 'id' | 'name' | 'vpcId' | 'tags'>;

/**
 * Matches a glob: `*` is any number of any characters, also `/` and `:`; `?` is one character. Case matters. The time is
 * linear in the text for each 32 characters of the glob, whatever both contain.
 */
export function globMatches(glob: string, text: string): boolean {
  const parts = glob.split('*');
  const first = parts.shift() ?? '';
  const last = parts.pop();
  if (last === undefined) return first.length === text.length && fitsAt(first, text, 0);
  const end = text.length - last.length;
  if (end < first.length || !fitsAt(first, text, 0) || !fitsAt(last, text, end)) return false;
  let at = first.length;
  for (const part of parts) {
    const found = find(part, text, at, end);
    if (found === undefined) return false;
    at = found + part.length;
  }
  return true;
}

function fitsAt(part: string, text: string, at: number): boolean {
  for (let i = 0; i < part.length; i++) if (part[i] !== '?' && part[i] !== text[at + i]) return false;
  return true;
}

/** Returns where a part first occurs between two offsets. Shift-And: bit i is set if the first i + 1 characters fit. */
function find(part: string, text: string, from: number, end: number): number | undefined {
  if (part.length === 0) return from;
  if (end - from < part.length) return undefined;
  const words = Math.ceil(part.length / 32);
  const { masks, wild } = masksOf(part, words);
  const state = new Int32Array(words);
  const lastBit = 1 << ((part.length - 1) & 31);
  for (let t = from; t < end; t++) {
    const mask = masks.get(text.charAt(t)) ?? wild;
    let carry = 1;
    for (let w = 0; w < words; w++) {
      const before = state[w] ?? 0;
      state[w] = ((before << 1) | carry) & (mask[w] ?? 0);
      carry = before >>> 31;
    }
    if (((state[words - 1] ?? 0) & lastBit) !== 0) return t - part.length + 1;
  }
  return undefined;
}

/** Returns for each character at which places of the part it fits, and where any character fits. */
function masksOf(part: string, words: number) {
  const wild = new Int32Array(words);
  const masks = new Map<string, Int32Array>();
  const set = (mask: Int32Array, place: number) => {
    mask[place >>> 5] = (mask[place >>> 5] ?? 0) | (1 << (place & 31));
  };
  for (let i = 0; i < part.length; i++) if (part[i] === '?') set(wild, i);
  for (let i = 0; i < part.length; i++) {
    const char = part.charAt(i);
    if (char === '?') continue;
    const mask = masks.get(char) ?? wild.slice();
    set(mask, i);
    masks.set(char, mask);
  }
  return { masks, wild };
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
