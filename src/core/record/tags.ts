import type { Retag } from './change.ts';

type Tags = Readonly<Record<string, string>>;

/** Returns the tags of a group after a call that changed them. */
export function tagsAfter(tags: Tags, { put, removed, removedAll }: Retag): Record<string, string> {
  const kept = Object.entries(removedAll ? {} : tags).filter(
    ([key, value]) => !removed.some((tag) => tag.key === key && (tag.value ?? value) === value),
  );
  return { ...Object.fromEntries(kept), ...put };
}
