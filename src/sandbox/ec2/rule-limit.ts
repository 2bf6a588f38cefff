import { AwsError } from '../service.ts';
import type { Ec2State, Group, RulePeer } from './state.ts';

type Weighed = { egress: boolean; peer: RulePeer };

/**
 * A rule's count against the quota of each address family (docs:vpc amazon-vpc-limits): a block counts in its
 * own family, a group in both, a prefix list with its maximum of entries (AWS's lists with their weight).
 */
export function ruleWeight(state: Ec2State, peer: RulePeer): { ipv4: number; ipv6: number } {
  if (peer.cidrIpv4) return { ipv4: 1, ipv6: 0 };
  if (peer.cidrIpv6) return { ipv4: 0, ipv6: 1 };
  if (peer.group) return { ipv4: 1, ipv6: 1 };
  const list = state.prefixLists.get(peer.prefixListId ?? '');
  const entries = list?.maxEntries ?? 1;
  return list?.family === 'IPv6' ? { ipv4: 0, ipv6: entries } : { ipv4: entries, ipv6: 0 };
}

/** Throws if the group would have more rules of a direction and family than the quota. */
export function checkRuleLimit(state: Ec2State, group: Group, added: Weighed[]): void {
  for (const egress of [false, true]) {
    if (!added.some((rule) => rule.egress === egress)) continue;
    const sum = { ipv4: 0, ipv6: 0 };
    for (const rule of [...group.rules.values(), ...added]) {
      if (rule.egress !== egress) continue;
      const weight = ruleWeight(state, rule.peer);
      sum.ipv4 += weight.ipv4;
      sum.ipv6 += weight.ipv6;
    }
    if (Math.max(sum.ipv4, sum.ipv6) > state.quotas.rulesPerGroup) {
      throw new AwsError(
        'RulesPerSecurityGroupLimitExceeded',
        'The maximum number of rules per security group has been reached.',
      );
    }
  }
}
