import type * as EC2 from '@aws-sdk/client-ec2';
import type { SecurityGroup } from '@aws-sdk/client-ec2';
import type { OperationTable } from '../operations.ts';
import { AwsError } from '../service.ts';
import { tagList } from '../values/tags.ts';
import { requestedGroup } from './authorize.ts';
import { groupChanged, groupDeleted } from './config-item.ts';
import { dependencyViolation, invalidValue, missingParameter } from './errors.ts';
import { applyFilters, type FilterFields, onePage } from './filters.ts';
import { permissionsOf, ruleRow } from './rule-shapes.ts';
import {
  addGroup,
  defaultVpcOf,
  type Ec2State,
  ec2Arn,
  find,
  type Group,
  type GroupRule,
  stateOfCall,
} from './state.ts';
import { requestedTags } from './tags.ts';

const text = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]*$/;

export const securityGroupOperations: OperationTable<typeof EC2> = {
  CreateSecurityGroup(world, input, call) {
    const state = stateOfCall(world, call);
    const name = checkName(input.GroupName);
    const description = checkGroupDescription(input.Description);
    const vpc = input.VpcId ? find('vpc', state.vpcs, input.VpcId, 'vpcId') : defaultVpcOf(state);
    if (!vpc) throw new AwsError('VPCIdNotSpecified', 'No default VPC for this user');
    for (const group of state.groups.values()) {
      if (group.vpcId === vpc.id && group.name === name) {
        throw new AwsError(
          'InvalidGroup.Duplicate',
          `The security group '${name}' already exists for VPC '${vpc.id}'`,
        );
      }
    }
    if (state.groups.size >= state.quotas.groups) {
      throw new AwsError(
        'SecurityGroupLimitExceeded',
        `The maximum number of security groups (${state.quotas.groups}) has been reached.`,
      );
    }
    const tags = requestedTags(input.TagSpecifications, 'security-group');
    const group = addGroup(world, state, vpc, { name, description, tags });
    groupChanged(world, state, group);
    return {
      GroupId: group.id,
      Tags: tagList(tags),
      SecurityGroupArn: ec2Arn(state, `security-group/${group.id}`),
    };
  },

  DeleteSecurityGroup(world, input, call) {
    const state = stateOfCall(world, call);
    const group = requestedGroup(state, input);
    if (group.name === 'default') {
      throw new AwsError(
        'CannotDelete',
        `the specified group: "${group.id}" name: "default" cannot be deleted by a user`,
      );
    }
    if (isInUse(state, group)) throw dependencyViolation(group.id);
    for (const rule of group.rules.values()) state.rules.delete(rule.id);
    state.groups.delete(group.id);
    groupDeleted(world, state, group.id);
    return { Return: true, GroupId: group.id };
  },

  DescribeSecurityGroups(world, input, call) {
    const state = stateOfCall(world, call);
    let groups: Iterable<Group> = state.groups.values();
    if (input.GroupIds?.length) {
      groups = [...new Set(input.GroupIds)].map((id) => find('group', state.groups, id, 'groupId'));
    }
    if (input.GroupNames?.length) {
      const named = input.GroupNames.map((name) => requestedGroup(state, { GroupName: name }));
      groups = input.GroupIds?.length ? [...new Set([...groups, ...named])] : named;
    }
    const { items, NextToken } = onePage(applyFilters(groups, input.Filters, fields(state)), input);
    return { NextToken, SecurityGroups: items.map((group) => groupRow(state, group)) };
  },

  DescribeSecurityGroupReferences(world, input, call) {
    const state = stateOfCall(world, call);
    const wanted = new Set(input.GroupId ?? []);
    for (const id of wanted) find('group', state.groups, id, 'groupId');
    const found = [...peeredRules(state)].filter(({ peer }) => wanted.has(peer.id));
    return {
      SecurityGroupReferenceSet: found.map(({ peer, group }) => ({
        GroupId: peer.id,
        ReferencingVpcId: group.vpcId,
        VpcPeeringConnectionId: peer.peeringId,
      })),
    };
  },

  DescribeStaleSecurityGroups(world, input, call) {
    const state = stateOfCall(world, call);
    const vpc = find('vpc', state.vpcs, input.VpcId, 'vpcId');
    const stale = new Map<Group, GroupRule[]>();
    for (const { rule, group, peer } of peeredRules(state)) {
      const { owner, id } = peer;
      // Groups of other accounts can't be looked up, so only those of our own can be stale.
      if (group.vpcId !== vpc.id || owner !== state.account || state.groups.has(id)) continue;
      stale.set(group, [...(stale.get(group) ?? []), rule]);
    }
    const { items, NextToken } = onePage([...stale], input, { min: 5, max: 255 });
    const rows = (rules: GroupRule[], egress: boolean) =>
      rules
        .filter((rule) => rule.egress === egress)
        .map((rule) => {
          const { FromPort, ToPort, IpProtocol, ReferencedGroupInfo } = ruleRow(state, rule);
          return { FromPort, ToPort, IpProtocol, UserIdGroupPairs: [{ ...ReferencedGroupInfo }] };
        });
    return {
      NextToken,
      StaleSecurityGroupSet: items.map(([group, rules]) => ({
        GroupId: group.id,
        GroupName: group.name,
        Description: group.description,
        VpcId: group.vpcId,
        StaleIpPermissions: rows(rules, false),
        StaleIpPermissionsEgress: rows(rules, true),
      })),
    };
  },
};

