import type { PrefixLists, SecurityGroup } from '../exposure/group.ts';
import { renderRule } from '../exposure/render-rules.ts';
import { covers, ruleSet } from '../exposure/rule-set.ts';
import type { Change } from '../record/change.ts';

/**
 * Whether a change admits anything that its group did not admit before: false when every rule it added
 * was already covered. Undefined when the record does not tell: rules rewritten in place, whose earlier
 * text it lacks, or a call that names no rules.
 *
 * "Before" is taken from the live group: without the added rules, with the removed ones.
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
