import { lowerFirst } from '../values/first-letter.ts';
import { isJsonObject } from '../values/json.ts';
import type { Schema } from '../wire/operation.ts';
import { listOf, structOf } from '../wire/shape-value.ts';

/**
 * Parameters and responses of the services with plain JSON in their records: names start with a lower-case
 * letter, lists are lists, keys of maps are unchanged, dates are text.
 */
type Json = unknown;

export function plainMembers(schema: Schema, value: Record<string, unknown>): Record<string, Json> {
  const record: Record<string, Json> = {};
  if (schema.isUnitSchema()) return record;
  for (const [name, member] of schema.structIterator()) {
    const json = plain(member, value[name]);
    if (json !== undefined) record[lowerFirst(name)] = json;
  }
  return record;
}

function plain(schema: Schema, value: unknown): Json {
  if (value === undefined || value === null || schema.isStreaming()) return undefined;
  if (schema.isStructSchema()) return plainMembers(schema, structOf(value));
  if (schema.isListSchema()) return listOf(value).map((item) => plain(schema.getValueSchema(), item) ?? null);
  if (schema.isMapSchema()) {
    const member = schema.getValueSchema();
    return Object.fromEntries(
      Object.entries(structOf(value)).map(([key, item]) => [key, plain(member, item)]),
    );
  }
  // Records never contain code and messages.
  if (value instanceof Uint8Array) return undefined;
  return value instanceof Date ? dateInWords(value) : value;
}

/** Formats the date of a response: `Jul 10, 2023, 12:10:08 PM`. */
function dateInWords(date: Date): string {
  return date.toLocaleString('en-US', {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
  });
}

/**
 * Removes values that CloudTrail never shows: a function's environment and code, secrets of sessions and
 * keys.
 */
export function withoutSecrets(service: string, record: Record<string, Json>): Record<string, Json> {
  const kept = { ...record };
  if (service === 'lambda') {
    if (kept.environment !== undefined) kept.environment = {};
    delete kept.zipFile;
    const { configuration } = kept;
    if (isJsonObject(configuration) && configuration.environment) {
      kept.configuration = { ...configuration, environment: {} };
    }
  }
  for (const holder of ['credentials', 'accessKey']) {
    const secrets = kept[holder];
    if (!isJsonObject(secrets)) continue;
    const { secretAccessKey: _, ...shown } = secrets;
    kept[holder] = shown;
  }
  return kept;
}
