import type { Change } from '../core/record/change.ts';
import type { CallCategory } from '../core/record/parse-record.ts';

export const HISTORY_ITEM_SCHEMA = 'secgroup-monitor/change/1';

/** One change: a line of `history --format json`. */
export interface HistoryItem extends Omit<Change, 'added' | 'removed'> {
  schema: typeof HISTORY_ITEM_SCHEMA;
  category: CallCategory;
  /** Rule lines. With `errorCode`, the call failed, and these are the rules that it requested. */
  added: string[];
  removed: string[];
  /** Parts of rules that could not be read, as JSON texts. */
  unreadable: string[];
}
