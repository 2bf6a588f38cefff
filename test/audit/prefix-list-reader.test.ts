import { expect, it } from 'vitest';
import { prefixListReader } from '../../src/audit/prefix-list-reader.ts';
import type { Aws } from '../../src/aws/aws.ts';
import { prepareBaseline } from '../../src/core/baseline/prepared-baseline.ts';
import { emptyBaseline } from '../../src/core/baseline/presets.ts';
import { groupOf } from '../support/groups.ts';

/** EC2 that answers with these blocks, by the list's id. */
function ec2With(lists: Record<string, string[]>): Pick<Aws, 'ec2'> {
  const getManagedPrefixListEntries = async ({ PrefixListId = '' }) => ({
    Entries: (lists[PrefixListId] ?? []).map((Cidr) => ({ Cidr })),
  });
  return { ec2: async () => ({ getManagedPrefixListEntries }) as unknown as Awaited<ReturnType<Aws['ec2']>> };
}

it('leaves a list out, with a note, when one of its entries cannot be read', async () => {
  const notes: string[] = [];
  const aws = ec2With({ 'pl-0a': ['10.0.0.0/8'], 'pl-0b': ['10.0.0.0/8', 'nowhere'] });
  const read = prefixListReader(aws, (text) => notes.push(text), new AbortController().signal);
  const group = groupOf(['tcp 22 from pl-0a, pl-0b']);
  const lists = await read([group], prepareBaseline(emptyBaseline('test')));
  expect([...lists.keys()]).toEqual(['pl-0a']);
  expect(notes).toEqual(['The entries of pl-0b could not be read: "nowhere": not an IPv4 address']);
});
