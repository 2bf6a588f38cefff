import type * as EC2 from '@aws-sdk/client-ec2';
import type { IpamPrefixListResolverRuleRequest, IpamPrefixListResolver as Row } from '@aws-sdk/client-ec2';
import type { OperationTable } from '../../operations.ts';
import { AwsError } from '../../service.ts';
import { tagList } from '../../values/tags.ts';
import { canonicalIpv4, canonicalIpv6 } from '../cidr.ts';
import { dependencyViolation, invalidValue, missingParameter } from '../errors.ts';
import { applyFilters, findAll, onePage } from '../filters.ts';
import { syncTargetsOf } from '../prefix-list-sync.ts';
import { type Ec2State, find, stateOfCall } from '../state.ts';
import { requestedTags } from '../tags.ts';
import { ipamArn, latestVersion, type Resolver } from './ipam-state.ts';

/** docs:vpc/latest/ipam quotas-ipam. */
const RULES = 100;
const RESOLVERS = 10;

/** IPAM prefix list resolvers with static blocks (docs:vpc/latest/ipam automate-prefix-list-updates). */
export const resolverOperations: OperationTable<typeof EC2> = {
  CreateIpamPrefixListResolver(world, input, call) {
    const state = stateOfCall(world, call);
    const ipam = find('ipam', state.ipams, input.IpamId, 'IpamId');
    if (ipam.tier !== 'advanced') {
      throw invalidValue(`The IPAM '${ipam.id}' must be in the Advanced Tier to use this feature.`);
    }
    const family = input.AddressFamily;
    if (!family) throw missingParameter('AddressFamily');
    if (family !== 'ipv4' && family !== 'ipv6') {
      throw invalidValue(`Value (${family}) for parameter AddressFamily is invalid.`);
    }
    if ([...state.resolvers.values()].filter(({ ipamId }) => ipamId === ipam.id).length >= RESOLVERS) {
      throw new AwsError('ResourceLimitExceeded', `An IPAM has at most ${RESOLVERS} prefix list resolvers.`);
    }
    const rules = input.Rules ?? [];
    const resolver: Resolver = {
      id: world.newId('ipam-plr-', 17),
      ipamId: ipam.id,
      description: input.Description,
      family,
      rules,
      versions: new Map([[1, chosenBy(rules, family)]]),
      tags: requestedTags(input.TagSpecifications, 'ipam-prefix-list-resolver'),
    };
    state.resolvers.set(resolver.id, resolver);
    return { IpamPrefixListResolver: { ...row(state, resolver), State: 'create-in-progress' } };
  },

  ModifyIpamPrefixListResolver(world, input, call) {
    const state = stateOfCall(world, call);
    const resolver = resolverOf(state, input.IpamPrefixListResolverId);
    if (input.Rules) {
      const chosen = chosenBy(input.Rules, resolver.family);
      resolver.rules = input.Rules;
      const latest = latestVersion(resolver);
      // A new version needs a different set of blocks.
      if (resolver.versions.get(latest)?.join() !== chosen.join()) {
        resolver.versions.set(latest + 1, chosen);
        syncTargetsOf(world, state, resolver);
      }
    }
    if (input.Description !== undefined) resolver.description = input.Description;
    return { IpamPrefixListResolver: { ...row(state, resolver), State: 'modify-in-progress' } };
  },

  DeleteIpamPrefixListResolver(world, input, call) {
    const state = stateOfCall(world, call);
    const resolver = resolverOf(state, input.IpamPrefixListResolverId);
    if ([...state.resolverTargets.values()].some(({ resolverId }) => resolverId === resolver.id)) {
      throw dependencyViolation(resolver.id);
    }
    state.resolvers.delete(resolver.id);
    return { IpamPrefixListResolver: { ...row(state, resolver), State: 'delete-in-progress' } };
  },

  DescribeIpamPrefixListResolvers(world, input, call) {
    const state = stateOfCall(world, call);
    const resolvers = findAll(
      'resolver',
      state.resolvers,
      input.IpamPrefixListResolverIds,
      'IpamPrefixListResolverId',
    );
    const found = applyFilters(resolvers, input.Filters, {
      'ipam-prefix-list-resolver-id': (resolver) => [resolver.id],
      'ipam-id': (resolver) => [resolver.ipamId],
      'address-family': (resolver) => [resolver.family],
    });
    const { items, NextToken } = onePage(found, input);
    return { NextToken, IpamPrefixListResolvers: items.map((resolver) => row(state, resolver)) };
  },

  GetIpamPrefixListResolverRules(world, input, call) {
    const state = stateOfCall(world, call);
    const { rules } = resolverOf(state, input.IpamPrefixListResolverId);
    const { items, NextToken } = onePage(rules, input);
    return {
      NextToken,
      Rules: items.map(({ RuleType, StaticCidr }) => ({ RuleType, StaticCidr, Conditions: [] })),
    };
  },

  GetIpamPrefixListResolverVersions(world, input, call) {
    const state = stateOfCall(world, call);
    const { versions } = resolverOf(state, input.IpamPrefixListResolverId);
    const wanted = input.IpamPrefixListResolverVersions;
    const found = [...versions.keys()].filter((one) => !wanted?.length || wanted.includes(one));
    const { items, NextToken } = onePage(found, input);
    return { NextToken, IpamPrefixListResolverVersions: items.map((Version) => ({ Version })) };
  },

  GetIpamPrefixListResolverVersionEntries(world, input, call) {
    const state = stateOfCall(world, call);
    const resolver = resolverOf(state, input.IpamPrefixListResolverId);
    const version = input.IpamPrefixListResolverVersion;
    const entries = resolver.versions.get(version ?? 0);
    if (!entries) throw invalidValue(`The resolver '${resolver.id}' has no version '${version}'.`);
    const { items, NextToken } = onePage(entries, input);
    return { NextToken, Entries: items.map((Cidr) => ({ Cidr })) };
  },
};

const resolverOf = (state: Ec2State, id: string | undefined) =>
  find('resolver', state.resolvers, id, 'IpamPrefixListResolverId');

/** Returns the blocks that the rules select, without duplicates, in order. */
function chosenBy(rules: IpamPrefixListResolverRuleRequest[], family: Resolver['family']): string[] {
  if (rules.length > RULES) {
    throw new AwsError('ResourceLimitExceeded', `A prefix list resolver has at most ${RULES} rules.`);
  }
  const blocks = rules.map(({ RuleType, StaticCidr }) => {
    if (RuleType !== 'static-cidr') {
      throw invalidValue(`The sandbox supports only rules of type static-cidr, not '${RuleType}'.`);
    }
    if (!StaticCidr) throw missingParameter('StaticCidr');
    return family === 'ipv4' ? canonicalIpv4(StaticCidr) : canonicalIpv6(StaticCidr);
  });
  return [...new Set(blocks)].sort();
}

function row(state: Ec2State, resolver: Resolver): Row {
  return {
    OwnerId: state.account,
    IpamPrefixListResolverId: resolver.id,
    IpamPrefixListResolverArn: ipamArn(state, resolver.id),
    IpamArn: ipamArn(state, resolver.ipamId),
    IpamRegion: state.region,
    Description: resolver.description,
    AddressFamily: resolver.family,
    State: resolver.versions.size > 1 ? 'modify-complete' : 'create-complete',
    Tags: tagList(resolver.tags),
    LastVersionCreationStatus: 'success',
  };
}
