import type { FoundChange, FoundUnknown } from './found-change.ts';
import { withRevokedRules } from './revoked-rules.ts';
import type { FoundRecord } from './scan/scan-source.ts';

export interface Merged {
  /** Oldest first. */
  changes: FoundChange[];
  unknown: FoundUnknown[];
  /** The number of records that were found again. */
  duplicates: number;
}

/** Merges the records of all sources in time order, each once (by eventID, which is unique per record). */
export function merge(found: readonly FoundRecord[]): Merged {
  const seen = new Set<string>();
  const merged: Merged = { changes: [], unknown: [], duplicates: 0 };
  for (const item of found) {
    const id = item.kind === 'change' ? item.change.eventId : item.eventId;
    if (id !== undefined && id !== '') {
      if (seen.has(id)) {
        merged.duplicates++;
        continue;
      }
      seen.add(id);
    }
    if (item.kind === 'change') merged.changes.push(item);
    else merged.unknown.push(item);
  }
  const at = new Map(merged.changes.map((item) => [item, Date.parse(item.change.time)]));
  // A stable sort, so records with the same time keep the order of their source.
  merged.changes.sort((a, b) => at.get(a)! - at.get(b)!);
  merged.changes = withRevokedRules(inCausalOrder(merged.changes, (item) => at.get(item)!));
  return merged;
}

/**
 * CloudTrail's times are in whole seconds, and its files have no order. So changes in the same second are sorted by
 * the ids of their rules: a group is created before it is changed and deleted after that, and a rule is added before
 * it is modified or removed.
 */
function inCausalOrder(changes: FoundChange[], timeOf: (item: FoundChange) => number): FoundChange[] {
  const ordered: FoundChange[] = [];
  let begin = 0;
  while (begin < changes.length) {
    let end = begin + 1;
    while (end < changes.length && timeOf(changes[end]!) === timeOf(changes[begin]!)) end++;
    const second = changes.slice(begin, end);
    while (second.length > 0) {
      const first = second.findIndex(
        (item) => !second.some((other) => other !== item && precedes(other, item)),
      );
      // In a cycle, which can't be true, the order of the sources decides.
      ordered.push(...second.splice(Math.max(0, first), 1));
    }
    begin = end;
  }
  return ordered;
}

function precedes({ change: a }: FoundChange, { change: b }: FoundChange): boolean {
  const sameGroup = a.groupIds.some((id) => b.groupIds.includes(id));
  if (!sameGroup || a.errorCode !== undefined || b.errorCode !== undefined) return false;
  if (a.eventName === 'CreateSecurityGroup' || b.eventName === 'DeleteSecurityGroup') return true;
  if (b.eventName === 'CreateSecurityGroup' || a.eventName === 'DeleteSecurityGroup') return false;
  const made = new Set(a.modifiedRuleIds.length > 0 ? [] : a.added.flatMap((rule) => rule.id ?? []));
  const ended = new Set(b.modifiedRuleIds.length > 0 ? [] : endedBy(b));
  return (
    [...b.modifiedRuleIds, ...endedBy(b)].some((id) => made.has(id)) ||
    a.modifiedRuleIds.some((id) => ended.has(id))
  );
}

function endedBy({ removed, removedRuleIds }: FoundChange['change']): string[] {
  return [...removed.flatMap((rule) => rule.id ?? []), ...removedRuleIds];
}
