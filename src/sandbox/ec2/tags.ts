import type * as EC2 from '@aws-sdk/client-ec2';
import type { ResourceType, Tag, TagSpecification } from '@aws-sdk/client-ec2';
import type { OperationTable } from '../operations.ts';
import { AwsError } from '../service.ts';
import { invalidValue, missingParameter } from './errors.ts';
import { applyFilters, onePage } from './filters.ts';
import { factsOf, type IdKind, kindOf } from './kinds.ts';
import { type Ec2State, stateOfCall, type TagMap } from './state.ts';

/** Returns the tags that a request sets on a kind of resource. */
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

type Taggable = ReadonlyMap<string, { tags: TagMap | undefined }>;

/** The maps of resources with tags, in the order of DescribeTags. */
const kept: Record<IdKind, (state: Ec2State) => Taggable> = {
  group: (state) => state.groups,
  rule: (state) => state.rules,
  vpc: (state) => state.vpcs,
  subnet: (state) => state.subnets,
  interface: (state) => state.interfaces,
  instance: (state) => state.instances,
  prefixList: (state) => state.prefixLists,
  resolverTarget: (state) => state.resolverTargets,
  resolver: (state) => state.resolvers,
  ipam: (state) => state.ipams,
};

/** Returns a resource's tags, created on first use: thousands of rules should not each have an empty map. */
function tagsOf(state: Ec2State, id: string): TagMap {
  const kind = kindOf(id);
  if (!kind) throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
  const resource = kept[kind](state).get(id);
  if (!resource) throw new AwsError(`${factsOf(kind).code}.NotFound`, `The ID '${id}' does not exist`);
  resource.tags ??= new Map();
  return resource.tags;
}

export const tagOperations: OperationTable<typeof EC2> = {
  CreateTags(world, input, call) {
    const state = stateOfCall(world, call);
    if (!input.Resources?.length) throw missingParameter('resourceIdSet');
    if (!input.Tags?.length) throw missingParameter('tagSet');
    const tagged = input.Resources.map((id) => tagsOf(state, id));
    for (const tags of tagged) put(tags, input.Tags);
    return {};
  },

  DeleteTags(world, input, call) {
    const state = stateOfCall(world, call);
    if (!input.Resources?.length) throw missingParameter('resourceIdSet');
    for (const tags of input.Resources.map((id) => tagsOf(state, id))) {
      if (!input.Tags) tags.clear();
      for (const { Key, Value } of input.Tags ?? []) {
        // If a value is given, the tag must have it. Without a value the tag is deleted in any case.
        if (Key && (Value === undefined || tags.get(Key) === Value)) tags.delete(Key);
      }
    }
    return {};
  },

  DescribeTags(world, input, call) {
    const state = stateOfCall(world, call);
    const rows = applyFilters(allTags(state), input.Filters, {
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
  for (const resources of Object.values(kept)) {
    for (const [id, { tags }] of resources(state)) {
      for (const [key, value] of tags ?? []) yield { id, kind: typeOf(id), key, value, tags };
    }
  }
}

function typeOf(id: string): ResourceType | undefined {
  const kind = kindOf(id);
  return kind && factsOf(kind).type;
}
