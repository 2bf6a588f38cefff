import type { Schema } from './operation.ts';
import { isAggregate, writeScalar } from './scalar.ts';

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

/** Escapes text for XML; control characters that XML 1.0 can't hold become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"\r]/g, (c) => escapes[c]!)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\ufffd');
}

/** The members of a structure as elements (without an element around them). */
export function writeXmlMembers(schema: Schema, value: object): string {
  if (schema.isUnitSchema()) return '';
  let xml = '';
  for (const [name, member] of schema.structIterator()) {
    const item = (value as Record<string, unknown>)[name];
    if (item === null || item === undefined) continue;
    const traits = member.getMergedTraits();
    if (traits.xmlAttribute) continue;
    xml += writeXmlMember(member, (member.getMemberTraits().xmlName as string | undefined) ?? name, item);
  }
  return xml;
}

/** A member under a name: one element, or several for a flattened list or map. */
export function writeXmlMember(schema: Schema, name: string, value: unknown): string {
  if (schema.isListSchema()) {
    const member = schema.getValueSchema();
    if (schema.getMergedTraits().xmlFlattened) return writeItems(member, name, value as unknown[]);
    const itemName = (member.getMergedTraits().xmlName as string | undefined) ?? 'member';
    return `<${name}>${writeItems(member, itemName, value as unknown[])}</${name}>`;
  }
  if (schema.isMapSchema()) return writeMap(schema, name, value as Record<string, unknown>);
  return `<${name}${attributes(schema, value)}>${content(schema, value)}</${name}>`;
}

function writeItems(member: Schema, name: string, items: unknown[]): string {
  let xml = '';
  for (const item of items)
    if (item !== null && item !== undefined) xml += writeXmlMember(member, name, item);
  return xml;
}

function writeMap(schema: Schema, name: string, map: Record<string, unknown>): string {
  const valueSchema = schema.getValueSchema();
  const keyName = (schema.getKeySchema().getMergedTraits().xmlName as string | undefined) ?? 'key';
  const valueName = (valueSchema.getMergedTraits().xmlName as string | undefined) ?? 'value';
  const flat = Boolean(schema.getMergedTraits().xmlFlattened);
  let xml = '';
  for (const [key, value] of Object.entries(map)) {
    if (value === null || value === undefined) continue;
    const pair = `<${keyName}>${escapeXml(key)}</${keyName}>${writeXmlMember(valueSchema, valueName, value)}`;
    xml += flat ? `<${name}>${pair}</${name}>` : `<entry>${pair}</entry>`;
  }
  return flat ? xml : `<${name}>${xml}</${name}>`;
}

function content(schema: Schema, value: unknown): string {
  if (schema.isStructSchema()) return writeXmlMembers(schema, value as object);
  return escapeXml(writeScalar(schema, value, 5));
}

/** S3's grantee has its type in an attribute with a namespace of its own. */
function attributes(schema: Schema, value: unknown): string {
  if (!schema.isStructSchema()) return '';
  let text = '';
  const namespace = schema.getMergedTraits().xmlNamespace as [string, string] | undefined;
  if (namespace) text += ` xmlns${namespace[0] ? `:${namespace[0]}` : ''}="${namespace[1]}"`;
  for (const [name, member] of schema.structIterator()) {
    const traits = member.getMergedTraits();
    const item = (value as Record<string, unknown>)[name];
    if (!traits.xmlAttribute || item === undefined || isAggregate(member)) continue;
    text += ` ${(traits.xmlName as string | undefined) ?? name}="${escapeXml(String(item))}"`;
  }
  return text;
}
