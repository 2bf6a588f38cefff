import type { GroupState } from '../exposure/group.ts';
import { renderRule } from '../exposure/render-rules.ts';
import type { IngressRule } from '../exposure/rule.ts';
import type { Change } from './change.ts';
import { listsBefore } from './list-edit.ts';

/** What is known of a group before a change: its state, or only whether it was drifting. */
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

/** Records lack the earlier text of rules that were rewritten or removed by id, and some lack what lists held. */
export function hidesTheStateBefore(change: Change): boolean {
  return change.modifiedRuleIds.length > 0 || change.removedRuleIds.length > 0 || hidesTheLists(change);
}

/** Calls that give a prefix list entries that the record does not name. */
export function hidesTheLists({ eventName }: Change): boolean {
  return /^RestoreManagedPrefixListVersion$|IpamPrefixListResolver/.test(eventName);
}

/** The rules without those that a change added, and with those that it removed. */
export function rulesBefore(rules: readonly IngressRule[], { added, removed }: Change): IngressRule[] {
  return [...withoutRules(withoutRules(rules, added), removed), ...removed];
}

/** Rules are the same by id; where a record lacks the id, by text, which is unique in a group as well. */
export function withoutRules(rules: readonly IngressRule[], gone: readonly IngressRule[]): IngressRule[] {
  if (gone.length === 0) return [...rules];
  const ids = new Set(gone.flatMap((rule) => rule.id ?? []));
  const texts = new Set(gone.map(renderRule));
  return rules.filter((rule) => !ids.has(rule.id ?? '') && !texts.has(renderRule(rule)));
}
