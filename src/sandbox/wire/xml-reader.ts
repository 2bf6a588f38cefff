import { malformed } from './malformed.ts';
import type { Schema } from './operation.ts';
import { readScalar } from './scalar.ts';

/** One element: its own text, and its children in document order. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  text: string;
  children: XmlElement[];
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (name.startsWith('#x') || name.startsWith('#X'))
      return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
    return entities[name] ?? whole;
  });
}

/** Parses a request's XML body. Refuses document types and external entities, as AWS does. */
export function parseXml(source: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, text: '', children: [] };
  const stack = [root];
  const token =
    /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([^\s/>!?]+)([^>]*?)(\/?)>|([^<]+)/gy;
  let end = 0;
  for (let match = token.exec(source); match; match = token.exec(source)) {
    end = token.lastIndex;
    const [, cdata, closing, name, attributes, empty, text] = match;
    const top = stack.at(-1)!;
    if (cdata !== undefined) top.text += cdata;
    else if (text !== undefined) top.text += unescapeXml(text);
    else if (closing) {
      if (top.name !== name || stack.length === 1) throw malformedXml();
      stack.pop();
    } else if (name !== undefined) {
      const element: XmlElement = {
        name,
        attributes: parseAttributes(attributes ?? ''),
        text: '',
        children: [],
      };
      top.children.push(element);
      if (!empty) stack.push(element);
    }
  }
  if (end !== source.length || stack.length !== 1 || root.children.length !== 1) throw malformedXml();
  return root.children[0]!;
}

function malformedXml() {
  const error = malformed(
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
  return Object.assign(error, { code: 'MalformedXML' });
}

function parseAttributes(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name, , double, single] of text.matchAll(/([^\s=]+)\s*=\s*("([^"]*)"|'([^']*)')/g)) {
    attributes[name!] = unescapeXml(double ?? single ?? '');
  }
  return attributes;
}

/** Converts an element to a value of the schema. */
export function readXml(schema: Schema, element: XmlElement): unknown {
  if (schema.isStructSchema()) return readXmlStruct(schema, element);
  if (schema.isListSchema()) {
    const member = schema.getValueSchema();
    const itemName = member.getMergedTraits().xmlName ?? 'member';
    return element.children.filter((child) => child.name === itemName).map((child) => readXml(member, child));
  }
  if (schema.isMapSchema()) {
    return readEntries(
      schema,
      element.children.filter((child) => child.name === 'entry'),
    );
  }
  return readScalar(schema, element.text);
}

/** Converts an element to a structure. */
export function readXmlStruct(schema: Schema, element: XmlElement): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const traits = member.getMergedTraits();
    const wireName = member.getMemberTraits().xmlName ?? name;
    if (traits.xmlAttribute) {
      const attribute = element.attributes[wireName];
      if (attribute !== undefined) value[name] = attribute;
      continue;
    }
    const found = element.children.filter((child) => child.name === wireName);
    if (found.length === 0) continue;
    value[name] = traits.xmlFlattened ? readFlattened(member, found) : readXml(member, found[0]!);
  }
  return value;
}

function readFlattened(schema: Schema, found: XmlElement[]): unknown {
  if (schema.isMapSchema()) return readEntries(schema, found);
  const member = schema.getValueSchema();
  return found.map((child) => readXml(member, child));
}

function readEntries(schema: Schema, entries: XmlElement[]): Record<string, unknown> {
  const keyName = schema.getKeySchema().getMergedTraits().xmlName ?? 'key';
  const valueSchema = schema.getValueSchema();
  const valueName = valueSchema.getMergedTraits().xmlName ?? 'value';
  const pairs: [string, unknown][] = [];
  for (const entry of entries) {
    const key = entry.children.find((child) => child.name === keyName);
    const value = entry.children.find((child) => child.name === valueName);
    if (key && value) pairs.push([key.text, readXml(valueSchema, value)]);
  }
  return Object.fromEntries(pairs);
}
