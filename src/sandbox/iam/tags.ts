import { AwsError } from '../service.ts';
import type { KeyValueTag } from '../values/tags.ts';

/** Adds all tags or none. One invalid tag fails the whole call (IAM guide, "Rules for tagging"). */
export function addTags(tags: Map<string, string>, added: readonly KeyValueTag[] | undefined): void {
  const keys = new Set<string>();
  for (const { Key: key = '', Value: value = '' } of added ?? []) {
    if (
      key === '' ||
      key.length > 128 ||
      value.length > 256 ||
      !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(key + value)
    ) {
      throw new AwsError('ValidationError', `Value at 'tags' failed to satisfy constraint: key ${key}`);
    }
    if (/^aws:/i.test(key)) {
      throw new AwsError('InvalidInput', 'Tag keys starting with "aws:" are reserved for system use.');
    }
    if (keys.has(key.toLowerCase())) {
      throw new AwsError(
        'InvalidInput',
        'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
      );
    }
    keys.add(key.toLowerCase());
  }
  const kept = [...tags.keys()].filter((key) => !keys.has(key.toLowerCase()));
  if (kept.length + keys.size > 50) {
    throw new AwsError('LimitExceeded', 'Cannot exceed quota for TagsPerResource: 50', 409);
  }
  for (const key of tags.keys()) if (keys.has(key.toLowerCase())) tags.delete(key);
  for (const { Key: key = '', Value: value = '' } of added ?? []) tags.set(key, value);
}

export function removeTags(tags: Map<string, string>, keys: string[] | undefined): void {
  const removed = new Set(keys?.map((key) => key.toLowerCase()));
  for (const key of tags.keys()) if (removed.has(key.toLowerCase())) tags.delete(key);
}
