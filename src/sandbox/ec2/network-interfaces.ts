import type * as EC2 from '@aws-sdk/client-ec2';
import type { NetworkInterface as InterfaceRow, NetworkInterfaceType } from '@aws-sdk/client-ec2';
import type { OperationTable } from '../operations.ts';
import { AwsError, type SandboxWorld } from '../service.ts';
import { tagList } from '../values/tags.ts';
import { ipv4Number, ipv4Text } from './cidr.ts';
import { dependencyViolation, invalidValue } from './errors.ts';
import { applyFilters, type FilterFields, findAll, onePage } from './filters.ts';
import {
  type Ec2State,
  find,
  type NetworkInterface,
  type Subnet,
  stateOfCall,
  type TagMap,
} from './state.ts';
import { requestedTags } from './tags.ts';
import { checkGroupsInVpc } from './vpc-associations.ts';

interface NewInterface {
  groups: string[];
  description?: string | undefined;
  interfaceType?: NetworkInterfaceType | undefined;
  requesterManaged?: boolean;
  privateIp?: string | undefined;
  publicIp?: string | undefined;
  instanceId?: string | undefined;
  tags?: TagMap;
}

/** Adds an interface. Without groups it gets the default group of its VPC. */
export function addInterface(
  world: SandboxWorld,
  state: Ec2State,
  subnet: Subnet,
  made: NewInterface,
): NetworkInterface {
  const id = world.newId('eni-', 17);
  const fallback = [...state.groups.values()].filter(
    (group) => group.vpcId === subnet.vpcId && group.name === 'default',
  );
  const groups = made.groups.length > 0 ? [...new Set(made.groups)] : fallback.map((group) => group.id);
  checkGroupsInVpc(state, groups, subnet.vpcId);
  const eni: NetworkInterface = {
    id,
    subnetId: subnet.id,
    vpcId: subnet.vpcId,
    groups,
    description: made.description ?? '',
    interfaceType: made.interfaceType ?? 'interface',
    requesterManaged: made.requesterManaged ?? false,
    privateIp: made.privateIp ?? nextAddress(subnet),
    publicIp: made.publicIp,
    instanceId: made.instanceId,
    mac: world.newId('0e', 10).replace(/..(?!$)/g, '$&:'),
    tags: made.tags ?? new Map(),
  };
  state.interfaces.set(id, eni);
  return eni;
}

/** Returns the next free address. AWS reserves the first four of a subnet (docs:vpc subnet-sizing). */
function nextAddress(subnet: Subnet): string {
  const [base = '', bits = '32'] = subnet.cidr.split('/');
  const host = ++subnet.lastHost;
  if (host >= 2 ** (32 - Number(bits)) - 1) {
    throw new AwsError(
      'InsufficientFreeAddressesInSubnet',
      `There are not enough free addresses in subnet '${subnet.id}'.`,
    );
  }
  return ipv4Text(ipv4Number(base) + host);
}

