import type { SecurityGroup } from '../exposure/group.ts';
import { parseRule } from '../exposure/rule-grammar.ts';
import { covers, EMPTY, ruleSet } from '../exposure/rule-set.ts';
import type { Verdict } from '../finding/finding.ts';
import { items } from '../finding/items.ts';

/** The tag of the group that test-trigger creates. Its value is the stack. */
export const CANARY_TAG = 'secgroup-monitor:canary';

/** Returns the beginning of that group's name. Any group can get a tag, but no group can be renamed. */
export function canaryPrefix(stack: string): string {
  return `${stack}-canary-`;
}

/**
 * The rule that test-trigger adds for a moment: the discard port, from an address that is never routed (RFC 5737).
 */
export const CANARY_RULE = 'tcp 9 from 192.0.2.1/32';

/**
 * True for the group that a stack's test-trigger changes. The tag alone is not enough, because a tag must not
 * exempt a group from judgement. The group must also admit nothing except the one harmless documentation address,
 * and must have the name of a canary group. Otherwise the tag would hide the missing rules of another group.
 */
export function isCanary(group: SecurityGroup, stack: string): boolean {
  return (
    group.tags[CANARY_TAG] === stack &&
    group.name.startsWith(canaryPrefix(stack)) &&
    group.unreadable === undefined &&
    covers(ruleSet(parseRule(CANARY_RULE).rules), ruleSet(group.rules))
  );
}

/** Judges a canary group, which should admit nothing. A test is a drift like any other, but with severity info. */
export function judgeCanary(group: SecurityGroup): Verdict[] {
  const common = {
    group: { id: group.id, name: group.name, vpcId: group.vpcId },
    severity: 'info' as const,
    missing: [],
    baseline: 'canary',
    args: { canary: true },
  };
  if (group.rules.length === 0) return [{ ...common, kind: 'compliant', code: 'in-line', unexpected: [] }];
  const unexpected = items(ruleSet(group.rules), group.rules, new Map(), EMPTY);
  return [{ ...common, kind: 'drift', code: 'unexpected-ingress', unexpected }];
}
