import { isCidrProblem, parseCidr } from '../exposure/cidr.ts';
import type { PrefixLists } from '../exposure/group.ts';
import type { AddressSource } from '../exposure/rule.ts';
import type { Change } from './change.ts';

/** Returns the lists before a change: with the entries that it removed, and without those that it added. */
export function listsBefore(lists: PrefixLists, change: Change): PrefixLists {
  return edited(lists, change, 'removed', 'added');
}

/** Returns the lists after a change: with the entries that it added, and without those that it removed. */
export function listsAfter(lists: PrefixLists, change: Change): PrefixLists {
  return edited(lists, change, 'added', 'removed');
}

/** Returns the same object if nothing is edited. A list of unknown content remains unknown. */
function edited(
  lists: PrefixLists,
  { prefixListIds, prefixListEntries }: Change,
  put: 'added' | 'removed',
  take: 'added' | 'removed',
): PrefixLists {
  if (prefixListEntries === undefined) return lists;
  const result = new Map(lists);
  for (const id of prefixListIds) {
    const entries = lists.get(id);
    if (entries === undefined) continue;
    const gone = new Set(blocks(prefixListEntries[take]).map(key));
    const kept = entries.filter((entry) => !gone.has(key(entry)));
    const present = new Set(kept.map(key));
    result.set(id, [...kept, ...blocks(prefixListEntries[put]).filter((entry) => !present.has(key(entry)))]);
  }
  return result;
}

function blocks(cidrs: readonly string[]): AddressSource[] {
  return cidrs.map(parseCidr).filter((block) => !isCidrProblem(block));
}

function key({ kind, address, prefixLength }: AddressSource): string {
  return `${kind} ${address}/${prefixLength}`;
}
