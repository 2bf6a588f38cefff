/** The condition keys for the tags of a request and of its resource. */
export function tagConditions(
  requested: Iterable<readonly [string, string]> | undefined,
  present: Iterable<readonly [string, string]> | undefined,
): Record<string, string | string[]> {
  const conditions: Record<string, string | string[]> = {};
  const keys: string[] = [];
  for (const [key, value] of requested ?? []) {
    conditions[`aws:RequestTag/${key}`] = value;
    keys.push(key);
  }
  if (keys.length > 0) conditions['aws:TagKeys'] = keys;
  for (const [key, value] of present ?? []) conditions[`aws:ResourceTag/${key}`] = value;
  return conditions;
}
