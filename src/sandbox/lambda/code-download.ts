import type { SandboxWorld } from '../service.ts';
import type { WireRequest, WireResponse } from '../wire/message.ts';
import { jsonResponse } from '../wire/plain-response.ts';
import { functionCode } from './lambda.ts';

/** Serves a function's zip at the URL that GetFunction returns. On AWS that is a presigned S3 URL. */
export function codeDownload(world: SandboxWorld, request: WireRequest): WireResponse | undefined {
  const token = /^\/_sandbox\/code\/([0-9a-f-]{36})$/.exec(request.path)?.[1];
  if (token === undefined || request.method !== 'GET') return undefined;
  const zip = functionCode(world, token);
  if (!zip) {
    return jsonResponse(403, { message: 'The URL has expired: the function has other code by now.' });
  }
  return { status: 200, headers: { 'content-type': 'application/zip' }, body: zip };
}
