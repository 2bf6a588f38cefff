import { renderRule, renderRules } from '../core/exposure/render-rules.ts';
import type { IngressRule } from '../core/exposure/rule.ts';
import { ruleSet } from '../core/exposure/rule-set.ts';
import type { Change } from '../core/record/change.ts';
import type { CallCategory } from '../core/record/parse-record.ts';
import type { FoundChange } from './merge.ts';

export const HISTORY_ITEM_SCHEMA = 'secgroup-monitor/change/1';

/** One change: a line of `history --format json`. */
export interface HistoryItem extends Omit<Change, 'added' | 'removed'> {
  schema: typeof HISTORY_ITEM_SCHEMA;
  category: CallCategory;
  /** Lines of the rule grammar. With `errorCode` the call failed, and they are what it asked for. */
  added: string[];
  removed: string[];
  /** Parts of rules that could not be read, as JSON. */
  unreadable: string[];
}

export function historyItem({ category, change, unreadable }: FoundChange): HistoryItem {
  return {
    schema: HISTORY_ITEM_SCHEMA,
    ...change,
    category,
    added: lines(change.added),
    removed: lines(change.removed),
    unreadable,
  };
}

function lines(rules: readonly IngressRule[]): string[] {
  // Most changes are of one rule, which is its own canonical form.
  if (rules.length === 1) return [renderRule(rules[0]!)];
  return rules.length === 0 ? [] : renderRules(ruleSet(rules));
}
