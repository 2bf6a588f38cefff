import { AwsError } from '../service.ts';
import { readJsonStruct } from '../wire/json.ts';
import type { OperationShape } from '../wire/operation.ts';
import type { ServiceProtocol } from '../wire/protocols.ts';
import { structOf } from '../wire/shape-value.ts';
import { parseXml, readXmlStruct, type XmlElement } from '../wire/xml-reader.ts';
import { bodyText, type UpstreamAnswer } from './connection.ts';

/** Returns the output of an operation from a successful response. Members in headers are omitted. */
export function readOutput(service: ServiceProtocol, shape: OperationShape, answer: UpstreamAnswer): object {
  const text = bodyText(answer);
  if (shape.output.isUnitSchema() || text.trim() === '') return {};
  switch (service.protocol) {
    case 'ec2Query':
    case 'restXml':
      return readXmlStruct(shape.output, parseXml(text));
    case 'awsQuery': {
      const result = parseXml(text).children.find(({ name }) => name === `${shape.name}Result`);
      return result ? readXmlStruct(shape.output, result) : {};
    }
    case 'awsJson1_0':
    case 'awsJson1_1':
      return readJsonStruct(shape.output, JSON.parse(text));
    case 'restJson1':
      return readJsonStruct(shape.output, JSON.parse(text), true);
  }
}

/** Returns the error in a response, for every protocol. */
export function readError(answer: UpstreamAnswer): AwsError {
  const text = bodyText(answer);
  const { code, message } = text.trimStart().startsWith('<') ? xmlError(text) : jsonError(text);
  const header = answer.headers['x-amzn-errortype'];
  const named = (typeof header === 'string' ? header : undefined) ?? code ?? 'InternalError';
  // `namespace#Code`, or `Code:http://…` in headers.
  return new AwsError(named.replace(/^.*#/, '').replace(/:.*$/, ''), message ?? '', answer.status);
}

/** Returns the client's id of the call. SDKs read the header first. */
export function requestIdOf(answer: UpstreamAnswer): string | undefined {
  const header = answer.headers['x-amzn-requestid'] ?? answer.headers['x-amz-request-id'];
  if (typeof header === 'string') return header;
  return /<request-?id>([^<]+)</i.exec(bodyText(answer))?.[1];
}

function xmlError(text: string): { code?: string | undefined; message?: string | undefined } {
  const find = (element: XmlElement, name: string): XmlElement | undefined =>
    element.name === name
      ? element
      : element.children.map((child) => find(child, name)).find((found) => found !== undefined);
  const root = parseXml(text);
  return { code: find(root, 'Code')?.text, message: find(root, 'Message')?.text };
}

function jsonError(text: string): { code?: string | undefined; message?: string | undefined } {
  if (text.trim() === '') return {};
  const { __type, code, message, Message } = structOf(JSON.parse(text));
  return { code: textOf(__type ?? code), message: textOf(message ?? Message) };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);
