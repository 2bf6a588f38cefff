import type * as EC2 from '@aws-sdk/client-ec2';
import type { Filter, ResourceType, Tag, TagSpecification } from '@aws-sdk/client-ec2';
import type { OperationTable } from '../operations.ts';
import { AwsError } from '../service.ts';
import { invalidValue, missingParameter } from './errors.ts';
import { applyFilters, onePage } from './filters.ts';
import { contextOf, type Ec2State, type TagMap } from './state.ts';

/** The tags that a request asks for on a kind of resource. */
export function requestedTags(
  specifications: TagSpecification[] | undefined,
  kind: ResourceType,
  allowed: ResourceType[] = [kind],
): TagMap {
  const tags: TagMap = new Map();
  for (const { ResourceType, Tags: list } of specifications ?? []) {
    if (!ResourceType || !allowed.includes(ResourceType)) {
      throw invalidValue(`'${ResourceType}' is not a valid taggable resource type for this operation.`);
    }
    if (ResourceType === kind) put(tags, list);
  }
  return tags;
}

function put(tags: TagMap, list: Tag[] | undefined): void {
  for (const { Key, Value } of list ?? []) {
    if (!Key) throw missingParameter('Tag.Key');
    if (Key.toLowerCase().startsWith('aws:')) {
      throw invalidValue(`Tag keys starting with 'aws:' are reserved for internal use`);
    }
    if (Key.length > 127 || (Value ?? '').length > 255) {
      throw invalidValue(`Tag ${Key.length > 127 ? 'key' : 'value'} exceeds the maximum length`);
    }
    tags.set(Key, Value ?? '');
  }
  if (tags.size > 50) throw new AwsError('TagLimitExceeded', 'The maximum number of tags has been reached.');
}

interface Tagged {
  id: string;
  kind: ResourceType;
  tags: TagMap;
}

const nouns: [string, ResourceType, keyof Ec2State][] = [
  ['sg-', 'security-group', 'groups'],
  ['sgr-', 'security-group-rule', 'rules'],
  ['vpc-', 'vpc', 'vpcs'],
  ['subnet-', 'subnet', 'subnets'],
  ['eni-', 'network-interface', 'interfaces'],
  ['i-', 'instance', 'instances'],
  ['pl-', 'prefix-list', 'prefixLists'],
  // The longer ones first: each begins with the next.
  ['ipam-plrt-', 'ipam-prefix-list-resolver-target', 'resolverTargets'],
  ['ipam-plr-', 'ipam-prefix-list-resolver', 'resolvers'],
  ['ipam-', 'ipam', 'ipams'],
];

/** Codes for a resource that is not there, by prefix of its id. */
const unknown: Record<string, string> = {
  'sg-': 'InvalidGroup.NotFound',
  'sgr-': 'InvalidSecurityGroupRuleId.NotFound',
  'vpc-': 'InvalidVpcID.NotFound',
  'subnet-': 'InvalidSubnetID.NotFound',
  'eni-': 'InvalidNetworkInterfaceID.NotFound',
  'i-': 'InvalidInstanceID.NotFound',
  'pl-': 'InvalidPrefixListID.NotFound',
  'ipam-plrt-': 'InvalidIpamPrefixListResolverTargetId.NotFound',
  'ipam-plr-': 'InvalidIpamPrefixListResolverId.NotFound',
  'ipam-': 'InvalidIpamId.NotFound',
};

/** Its tags, made if it has none yet: a rule of thousands keeps no empty map. */
function taggedResource(state: Ec2State, id: string): Tagged {
  const noun = nouns.find(([prefix]) => id.startsWith(prefix));
  if (!noun) throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
  const resource = (state[noun[2]] as Map<string, { tags: TagMap | undefined }>).get(id);
  if (!resource) throw new AwsError(unknown[noun[0]]!, `The ID '${id}' does not exist`);
  resource.tags ??= new Map();
  return { id, kind: noun[1], tags: resource.tags };
}

export const tagOperations: OperationTable<typeof EC2> = {
  CreateTags(world, input, call) {
    const { state } = contextOf(world, call);
    if (!input.Resources?.length) throw missingParameter('resourceIdSet');
    if (!input.Tags?.length) throw missingParameter('tagSet');
    const resources = input.Resources.map((id) => taggedResource(state, id));
    for (const { tags } of resources) put(tags, input.Tags);
    return {};
  },

  DeleteTags(world, input, call) {
    const { state } = contextOf(world, call);
    if (!input.Resources?.length) throw missingParameter('resourceIdSet');
    for (const { tags } of input.Resources.map((id) => taggedResource(state, id))) {
      if (!input.Tags) tags.clear();
      for (const { Key, Value } of input.Tags ?? []) {
        // A value given must be the tag's value; without one the tag goes whatever its value.
        if (Key && (Value === undefined || tags.get(Key) === Value)) tags.delete(Key);
      }
    }
    return {};
  },

  DescribeTags(world, input, call) {
    const { state } = contextOf(world, call);
    const rows = applyFilters(allTags(state), input.Filters as Filter[] | undefined, {
      'resource-id': (row) => [row.id],
      'resource-type': (row) => [row.kind],
      key: (row) => [row.key],
      value: (row) => [row.value],
    });
    const { items, NextToken } = onePage(rows, input);
    return {
      NextToken,
      Tags: items.map(({ id, kind, key, value }) => ({
        ResourceId: id,
        ResourceType: kind,
        Key: key,
        Value: value,
      })),
    };
  },
};

function* allTags(state: Ec2State) {
  for (const [, kind, name] of nouns) {
    for (const [id, { tags }] of state[name] as Map<string, { tags: TagMap | undefined }>) {
      for (const [key, value] of tags ?? []) yield { id, kind, key, value, tags };
    }
  }
}
