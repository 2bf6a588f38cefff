import type { Aws } from '../aws/aws.ts';
import { prefixListsUsed } from '../core/baseline/prefix-lists-used.ts';
import { entriesFrom } from '../core/ec2/aws-groups.ts';
import { AppError, AwsCallError } from '../core/errors.ts';
import type { PrefixLists } from '../core/exposure/group.ts';
import type { AddressSource } from '../core/exposure/rule.ts';
import { say } from '../core/words/say.ts';
import type { ScopeSource } from './group-source.ts';

/**
 * Reads the entries of each prefix list in the rules of the groups and in their baseline, once per list. An unreadable
 * list adds a note, is left out, and is judged as opaque (entries unknown).
 */
export function prefixListReader(
  aws: Pick<Aws, 'ec2'>,
  note: (text: string) => void,
  signal: AbortSignal,
): ScopeSource['lists'] {
  const asked = new Set<string>();
  let known: PrefixLists = new Map();
  return async (groups, baseline) => {
    const wanted = [...prefixListsUsed(groups, baseline)].filter((id) => !asked.has(id));
    for (const id of wanted) asked.add(id);
    const read = await Promise.all(
      wanted.map(async (id): Promise<[string, AddressSource[]][]> => {
        try {
          return [[id, await readEntries(aws, id, signal)]];
        } catch (error) {
          if (!(error instanceof AppError) || signal.aborted) throw error;
          note(say`The entries of ${id} could not be read: ${error.message}`);
          return [];
        }
      }),
    );
    const found = read.flat();
    if (found.length > 0) known = new Map([...known, ...found]);
    return known;
  };
}

/** Returns the lists that AWS does not own. AWS's own (`OwnerId` AWS) change at any time. Lists of unknown owners are included. */
export async function ownLists(
  aws: Pick<Aws, 'ec2'>,
  ids: readonly string[],
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const own = new Set(ids);
  if (ids.length === 0) return own;
  try {
    const ec2 = await aws.ec2();
    let NextToken: string | undefined;
    do {
      const page = await ec2.describeManagedPrefixLists({ PrefixListIds: [...ids], NextToken }, signal);
      for (const { PrefixListId, OwnerId } of page.PrefixLists ?? []) {
        if (OwnerId === 'AWS') own.delete(PrefixListId ?? '');
      }
      NextToken = page.NextToken;
    } while (NextToken);
  } catch (error) {
    if (!(error instanceof AwsCallError) || signal.aborted) throw error;
    note(say`The owners of the prefix lists could not be read: ${error.message}`);
  }
  return own;
}

async function readEntries(
  aws: Pick<Aws, 'ec2'>,
  PrefixListId: string,
  signal: AbortSignal,
): Promise<AddressSource[]> {
  const ec2 = await aws.ec2();
  const entries: AddressSource[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ec2.getManagedPrefixListEntries({ PrefixListId, NextToken }, signal);
    entries.push(...entriesFrom(page.Entries ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return entries;
}
