import type * as EC2 from '@aws-sdk/client-ec2';
import type { SecurityGroupRuleRequest } from '@aws-sdk/client-ec2';
import type { OperationTable } from '../operations.ts';
import type { Call, SandboxWorld } from '../service.ts';
import { requestedGroup } from './authorize.ts';
import { canonicalIpv4, canonicalIpv6 } from './cidr.ts';
import { groupChanged } from './config-item.ts';
import { duplicateRule, invalidValue, missingParameter, notFound, unknownRule } from './errors.ts';
import { applyFilters, onePage } from './filters.ts';
import {
  checkDescription,
  groupPeer,
  prefixListPeer,
  readPermissions,
  readPorts,
  ruleInWords,
} from './permissions.ts';
import { checkRuleLimit } from './rule-limit.ts';
import { ruleRow } from './rule-shapes.ts';
import {
  type Ec2State,
  find,
  type Group,
  type GroupRule,
  type NewRule,
  type RulePeer,
  ruleKey,
  stateOfCall,
} from './state.ts';

export const securityGroupRuleOperations: OperationTable<typeof EC2> = {
  DescribeSecurityGroupRules(world, input, call) {
    const state = stateOfCall(world, call);
    const rules = input.SecurityGroupRuleIds?.length
      ? input.SecurityGroupRuleIds.map((id) => find('rule', state.rules, id, 'securityGroupRuleId'))
      : candidates(state, input.Filters ?? []);
    const found = applyFilters(rules, input.Filters, {
      'group-id': (rule) => [rule.groupId],
      'security-group-rule-id': (rule) => [rule.id],
    });
    const { items, NextToken } = onePage(found, input);
    return { NextToken, SecurityGroupRules: items.map((rule) => ruleRow(state, rule)) };
  },

  ModifySecurityGroupRules(world, input, call) {
    const state = stateOfCall(world, call);
    const group = requestedGroup(state, input);
    if (!input.SecurityGroupRules?.length) throw missingParameter('SecurityGroupRule');
    const updates = input.SecurityGroupRules.map(({ SecurityGroupRuleId, SecurityGroupRule }) => {
      const rule = ruleOf(state, group, SecurityGroupRuleId);
      return { rule, wanted: wantedRule(state, group, rule, SecurityGroupRule ?? {}) };
    });
    replaceRules(state, group, updates);
    groupChanged(world, state, group);
    return { Return: true };
  },

  UpdateSecurityGroupRuleDescriptionsIngress: (world, input, call) => describe(world, input, call, false),
  UpdateSecurityGroupRuleDescriptionsEgress: (world, input, call) => describe(world, input, call, true),
};

/** If a filter without wildcards is on the group id, only the rules of that group are read. */
function candidates(
  state: Ec2State,
  filters: { Name?: string | undefined; Values?: string[] | undefined }[],
): Iterable<GroupRule> {
  const ids = filters.find((filter) => filter.Name === 'group-id')?.Values;
  if (!ids || ids.some((id) => /[*?\\]/.test(id))) return state.rules.values();
  return [...new Set(ids)].flatMap((id) => [...(state.groups.get(id)?.rules.values() ?? [])]);
}

function ruleOf(state: Ec2State, group: Group, id: string | undefined): GroupRule {
  const rule = find('rule', state.rules, id, 'SecurityGroupRuleId');
  if (rule.groupId !== group.id) throw notFound('rule', rule.id);
  return rule;
}

/** The request replaces the rule, so members that it omits are removed. Direction and id stay. */
function wantedRule(
  state: Ec2State,
  group: Group,
  rule: GroupRule,
  request: SecurityGroupRuleRequest,
): NewRule {
  const peers: RulePeer[] = [];
  if (request.CidrIpv4 !== undefined) peers.push({ cidrIpv4: canonicalIpv4(request.CidrIpv4) });
  if (request.CidrIpv6 !== undefined) peers.push({ cidrIpv6: canonicalIpv6(request.CidrIpv6) });
  if (request.PrefixListId !== undefined) peers.push(prefixListPeer(state, request.PrefixListId, 'add'));
  if (request.ReferencedGroupId !== undefined) {
    // The owner stays if the reference does, because a request has no member for the owner.
    const owner = rule.peer.group?.id === request.ReferencedGroupId ? rule.peer.group.owner : undefined;
    peers.push(groupPeer(state, group, { GroupId: request.ReferencedGroupId, UserId: owner }, 'add'));
  }
  const [peer, ...more] = peers;
  if (!peer || more.length > 0) {
    throw invalidValue(
      'Exactly one of CidrIpv4, CidrIpv6, PrefixListId and ReferencedGroupId must be specified for a rule.',
    );
  }
  return {
    egress: rule.egress,
    ...readPorts(request.IpProtocol, request.FromPort, request.ToPort),
    peer,
    description: checkDescription(request.Description),
  };
}

/** All or nothing. Two rules can swap, but none can become equal to a rule that stays. */
function replaceRules(state: Ec2State, group: Group, updates: { rule: GroupRule; wanted: NewRule }[]): void {
  const after = new Map(group.rules);
  for (const { rule } of updates) after.delete(ruleKey(rule));
  for (const { rule, wanted } of updates) {
    const key = ruleKey(wanted);
    if (after.has(key)) {
      throw duplicateRule(ruleInWords(wanted));
    }
    after.set(key, { ...rule, ...wanted, tags: rule.tags });
  }
  const kept = [...group.rules.values()].filter((rule) => !updates.some((update) => update.rule === rule));
  checkRuleLimit(
    state,
    { ...group, rules: new Map(kept.map((rule) => [ruleKey(rule), rule])) },
    updates.map((update) => update.wanted),
  );
  group.rules = after;
  for (const rule of after.values()) state.rules.set(rule.id, rule);
}

interface DescriptionRequest {
  GroupId?: string | undefined;
  GroupName?: string | undefined;
  IpPermissions?: Parameters<typeof readPermissions>[2] | undefined;
  SecurityGroupRuleDescriptions?:
    | { SecurityGroupRuleId?: string | undefined; Description?: string | undefined }[]
    | undefined;
}

function describe(world: SandboxWorld, input: DescriptionRequest, call: Call, egress: boolean) {
  const state = stateOfCall(world, call);
  const group = requestedGroup(state, input);
  const byId = (input.SecurityGroupRuleDescriptions ?? []).map((wanted) => {
    const rule = ruleOf(state, group, wanted.SecurityGroupRuleId);
    if (rule.egress !== egress) throw notFound('rule', rule.id);
    return { rule, description: checkDescription(wanted.Description) };
  });
  const byPermission = readPermissions(state, group, input.IpPermissions ?? [], egress, 'remove').map(
    (wanted) => {
      const rule = group.rules.get(ruleKey(wanted));
      if (!rule) {
        throw unknownRule();
      }
      return { rule, description: wanted.description };
    },
  );
  const updates = [...byId, ...byPermission];
  if (updates.length === 0) throw missingParameter('ipPermissions');
  for (const { rule, description } of updates) rule.description = description;
  groupChanged(world, state, group);
  return { Return: true };
}
