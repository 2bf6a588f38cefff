import type { IncomingHttpHeaders } from 'node:http';

/**
 * Host names with which clients reach a server on 127.0.0.1. Clients put buckets and accounts before the name,
 * and StartLiveTail puts `stream-` there. No attacker can own such a name: `.localhost` is reserved (RFC 6761).
 */
const OWN_NAME = /^(?:(?:[a-z0-9_-][a-z0-9._-]*\.|stream-)?(?:localhost|127\.0\.0\.1)|\[::1\])$/i;

/** Values of Sec-Fetch-Site for a request that no page, or only a page of this server, caused. */
const OWN_SITES = new Set([undefined, 'none', 'same-origin']);

/**
 * Returns why a request can't come from an AWS client on this machine, or undefined. A web page can send
 * requests to 127.0.0.1: their Origin or Sec-Fetch-Site shows it. A page whose domain was rebound to 127.0.0.1
 * could also read the responses: their Host shows it. No AWS client sends such headers.
 */
export function whyForeign(headers: IncomingHttpHeaders, ownPort: number | undefined): string | undefined {
  const [, name = '', port = '80'] = /^(.*?)(?::(\d+))?$/.exec(headers.host ?? '') ?? [];
  if (!OWN_NAME.test(name) || Number(port) !== ownPort) {
    return 'The sandbox accepts requests only for 127.0.0.1 and localhost, with its own port.';
  }
  if (headers.origin !== undefined) return 'The sandbox does not accept requests with an Origin header.';
  if (!OWN_SITES.has(headers['sec-fetch-site']?.toString())) {
    return 'The sandbox does not accept requests from pages of other sites.';
  }
  return undefined;
}
