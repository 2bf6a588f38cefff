import type * as EC2 from '@aws-sdk/client-ec2';
import type { Instance as InstanceRow, RunInstancesRequest } from '@aws-sdk/client-ec2';
import type { OperationTable } from '../operations.ts';
import { AwsError, type SandboxWorld } from '../service.ts';
import { tagList } from '../values/tags.ts';
import { requestedGroup } from './authorize.ts';
import { invalidCombination, missingParameter } from './errors.ts';
import { applyFilters, type FilterFields, findAll, onePage } from './filters.ts';
import { addInterface, groupIdentifiers, interfaceRow } from './network-interfaces.ts';
import { defaultVpcOf, type Ec2State, find, type Instance, type Subnet, stateOfCall } from './state.ts';
import { requestedTags } from './tags.ts';
import { checkGroupsInVpc } from './vpc-associations.ts';

/** Limit of one call. AWS counts vCPUs, which these instances do not have. */
const maxInstances = 1000;

/** Instances exist only as rows. They run nothing, but have network interfaces, so groups stay in use. */
export const instanceOperations: OperationTable<typeof EC2> = {
  RunInstances(world, input, call) {
    const state = stateOfCall(world, call);
    if (!input.ImageId) throw missingParameter('ImageId');
    const count = input.MaxCount ?? 1;
    if ((input.MinCount ?? 1) > count) {
      throw invalidCombination('The value of MinCount is greater than that of MaxCount');
    }
    if (count > maxInstances) {
      throw new AwsError(
        'InstanceLimitExceeded',
        `You have requested more instances (${count}) than your current instance limit of ${maxInstances} allows.`,
      );
    }
    const first = input.NetworkInterfaces?.[0];
    const subnet = launchSubnet(state, first?.SubnetId ?? input.SubnetId);
    const named = (input.SecurityGroups ?? []).map((GroupName) => requestedGroup(state, { GroupName }).id);
    const groups = [...(first?.Groups ?? []), ...(input.SecurityGroupIds ?? []), ...named];
    checkGroupsInVpc(state, groups, subnet.vpcId);
    const isPublic = first?.AssociatePublicIpAddress ?? subnet.isDefault;
    const reservationId = world.newId('r-', 17);
    const instances = Array.from({ length: count }, () => {
      const instance = launch(world, state, subnet, input, reservationId);
      const eni = addInterface(world, state, subnet, {
        groups,
        instanceId: instance.id,
        publicIp: isPublic ? publicAddress(state) : undefined,
      });
      instance.interfaceIds.push(eni.id);
      return instance;
    });
    return {
      ReservationId: reservationId,
      OwnerId: state.account,
      Groups: [],
      Instances: instances.map((instance) => ({
        ...instanceRow(state, instance),
        State: { Code: 0, Name: 'pending' },
      })),
    };
  },

  DescribeInstances(world, input, call) {
    const state = stateOfCall(world, call);
    const instances = findAll('instance', state.instances, input.InstanceIds, 'instanceId');
    const found = applyFilters(instances, input.Filters, fields(state));
    const { items, NextToken } = onePage(found, input);
    const reservations = new Map<string, Instance[]>();
    for (const instance of items) {
      reservations.set(instance.reservationId, [
        ...(reservations.get(instance.reservationId) ?? []),
        instance,
      ]);
    }
    return {
      NextToken,
      Reservations: [...reservations].map(([ReservationId, members]) => ({
        ReservationId,
        OwnerId: state.account,
        Groups: [],
        Instances: members.map((instance) => instanceRow(state, instance)),
      })),
    };
  },

  TerminateInstances(world, input, call) {
    const state = stateOfCall(world, call);
    const instances = (input.InstanceIds ?? []).map((id) =>
      find('instance', state.instances, id, 'instanceId'),
    );
    return {
      TerminatingInstances: instances.map((instance) => {
        const before = instance.state;
        instance.state = 'terminated';
        for (const id of instance.interfaceIds) state.interfaces.delete(id);
        instance.interfaceIds = [];
        return {
          InstanceId: instance.id,
          CurrentState: { Code: 32, Name: 'shutting-down' },
          PreviousState: stateOf(before),
        };
      }),
    };
  },

  ModifyInstanceAttribute(world, input, call) {
    const state = stateOfCall(world, call);
    const instance = find('instance', state.instances, input.InstanceId, 'instanceId');
    if (input.Groups?.length) {
      const primary = state.interfaces.get(instance.interfaceIds[0] ?? '');
      if (!primary || instance.state === 'terminated') {
        throw new AwsError(
          'IncorrectInstanceState',
          `The instance '${instance.id}' is not in a valid state.`,
        );
      }
      checkGroupsInVpc(state, input.Groups, instance.vpcId);
      primary.groups = [...new Set(input.Groups)];
    }
    return {};
  },
};

