import { tagsAfter } from '../../core/record/tags.ts';
import type { FoundChange } from '../found-change.ts';

/** What records before a change show of the tags of a group. */
export interface RecordedTags {
  tags: Readonly<Record<string, string>>;
  /** The keys whose value, or absence, is known. */
  keys: ReadonlySet<string>;
  /** Every tag is known, because the records begin with the creation of the group. */
  isComplete: boolean;
}

const NOTHING: RecordedTags = { tags: {}, keys: new Set(), isComplete: false };

/** Returns a function that finds what the records before the n-th change show of the tags of a group. */
export function recordedTags(changes: readonly FoundChange[]): (groupId: string, n: number) => RecordedTags {
  const versions = new Map<string, { n: number; value: RecordedTags }[]>();
  changes.forEach(({ change }, n) => {
    if (change.errorCode !== undefined) return;
    const { created, retag } = change;
    if (created === undefined && retag === undefined) return;
    for (const id of change.groupIds) {
      const own = versions.get(id) ?? [];
      const before = own.at(-1)?.value ?? NOTHING;
      const value =
        retag === undefined
          ? { tags: created?.tags ?? {}, keys: before.keys, isComplete: true }
          : {
              tags: tagsAfter(before.tags, retag),
              keys: new Set([
                ...before.keys,
                ...Object.keys(retag.put),
                ...retag.removed.flatMap(({ key, value }) => (value === undefined ? [key] : [])),
              ]),
              isComplete: before.isComplete || retag.removedAll,
            };
      own.push({ n, value });
      versions.set(id, own);
    }
  });
  return (groupId, n) => versions.get(groupId)?.findLast((version) => version.n < n)?.value ?? NOTHING;
}
