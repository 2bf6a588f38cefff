import { renderRule, renderRules } from '../core/exposure/render-rules.ts';
import type { IngressRule } from '../core/exposure/rule.ts';
import { ruleSet } from '../core/exposure/rule-set.ts';
import { HISTORY_ITEM_SCHEMA, type HistoryItem } from '../reports/history.ts';
import type { FoundChange } from './found-change.ts';

export function historyItem({ category, change, unreadable }: FoundChange): HistoryItem {
  return {
    schema: HISTORY_ITEM_SCHEMA,
    ...change,
    category,
    added: lines(change.added),
    removed: lines(change.removed),
    unreadable: unreadable.map(({ text }) => text),
  };
}

function lines(rules: readonly IngressRule[]): string[] {
  // Most changes have one rule, which is already in canonical form.
  if (rules.length === 1) return [renderRule(rules[0]!)];
  return rules.length === 0 ? [] : renderRules(ruleSet(rules));
}
