import { messageOf } from '../error-message.ts';
import { eventStreamType, writeEventStream } from './event-stream.ts';
import { type BodyCodec, readBindings, writeBindings } from './http-binding.ts';
import { readJson, readJsonStruct, writeJson } from './json.ts';
import { malformed } from './malformed.ts';
import type { WireRequest, WireResponse } from './message.ts';
import type { OperationShape, Schema } from './operation.ts';
import { xmlDeclaration, xmlResponse } from './plain-response.ts';
import type { ServiceProtocol } from './protocols.ts';
import { readQuery } from './query.ts';
import { structOf } from './shape-value.ts';
import { parseXml, readXml, readXmlStruct } from './xml-reader.ts';
import { escapeXml, writeXmlMember, writeXmlMembers } from './xml-writer.ts';

/** Reads the input of an operation. Throws SerializationException (400) if it is malformed. */
export function readInput(
  service: ServiceProtocol,
  shape: OperationShape,
  request: WireRequest,
  labels: Record<string, string> = {},
): Record<string, unknown> {
  switch (service.protocol) {
    case 'ec2Query':
    case 'awsQuery': {
      const dialect = service.protocol === 'ec2Query' ? 'ec2' : 'aws';
      return readQuery(shape.input, queryParameters(request), dialect);
    }
    case 'awsJson1_0':
    case 'awsJson1_1':
      return jsonBody(false).read(shape.input, text(request));
    case 'restJson1':
      return readBindings(shape, request, labels, jsonBody(true));
    case 'restXml':
      return readBindings(shape, request, labels, xmlBody(service));
  }
}

/** Returns the parameters of a query request, from its body (POST) and its query string (GET). */
export function queryParameters(request: WireRequest): URLSearchParams {
  const parameters = new URLSearchParams(text(request));
  for (const [key, value] of request.query) parameters.append(key, value);
  return parameters;
}

const text = (request: WireRequest) => new TextDecoder().decode(request.body);

/** Writes the output of an operation. */
export function writeOutput(
  service: ServiceProtocol,
  shape: OperationShape,
  output: object,
  requestId: string,
): WireResponse {
  switch (service.protocol) {
    case 'ec2Query':
      return xmlResponse(
        200,
        `<${shape.name}Response xmlns="${service.xmlNamespace}"><requestId>${requestId}</requestId>` +
          `${writeXmlMembers(shape.output, output)}</${shape.name}Response>`,
      );
    case 'awsQuery': {
      const result = shape.output.isUnitSchema()
        ? ''
        : `<${shape.name}Result>${writeXmlMembers(shape.output, output)}</${shape.name}Result>`;
      return xmlResponse(
        200,
        `<${shape.name}Response xmlns="${service.xmlNamespace}">${result}` +
          `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${shape.name}Response>`,
      );
    }
    case 'awsJson1_0':
    case 'awsJson1_1':
      return writeAwsJson(service, shape, output);
    case 'restJson1':
      return writeBindings(shape, output, jsonBody(true));
    case 'restXml':
      return writeBindings(shape, output, xmlBody(service));
  }
}

function writeAwsJson(service: ServiceProtocol, shape: OperationShape, output: object): WireResponse {
  const stream = shape.output.isUnitSchema() ? '' : shape.output.getEventStreamMember();
  if (stream) {
    return {
      status: 200,
      headers: { 'content-type': eventStreamType },
      body: writeEventStream(shape.output, structOf(output), stream),
    };
  }
  const version = service.protocol === 'awsJson1_0' ? '1.0' : '1.1';
  const body = shape.output.isUnitSchema() ? '' : JSON.stringify(writeJson(shape.output, output));
  return { status: 200, headers: { 'content-type': `application/x-amz-json-${version}` }, body };
}

function jsonBody(jsonName: boolean): BodyCodec {
  const parse = (source: string): unknown => {
    if (source.trim() === '') return {};
    try {
      return JSON.parse(source);
    } catch (cause) {
      throw Object.assign(malformed(`Could not parse the request body: ${messageOf(cause)}`), { cause });
    }
  };
  return {
    contentType: 'application/json',
    read: (schema, source) =>
      schema.isUnitSchema() ? {} : readJsonStruct(schema, parse(source) ?? {}, jsonName),
    readPayload: (schema, source) => readJson(schema, parse(source), jsonName),
    write: (schema, value) => JSON.stringify(writeJson(schema, value, jsonName)),
    writePayload: (schema, value) => JSON.stringify(writeJson(schema, value, jsonName)),
  };
}

function xmlBody(service: ServiceProtocol): BodyCodec {
  const open = (name: string, content: string) =>
    `${xmlDeclaration}<${name} xmlns="${service.xmlNamespace}">${content}</${name}>`;
  return {
    contentType: 'application/xml',
    read: (schema, source) => readXmlStruct(schema, parseXml(source)),
    readPayload: (schema, source) => readXml(schema, parseXml(source)),
    write: (schema, value) => {
      const name = schema.getMergedTraits().xmlName ?? schema.getName() ?? 'Result';
      // S3 answers GetBucketLocation with bare text, not with a member.
      if (name === 'LocationConstraint') {
        return open(name, escapeXml(String(structOf(value).LocationConstraint ?? '')));
      }
      return open(name, writeXmlMembers(schema, value));
    },
    writePayload: (schema, value) => {
      const name = schema.getMergedTraits().xmlName ?? schema.getName() ?? 'Result';
      return `${xmlDeclaration}${withNamespace(schema, name, value, service.xmlNamespace)}`;
    },
  };
}

function withNamespace(schema: Schema, name: string, value: unknown, namespace: string | undefined): string {
  return writeXmlMember(schema, name, value).replace(`<${name}>`, `<${name} xmlns="${namespace}">`);
}
