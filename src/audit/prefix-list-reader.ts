import type { Aws } from '../aws/aws.ts';
import { AwsCallError } from '../core/errors.ts';
import { isCidrProblem, readCidr } from '../core/exposure/cidr.ts';
import type { PrefixLists } from '../core/exposure/group.ts';
import type { AddressSource } from '../core/exposure/rule.ts';
import { say } from '../core/words/say.ts';
import type { GroupSource } from './group-source.ts';

/**
 * Reads the entries of each prefix list that groups, or what is meant for them, use: once per list. A list
 * that can't be read is noted, stays out and is judged as opaque.
 */
export function prefixListReader(
  aws: Aws,
  note: (text: string) => void,
  signal: AbortSignal,
): GroupSource['lists'] {
  const asked = new Set<string>();
  let known: PrefixLists = new Map();
  return async (groups, baseline) => {
    const ids = new Set<string>();
    for (const group of groups) {
      for (const { source } of group.rules) if (source.kind === 'prefix-list') ids.add(source.prefixListId);
    }
    for (const id of listsMeant(groups, baseline)) ids.add(id);
    const wanted = [...ids].filter((id) => !asked.has(id));
    for (const id of wanted) asked.add(id);
    const read = await Promise.all(
      wanted.map(async (id): Promise<[string, AddressSource[]][]> => {
        try {
          return [[id, await readEntries(aws, id, signal)]];
        } catch (error) {
          if (!(error instanceof AwsCallError) || signal.aborted) throw error;
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

type Meant = Parameters<GroupSource['lists']>;

function listsMeant(groups: Meant[0], baseline: Meant[1]): string[] {
  const { never, exceptions } = baseline.compiled;
  const lines = [...never, ...exceptions].map(({ rule }) => rule);
  for (const group of groups) lines.push(...(baseline.entryOf(group)?.rules ?? []));
  return lines.flatMap((line) => (line.includes('pl-') ? (line.match(/\bpl-[0-9a-z]+/g) ?? []) : []));
}

/** Lists of AWS (`OwnerId` AWS) change by themselves. Unknown owners count as the customer's. */
export async function ownLists(
  aws: Aws,
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
    note(say`Who owns the prefix lists could not be read: ${error.message}`);
  }
  return own;
}

async function readEntries(aws: Aws, PrefixListId: string, signal: AbortSignal): Promise<AddressSource[]> {
  const ec2 = await aws.ec2();
  const entries: AddressSource[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ec2.getManagedPrefixListEntries({ PrefixListId, NextToken }, signal);
    for (const { Cidr } of page.Entries ?? []) {
      const entry = readCidr(Cidr ?? '');
      if (!isCidrProblem(entry)) entries.push(entry);
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return entries;
}
