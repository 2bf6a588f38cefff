import { AwsError } from '../service.ts';
import { queryParameters, readInput, writeOutput } from './codec.ts';
import { type QueryCodes, queryCode, writeError } from './error-response.ts';
import { malformed } from './malformed.ts';
import type { WireRequest, WireResponse } from './message.ts';
import { isError, type OperationShape, operationShapes } from './operation.ts';
import { protocols, type ServiceProtocol } from './protocols.ts';
import { decodeLabel, Router } from './route.ts';
import { schemas } from './schemas/index.ts';
import { unknownOperation } from './standard-errors.ts';

/** The operation and input of a request. */
interface Routed {
  shape: OperationShape;
  labels: Record<string, string>;
}

/** The wire side of one service: its protocol and the shapes of its operations. */
export class ServiceWire {
  readonly protocol: ServiceProtocol;
  readonly shapes: Map<string, OperationShape>;
  readonly #router: Router;
  readonly #queryCodes: QueryCodes;
  /** The same service in the older query protocol, if it still supports it. */
  readonly #older: ServiceWire | undefined;

  constructor(protocol: ServiceProtocol, exported: Record<string, unknown>) {
    this.protocol = protocol;
    this.shapes = operationShapes(exported);
    this.#router = new Router(this.shapes.values());
    this.#queryCodes = queryCodes(exported);
    const { queryCompatible, ...older } = protocol;
    if (queryCompatible !== undefined) {
      const query = { ...older, protocol: 'awsQuery', xmlNamespace: queryCompatible } as const;
      this.#older = new ServiceWire(query, exported);
    }
  }

  /** Returns the wire for the protocol of this request. Clients older than the JSON protocol send forms. */
  spokenBy(request: WireRequest): ServiceWire {
    return this.#older && !request.headers['x-amz-target'] && this.#older.requestedName(request)
      ? this.#older
      : this;
  }

  /** Finds the operation. Throws the service's error for an unknown one, with the name from the request. */
  route(request: WireRequest): Routed {
    const { protocol } = this.protocol;
    if (protocol === 'restJson1') {
      const match = this.#router.match(request);
      if (!match) throw unknownOperation(this.protocol, `${request.method} ${request.path}`);
      return match;
    }
    if (protocol === 'restXml') return this.#routeBucket(request);
    const name = this.requestedName(request);
    if (!name) throw malformed('The request names no operation');
    const shape = this.shapes.get(name);
    if (!shape) throw unknownOperation(this.protocol, name);
    return { shape, labels: {} };
  }

  /** The operation's name, if the protocol contains it. */
  requestedName(request: WireRequest): string | undefined {
    const target = request.headers['x-amz-target'];
    // botocore puts the complete Java package before CloudTrail's target.
    if (target) return target.split('.').at(-1);
    if (this.protocol.protocol.endsWith('Query')) return queryParameters(request).get('Action') ?? undefined;
    return undefined;
  }

  /** S3 with path-style addresses: the first segment is the bucket, which the schemas' paths omit. */
  #routeBucket(request: WireRequest): Routed {
    const [, bucket, rest] = /^\/([^/]*)(.*)$/.exec(request.path) ?? [];
    const match = this.#router.match({ ...request, path: rest || '/' }, (shape) => {
      const members = shape.input.isUnitSchema() ? {} : shape.input.getMemberSchemas();
      return 'Bucket' in members === Boolean(bucket) && knowsSubresource(shape, members, request);
    });
    if (!match) throw unknownOperation(this.protocol, `${request.method} ${request.path}`);
    return bucket ? { shape: match.shape, labels: { ...match.labels, Bucket: decodeLabel(bucket) } } : match;
  }

  read(routed: Routed, request: WireRequest): Record<string, unknown> {
    return readInput(this.protocol, routed.shape, request, routed.labels);
  }

  write(shape: OperationShape, output: object, requestId: string): WireResponse {
    return withRequestId(writeOutput(this.protocol, shape, output, requestId), requestId);
  }

  writeError(error: AwsError, requestId: string): WireResponse {
    const { protocol } = this;
    return withRequestId(
      writeError(protocol, withQueryCode(error, protocol, this.#queryCodes), requestId, this.#queryCodes),
      requestId,
    );
  }
}

/** In the query protocol, a service that moved to JSON keeps its old codes. */
function withQueryCode(error: AwsError, { protocol }: ServiceProtocol, codes: QueryCodes): AwsError {
  const code = queryCode(error.code, codes);
  return protocol !== 'awsQuery' || code === error.code
    ? error
    : new AwsError(code, error.message, error.status, error.extra);
}

/** The sandbox lacks `DELETE /bucket?cors`, but must not treat it as `DELETE /bucket`. */
function knowsSubresource(
  shape: OperationShape,
  members: ReturnType<OperationShape['input']['getMemberSchemas']>,
  request: WireRequest,
): boolean {
  const fixed = new URLSearchParams(shape.http?.[1].split('?')[1]);
  const known = new Set(Object.values(members).map((member) => member.getMergedTraits().httpQuery));
  return [...request.query].every(([key, value]) => value !== '' || fixed.has(key) || known.has(key));
}

function withRequestId(response: WireResponse, requestId: string): WireResponse {
  response.headers['x-amzn-requestid'] = requestId;
  response.headers['x-amz-request-id'] = requestId;
  return response;
}

function queryCodes(exported: Record<string, unknown>): QueryCodes {
  const codes = new Map<string, string>();
  for (const schema of Object.values(exported)) {
    if (!isError(schema)) continue;
    const [, , name, traits] = schema;
    const queryError = typeof traits === 'object' ? traits.awsQueryError : undefined;
    if (Array.isArray(queryError)) codes.set(name, String(queryError[0]));
  }
  return codes;
}

const loaded = new Map<string, Promise<ServiceWire>>();

/** Loads the wire side of a service once. */
export function serviceWire(signingName: string): Promise<ServiceWire> | undefined {
  const protocol = protocols[signingName];
  const load = schemas[signingName];
  if (!protocol || !load) return undefined;
  let wire = loaded.get(signingName);
  if (!wire) {
    wire = load().then((exported) => new ServiceWire(protocol, exported));
    loaded.set(signingName, wire);
  }
  return wire;
}
