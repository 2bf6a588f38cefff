import type * as Lambda from '@aws-sdk/client-lambda';
import type { OperationTable } from '../operations.ts';
import { removeTags } from '../values/tags.ts';
import { checkNotBusy, existingFunction, invalid } from './state.ts';

/**
 * Tags of functions (Lambda guide, "Using tags": at most 50, keys up to 128 and values up to 256 characters).
 */
export const tagOperations: OperationTable<typeof Lambda> = {
  TagResource(world, input, call) {
    const fn = existingFunction(world, input.Resource, call);
    checkNotBusy(world, fn);
    fn.tags = checkTags({ ...Object.fromEntries(fn.tags), ...input.Tags });
    return {};
  },

  UntagResource(world, input, call) {
    removeTags(existingFunction(world, input.Resource, call).tags, input.TagKeys);
    return {};
  },

  ListTags(world, input, call) {
    return { Tags: Object.fromEntries(existingFunction(world, input.Resource, call).tags) };
  },
};

export function checkTags(tags: Record<string, string> | undefined): Map<string, string> {
  const entries = Object.entries(tags ?? {});
  if (entries.length > 50) throw invalid('A resource can have at most 50 tags.');
  for (const [key, value] of entries) {
    if (key === '' || key.length > 128 || value.length > 256)
      throw invalid(`The tag ${key} is too long or empty.`);
    if (/^aws:/i.test(key)) throw invalid('Tag keys starting with "aws:" are reserved for system use.');
  }
  return new Map(entries);
}
