import type * as EC2 from '@aws-sdk/client-ec2';
import type {
  AuthorizeSecurityGroupEgressRequest,
  AuthorizeSecurityGroupIngressRequest,
  IpPermission,
  RevokedSecurityGroupRule,
} from '@aws-sdk/client-ec2';
import type { OperationTable } from '../operations.ts';
import type { Call, SandboxWorld } from '../service.ts';
import { groupChanged } from './config-item.ts';
import {
  duplicateRule,
  invalidCombination,
  invalidValue,
  missingParameter,
  notFound,
  unknownRule,
} from './errors.ts';
import { groupByName, readPermissions, ruleInWords } from './permissions.ts';
import { checkRuleLimit } from './rule-limit.ts';
import { ruleRow } from './rule-shapes.ts';
import {
  addRule,
  type Ec2State,
  find,
  type Group,
  type GroupRule,
  type NewRule,
  removeRule,
  ruleKey,
  stateOfCall,
} from './state.ts';
import { requestedTags } from './tags.ts';

/** The members that all four calls share. Ingress also accepts the group by name and the flat form. */
type RuleRequest = AuthorizeSecurityGroupIngressRequest &
  Omit<AuthorizeSecurityGroupEgressRequest, 'GroupId'> & { SecurityGroupRuleIds?: string[] | undefined };

export const authorizeOperations: OperationTable<typeof EC2> = {
  AuthorizeSecurityGroupIngress: (world, input, call) => authorize(world, input, call, false),
  AuthorizeSecurityGroupEgress: (world, input, call) => authorize(world, input, call, true),
  RevokeSecurityGroupIngress: (world, input, call) => revoke(world, input, call, false),
  RevokeSecurityGroupEgress: (world, input, call) => revoke(world, input, call, true),
};

function authorize(world: SandboxWorld, input: RuleRequest, call: Call, egress: boolean) {
  const state = stateOfCall(world, call);
  const group = requestedGroup(state, input);
  const asked = readPermissions(state, group, requestedPermissions(input), egress, 'add');
  const tags = requestedTags(input.TagSpecifications, 'security-group-rule');
  const keys = new Set<string>();
  for (const rule of asked) {
    const key = ruleKey(rule);
    if (keys.has(key)) throw invalidValue('The same permission must not appear multiple times');
    keys.add(key);
    if (group.rules.has(key)) {
      throw duplicateRule(ruleInWords(rule));
    }
  }
  checkRuleLimit(state, group, asked);
  const added = asked.map((rule) =>
    addRule(world, state, group, { ...rule, tags: tags.size > 0 ? new Map(tags) : undefined }),
  );
  groupChanged(world, state, group);
  return { Return: true, SecurityGroupRules: added.map((rule) => ruleRow(state, rule)) };
}

function revoke(world: SandboxWorld, input: RuleRequest, call: Call, egress: boolean) {
  const state = stateOfCall(world, call);
  const group = requestedGroup(state, input);
  const { doomed, unknown } = input.SecurityGroupRuleIds?.length
    ? { doomed: rulesById(group, state, input.SecurityGroupRuleIds, egress), unknown: [] }
    : rulesByPermission(state, group, requestedPermissions(input), egress);
  for (const rule of doomed) removeRule(state, group, rule);
  if (doomed.length > 0) groupChanged(world, state, group);
  return {
    Return: true,
    UnknownIpPermissions: unknown,
    RevokedSecurityGroupRules: doomed.map(revokedRow),
  };
}

function rulesById(group: Group, state: Ec2State, ids: string[], egress: boolean): GroupRule[] {
  return ids.map((id) => {
    const rule = find('rule', state.rules, id, 'securityGroupRuleId');
    if (rule.groupId !== group.id || rule.egress !== egress) throw notFound('rule', id);
    return rule;
  });
}

