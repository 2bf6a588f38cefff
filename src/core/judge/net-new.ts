import type { PrefixLists, SecurityGroup } from '../exposure/group.ts';
import { renderRule } from '../exposure/render-rules.ts';
import { covers, ruleSet } from '../exposure/rule-set.ts';
import type { Change } from '../record/change.ts';

/**
 * Returns whether a change admits anything that its group did not admit before: false if every added rule was
 * already covered. Undefined if the record does not show it: it contains no rules, or rules that were rewritten in
 * place, without their earlier text.
 *
 * The state before the change is the live group without the added rules and with the removed ones.
 */
export function netNew(
  change: Change,
  group: Pick<SecurityGroup, 'rules'>,
  lists?: PrefixLists,
): boolean | undefined {
  if (change.added.length === 0) {
    return change.eventName.startsWith('Revoke') ? false : undefined;
  }
  const added = new Set(change.added.map(renderRule));
  const before = [...group.rules.filter((rule) => !added.has(renderRule(rule))), ...change.removed];
  if (covers(ruleSet(before, lists), ruleSet(change.added, lists))) return false;
  return change.modifiedRuleIds.length > 0 ? undefined : true;
}
