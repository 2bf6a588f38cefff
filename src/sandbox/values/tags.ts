/** A tag as most services have it. */
export interface KeyValueTag {
  Key?: string | undefined;
  Value?: string | undefined;
}

export function tagMap(tags: readonly KeyValueTag[] | undefined): Map<string, string> {
  return new Map(tags?.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** Tags as answers hold them; nothing for none. */
export function tagList(tags: ReadonlyMap<string, string> | undefined): { Key: string; Value: string }[] {
  return [...(tags ?? [])].map(([Key, Value]) => ({ Key, Value }));
}

/** Adds tags; those with a key that is there already replace it. */
export function addTags(tags: Map<string, string>, added: readonly KeyValueTag[] | undefined): void {
  for (const [key, value] of tagMap(added)) tags.set(key, value);
}

export function removeTags(tags: Map<string, string>, keys: readonly string[] | undefined): void {
  for (const key of keys ?? []) tags.delete(key);
}
