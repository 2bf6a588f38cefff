import type * as EC2 from '@aws-sdk/client-ec2';
import type { Subnet as SubnetRow, Vpc as VpcRow } from '@aws-sdk/client-ec2';
import type { OperationTable } from '../operations.ts';
import { AwsError } from '../service.ts';
import { tagList } from '../values/tags.ts';
import { canonicalIpv4 } from './cidr.ts';
import { hasDependencies } from './errors.ts';
import { applyFilters, findAll, onePage } from './filters.ts';
import {
  addDefaultVpc,
  addVpc,
  defaultVpcOf,
  type Ec2State,
  ec2Arn,
  find,
  type Subnet,
  stateOfCall,
  type Vpc,
} from './state.ts';
import { requestedTags } from './tags.ts';

export const vpcOperations: OperationTable<typeof EC2> = {
  CreateVpc(world, input, call) {
    const state = stateOfCall(world, call);
    const cidr = canonicalIpv4(input.CidrBlock ?? '');
    const bits = Number(cidr.split('/')[1]);
    if (bits < 16 || bits > 28) {
      throw new AwsError('InvalidVpc.Range', `The CIDR '${cidr}' is invalid.`);
    }
    const ipv6Cidr = input.AmazonProvidedIpv6CidrBlock
      ? `2001:db8:${(state.vpcs.size + 1).toString(16)}::/56`
      : undefined;
    const tags = requestedTags(input.TagSpecifications, 'vpc');
    return { Vpc: vpcRow(state, addVpc(world, state, { cidr, ipv6Cidr, isDefault: false, tags })) };
  },

  CreateDefaultVpc(world, _input, call) {
    const state = stateOfCall(world, call);
    if (defaultVpcOf(state)) {
      throw new AwsError(
        'DefaultVpcAlreadyExists',
        'A Default VPC already exists for this account in this region.',
      );
    }
    return { Vpc: vpcRow(state, addDefaultVpc(world, state)) };
  },

  DeleteVpc(world, input, call) {
    const state = stateOfCall(world, call);
    const vpc = find('vpc', state.vpcs, input.VpcId, 'vpcId');
    const groups = [...state.groups.values()].filter((group) => group.vpcId === vpc.id);
    const subnets = [...state.subnets.values()].some((subnet) => subnet.vpcId === vpc.id);
    const associated = [...state.groups.values()].some((group) => group.associatedVpcs.has(vpc.id));
    if (subnets || associated || groups.some((group) => group.name !== 'default')) {
      throw hasDependencies('vpc', vpc.id);
    }
    for (const group of groups) {
      for (const rule of group.rules.values()) state.rules.delete(rule.id);
      state.groups.delete(group.id);
    }
    state.vpcs.delete(vpc.id);
    return {};
  },

  DescribeVpcs(world, input, call) {
    const state = stateOfCall(world, call);
    const vpcs = findAll('vpc', state.vpcs, input.VpcIds, 'vpcId');
    const found = applyFilters(vpcs, input.Filters, {
      'vpc-id': (vpc) => [vpc.id],
      cidr: (vpc) => [vpc.cidr],
      'cidr-block-association.cidr-block': (vpc) => [vpc.cidr],
      'is-default': (vpc) => [String(vpc.isDefault)],
      isDefault: (vpc) => [String(vpc.isDefault)],
      'owner-id': () => [state.account],
      state: () => ['available'],
    });
    const { items, NextToken } = onePage(found, input);
    return { NextToken, Vpcs: items.map((vpc) => vpcRow(state, vpc)) };
  },

  CreateSubnet(world, input, call) {
    const state = stateOfCall(world, call);
    const vpc = find('vpc', state.vpcs, input.VpcId, 'vpcId');
    const cidr = canonicalIpv4(input.CidrBlock ?? '');
    const id = world.newId('subnet-', 17);
    const subnet: Subnet = {
      id,
      vpcId: vpc.id,
      cidr,
      zone: input.AvailabilityZone ?? `${state.region}a`,
      isDefault: false,
      lastHost: 3,
      tags: requestedTags(input.TagSpecifications, 'subnet'),
    };
    state.subnets.set(id, subnet);
    return { Subnet: subnetRow(state, subnet) };
  },

  DeleteSubnet(world, input, call) {
    const state = stateOfCall(world, call);
    const subnet = find('subnet', state.subnets, input.SubnetId, 'subnetId');
    if ([...state.interfaces.values()].some((eni) => eni.subnetId === subnet.id)) {
      throw hasDependencies('subnet', subnet.id);
    }
    state.subnets.delete(subnet.id);
    return {};
  },

  DescribeSubnets(world, input, call) {
    const state = stateOfCall(world, call);
    const subnets = findAll('subnet', state.subnets, input.SubnetIds, 'subnetId');
    const found = applyFilters(subnets, input.Filters, {
      'subnet-id': (subnet) => [subnet.id],
      'vpc-id': (subnet) => [subnet.vpcId],
      'availability-zone': (subnet) => [subnet.zone],
      'default-for-az': (subnet) => [String(subnet.isDefault)],
      'cidr-block': (subnet) => [subnet.cidr],
      state: () => ['available'],
    });
    const { items, NextToken } = onePage(found, input);
    return { NextToken, Subnets: items.map((subnet) => subnetRow(state, subnet)) };
  },
};

function vpcRow(state: Ec2State, vpc: Vpc): VpcRow {
  return {
    VpcId: vpc.id,
    OwnerId: state.account,
    CidrBlock: vpc.cidr,
    State: 'available',
    IsDefault: vpc.isDefault,
    InstanceTenancy: 'default',
    DhcpOptionsId: 'default',
    CidrBlockAssociationSet: [
      {
        AssociationId: `vpc-cidr-assoc-${vpc.id.slice(4)}`,
        CidrBlock: vpc.cidr,
        CidrBlockState: { State: 'associated' },
      },
    ],
    Ipv6CidrBlockAssociationSet: vpc.ipv6Cidr
      ? [
          {
            AssociationId: `vpc-cidr-assoc-${vpc.id.slice(4, 20)}6`,
            Ipv6CidrBlock: vpc.ipv6Cidr,
            Ipv6CidrBlockState: { State: 'associated' },
          },
        ]
      : [],
    Tags: tagList(vpc.tags),
  };
}

function subnetRow(state: Ec2State, subnet: Subnet): SubnetRow {
  const used = [...state.interfaces.values()].filter((eni) => eni.subnetId === subnet.id).length;
  return {
    SubnetId: subnet.id,
    SubnetArn: ec2Arn(state, `subnet/${subnet.id}`),
    VpcId: subnet.vpcId,
    OwnerId: state.account,
    CidrBlock: subnet.cidr,
    AvailabilityZone: subnet.zone,
    State: 'available',
    DefaultForAz: subnet.isDefault,
    MapPublicIpOnLaunch: subnet.isDefault,
    // AWS reserves five addresses of each subnet (docs:vpc subnet-sizing).
    AvailableIpAddressCount: 2 ** (32 - Number(subnet.cidr.split('/')[1])) - 5 - used,
    Tags: tagList(subnet.tags),
  };
}
