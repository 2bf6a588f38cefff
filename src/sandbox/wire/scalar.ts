import { malformed } from './malformed.ts';
import type { Schema } from './operation.ts';

/** The numbers in the SDK's schemas: 5 = RFC 3339, 6 = HTTP date, 7 = epoch seconds. */
type TimestampFormat = 5 | 6 | 7;

/** Returns the format of a timestamp member on the wire: from its own trait, or the default of its location. */
export function timestampFormat(schema: Schema, fallback: TimestampFormat): TimestampFormat {
  const own = schema.getSchema();
  return own === 5 || own === 6 || own === 7 ? own : fallback;
}

export function formatTimestamp(value: Date | number, format: TimestampFormat): string {
  const date = typeof value === 'number' ? new Date(value) : value;
  if (format === 5) return date.toISOString().replace('.000Z', 'Z');
  if (format === 6) return date.toUTCString();
  return String(date.getTime() / 1000);
}

export function parseTimestamp(text: string | number): Date {
  const seconds = typeof text === 'number' ? text : /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
  const date = seconds === undefined ? new Date(text) : new Date(Math.round(seconds * 1000));
  if (Number.isNaN(date.getTime())) throw malformed(`${text} is not a timestamp`);
  return date;
}

/** Returns whether it is a list, map or structure, so more than one piece of text. */
export function isAggregate(schema: Schema): boolean {
  return schema.isStructSchema() || schema.isListSchema() || schema.isMapSchema();
}

/** Converts a scalar to text for query strings, headers, labels and XML. */
export function writeScalar(schema: Schema, value: unknown, format: TimestampFormat): string {
  if (value instanceof Date) return formatTimestamp(value, timestampFormat(schema, format));
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (schema.isTimestampSchema()) return formatTimestamp(Number(value), timestampFormat(schema, format));
  if (schema.isBlobSchema()) return Buffer.from(String(value)).toString('base64');
  return String(value);
}

/** Converts text to the value of a scalar. */
export function readScalar(schema: Schema, text: string): unknown {
  if (schema.isNumericSchema()) {
    const number = Number(text);
    if (text === '' || (Number.isNaN(number) && text !== 'NaN')) throw malformed(`${text} is not a number`);
    return number;
  }
  if (schema.isBooleanSchema()) {
    const lower = text.toLowerCase();
    if (lower !== 'true' && lower !== 'false') throw malformed(`${text} is not a boolean`);
    return lower === 'true';
  }
  if (schema.isTimestampSchema()) return parseTimestamp(text);
  if (schema.isBlobSchema()) return new Uint8Array(Buffer.from(text, 'base64'));
  if (schema.isBigIntegerSchema()) return BigInt(text);
  return text;
}
