import { formatCidr, isCidrProblem, readCidr } from '../src/core/exposure/cidr.ts';
import type { PrefixLists } from '../src/core/exposure/group.ts';
import type { Change } from '../src/core/record/change.ts';

/** A late or repeated event tells nothing of what is still under way. */
const RECENT_MS = 120_000;

/**
 * True while a prefix list does not show yet what the change did to it: EC2 answers the call, and modifies the
 * list afterwards (state `modify-in-progress`). Source: EC2 API reference, ManagedPrefixList.
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
