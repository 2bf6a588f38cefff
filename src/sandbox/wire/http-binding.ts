import type { WireRequest, WireResponse } from './message.ts';
import type { OperationShape, Schema } from './operation.ts';
import { readScalar, writeScalar } from './scalar.ts';
import { listOf, structOf } from './shape-value.ts';

/** Reads and writes the body of a REST protocol: JSON or XML. */
export interface BodyCodec {
  contentType: string;
  read(schema: Schema, text: string): Record<string, unknown>;
  /** `payload`: the member is the complete body, not one of several members. */
  readPayload(schema: Schema, text: string): unknown;
  write(shape: Schema, value: object): string;
  writePayload(schema: Schema, value: unknown): string;
}

/** Reads path labels, query, headers and body of a REST request (https://smithy.io/2.0/spec/http-bindings.html). */
export function readBindings(
  shape: OperationShape,
  request: WireRequest,
  labels: Record<string, string>,
  codec: BodyCodec,
): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  if (shape.input.isUnitSchema()) return input;
  let bound = false;
  let bodyMembers = false;
  for (const [name, member] of shape.input.structIterator()) {
    const traits = member.getMergedTraits();
    if (traits.httpLabel)
      set(input, name, labels[name] === undefined ? undefined : scalar(member, labels[name]));
    else if (traits.httpQuery) set(input, name, readQueryMember(member, request.query, traits.httpQuery));
    else if (traits.httpQueryParams) input[name] = Object.fromEntries(request.query);
    else if (traits.httpHeader)
      set(input, name, readHeader(member, request.headers[traits.httpHeader.toLowerCase()]));
    else if (traits.httpPrefixHeaders !== undefined) {
      set(input, name, readPrefixHeaders(request.headers, traits.httpPrefixHeaders));
    } else if (traits.httpPayload) {
      bound = true;
      set(input, name, readPayload(member, request.body, codec));
    } else bodyMembers = true;
  }
  if (bodyMembers && !bound && request.body.length > 0) {
    const body = codec.read(shape.input, new TextDecoder().decode(request.body));
    for (const [name, member] of shape.input.structIterator()) {
      if (inBody(member)) set(input, name, body[name]);
    }
  }
  return input;
}

/** Returns whether a member is part of the body, not bound to another part of the message. */
function inBody(member: Schema): boolean {
  const t = member.getMergedTraits();
  return !(
    t.httpLabel ||
    t.httpQuery ||
    t.httpQueryParams ||
    t.httpHeader ||
    t.httpPrefixHeaders !== undefined ||
    t.httpPayload ||
    t.httpResponseCode
  );
}

function set(target: Record<string, unknown>, name: string, value: unknown): void {
  if (value !== undefined) target[name] = value;
}

const scalar = (member: Schema, text: string) => readScalar(member, text);

function readQueryMember(member: Schema, query: URLSearchParams, key: string): unknown {
  if (!query.has(key)) return undefined;
  if (member.isListSchema()) return query.getAll(key).map((text) => scalar(member.getValueSchema(), text));
  return scalar(member, query.get(key)!);
}

function readHeader(member: Schema, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  if (member.isListSchema()) return splitHeader(text).map((item) => scalar(member.getValueSchema(), item));
  if (member.getMergedTraits().mediaType) return Buffer.from(text, 'base64').toString();
  return scalar(member, text);
}

/** Splits a header at its commas. A quoted item can contain commas, and quotes after a backslash. */
function splitHeader(text: string): string[] {
  return [...text.matchAll(/\s*(?:"((?:[^"\\]|\\.)*)"|([^,]*?))\s*(?:,|$)/gy)]
    .filter((match) => match[0] !== '')
    .map(([, quoted, plain]) => quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '');
}

function readPrefixHeaders(
  headers: Record<string, string>,
  prefix: string,
): Record<string, string> | undefined {
  const found = Object.entries(headers).filter(([name]) => name.startsWith(prefix.toLowerCase()));
  if (found.length === 0) return undefined;
  return Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value]));
}

function readPayload(member: Schema, body: Uint8Array, codec: BodyCodec): unknown {
  if (member.isBlobSchema()) return body.length > 0 || member.isStreaming() ? body : undefined;
  if (body.length === 0) return undefined;
  const text = new TextDecoder().decode(body);
  return member.isStringSchema() ? text : codec.readPayload(member, text);
}

/** Writes status, headers and body of a REST response. */
export function writeBindings(shape: OperationShape, output: object, codec: BodyCodec): WireResponse {
  const response: WireResponse = { status: shape.http?.[2] ?? 200, headers: {}, body: '' };
  if (shape.output.isUnitSchema()) return response;
  let payload: { member: Schema; value: unknown } | undefined;
  let bodyMembers = false;
  const members = structOf(output);
  for (const [name, member] of shape.output.structIterator()) {
    const traits = member.getMergedTraits();
    const value = members[name];
    if (traits.httpPayload) payload = { member, value };
    else if (inBody(member)) bodyMembers = true;
    else if (value === undefined || value === null) continue;
    else if (traits.httpResponseCode) response.status = Number(value);
    else if (traits.httpHeader)
      response.headers[traits.httpHeader.toLowerCase()] = writeHeader(member, value);
    else if (traits.httpPrefixHeaders !== undefined) {
      for (const [key, text] of Object.entries(structOf(value))) {
        response.headers[`${traits.httpPrefixHeaders}${key}`.toLowerCase()] = String(text);
      }
    }
  }
  if (payload) writePayload(response, payload.member, payload.value, codec);
  else if (bodyMembers) {
    response.headers['content-type'] ??= codec.contentType;
    response.body = codec.write(shape.output, bodyOnly(shape.output, output));
  }
  return response;
}

function bodyOnly(schema: Schema, output: object): object {
  const body: Record<string, unknown> = {};
  const members = structOf(output);
  for (const [name, member] of schema.structIterator()) {
    if (inBody(member)) body[name] = members[name];
  }
  return body;
}

function writePayload(response: WireResponse, member: Schema, value: unknown, codec: BodyCodec): void {
  if (value === undefined || value === null) return;
  if (member.isBlobSchema() || member.isStringSchema()) {
    response.headers['content-type'] ??= member.isBlobSchema() ? 'application/octet-stream' : 'text/plain';
    response.body = value instanceof Uint8Array ? value : String(value);
  } else {
    response.headers['content-type'] ??= codec.contentType;
    response.body = codec.writePayload(member, value);
  }
}

function writeHeader(member: Schema, value: unknown): string {
  if (member.isListSchema()) {
    const item = member.getValueSchema();
    return listOf(value)
      .map((each) => quoteItem(writeScalar(item, each, 6)))
      .join(', ');
  }
  if (member.getMergedTraits().mediaType) return Buffer.from(String(value)).toString('base64');
  // A header contains one line of Latin-1, so S3 percent-encodes other characters.
  return writeScalar(member, value, 6).replace(/[^\x20-\x7e]/gu, (c) => encodeURIComponent(c));
}

const quoteItem = (text: string) => (/[",]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text);
