import type { SecurityGroup } from '../src/core/exposure/group.ts';
import { parseRule } from '../src/core/exposure/rule-grammar.ts';
import { covers, EMPTY, ruleSet } from '../src/core/exposure/rule-set.ts';
import type { Verdict } from '../src/core/finding/finding.ts';
import { items } from '../src/core/finding/items.ts';
import { CANARY_RULE, CANARY_TAG, canaryPrefix } from '../src/core/judge/canary.ts';

const allowance = ruleSet(parseRule(CANARY_RULE).rules);

/**
 * The group that test-trigger changes. The tag alone is not believed: whoever tags a group must not take it
 * out of judgement. So nothing but the one harmless documentation address may be admitted, and the group
 * must have been made under a canary's name: else the tag would hide what another group lacks.
 */
export function isCanary(group: SecurityGroup, stack: string): boolean {
  return (
    group.tags[CANARY_TAG] === stack &&
    group.name.startsWith(canaryPrefix(stack)) &&
    covers(allowance, ruleSet(group.rules))
  );
}

/** A canary is meant to admit nothing, so that a test is judged like any drift, only without alarm. */
export function judgeCanary(group: SecurityGroup): Verdict[] {
  const named = { id: group.id, name: group.name, vpcId: group.vpcId };
  const common = {
    group: named,
    severity: 'info' as const,
    missing: [],
    baseline: 'canary',
    args: { canary: true },
  };
  if (group.rules.length === 0) return [{ ...common, kind: 'compliant', code: 'in-line', unexpected: [] }];
  const unexpected = items(ruleSet(group.rules), group.rules, new Map(), EMPTY);
  return [{ ...common, kind: 'drift', code: 'unexpected-ingress', unexpected }];
}
