import { compareText } from '../core/compare-text.ts';
import { decodeText } from '../core/decode-text.ts';
import { AppError, usageError } from '../core/errors.ts';
import { parseJson } from '../core/parse-json.ts';
import { say } from '../core/words/say.ts';
import { type AuditChange, type AuditGroup, auditChange } from '../reports/audit.ts';

/** A line of `history --format json`. */
const SCHEMA = 'secgroup-monitor/change/1';
type ChangeLine = AuditChange & { schema: typeof SCHEMA };

/** Reads the output of `history --format json`, one change per line. @throws AppError kind usage with file and line. */
export function readChanges(bytes: Uint8Array, name: string): AuditChange[] {
  const lines = decodeText(bytes, name).split('\n');
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : [changeOf(line, name, index + 1)]));
}

/** Returns the changes of the judged groups, newest first. */
export function changesOf(changes: readonly AuditChange[], groups: readonly AuditGroup[]): AuditChange[] {
  const judged = new Set(groups.map(({ id }) => id));
  return changes
    .filter(({ groupIds }) => groupIds.some((id) => judged.has(id)))
    .sort((a, b) => compareText(b.time, a.time));
}

const hint = () => say`Use the output of \`secgroup-monitor history --format json\`.`;

function changeOf(text: string, name: string, line: number): AuditChange {
  const item = lineOf(text, name, line) as Partial<ChangeLine> | null;
  const isChange =
    item?.schema === SCHEMA &&
    [item.eventId, item.eventName, item.time, item.account, item.region].every(isText) &&
    [item.groupIds, item.added, item.removed].every((list) => Array.isArray(list) && list.every(isText)) &&
    [item.actor?.name, item.actor?.arn, item.actor?.type].every(isText);
  if (!isChange) {
    const place = `${name}:${line}`;
    throw usageError('not-a-change', say`${place} is not a change with the schema ${SCHEMA}.`, hint());
  }
  return auditChange(item as ChangeLine);
}

/** Adds the hint: other JSON files have several lines, so the parser's error alone (a truncated line) would mislead. */
function lineOf(text: string, name: string, line: number): unknown {
  try {
    return parseJson(text, name, line);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw usageError(error.code, error.message, hint());
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
