import type * as EC2 from '@aws-sdk/client-ec2';
import type { OperationTable } from '../operations.ts';
import { AwsError } from '../service.ts';
import { partitionOf } from '../values/arn.ts';
import { applyFilters } from './filters.ts';
import { stateOfCall } from './state.ts';

/** Regions that are on in every account, and some opt-in Regions (docs:general rande). */
const regions: Record<string, { on: string[]; optIn: string[] }> = {
  aws: {
    on: [
      'us-east-1',
      'us-east-2',
      'us-west-1',
      'us-west-2',
      'ca-central-1',
      'sa-east-1',
      'eu-west-1',
      'eu-west-2',
      'eu-west-3',
      'eu-central-1',
      'eu-north-1',
      'ap-south-1',
      'ap-northeast-1',
      'ap-northeast-2',
      'ap-northeast-3',
      'ap-southeast-1',
      'ap-southeast-2',
    ],
    optIn: ['af-south-1', 'ap-east-1', 'eu-south-1', 'me-south-1'],
  },
  'aws-cn': { on: ['cn-north-1', 'cn-northwest-1'], optIn: [] },
  'aws-us-gov': { on: ['us-gov-west-1', 'us-gov-east-1'], optIn: [] },
};

export const regionOperations: OperationTable<typeof EC2> = {
  DescribeRegions(_world, input, call) {
    const partition = partitionOf(call.region);
    const { on = [], optIn = [] } = regions[partition] ?? {};
    const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
    const row = (name: string, status: string) => ({
      name,
      status,
      endpoint: `ec2.${name}.${suffix}`,
      tags: undefined,
    });
    const known = [
      ...on.map((name) => row(name, 'opt-in-not-required')),
      ...optIn.map((name) => row(name, 'not-opted-in')),
    ];
    for (const name of input.RegionNames ?? []) {
      if (!known.some((region) => region.name === name)) {
        throw new AwsError('InvalidParameterValue', `Invalid region names: [${name}]`);
      }
    }
    const names = input.RegionNames ?? [];
    const wanted = names.length
      ? known.filter((region) => names.includes(region.name))
      : known.filter((region) => input.AllRegions || region.status !== 'not-opted-in');
    const found = applyFilters(wanted, input.Filters, {
      'region-name': (region) => [region.name],
      'opt-in-status': (region) => [region.status],
      endpoint: (region) => [region.endpoint],
    });
    return {
      Regions: found.map(({ name, status, endpoint }) => ({
        RegionName: name,
        OptInStatus: status,
        Endpoint: endpoint,
      })),
    };
  },

  DescribeAvailabilityZones(_world, _input, call) {
    return {
      AvailabilityZones: ['a', 'b', 'c'].map((zone) => ({
        ZoneName: `${call.region}${zone}`,
        RegionName: call.region,
        State: 'available',
        ZoneType: 'availability-zone',
        OptInStatus: 'opt-in-not-required',
      })),
    };
  },

  /** Addresses of instances. The sandbox does not allocate Elastic IPs. */
  DescribeAddresses(world, _input, call) {
    const state = stateOfCall(world, call);
    const used = [...state.interfaces.values()].filter((eni) => eni.publicIp);
    return {
      Addresses: used.map((eni) => ({
        PublicIp: eni.publicIp,
        PrivateIpAddress: eni.privateIp,
        NetworkInterfaceId: eni.id,
        InstanceId: eni.instanceId,
        Domain: 'vpc',
      })),
    };
  },
};
