const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
  'TimeoutError',
]);
/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
export const UNTRUSTED = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
export const PROXY_REFUSED = 'EPROXYREFUSED';
export const NO_SUCH_HOST = new Set(['ENOTFOUND', 'EAI_AGAIN']);
/** Calls without a response from AWS. */
const NO_ANSWER = [UNREACHABLE, UNTRUSTED, NO_SUCH_HOST, new Set([PROXY_REFUSED])];

interface FailedConnection {
  code?: string;
  name?: string;
  cause?: unknown;
  errors?: unknown[];
  $metadata?: { httpStatusCode?: number };
}

/** Node's code of a failed connection, from the error, its causes or its grouped attempts. */
export function socketCode(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 5) return undefined;
  const { code, name, cause, errors, $metadata } = error as FailedConnection;
  if ($metadata?.httpStatusCode !== undefined) return undefined;
  for (const candidate of [code, name]) {
    if (candidate !== undefined && NO_ANSWER.some((codes) => codes.has(candidate))) return candidate;
  }
  return socketCode(cause, depth + 1) ?? socketCode(errors?.[0], depth + 1);
}
