import { isJsonObject, type JsonObject } from '../values/json.ts';
import { malformed } from './malformed.ts';
import type { Schema } from './operation.ts';
import { formatTimestamp, parseTimestamp, timestampFormat } from './scalar.ts';
import { listOf, structOf } from './shape-value.ts';

type Json = unknown;

/** Returns the wire name of a member: restJson1 uses `jsonName`, awsJson does not. */
const wireName = (name: string, member: Schema, jsonName: boolean): string =>
  (jsonName && member.getMergedTraits().jsonName) || name;

/** Converts parsed JSON to a value of the schema. Drops unknown members, as AWS does. */
export function readJson(schema: Schema, json: Json, jsonName = false): unknown {
  if (json === null || json === undefined) return undefined;
  if (schema.isStructSchema()) return readJsonStruct(schema, json, jsonName);
  if (schema.isListSchema()) {
    if (!Array.isArray(json)) throw malformed('Start of list found where not expected');
    const member = schema.getValueSchema();
    return json.map((item) => readJson(member, item, jsonName) ?? null);
  }
  if (schema.isMapSchema()) {
    const member = schema.getValueSchema();
    const entries = Object.entries(object(json)).map(([key, item]) => [
      key,
      readJson(member, item, jsonName),
    ]);
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  }
  return readJsonScalar(schema, json);
}

/** Converts parsed JSON to a structure. */
export function readJsonStruct(schema: Schema, json: Json, jsonName = false): JsonObject {
  const source = object(json);
  const value: JsonObject = {};
  for (const [name, member] of schema.structIterator()) {
    const item = readJson(member, source[wireName(name, member, jsonName)], jsonName);
    if (item !== undefined) value[name] = item;
  }
  return value;
}

function readJsonScalar(schema: Schema, json: Json): unknown {
  if (schema.isDocumentSchema()) return json;
  if (schema.isTimestampSchema()) return parseTimestamp(typeof json === 'number' ? json : String(json));
  if (schema.isBlobSchema()) return new Uint8Array(Buffer.from(String(json), 'base64'));
  if (schema.isNumericSchema()) {
    if (typeof json === 'number') return json;
    if (json === 'NaN' || json === 'Infinity' || json === '-Infinity') return Number(json);
    throw malformed(`class ${typeof json} can not be converted to a Number`);
  }
  if (schema.isBigIntegerSchema()) return BigInt(typeof json === 'number' ? json : String(json));
  if (schema.isBooleanSchema()) {
    if (typeof json === 'boolean') return json;
    throw malformed(`class ${typeof json} can not be converted to a Boolean`);
  }
  if (typeof json === 'object') throw malformed('class object can not be converted to a String');
  return String(json);
}

function object(json: Json): JsonObject {
  if (!isJsonObject(json)) throw malformed('Unexpected token where an object was expected');
  return json;
}

/** Converts a value of the schema for JSON.stringify. Drops members that the schema lacks. */
export function writeJson(schema: Schema, value: unknown, jsonName = false): Json {
  if (value === null || value === undefined) return undefined;
  if (schema.isStructSchema()) {
    const json: JsonObject = {};
    const members = structOf(value);
    for (const [name, member] of schema.structIterator()) {
      const item = writeJson(member, members[name], jsonName);
      if (item !== undefined) json[wireName(name, member, jsonName)] = item;
    }
    return json;
  }
  if (schema.isListSchema()) {
    const member = schema.getValueSchema();
    return listOf(value).map((item) => writeJson(member, item, jsonName) ?? null);
  }
  if (schema.isMapSchema()) {
    const member = schema.getValueSchema();
    return Object.fromEntries(
      Object.entries(structOf(value)).map(([key, item]) => [key, writeJson(member, item, jsonName)]),
    );
  }
  if (schema.isTimestampSchema()) {
    const format = timestampFormat(schema, 7);
    const text = formatTimestamp(value instanceof Date ? value : Number(value), format);
    return format === 7 ? Number(text) : text;
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (schema.isBlobSchema()) return Buffer.from(String(value)).toString('base64');
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value;
}
