import type { Schema } from '../wire/operation.ts';
import { requestName } from '../wire/query.ts';
import { writeScalar } from '../wire/scalar.ts';
import { listOf, structOf } from '../wire/shape-value.ts';

/**
 * Records of EC2's newer calls: their XML converted to JSON. One element becomes an object and several become
 * an array, list elements have a `tag` (their number), and values have the type that they look like (`true`,
 * 443).
 */
type Json = unknown;

const newer =
  /^(ModifySecurityGroupRules|DescribeSecurityGroupRules|UpdateSecurityGroupRuleDescriptions\w+|CreateDefaultVpc|\w*ManagedPrefixList\w*|\w*Ipam\w*|(Dis)?[Aa]ssociateSecurityGroupVpc|DescribeSecurityGroupVpcAssociations|GetSecurityGroupsForVpc)$/;

/** Returns whether CloudTrail records the call in the wrapped form. */
export const isWrapped = (operation: string): boolean => newer.test(operation);

export function wrappedRequest(
  operation: string,
  schema: Schema,
  input: Record<string, unknown>,
): Record<string, Json> {
  return { [`${operation}Request`]: requestStruct(schema, input) };
}

function requestStruct(schema: Schema, value: Record<string, unknown>): Json {
  const record: Record<string, Json> = {};
  for (const [name, member] of schema.structIterator()) {
    const item = value[name];
    if (item === undefined || item === null) continue;
    const key = requestName(name, member, 'ec2');
    record[key] = member.isListSchema()
      ? requestList(member.getValueSchema(), listOf(item))
      : requestValue(member, item);
  }
  return Object.keys(record).length === 0 ? '' : record;
}

function requestValue(schema: Schema, value: unknown): Json {
  return schema.isStructSchema() ? requestStruct(schema, structOf(value)) : coerce(schema, value);
}

function requestList(member: Schema, items: unknown[]): Json {
  const tagged = items.map((item, i) => {
    const json = requestValue(member, item);
    return typeof json === 'object' && json !== null
      ? { ...json, tag: i + 1 }
      : { content: json, tag: i + 1 };
  });
  return single(tagged);
}

export function wrappedResponse(
  operation: string,
  schema: Schema,
  output: object,
  requestId: string,
  xmlNamespace: string,
): Record<string, Json> {
  const body = schema.isUnitSchema() ? {} : responseStruct(schema, structOf(output));
  const members = typeof body === 'object' && body !== null ? body : {};
  return { [`${operation}Response`]: { xmlns: `${xmlNamespace}/`, ...members, requestId } };
}

function responseStruct(schema: Schema, value: Record<string, unknown>): Json {
  const record: Record<string, Json> = {};
  for (const [name, member] of schema.structIterator()) {
    const item = value[name];
    if (item === undefined || item === null) continue;
    const key = member.getMergedTraits().xmlName ?? name;
    record[key] = member.isListSchema()
      ? responseList(member.getValueSchema(), listOf(item))
      : responseValue(member, item);
  }
  return Object.keys(record).length === 0 ? '' : record;
}

const responseValue = (schema: Schema, value: unknown): Json =>
  schema.isStructSchema() ? responseStruct(schema, structOf(value)) : coerce(schema, value);

function responseList(member: Schema, items: unknown[]): Json {
  if (items.length === 0) return '';
  return { item: single(items.map((item) => responseValue(member, item))) };
}

const single = (items: Json[]): Json => (items.length === 1 ? items[0] : items.length === 0 ? '' : items);

/** Converts text that looks like a number or a boolean. A number with a leading zero stays text. */
function coerce(schema: Schema, value: unknown): Json {
  const text = writeScalar(schema, value, 5);
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?(0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  return text;
}
