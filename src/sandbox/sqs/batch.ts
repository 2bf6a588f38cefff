import { AwsError } from '../service.ts';

interface Entry {
  Id?: string | undefined;
}

/** Runs each entry of a batch. If one fails, the others still run. */
export function batch<E extends Entry, T extends object>(entries: E[] | undefined, run: (entry: E) => T) {
  const Successful: (T & { Id: string | undefined })[] = [];
  const Failed: { Id: string | undefined; Code: string; Message: string; SenderFault: boolean }[] = [];
  for (const entry of checkEntries(entries)) {
    try {
      Successful.push({ ...run(entry), Id: entry.Id });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id: entry.Id, Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful, Failed };
}

/** Checks the entries of a batch: 1 to 10, with distinct and well-formed ids. */
function checkEntries<E extends Entry>(entries: E[] | undefined): E[] {
  if (!entries || entries.length === 0) {
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (entries.length > 10) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
    );
  }
  if (entries.some((entry) => !/^[\w-]{1,80}$/.test(entry.Id ?? ''))) {
    throw new AwsError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  }
  if (new Set(entries.map((entry) => entry.Id)).size < entries.length) {
    throw new AwsError(
      'BatchEntryIdsNotDistinct',
      'Two or more batch entries in the request have the same Id.',
    );
  }
  return entries;
}
