import { formatCidr, isCidrProblem, readCidr } from '../src/core/exposure/cidr.ts';
import type { PrefixLists } from '../src/core/exposure/group.ts';
import type { Change } from '../src/core/record/change.ts';

/** Entries are pending only for a recent event: a late or repeated one says nothing about the current state. */
const RECENT_MS = 120_000;

/**
 * True while a prefix list does not show the change to its entries yet. EC2 answers the call before it modifies the
 * list (state `modify-in-progress`). Source: EC2 API reference, ManagedPrefixList.
 */
export function entriesPending(change: Change | undefined, lists: PrefixLists, now: number): boolean {
  const edit = change?.prefixListEntries;
  if (!change || !edit || now - Date.parse(change.time) > RECENT_MS) return false;
  return change.prefixListIds.some((id) => {
    const entries = lists.get(id);
    if (entries === undefined) return false;
    const shown = new Set(entries.map(formatCidr));
    const isShown = (text: string) => {
      const block = readCidr(text);
      return isCidrProblem(block) ? undefined : shown.has(formatCidr(block));
    };
    return (
      edit.added.some((text) => isShown(text) === false) ||
      edit.removed.some((text) => !edit.added.includes(text) && isShown(text) === true)
    );
  });
}
