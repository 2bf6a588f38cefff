/** A tag in the form of most services. */
export interface KeyValueTag {
  Key?: string | undefined;
  Value?: string | undefined;
}

export function tagMap(tags: readonly KeyValueTag[] | undefined): Map<string, string> {
  return new Map(tags?.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** Returns tags in the form of responses; an empty list if there are none. */
export function tagList(tags: ReadonlyMap<string, string> | undefined): { Key: string; Value: string }[] {
  return [...(tags ?? [])].map(([Key, Value]) => ({ Key, Value }));
}

/** Adds tags. They replace tags with the same key. */
export function addTags(tags: Map<string, string>, added: readonly KeyValueTag[] | undefined): void {
  for (const [key, value] of tagMap(added)) tags.set(key, value);
}

export function removeTags(tags: Map<string, string>, keys: readonly string[] | undefined): void {
  for (const key of keys ?? []) tags.delete(key);
}