export const networkInterfaceOperations: OperationTable<typeof EC2> = {
  CreateNetworkInterface(world, input, call) {
    const state = stateOfCall(world, call);
    const subnet = find('subnet', state.subnets, input.SubnetId, 'subnetId');
    const eni = addInterface(world, state, subnet, {
      groups: input.Groups ?? [],
      description: input.Description,
      interfaceType: input.InterfaceType,
      privateIp: input.PrivateIpAddress,
      tags: requestedTags(input.TagSpecifications, 'network-interface'),
    });
    return { NetworkInterface: interfaceRow(state, eni) };
  },

  DeleteNetworkInterface(world, input, call) {
    const state = stateOfCall(world, call);
    const eni = find('interface', state.interfaces, input.NetworkInterfaceId, 'networkInterfaceId');
    if (eni.instanceId) {
      throw new AwsError('InvalidParameterValue', `Network interface '${eni.id}' is currently in use.`);
    }
    if (eni.requesterManaged) throw dependencyViolation(eni.id);
    state.interfaces.delete(eni.id);
    return {};
  },

  ModifyNetworkInterfaceAttribute(world, input, call) {
    const state = stateOfCall(world, call);
    const eni = find('interface', state.interfaces, input.NetworkInterfaceId, 'networkInterfaceId');
    if (input.Groups !== undefined) {
      if (input.Groups.length === 0) throw invalidValue('A network interface needs a security group.');
      checkGroupsInVpc(state, input.Groups, eni.vpcId);
      eni.groups = [...new Set(input.Groups)];
    }
    if (input.Description?.Value !== undefined) eni.description = input.Description.Value;
    return {};
  },

  DescribeNetworkInterfaces(world, input, call) {
    const state = stateOfCall(world, call);
    const interfaces = findAll(
      'interface',
      state.interfaces,
      input.NetworkInterfaceIds,
      'networkInterfaceId',
    );
    const { items, NextToken } = onePage(applyFilters(interfaces, input.Filters, fields(state)), input);
    return { NextToken, NetworkInterfaces: items.map((eni) => interfaceRow(state, eni)) };
  },
};

function fields(state: Ec2State): FilterFields<NetworkInterface> {
  return {
    'network-interface-id': (eni) => [eni.id],
    'group-id': (eni) => eni.groups,
    'group-name': (eni) => eni.groups.map((id) => state.groups.get(id)?.name),
    'vpc-id': (eni) => [eni.vpcId],
    'subnet-id': (eni) => [eni.subnetId],
    'private-ip-address': (eni) => [eni.privateIp],
    'addresses.association.public-ip': (eni) => [eni.publicIp],
    'association.public-ip': (eni) => [eni.publicIp],
    'attachment.instance-id': (eni) => [eni.instanceId],
    'interface-type': (eni) => [eni.interfaceType],
    'requester-managed': (eni) => [String(eni.requesterManaged)],
    description: (eni) => [eni.description],
    status: (eni) => [isAttached(eni) ? 'in-use' : 'available'],
    'owner-id': () => [state.account],
  };
}

const isAttached = (eni: NetworkInterface) => eni.instanceId !== undefined || eni.requesterManaged;

export function interfaceRow(state: Ec2State, eni: NetworkInterface): InterfaceRow {
  const association = eni.publicIp && {
    PublicIp: eni.publicIp,
    IpOwnerId: 'amazon',
    PublicDnsName: `ec2-${eni.publicIp.replaceAll('.', '-')}.${state.region}.compute.amazonaws.com`,
  };
  return {
    NetworkInterfaceId: eni.id,
    SubnetId: eni.subnetId,
    VpcId: eni.vpcId,
    AvailabilityZone: state.subnets.get(eni.subnetId)?.zone,
    Description: eni.description,
    Groups: groupIdentifiers(state, eni.groups),
    InterfaceType: eni.interfaceType,
    MacAddress: eni.mac,
    OwnerId: state.account,
    PrivateIpAddress: eni.privateIp,
    PrivateIpAddresses: [
      { Primary: true, PrivateIpAddress: eni.privateIp, ...(association && { Association: association }) },
    ],
    ...(association && { Association: association }),
    RequesterManaged: eni.requesterManaged,
    SourceDestCheck: true,
    Status: isAttached(eni) ? 'in-use' : 'available',
    Attachment: eni.instanceId
      ? {
          AttachmentId: `eni-attach-${eni.id.slice(4)}`,
          DeleteOnTermination: true,
          DeviceIndex: 0,
          InstanceId: eni.instanceId,
          InstanceOwnerId: state.account,
          Status: 'attached',
        }
      : undefined,
    Ipv6Addresses: [],
    TagSet: tagList(eni.tags),
  };
}

export const groupIdentifiers = (state: Ec2State, ids: string[]) =>
  ids.map((id) => ({ GroupId: id, GroupName: state.groups.get(id)?.name }));
