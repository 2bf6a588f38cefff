import type * as EC2 from '@aws-sdk/client-ec2';
import type { IpamPrefixListResolverTarget as Row } from '@aws-sdk/client-ec2';
import type { OperationTable } from '../../operations.ts';
import { AwsError } from '../../service.ts';
import { tagList } from '../../values/tags.ts';
import { invalidCombination, invalidValue, missingParameter } from '../errors.ts';
import { applyFilters, findAll, onePage } from '../filters.ts';
import { listOf, syncTarget } from '../prefix-list-sync.ts';
import { type Ec2State, ec2State, find, stateOfCall } from '../state.ts';
import { requestedTags } from '../tags.ts';
import { ipamArn, latestVersion, type Resolver, type ResolverTarget } from './ipam-state.ts';

/** docs:vpc/latest/ipam quotas-ipam. */
const TARGETS = 50;

/** Connects a prefix list to a resolver. From then on IPAM writes the list's entries. */
export const resolverTargetOperations: OperationTable<typeof EC2> = {
  CreateIpamPrefixListResolverTarget(world, input, call) {
    const state = stateOfCall(world, call);
    const resolver = find(
      'resolver',
      state.resolvers,
      input.IpamPrefixListResolverId,
      'IpamPrefixListResolverId',
    );
    if (!input.PrefixListRegion) throw missingParameter('PrefixListRegion');
    if (input.TrackLatestVersion === undefined) throw missingParameter('TrackLatestVersion');
    const { prefixLists } = ec2State(world, state.account, input.PrefixListRegion);
    const list = find('prefixList', prefixLists, input.PrefixListId, 'PrefixListId');
    if (list.owner !== state.account || list.resolverTargetId) {
      throw invalidValue(`The prefix list '${list.id}' can't be managed by this resolver.`);
    }
    if (list.family.toLowerCase() !== resolver.family) {
      throw invalidValue(`The prefix list '${list.id}' is not of the resolver's address family.`);
    }
    const tied = [...state.resolverTargets.values()].filter(({ resolverId }) => resolverId === resolver.id);
    if (tied.length >= TARGETS) {
      throw new AwsError('ResourceLimitExceeded', `A prefix list resolver has at most ${TARGETS} targets.`);
    }
    const target: ResolverTarget = {
      id: world.newId('ipam-plrt-', 17),
      resolverId: resolver.id,
      prefixListId: list.id,
      prefixListRegion: input.PrefixListRegion,
      ...versionWanted(resolver, input.TrackLatestVersion, input.DesiredVersion),
      lastSyncedVersion: undefined,
      state: 'create-complete',
      stateMessage: undefined,
      tags: requestedTags(input.TagSpecifications, 'ipam-prefix-list-resolver-target'),
    };
    state.resolverTargets.set(target.id, target);
    list.resolverTargetId = target.id;
    list.synced = true;
    syncTarget(world, state, target);
    return { IpamPrefixListResolverTarget: { ...row(state, target), State: 'create-in-progress' } };
  },

  ModifyIpamPrefixListResolverTarget(world, input, call) {
    const state = stateOfCall(world, call);
    const target = targetOf(state, input.IpamPrefixListResolverTargetId);
    const resolver = find('resolver', state.resolvers, target.resolverId, 'IpamPrefixListResolverId');
    const tracksLatest =
      input.TrackLatestVersion ?? (input.DesiredVersion === undefined && target.tracksLatest);
    const desired = input.DesiredVersion ?? (tracksLatest ? undefined : target.desiredVersion);
    Object.assign(target, versionWanted(resolver, tracksLatest, desired));
    syncTarget(world, state, target);
    return { IpamPrefixListResolverTarget: { ...row(state, target), State: 'modify-in-progress' } };
  },

  DeleteIpamPrefixListResolverTarget(world, input, call) {
    const state = stateOfCall(world, call);
    const target = targetOf(state, input.IpamPrefixListResolverTargetId);
    const list = listOf(world, state, target);
    // The list keeps its entries.
    if (list) Object.assign(list, { resolverTargetId: undefined, synced: undefined });
    state.resolverTargets.delete(target.id);
    return { IpamPrefixListResolverTarget: { ...row(state, target), State: 'delete-in-progress' } };
  },

  DescribeIpamPrefixListResolverTargets(world, input, call) {
    const state = stateOfCall(world, call);
    const targets = findAll(
      'resolverTarget',
      state.resolverTargets,
      input.IpamPrefixListResolverTargetIds,
      'IpamPrefixListResolverTargetId',
    );
    const ofResolver = targets.filter(
      ({ resolverId }) => resolverId === (input.IpamPrefixListResolverId ?? resolverId),
    );
    const found = applyFilters(ofResolver, input.Filters, {
      'ipam-prefix-list-resolver-target-id': (target) => [target.id],
      'ipam-prefix-list-resolver-id': (target) => [target.resolverId],
      'prefix-list-id': (target) => [target.prefixListId],
      state: (target) => [target.state],
    });
    const { items, NextToken } = onePage(found, input);
    return { NextToken, IpamPrefixListResolverTargets: items.map((target) => row(state, target)) };
  },
};

const targetOf = (state: Ec2State, id: string | undefined) =>
  find('resolverTarget', state.resolverTargets, id, 'IpamPrefixListResolverTargetId');

function versionWanted(resolver: Resolver, tracksLatest: boolean, desired: number | undefined) {
  if (tracksLatest && desired !== undefined) {
    throw invalidCombination('A target tracks the latest version or has a desired version, not both.');
  }
  const desiredVersion = desired ?? latestVersion(resolver);
  if (!resolver.versions.has(desiredVersion)) {
    throw invalidValue(`The resolver '${resolver.id}' has no version '${desiredVersion}'.`);
  }
  return { tracksLatest, desiredVersion };
}

function row(state: Ec2State, target: ResolverTarget): Row {
  return {
    IpamPrefixListResolverTargetId: target.id,
    IpamPrefixListResolverTargetArn: ipamArn(state, target.id),
    IpamPrefixListResolverId: target.resolverId,
    OwnerId: state.account,
    PrefixListId: target.prefixListId,
    PrefixListRegion: target.prefixListRegion,
    DesiredVersion: target.desiredVersion,
    LastSyncedVersion: target.lastSyncedVersion,
    TrackLatestVersion: target.tracksLatest,
    StateMessage: target.stateMessage,
    State: target.state,
    Tags: tagList(target.tags),
  };
}
