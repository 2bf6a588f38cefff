import { isDict } from '../../core/json-shape.ts';
import { field, MAX_DEPTH, openJson, text } from '../../core/record/json.ts';

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
