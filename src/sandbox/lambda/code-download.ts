import type { SandboxWorld } from '../service.ts';
import type { WireRequest, WireResponse } from '../wire/message.ts';
import { jsonResponse } from '../wire/plain-response.ts';
import { functionCode } from './lambda.ts';

/** Serves the zip of a function at the URL that GetFunction gives, which on AWS is a signed one of S3. */
export function codeDownload(world: SandboxWorld, request: WireRequest): WireResponse | undefined {
  const token = /^\/_sandbox\/code\/([0-9a-f-]{36})$/.exec(request.path)?.[1];
  if (token === undefined || request.method !== 'GET') return undefined;
  const zip = functionCode(world, token);
  if (!zip) {
    return jsonResponse(403, { message: 'The URL has expired: the function has other code by now.' });
  }
  return { status: 200, headers: { 'content-type': 'application/zip' }, body: zip };
}