function launchSubnet(state: Ec2State, id: string | undefined): Subnet {
  if (id) return find('subnet', state.subnets, id, 'subnetId');
  const vpc = defaultVpcOf(state);
  const subnet = [...state.subnets.values()].find((each) => each.vpcId === vpc?.id);
  if (!subnet) throw new AwsError('VPCIdNotSpecified', 'No default VPC for this user');
  return subnet;
}

function launch(
  world: SandboxWorld,
  state: Ec2State,
  subnet: Subnet,
  input: RunInstancesRequest,
  reservationId: string,
): Instance {
  const instance: Instance = {
    id: world.newId('i-', 17),
    reservationId,
    imageId: input.ImageId ?? '',
    instanceType: input.InstanceType ?? 'm1.small',
    subnetId: subnet.id,
    vpcId: subnet.vpcId,
    interfaceIds: [],
    launchedAt: world.now(),
    state: 'running',
    tags: requestedTags(input.TagSpecifications, 'instance', ['instance', 'volume', 'network-interface']),
  };
  state.instances.set(instance.id, instance);
  return instance;
}

/** Addresses from the documentation block 203.0.113.0/24 (RFC 5737). */
const publicAddress = (state: Ec2State) => `203.0.113.${(state.interfaces.size % 254) + 1}`;

const stateOf = (state: Instance['state']) =>
  state === 'running'
    ? ({ Code: 16, Name: 'running' } as const)
    : ({ Code: 48, Name: 'terminated' } as const);

function fields(state: Ec2State): FilterFields<Instance> {
  const groups = (instance: Instance) =>
    instance.interfaceIds.flatMap((id) => state.interfaces.get(id)?.groups ?? []);
  return {
    'instance-id': (instance) => [instance.id],
    'instance-state-name': (instance) => [instance.state],
    'instance-type': (instance) => [instance.instanceType],
    'vpc-id': (instance) => [instance.vpcId],
    'subnet-id': (instance) => [instance.subnetId],
    'instance.group-id': groups,
    'network-interface.group-id': groups,
    'reservation-id': (instance) => [instance.reservationId],
  };
}

function instanceRow(state: Ec2State, instance: Instance): InstanceRow {
  const interfaces = instance.interfaceIds.flatMap((id) => state.interfaces.get(id) ?? []);
  const [primary] = interfaces;
  return {
    InstanceId: instance.id,
    ImageId: instance.imageId,
    InstanceType: instance.instanceType,
    State: stateOf(instance.state),
    LaunchTime: new Date(instance.launchedAt),
    Placement: { AvailabilityZone: state.subnets.get(instance.subnetId)?.zone },
    SubnetId: primary && instance.subnetId,
    VpcId: primary && instance.vpcId,
    PrivateIpAddress: primary?.privateIp,
    PublicIpAddress: primary?.publicIp,
    SecurityGroups: groupIdentifiers(state, primary?.groups ?? []),
    NetworkInterfaces: interfaces.map((eni) => {
      const { NetworkInterfaceId, Groups, PrivateIpAddress, Status, VpcId, SubnetId, Attachment } =
        interfaceRow(state, eni);
      return { NetworkInterfaceId, Groups, PrivateIpAddress, Status, VpcId, SubnetId, Attachment };
    }),
    Tags: tagList(instance.tags),
  };
}
