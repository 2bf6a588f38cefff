import type { GroupState } from '../exposure/group.ts';
import { renderRule } from '../exposure/render-rules.ts';
import type { IngressRule } from '../exposure/rule.ts';
import { callCategory } from './calls.ts';
import type { Change } from './change.ts';
import { listsBefore } from './list-edit.ts';

/** What is known about a group before a change: its state, or only whether it was drifting. */
export type Before = GroupState | { drifting: boolean };

/**
 * Returns the state before a change: the state after it, with the change reversed. Undefined if the record
 * does not contain enough for that.
 */
export function stateBefore({ group, lists }: GroupState, change: Change): Before | undefined {
  if (hidesTheStateBefore(change)) return undefined;
  // There was no such group, so it was not drifting either.
  if (/^Create(SecurityGroup|DefaultVpc|Vpc)$/.test(change.eventName)) return { drifting: false };
  const rules = rulesBefore(group.rules, change);
  return { group: { ...group, rules }, lists: listsBefore(lists, change) };
}

/**
 * True if the record does not show the earlier state: the text of rules that were rewritten or removed by id, the
 * earlier tags, or the entries of prefix lists.
 */
export function hidesTheStateBefore(change: Change): boolean {
  return (
    change.modifiedRuleIds.length > 0 ||
    change.removedRuleIds.length > 0 ||
    change.retag !== undefined ||
    hidesTheLists(change)
  );
}

/** True for calls that write entries to a prefix list without showing them in the record. */
export function hidesTheLists({ eventName, requestOmitted }: Change): boolean {
  return (
    requestOmitted === true || /^RestoreManagedPrefixListVersion$|IpamPrefixListResolver/.test(eventName)
  );
}

/** True for calls whose record lacks the request, and therefore does not name the changed groups. */
export function hidesItsGroups(change: Change): boolean {
  const category = callCategory(change.eventSource, change.eventName);
  if (change.requestOmitted !== true || category === undefined) return false;
  if (!['ingress', 'cosmetic', 'prefix-list'].includes(category)) return false;
  return change.groupIds.length + change.groupNames.length + change.prefixListIds.length === 0;
}

/** Returns the rules without those that a change added, and with those that it removed. */
export function rulesBefore(rules: readonly IngressRule[], { added, removed }: Change): IngressRule[] {
  return [...withoutRules(withoutRules(rules, added), removed), ...removed];
}

/**
 * Returns the rules without those in `gone`. Rules are compared by id and by text, which are both unique in a
 * group.
 */
export function withoutRules(rules: readonly IngressRule[], gone: readonly IngressRule[]): IngressRule[] {
  if (gone.length === 0) return [...rules];
  const ids = new Set(gone.flatMap((rule) => rule.id ?? []));
  const texts = new Set(gone.map(renderRule));
  return rules.filter((rule) => !ids.has(rule.id ?? '') && !texts.has(renderRule(rule)));
}
