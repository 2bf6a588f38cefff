import type { IngressRule } from '../core/exposure/rule.ts';
import type { FoundChange } from './found-change.ts';

/**
 * Replaces the ids of removed rules by their text where an earlier change of the list has it: a call that removes rules
 * by id need not repeat their text. The changes must be in time order.
 */
export function withRevokedRules(changes: readonly FoundChange[]): FoundChange[] {
  const texts = new Map<string, IngressRule>();
  return changes.map((found) => {
    const { change } = found;
    const known = change.removedRuleIds.flatMap((id) => texts.get(id) ?? []);
    if (change.errorCode === undefined) {
      for (const rule of change.added) if (rule.id !== undefined) texts.set(rule.id, rule);
    }
    if (known.length === 0) return found;
    const removedRuleIds = change.removedRuleIds.filter((id) => !texts.has(id));
    return { ...found, change: { ...change, removed: [...change.removed, ...known], removedRuleIds } };
  });
}
