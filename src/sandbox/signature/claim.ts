import type { WireRequest } from '../wire/message.ts';
import { incompleteSignature } from './signature-errors.ts';

/** The parts of a request's signature (IAM guide, "AWS Signature Version 4 for API requests"). */
export interface SignatureClaim {
  accessKeyId: string;
  region: string;
  service: string;
  /** Names in lower case. */
  signedHeaders: ReadonlySet<string>;
  signature: string;
  /** Time of the signature in epoch milliseconds. */
  at: number;
  sessionToken: string | undefined;
  /** How many seconds a presigned URL is valid. Undefined for a signature in the header. */
  expiresIn: number | undefined;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const WEEK_SECONDS = 604_800;

/** Returns the claim of a request, or undefined if it is not signed. `service` decides the form of errors. */
export function readClaim(request: WireRequest, service: string): SignatureClaim | undefined {
  const { authorization } = request.headers;
  if (authorization !== undefined) return headerClaim(request, authorization, service);
  return request.query.has('X-Amz-Signature') || request.query.has('X-Amz-Credential')
    ? queryClaim(request, service)
    : undefined;
}

function headerClaim(
  { headers }: WireRequest,
  authorization: string,
  service: string,
): SignatureClaim | undefined {
  // Any other scheme counts as no signature.
  if (!authorization.startsWith('AWS4-')) return undefined;
  const [, algorithm = '', members = ''] = /^(\S+)\s+(.*)$/s.exec(authorization) ?? [];
  const given = new Map(
    members.split(',').map((member) => {
      const equals = member.indexOf('=');
      return [member.slice(0, equals).trim(), member.slice(equals + 1).trim()] as const;
    }),
  );
  return claim(service, {
    algorithm,
    credential: given.get('Credential'),
    signedHeaders: given.get('SignedHeaders'),
    signature: given.get('Signature'),
    date: headers['x-amz-date'],
    sessionToken: headers['x-amz-security-token'],
    expires: undefined,
  });
}

function queryClaim({ query }: WireRequest, service: string): SignatureClaim {
  const get = (name: string) => query.get(name) ?? undefined;
  return claim(service, {
    algorithm: get('X-Amz-Algorithm') ?? '',
    credential: get('X-Amz-Credential'),
    signedHeaders: get('X-Amz-SignedHeaders'),
    signature: get('X-Amz-Signature'),
    date: get('X-Amz-Date'),
    sessionToken: get('X-Amz-Security-Token'),
    expires: get('X-Amz-Expires') ?? '',
  });
}

interface Given {
  algorithm: string;
  credential: string | undefined;
  signedHeaders: string | undefined;
  signature: string | undefined;
  date: string | undefined;
  sessionToken: string | undefined;
  expires: string | undefined;
}

function claim(service: string, given: Given): SignatureClaim {
  const refuse = (message: string) => incompleteSignature(service, message);
  if (given.algorithm !== ALGORITHM) throw refuse(`Unsupported AWS 'algorithm': '${given.algorithm}'.`);
  const missing = (['credential', 'signature', 'signedHeaders'] as const).filter((name) => !given[name]);
  if (missing.length > 0) throw refuse(`The signature requires ${missing.join(', ')}.`);
  const [accessKeyId = '', day, region = '', scoped = '', end] = (given.credential ?? '').split('/');
  if (accessKeyId === '' || end !== 'aws4_request') {
    throw refuse(`Credential must have the form accessKey/date/region/service/aws4_request.`);
  }
  const at = readDate(given.date);
  if (at === undefined) throw refuse("The signature requires an 'X-Amz-Date' in ISO 8601 basic format.");
  if (!given.date?.startsWith(`${day}T`)) throw refuse('Date in Credential scope does not match X-Amz-Date.');
  const expiresIn = given.expires === undefined ? undefined : Number(given.expires);
  if (given.expires !== undefined && !/^\d{1,6}$/.test(given.expires)) {
    throw refuse('X-Amz-Expires should be a number.');
  }
  if ((expiresIn ?? 0) > WEEK_SECONDS) {
    throw refuse(
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    );
  }
  return {
    accessKeyId,
    region,
    service: scoped,
    signedHeaders: new Set(given.signedHeaders?.split(';')),
    signature: given.signature ?? '',
    at,
    sessionToken: given.sessionToken,
    expiresIn,
  };
}

/** Converts `20260131T120000Z` to epoch milliseconds. */
function readDate(text: string | undefined): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? '');
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? undefined : at;
}
