import type { HistoryItem } from '../../reports/history.ts';
import type { Look } from '../look.ts';
import { safeJson } from '../safe-json.ts';

/** Creates the renderer of `history --format json`: one change per line. */
export function historyJson(_look: Look): (item: HistoryItem) => string {
  return (item) => `${safeJson(item)}\n`;
}