/** In the default VPC, missing rules are skipped and listed. In other VPCs they fail the whole call. */
function rulesByPermission(state: Ec2State, group: Group, permissions: IpPermission[], egress: boolean) {
  const doomed: GroupRule[] = [];
  const unknown: IpPermission[] = [];
  for (const permission of permissions) {
    for (const asked of readPermissions(state, group, [permission], egress, 'remove')) {
      const rule = group.rules.get(ruleKey(asked));
      if (rule) doomed.push(rule);
      else if (state.vpcs.get(group.vpcId)?.isDefault) unknown.push(asPermission(asked));
      else {
        throw unknownRule();
      }
    }
  }
  return { doomed, unknown };
}

function asPermission(rule: NewRule): IpPermission {
  const { cidrIpv4, cidrIpv6, prefixListId, group } = rule.peer;
  return {
    IpProtocol: rule.protocol,
    ...(rule.protocol !== '-1' && { FromPort: rule.from, ToPort: rule.to }),
    IpRanges: cidrIpv4 ? [{ CidrIp: cidrIpv4 }] : [],
    Ipv6Ranges: cidrIpv6 ? [{ CidrIpv6: cidrIpv6 }] : [],
    PrefixListIds: prefixListId ? [{ PrefixListId: prefixListId }] : [],
    UserIdGroupPairs: group ? [{ GroupId: group.id, UserId: group.owner }] : [],
  };
}

function revokedRow(rule: GroupRule): RevokedSecurityGroupRule {
  return {
    SecurityGroupRuleId: rule.id,
    GroupId: rule.groupId,
    IsEgress: rule.egress,
    IpProtocol: rule.protocol,
    FromPort: rule.from,
    ToPort: rule.to,
    CidrIpv4: rule.peer.cidrIpv4,
    CidrIpv6: rule.peer.cidrIpv6,
    PrefixListId: rule.peer.prefixListId,
    ReferencedGroupId: rule.peer.group?.id,
    Description: rule.description,
  };
}

/** Finds the group of a request, by id or (in the default VPC) by name. */
export function requestedGroup(
  state: Ec2State,
  input: { GroupId?: string | undefined; GroupName?: string | undefined },
): Group {
  if (input.GroupId !== undefined) return find('group', state.groups, input.GroupId, 'groupId');
  if (input.GroupName === undefined) throw missingParameter('groupName or groupId');
  return groupByName(state, input.GroupName);
}

/** Returns the list form, or the flat form converted to it. The flat form does not support IPv6. */
function requestedPermissions(input: RuleRequest): IpPermission[] {
  const flat =
    input.CidrIp !== undefined ||
    input.IpProtocol !== undefined ||
    input.SourceSecurityGroupName !== undefined;
  if (input.IpPermissions?.length) {
    if (flat) throw invalidCombination('The parameter ipPermissions cannot be used with the flat form');
    return input.IpPermissions;
  }
  if (!flat) throw missingParameter('ipPermissions');
  if (input.SourceSecurityGroupName !== undefined) {
    const pair = { GroupName: input.SourceSecurityGroupName, UserId: input.SourceSecurityGroupOwnerId };
    if (input.IpProtocol !== undefined) return [flatPermission(input, { UserIdGroupPairs: [pair] })];
    // A source group without ports means all of TCP, UDP and ICMP (sdk:ec2 SourceSecurityGroupName).
    const pairs = { UserIdGroupPairs: [pair] };
    return [
      { IpProtocol: 'tcp', FromPort: 0, ToPort: 65_535, ...pairs },
      { IpProtocol: 'udp', FromPort: 0, ToPort: 65_535, ...pairs },
      { IpProtocol: 'icmp', FromPort: -1, ToPort: -1, ...pairs },
    ];
  }
  return [flatPermission(input, { IpRanges: [{ CidrIp: input.CidrIp }] })];
}

function flatPermission(input: RuleRequest, source: IpPermission): IpPermission {
  return { IpProtocol: input.IpProtocol, FromPort: input.FromPort, ToPort: input.ToPort, ...source };
}
