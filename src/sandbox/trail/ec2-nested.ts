import { lowerFirst } from '../values/first-letter.ts';
import type { Schema } from '../wire/operation.ts';
import { writeScalar } from '../wire/scalar.ts';
import { listOf, structOf } from '../wire/shape-value.ts';

/**
 * Records of EC2's older calls: names start with a lower-case letter, lists are `{items: […]}`, and empty
 * lists are `{}`, as in records of real accounts. Values from the caller are unchanged.
 */
type Json = unknown;

/** Lists of a request that have another name in a record than in the API, and the name of their scalars. */
const requestLists: Record<string, { name: string; scalar?: string }> = {
  TagSpecifications: { name: 'tagSpecificationSet' },
  Tags: { name: 'tagSet' },
  Resources: { name: 'resourcesSet', scalar: 'resourceId' },
  Filters: { name: 'filterSet' },
  Values: { name: 'valueSet', scalar: 'value' },
  Groups: { name: 'groupSet', scalar: 'groupId' },
  SecurityGroupIds: { name: 'groupSet', scalar: 'groupId' },
  SecurityGroups: { name: 'groupSet', scalar: 'groupName' },
  GroupIds: { name: 'securityGroupIdSet', scalar: 'groupId' },
  GroupNames: { name: 'securityGroupSet', scalar: 'groupName' },
  InstanceIds: { name: 'instancesSet', scalar: 'instanceId' },
  NetworkInterfaceIds: { name: 'networkInterfaceIdSet', scalar: 'networkInterfaceId' },
  VpcIds: { name: 'vpcSet', scalar: 'vpcId' },
  SubnetIds: { name: 'subnetSet', scalar: 'subnetId' },
  RegionNames: { name: 'regionSet', scalar: 'regionName' },
  SecurityGroupRuleIds: { name: 'securityGroupRuleIds', scalar: 'securityGroupRuleId' },
};

/** Returns the name of a member that is not a list: its name on the wire, starting with a lower-case letter. */
const memberName = (name: string, member: Schema) => lowerFirst(member.getMergedTraits().xmlName ?? name);

export function nestedRequest(
  operation: string,
  schema: Schema,
  input: Record<string, unknown>,
): Record<string, Json> {
  const record = struct(schema, input, 'request');
  if (/^(Authorize|Revoke)SecurityGroup/.test(operation)) record.ipPermissions ??= {};
  if (operation === 'RunInstances') {
    const { imageId, minCount, maxCount, ...rest } = record;
    return { instancesSet: { items: [{ imageId, minCount, maxCount }] }, ...rest };
  }
  return record;
}

export function nestedResponse(schema: Schema, output: object, requestId: string): Record<string, Json> {
  const record = schema.isUnitSchema() ? {} : struct(schema, structOf(output), 'response');
  // A newer member, missing in the recorded responses.
  delete record.securityGroupArn;
  const { return: _, ...rest } = record;
  if (Object.keys(rest.unknownIpPermissionSet ?? {}).length === 0) {
    delete rest.unknownIpPermissionSet;
  }
  return { requestId, ...(saysReturn(schema) && { _return: true }), ...rest };
}

/**
 * Returns whether the call's response has a <return>. The SDK drops it if it is the only member, and for new
 * groups.
 */
function saysReturn(schema: Schema): boolean {
  if (schema.isUnitSchema() || schema.getName() === 'CreateSecurityGroupResult') return true;
  return 'Return' in schema.getMemberSchemas();
}

type Side = 'request' | 'response';

function struct(schema: Schema, value: Record<string, unknown>, side: Side): Record<string, Json> {
  const record: Record<string, Json> = {};
  const isPermission = schema.getName() === 'IpPermission';
  for (const [name, member] of schema.structIterator()) {
    const item = value[name];
    if (member.isListSchema()) {
      // A permission contains all kinds of sources. Elsewhere, missing values are omitted.
      if (item === undefined && !(isPermission && side === 'request')) continue;
      if (
        side === 'response' &&
        name === 'Tags' &&
        listOf(item).length === 0 &&
        schema.getName() === 'SecurityGroupRule'
      )
        continue;
      const [key, json] = list(name, member, listOf(item ?? []), side, isPermission);
      record[key] = json;
    } else if (item !== undefined && item !== null && !(side === 'response' && /Arn$/.test(name))) {
      record[memberName(name, member)] = scalarOrStruct(member, item, side);
    }
  }
  return record;
}

function list(
  name: string,
  schema: Schema,
  items: unknown[],
  side: Side,
  isPermission: boolean,
): [string, Json] {
  const known = side === 'request' && !isPermission ? requestLists[name] : undefined;
  const member = schema.getValueSchema();
  const key = known?.name ?? memberName(name, schema);
  if (items.length === 0) return [key, {}];
  if (name === 'TagSpecifications') return [key, { items: items.map((item) => tagSpecification(item)) }];
  const json = items.map((item) =>
    member.isStructSchema() ? struct(member, structOf(item), side) : { [known?.scalar ?? 'item']: item },
  );
  return [key, { items: json }];
}

/** The only list that EC2 writes as a plain list. */
function tagSpecification(item: unknown): Json {
  const { ResourceType, Tags } = structOf(item);
  const tags = listOf(Tags ?? []).map(structOf);
  return {
    resourceType: ResourceType,
    tags: tags.map(({ Key, Value }) => ({ key: Key, value: Value ?? '' })),
  };
}

function scalarOrStruct(schema: Schema, value: unknown, side: Side): Json {
  if (schema.isStructSchema()) return struct(schema, structOf(value), side);
  return value instanceof Date || value instanceof Uint8Array ? writeScalar(schema, value, 5) : value;
}
