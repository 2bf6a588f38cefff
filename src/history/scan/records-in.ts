import { isDict } from '../../core/json-shape.ts';
import { field, MAX_DEPTH, openJson, text } from '../../core/record/json.ts';

/** A key that every record has. In a record that is JSON inside a string, a backslash is before each quotation mark. */
export const RECORD_KEY = 'eventName';

export function mayHoldRecords(text: Buffer): boolean {
  return text.includes(RECORD_KEY, 0, 'latin1');
}

/**
 * Finds every CloudTrail record in a parsed value, in any envelope: `Records[]`, a list, an EventBridge event,
 * LookupEvents entries, messages that contain JSON as text. Does not search inside records.
 */
export function recordsIn(value: unknown): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  const walk = (node: unknown, depth: number): void => {
    if (depth > MAX_DEPTH) return;
    const opened = openJson(node);
    if (Array.isArray(opened)) {
      for (const element of opened) walk(element, depth + 1);
    } else if (isDict(opened)) {
      if (isRecord(opened)) found.push(opened);
      else for (const member of Object.values(opened)) walk(member, depth + 1);
    }
  };
  walk(value, 0);
  return found;
}

function isRecord(value: Record<string, unknown>): boolean {
  return (
    text(value.eventName) !== undefined &&
    text(value.eventSource) !== undefined &&
    field(value, 'eventTime', 'userIdentity', 'eventVersion') !== undefined
  );
}
