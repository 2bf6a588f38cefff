import type { GroupMatch } from './baseline.ts';
import { globMatches } from './match-group.ts';

/**
 * True if `wide` certainly matches every group that `narrow` matches, so that an entry with `narrow` after one with
 * `wide` is never used.
 */
export function matchCovers(wide: GroupMatch, narrow: GroupMatch): boolean {
  if (wide.id !== undefined && wide.id !== narrow.id) return false;
  if (wide.vpc !== undefined && wide.vpc !== narrow.vpc) return false;
  if (wide.name !== undefined && !globCovers(wide.name, narrow.name ?? '*')) return false;
  return Object.entries(wide.tag ?? {}).every(([key, glob]) => {
    const other = narrow.tag !== undefined && Object.hasOwn(narrow.tag, key) ? narrow.tag[key] : undefined;
    return other !== undefined && globCovers(glob, other);
  });
}

/**
 * True only if every text that `narrow` matches is matched by `wide`, too. A `*` of `narrow` can be any text, so only a
 * `*` covers it; if `wide` has `?`, that is not certain.
 */
function globCovers(wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  if (wide.includes('?') && narrow.includes('*')) return false;
  return globMatches(wide, narrow);
}
