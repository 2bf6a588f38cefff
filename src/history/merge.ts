import type { Found } from './scan-source.ts';

/** A change with its category, as parseRecord gave it. */
export type FoundChange = Extract<Found, { kind: 'change' }>;
export type FoundUnknown = Extract<Found, { kind: 'unknown' }>;

export interface Merged {
  /** Oldest first. */
  changes: FoundChange[];
  unknown: FoundUnknown[];
  /** Records that were there more than once. */
  duplicates: number;
}

/** Puts records of all sources in time order, each once (by eventID, which is unique per record). */
export function merge(found: readonly Found[]): Merged {
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
  merged.changes.sort((a, b) => at.get(a)! - at.get(b)! || (a.change.eventId < b.change.eventId ? -1 : 1));
  return merged;
}
