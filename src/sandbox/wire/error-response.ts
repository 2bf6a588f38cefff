import type { AwsError } from '../service.ts';
import type { WireResponse } from './message.ts';
import { jsonResponse, xmlResponse } from './plain-response.ts';
import type { ServiceProtocol } from './protocols.ts';
import { escapeXml } from './xml-writer.ts';

/** Codes of the query protocol that SQS's JSON protocol still sends: shape name -> query code. */
export type QueryCodes = ReadonlyMap<string, string>;

/**
 * Returns the code of a service's query protocol. The model has no shape for a denied call, but clients know
 * this code.
 */
export function queryCode(code: string, codes: QueryCodes): string {
  return codes.get(code) ?? (code === 'AccessDeniedException' ? 'AccessDenied' : code);
}

/** Writes an error in the format of the service's protocol. */
export function writeError(
  service: ServiceProtocol,
  error: AwsError,
  requestId: string,
  queryCodes: QueryCodes = new Map(),
): WireResponse {
  const code = escapeXml(error.code);
  const message = escapeXml(error.message);
  const members = Object.entries(error.extra)
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
    .join('');
  switch (service.protocol) {
    case 'ec2Query':
      return xmlResponse(
        error.status,
        `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message>${members}</Error></Errors>` +
          `<RequestID>${requestId}</RequestID></Response>`,
      );
    case 'awsQuery':
      return xmlResponse(
        error.status,
        `<ErrorResponse xmlns="${service.xmlNamespace}"><Error><Type>${error.status >= 500 ? 'Receiver' : 'Sender'}</Type>` +
          `<Code>${code}</Code><Message>${message}</Message>${members}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
      );
    case 'restXml':
      return xmlResponse(
        error.status,
        `<Error><Code>${code}</Code><Message>${message}</Message>${members}<RequestId>${requestId}</RequestId></Error>`,
      );
    case 'restJson1':
      return jsonResponse(
        error.status,
        {
          Type: error.status >= 500 ? 'Service' : 'User',
          ...error.extra,
          // Lambda's shapes use both spellings, and the SDK reads either.
          message: error.message,
          Message: error.message,
        },
        { 'x-amzn-errortype': error.code },
      );
    default:
      return awsJsonError(service, error, queryCodes);
  }
}

function awsJsonError(service: ServiceProtocol, error: AwsError, queryCodes: QueryCodes): WireResponse {
  const version = service.protocol === 'awsJson1_0' ? '1.0' : '1.1';
  const headers: Record<string, string> = { 'content-type': `application/x-amz-json-${version}` };
  let type = error.code;
  if (service.queryCompatible) {
    // The code can be in either spelling.
    for (const [shape, query] of queryCodes) if (query === error.code) type = shape;
    const query = queryCode(type, queryCodes);
    headers['x-amzn-query-error'] = `${query};${error.status >= 500 ? 'Receiver' : 'Sender'}`;
    type = `${service.namespace}#${type}`;
  }
  return {
    status: error.status,
    headers,
    body: JSON.stringify({ __type: type, ...error.extra, message: error.message }),
  };
}
