import { isDict } from '../../core/json-shape.ts';
import { field, MAX_DEPTH, openJson, text } from '../../core/record/json.ts';

/** A key that every record has. In a record that is JSON inside a string, a backslash is before each quotation mark. */
export const RECORD_KEY = 'eventName';

/**
 * The same key in a row of Athena, whose columns have CloudTrail's names in lower case.
 * Source: https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table.html
 */
export const COLUMN_KEY = RECORD_KEY.toLowerCase();

export function mayHoldRecords(text: Buffer): boolean {
  return text.includes(RECORD_KEY, 0, 'latin1');
}

/** Does the text have rows of Athena instead of records? Undefined if it has neither. */
export function mayHoldRows(text: Buffer): boolean | undefined {
  const column = text.indexOf(COLUMN_KEY, 0, 'latin1');
  const record = text.indexOf(RECORD_KEY, 0, 'latin1');
  if (column < 0) return record < 0 ? undefined : false;
  return record < 0 || column < record;
}

/**
 * Finds every CloudTrail record in a parsed value, in any envelope: `Records[]`, a list, an EventBridge event,
 * LookupEvents entries, messages that contain JSON as text, rows of Athena. Does not search inside records.
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
      else if (isRow(opened)) found.push(recordOfRow(opened));
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

function isRow(value: Record<string, unknown>): boolean {
  return [COLUMN_KEY, 'eventsource', 'eventtime'].every((name) => text(value[name]) !== undefined);
}

/** The other members are read without regard to case. */
function recordOfRow({ eventname, eventid, ...others }: Record<string, unknown>): Record<string, unknown> {
  return { ...others, eventName: eventname, ...(eventid === undefined ? {} : { eventID: eventid }) };
}
