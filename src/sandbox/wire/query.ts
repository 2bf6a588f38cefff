import { upperFirst } from '../values/first-letter.ts';
import { malformed } from './malformed.ts';
import type { Schema } from './operation.ts';
import { readScalar } from './scalar.ts';

/** A parsed query body as a tree: `A.1.B=x` is {A: {1: {B: x}}}. */
interface Node {
  text?: string;
  members: Map<string, Node>;
}

/** The differences between ec2Query and awsQuery. */
type QueryDialect = 'ec2' | 'aws';

/** Reads the parameters of an ec2Query or awsQuery request. */
export function readQuery(
  schema: Schema,
  parameters: URLSearchParams,
  dialect: QueryDialect,
): Record<string, unknown> {
  const root: Node = { members: new Map() };
  for (const [key, value] of parameters) {
    let node = root;
    for (const part of key.split('.')) {
      let next = node.members.get(part);
      if (!next) {
        next = { members: new Map() };
        node.members.set(part, next);
      }
      node = next;
    }
    node.text = value;
  }
  return readStruct(schema, root, dialect);
}

function read(schema: Schema, node: Node, dialect: QueryDialect): unknown {
  if (schema.isStructSchema()) return readStruct(schema, node, dialect);
  if (schema.isListSchema()) return readList(schema, node, dialect);
  if (schema.isMapSchema()) return readMap(schema, node, dialect);
  if (node.text === undefined) throw malformed('a value was expected, found a structure');
  return readScalar(schema, node.text);
}

function readStruct(schema: Schema, node: Node, dialect: QueryDialect): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  if (schema.isUnitSchema()) return value;
  for (const [name, member] of schema.structIterator()) {
    const child = node.members.get(requestName(name, member, dialect));
    if (child) value[name] = read(member, child, dialect);
  }
  return value;
}

/**
 * Returns the name of a member in a request: https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html
 */
export function requestName(name: string, member: Schema, dialect: QueryDialect): string {
  const traits = member.getMergedTraits();
  const xmlName = traits.xmlName ?? name;
  if (dialect === 'aws') return xmlName;
  const { ec2QueryName } = traits;
  return typeof ec2QueryName === 'string' ? ec2QueryName : upperFirst(xmlName);
}

function readList(schema: Schema, node: Node, dialect: QueryDialect): unknown[] {
  const member = schema.getValueSchema();
  const flat = dialect === 'ec2' || schema.getMergedTraits().xmlFlattened;
  const memberName = member.getMergedTraits().xmlName ?? 'member';
  // botocore writes flattened lists of EC2 as .1. Some older tools add the member's name in between.
  const items = flat && !node.members.has(memberName) ? node : node.members.get(memberName);
  return items ? numbered(items).map((item) => read(member, item, dialect)) : [];
}

function readMap(schema: Schema, node: Node, dialect: QueryDialect): Record<string, unknown> {
  const keySchema = schema.getKeySchema();
  const valueSchema = schema.getValueSchema();
  const keyName = keySchema.getMergedTraits().xmlName ?? 'key';
  const valueName = valueSchema.getMergedTraits().xmlName ?? 'value';
  const entries = schema.getMergedTraits().xmlFlattened ? node : node.members.get('entry');
  const pairs: [string, unknown][] = [];
  for (const entry of entries ? numbered(entries) : []) {
    const key = entry.members.get(keyName)?.text;
    const value = entry.members.get(valueName);
    if (key !== undefined && value) pairs.push([key, read(valueSchema, value, dialect)]);
  }
  // Not by assignment, because a key can be __proto__.
  return Object.fromEntries(pairs);
}

function numbered(node: Node): Node[] {
  return [...node.members]
    .filter(([key]) => /^\d+$/.test(key))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}