function* peeredRules(state: Ec2State) {
  for (const group of state.groups.values()) {
    for (const rule of group.rules.values()) {
      const { group: peer } = rule.peer;
      if (peer?.peeringId) yield { rule, group, peer };
    }
  }
}

/**
 * A group is in use if it is attached, used in a rule of another group of its VPC, or associated with another
 * VPC.
 */
function isInUse(state: Ec2State, group: Group): boolean {
  if (group.associatedVpcs.size > 0) return true;
  for (const { groups } of state.interfaces.values()) if (groups.includes(group.id)) return true;
  for (const other of state.groups.values()) {
    if (other === group || other.vpcId !== group.vpcId) continue;
    for (const { peer } of other.rules.values()) if (peer.group?.id === group.id) return true;
  }
  return false;
}

function checkName(name: string | undefined): string {
  if (!name) throw missingParameter('groupName');
  if (name.toLowerCase() === 'default') {
    throw invalidValue('Cannot use reserved security group name: default');
  }
  if (name.startsWith('sg-')) throw invalidValue('Group names may not be in the format sg-*');
  if (name.length > 255 || !text.test(name)) {
    throw invalidValue(
      `Value (${name}) for parameter GroupName is invalid. Valid names are strings less than 256 characters from the ` +
        'following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*',
    );
  }
  return name;
}

function checkGroupDescription(description: string | undefined): string {
  if (!description) throw missingParameter('GroupDescription');
  if (description.length > 255 || !text.test(description)) {
    throw invalidValue(
      'Invalid security group description. Valid descriptions are strings less than 256 characters from the following ' +
        'set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*',
    );
  }
  return description;
}

function groupRow(state: Ec2State, group: Group): SecurityGroup {
  return {
    GroupId: group.id,
    GroupName: group.name,
    Description: group.description,
    OwnerId: state.account,
    VpcId: group.vpcId,
    SecurityGroupArn: ec2Arn(state, `security-group/${group.id}`),
    IpPermissions: permissionsOf(group, false),
    IpPermissionsEgress: permissionsOf(group, true),
    Tags: tagList(group.tags),
  };
}

function fields(state: Ec2State): FilterFields<Group> {
  return {
    'group-id': (group) => [group.id],
    'group-name': (group) => [group.name],
    description: (group) => [group.description],
    'owner-id': () => [state.account],
    'vpc-id': (group) => [group.vpcId],
    ...ruleFields(state, 'ip-permission', false),
    ...ruleFields(state, 'egress.ip-permission', true),
  };
}

function ruleFields(state: Ec2State, prefix: string, egress: boolean): FilterFields<Group> {
  const of = (pick: (rule: GroupRule) => string | undefined) => (group: Group) =>
    [...group.rules.values()].filter((rule) => rule.egress === egress).map(pick);
  return {
    [`${prefix}.cidr`]: of((rule) => rule.peer.cidrIpv4),
    [`${prefix}.ipv6-cidr`]: of((rule) => rule.peer.cidrIpv6),
    [`${prefix}.from-port`]: of((rule) => String(rule.from)),
    [`${prefix}.to-port`]: of((rule) => String(rule.to)),
    [`${prefix}.protocol`]: of((rule) => rule.protocol),
    [`${prefix}.prefix-list-id`]: of((rule) => rule.peer.prefixListId),
    [`${prefix}.group-id`]: of((rule) => rule.peer.group?.id),
    [`${prefix}.group-name`]: of((rule) => state.groups.get(rule.peer.group?.id ?? '')?.name),
    [`${prefix}.user-id`]: of((rule) => rule.peer.group?.owner),
  };
}
