import type * as EC2 from '@aws-sdk/client-ec2';
import type { Ipam as IpamRow } from '@aws-sdk/client-ec2';
import type { OperationTable } from '../../operations.ts';
import { AwsError } from '../../service.ts';
import { tagList } from '../../values/tags.ts';
import { dependencyViolation } from '../errors.ts';
import { applyFilters, findAll, onePage } from '../filters.ts';
import { type Ec2State, find, stateOfCall } from '../state.ts';
import { requestedTags } from '../tags.ts';
import { type Ipam, ipamArn } from './ipam-state.ts';

/** IPAMs, only as far as prefix list resolvers need them: no discovery and no pools. */
export const ipamOperations: OperationTable<typeof EC2> = {
  CreateIpam(world, input, call) {
    const state = stateOfCall(world, call);
    // docs:vpc/latest/ipam quotas-ipam: one in each Region.
    if (state.ipams.size > 0) {
      throw new AwsError('ResourceLimitExceeded', 'The maximum number of IPAMs in this Region is 1.');
    }
    const others = (input.OperatingRegions ?? []).flatMap(({ RegionName }) => RegionName ?? []);
    const ipam: Ipam = {
      id: world.newId('ipam-', 17),
      description: input.Description,
      tier: input.Tier ?? 'advanced',
      operatingRegions: [...new Set([state.region, ...others])],
      publicScopeId: world.newId('ipam-scope-', 17),
      privateScopeId: world.newId('ipam-scope-', 17),
      tags: requestedTags(input.TagSpecifications, 'ipam'),
    };
    state.ipams.set(ipam.id, ipam);
    return { Ipam: { ...row(state, ipam), State: 'create-in-progress' } };
  },

  DescribeIpams(world, input, call) {
    const state = stateOfCall(world, call);
    const ipams = findAll('ipam', state.ipams, input.IpamIds, 'IpamId');
    const found = applyFilters(ipams, input.Filters, {
      'ipam-id': (ipam) => [ipam.id],
      'owner-id': () => [state.account],
      description: (ipam) => [ipam.description],
      tier: (ipam) => [ipam.tier],
      state: () => ['create-complete'],
    });
    const { items, NextToken } = onePage(found, input);
    return { NextToken, Ipams: items.map((ipam) => row(state, ipam)) };
  },

  DeleteIpam(world, input, call) {
    const state = stateOfCall(world, call);
    const ipam = find('ipam', state.ipams, input.IpamId, 'IpamId');
    if ([...state.resolvers.values()].some(({ ipamId }) => ipamId === ipam.id)) {
      throw dependencyViolation(ipam.id);
    }
    state.ipams.delete(ipam.id);
    return { Ipam: { ...row(state, ipam), State: 'delete-in-progress' } };
  },
};

function row(state: Ec2State, ipam: Ipam): IpamRow {
  return {
    OwnerId: state.account,
    IpamId: ipam.id,
    IpamArn: ipamArn(state, ipam.id),
    IpamRegion: state.region,
    Description: ipam.description,
    Tier: ipam.tier,
    OperatingRegions: ipam.operatingRegions.map((RegionName) => ({ RegionName })),
    PublicDefaultScopeId: ipam.publicScopeId,
    PrivateDefaultScopeId: ipam.privateScopeId,
    ScopeCount: 2,
    State: 'create-complete',
    Tags: tagList(ipam.tags),
  };
}
