import type { Schema } from './operation.ts';
import { isAggregate, writeScalar } from './scalar.ts';
import { listOf, structOf } from './shape-value.ts';

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

/** Escapes text for XML. Control characters that XML 1.0 does not allow become U+FFFD. */
export function escapeXml(text: string): string {
  if (!/[&<>"\u0000-\u0008\u000b-\u001f]/.test(text)) return text;
  return text
    .replace(/[&<>"\r]/g, (c) => escapes[c] ?? c)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\ufffd');
}

/**
 * Returns a writer for values of one schema, created once per schema, because a page can contain 60,000
 * rules.
 */
type Writer = (value: unknown) => string;

interface StructPlan {
  members: { name: string; write: Writer }[];
  attributes: Writer;
}

const plans = new Map<unknown, StructPlan>();

/** Writes the members of a structure as elements, without an enclosing element. */
export function writeXmlMembers(schema: Schema, value: object): string {
  return schema.isUnitSchema() ? '' : writeStruct(planOf(schema), value);
}

/** Writes a named member: one element, or several for a flattened list or map. */
export function writeXmlMember(schema: Schema, name: string, value: unknown): string {
  return writerOf(schema, name)(value);
}

function writeStruct(plan: StructPlan, value: unknown): string {
  let xml = '';
  const members = structOf(value);
  for (const { name, write } of plan.members) {
    const item = members[name];
    if (item !== null && item !== undefined) xml += write(item);
  }
  return xml;
}

function planOf(schema: Schema): StructPlan {
  const key = schema.getSchema();
  let plan = plans.get(key);
  if (!plan) {
    // Before its members, because a shape can contain itself.
    plan = { members: [], attributes: attributesOf(schema) };
    plans.set(key, plan);
    for (const [name, member] of schema.structIterator()) {
      if (member.getMergedTraits().xmlAttribute) continue;
      const wireName = member.getMemberTraits().xmlName ?? name;
      plan.members.push({ name, write: writerOf(member, wireName) });
    }
  }
  return plan;
}

function writerOf(schema: Schema, name: string): Writer {
  if (schema.isListSchema()) return listWriter(schema, name);
  if (schema.isMapSchema()) return mapWriter(schema, name);
  const [open, close] = [`<${name}`, `</${name}>`];
  if (schema.isStructSchema()) {
    let plan: StructPlan | undefined;
    return (value) => {
      plan ??= planOf(schema);
      return `${open}${plan.attributes(value)}>${writeStruct(plan, value)}${close}`;
    };
  }
  if (schema.isStringSchema()) return (value) => `${open}>${escapeXml(String(value))}${close}`;
  return (value) => `${open}>${escapeXml(writeScalar(schema, value, 5))}${close}`;
}

function listWriter(schema: Schema, name: string): Writer {
  const member = schema.getValueSchema();
  const flat = Boolean(schema.getMergedTraits().xmlFlattened);
  const itemName = flat ? name : (member.getMergedTraits().xmlName ?? 'member');
  let write: Writer | undefined;
  return (value) => {
    write ??= writerOf(member, itemName);
    let xml = '';
    for (const item of listOf(value)) if (item !== null && item !== undefined) xml += write(item);
    return flat ? xml : `<${name}>${xml}</${name}>`;
  };
}

function mapWriter(schema: Schema, name: string): Writer {
  const valueSchema = schema.getValueSchema();
  const keyName = schema.getKeySchema().getMergedTraits().xmlName ?? 'key';
  const valueName = valueSchema.getMergedTraits().xmlName ?? 'value';
  const flat = Boolean(schema.getMergedTraits().xmlFlattened);
  let write: Writer | undefined;
  return (map) => {
    write ??= writerOf(valueSchema, valueName);
    let xml = '';
    for (const [key, value] of Object.entries(structOf(map))) {
      if (value === null || value === undefined) continue;
      const pair = `<${keyName}>${escapeXml(key)}</${keyName}>${write(value)}`;
      xml += flat ? `<${name}>${pair}</${name}>` : `<entry>${pair}</entry>`;
    }
    return flat ? xml : `<${name}>${xml}</${name}>`;
  };
}

/** S3's grantee has its type in an attribute with its own namespace. */
function attributesOf(schema: Schema): Writer {
  const namespace = schema.getMergedTraits().xmlNamespace;
  const prefix = namespace ? ` xmlns${namespace[0] ? `:${namespace[0]}` : ''}="${namespace[1]}"` : '';
  const members: [string, string][] = [];
  for (const [name, member] of schema.structIterator()) {
    const traits = member.getMergedTraits();
    if (traits.xmlAttribute && !isAggregate(member)) {
      members.push([name, traits.xmlName ?? name]);
    }
  }
  if (members.length === 0) return () => prefix;
  return (value) => {
    const struct = structOf(value);
    const given = members.filter(([name]) => struct[name] !== undefined);
    return prefix + given.map(([name, wire]) => ` ${wire}="${escapeXml(String(struct[name]))}"`).join('');
  };
}
