import type { HttpRequest, HttpResponse } from '@smithy/types';
import { say } from '../core/words/say.ts';
import { shownUrl } from '../core/words/shown-url.ts';

/** A response that cannot be AWS's own or is not complete: a web page of a proxy, or nothing where data belongs. */
export class BrokenResponse extends Error {
  override readonly name = 'BrokenResponse';
  /** The SDK retries errors with this property. */
  readonly $retryable = { throttling: false };
  readonly isPage: boolean;
  readonly status: number;

  constructor(isPage: boolean, status: number) {
    super(isPage ? 'a web page' : 'no data');
    this.isPage = isPage;
    this.status = status;
  }
}

/** What the SDK adds to the error when it cannot read a response. */
const UNREADABLE = /\bDeserialization error:/;

/** True for an error about a response that could not be read. The request may have had its effect. */
export function isBroken(error: unknown): boolean {
  return error instanceof BrokenResponse || (error instanceof Error && UNREADABLE.test(error.message));
}

/**
 * Checks what the SDK does not: it takes a web page that is also XML, and an empty body, for a response without any
 * values, so that every resource seems to be absent.
 *
 * @throws BrokenResponse
 */
export function checkResponse(request: HttpRequest, { statusCode, headers, body }: HttpResponse): void {
  const isPage = /^text\/html\b/i.test(headers['content-type'] ?? '');
  const isEmpty = statusCode < 300 && headers['content-length'] === '0' && mustHaveData(request);
  if (!isPage && !isEmpty) return;
  body?.destroy?.();
  throw new BrokenResponse(isPage, statusCode);
}

const OF_A_BUCKET = new Set([
  'tagging',
  'policy',
  'encryption',
  'publicAccessBlock',
  'versioning',
  'list-type',
]);

/** Calls that read. XML protocols (IAM, EC2, STS, SNS) never answer without a body. An object in S3 can be empty. */
function mustHaveData({ method, path, query, headers }: HttpRequest): boolean {
  const type = headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded')) return true;
  const [, operation] = /\.(\w+)$/.exec(headers['x-amz-target'] ?? '') ?? [];
  if (operation !== undefined) return /^(Get|List|Describe|Lookup|Filter|Receive)/.test(operation);
  // The paths of Lambda's API begin with its date. S3 names what it reads of a bucket in the query.
  if (method !== 'GET') return false;
  return /^\/20\d\d-\d\d-\d\d\//.test(path) || Object.keys(query ?? {}).some((key) => OF_A_BUCKET.has(key));
}

/** Describes a failed call whose response could not be read, without the SDK's own words. */
export function brokenWords(
  error: unknown,
  call: string,
  { endpoint, region }: { endpoint?: string | undefined; region?: string | undefined },
): { kind: 'aws'; code: string; message: string; hint: string } {
  const where = endpoint === undefined ? say`AWS in ${region ?? say`this Region`}` : shownUrl(endpoint);
  return {
    kind: 'aws',
    code: 'broken-response',
    message: describeBroken(error, call),
    hint: say`Run the same command again. If this continues, check the proxy and the network between this computer and ${where}.`,
  };
}

function describeBroken(error: unknown, call: string): string {
  if (!(error instanceof BrokenResponse)) return say`The response to ${call} was damaged or not complete.`;
  return error.isPage
    ? say`The response to ${call} was not from AWS, but a web page (HTTP status ${error.status}).`
    : say`The response to ${call} was empty (HTTP status ${error.status}).`;
}
