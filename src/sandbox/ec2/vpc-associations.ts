/** Security groups in other VPCs than their own (docs:vpc security-group-assoc). */
import type * as EC2 from '@aws-sdk/client-ec2';
import type { OperationTable } from '../operations.ts';
import { AwsError } from '../service.ts';
import { tagList } from '../values/tags.ts';
import { dependencyViolation, differentNetworks, invalidValue, missingParameter } from './errors.ts';
import { applyFilters, onePage } from './filters.ts';
import { type Ec2State, find, stateOfCall } from './state.ts';

export const vpcAssociationOperations: OperationTable<typeof EC2> = {
  AssociateSecurityGroupVpc(world, input, call) {
    const state = stateOfCall(world, call);
    const group = find('group', state.groups, input.GroupId, 'groupId');
    const vpc = find('vpc', state.vpcs, input.VpcId, 'vpcId');
    if (group.name === 'default')
      throw invalidValue('You cannot associate a default security group with a VPC.');
    if (vpc.isDefault || state.vpcs.get(group.vpcId)?.isDefault) {
      throw invalidValue('Security groups cannot be associated with or from a default VPC.');
    }
    if (vpc.id === group.vpcId || group.associatedVpcs.has(vpc.id)) {
      throw invalidValue(`The security group '${group.id}' is already associated with the VPC '${vpc.id}'.`);
    }
    group.associatedVpcs.add(vpc.id);
    return { State: 'associating' };
  },

  DisassociateSecurityGroupVpc(world, input, call) {
    const state = stateOfCall(world, call);
    const group = find('group', state.groups, input.GroupId, 'groupId');
    if (!input.VpcId) throw missingParameter('VpcId');
    if (!group.associatedVpcs.has(input.VpcId)) {
      throw invalidValue(`The security group '${group.id}' is not associated with the VPC '${input.VpcId}'.`);
    }
    for (const eni of state.interfaces.values()) {
      if (eni.vpcId === input.VpcId && eni.groups.includes(group.id)) throw dependencyViolation(group.id);
    }
    group.associatedVpcs.delete(input.VpcId);
    return { State: 'disassociating' };
  },

  DescribeSecurityGroupVpcAssociations(world, input, call) {
    const state = stateOfCall(world, call);
    const rows = [...state.groups.values()].flatMap((group) =>
      [...group.associatedVpcs].map((vpcId) => ({ groupId: group.id, vpcId, tags: undefined })),
    );
    const found = applyFilters(rows, input.Filters, {
      'group-id': (row) => [row.groupId],
      'group-owner-id': () => [state.account],
      'vpc-id': (row) => [row.vpcId],
      'vpc-owner-id': () => [state.account],
      state: () => ['associated'],
    });
    const { items, NextToken } = onePage(found, input);
    return {
      NextToken,
      SecurityGroupVpcAssociations: items.map(({ groupId, vpcId }) => ({
        GroupId: groupId,
        GroupOwnerId: state.account,
        VpcId: vpcId,
        VpcOwnerId: state.account,
        State: 'associated',
      })),
    };
  },

  GetSecurityGroupsForVpc(world, input, call) {
    const state = stateOfCall(world, call);
    const vpc = find('vpc', state.vpcs, input.VpcId, 'vpcId');
    const groups = [...state.groups.values()].filter(
      (group) => group.vpcId === vpc.id || group.associatedVpcs.has(vpc.id),
    );
    const found = applyFilters(groups, input.Filters, {
      'group-id': (group) => [group.id],
      'group-name': (group) => [group.name],
      'owner-id': () => [state.account],
      'primary-vpc-id': (group) => [group.vpcId],
    });
    const { items, NextToken } = onePage(found, input);
    return {
      NextToken,
      SecurityGroupForVpcs: items.map((group) => ({
        GroupId: group.id,
        GroupName: group.name,
        Description: group.description,
        OwnerId: state.account,
        PrimaryVpcId: group.vpcId,
        Tags: tagList(group.tags),
      })),
    };
  },
};

/** A group can be used in its own VPC and in those it is associated with. */
export function checkGroupsInVpc(state: Ec2State, ids: string[], vpcId: string): void {
  for (const id of ids) {
    const group = find('group', state.groups, id, 'groupId');
    if (group.vpcId !== vpcId && !group.associatedVpcs.has(vpcId)) throw differentNetworks();
  }
  if (ids.length > state.quotas.groupsPerInterface) {
    throw new AwsError(
      'SecurityGroupsPerInterfaceLimitExceeded',
      'The maximum number of security groups per interface has been reached.',
    );
  }
}
