import type { SecurityGroup } from '../exposure/group.ts';
import { parseRule } from '../exposure/rule-grammar.ts';
import { covers, EMPTY, ruleSet } from '../exposure/rule-set.ts';
import type { Verdict } from '../finding/finding.ts';
import { items } from '../finding/items.ts';

/** Tag of the group that test-trigger makes; its value is the stack. */
export const CANARY_TAG = 'secgroup-monitor:canary';

/** How the name of that group begins. A tag can be put on any group, but no group can be renamed. */
export function canaryPrefix(stack: string): string {
  return `${stack}-canary-`;
}

/** What test-trigger admits for a moment: the discard port, from an address that is never routed (RFC 5737). */
export const CANARY_RULE = 'tcp 9 from 192.0.2.1/32';

/**
 * The group that a stack's test-trigger changes. The tag alone is not believed: whoever tags a group must not
 * take it out of judgement. So nothing but the one harmless documentation address may be admitted, and the
 * group must have been made under a canary's name: else the tag would hide what another group lacks.
 */
export function isCanary(group: SecurityGroup, stack: string): boolean {
  return (
    group.tags[CANARY_TAG] === stack &&
    group.name.startsWith(canaryPrefix(stack)) &&
    covers(ruleSet(parseRule(CANARY_RULE).rules), ruleSet(group.rules))
  );
}

/** A canary is meant to admit nothing, so that a test is judged like any drift, only without alarm. */
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
