import { createHash } from 'node:crypto';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { equalSecrets } from '../values/secret.ts';
import type { ReceivedRequest } from '../wire/message.ts';
import { verifyChunks } from './chunks.ts';
import type { SignatureClaim } from './claim.ts';
import { allowedSkewMs, expiredUrl, skewedTime, wrongPayload, wrongSignature } from './signature-errors.ts';

const DIGEST_HEADER = 'x-amz-content-sha256';
const UNSIGNED = 'UNSIGNED-PAYLOAD';
/** Values that S3 accepts instead of a digest of the body. */
const NO_DIGEST =
  /^(UNSIGNED-PAYLOAD|STREAMING-(UNSIGNED-PAYLOAD-TRAILER|AWS4-HMAC-SHA256-PAYLOAD(-TRAILER)?))$/;

/**
 * Verifies a request by signing it again with the secret. Throws the service's own error. If `needsBody` is
 * false, the body may be undefined. Then its digest is not compared.
 */
export async function verifySignature(
  claim: SignatureClaim,
  request: ReceivedRequest,
  body: Uint8Array | undefined,
  secretAccessKey: string,
): Promise<void> {
  const { service } = claim;
  checkTime(claim, Date.now());
  checkSignedHeaders(claim, request);
  const signer = new SignatureV4({
    credentials: { accessKeyId: claim.accessKeyId, secretAccessKey },
    region: claim.region,
    service,
    sha256: Sha256,
    // S3 signs the path unchanged. All others encode it again.
    uriEscapePath: service !== 's3',
    applyChecksum: false,
  });
  const digest = digestGiven(claim, request);
  const signature = await signAgain(signer, claim, request, digest ?? sha256(body));
  if (!equalSecrets(signature, claim.signature)) throw wrongSignature(service);
  if (digest === undefined) return;
  if (NO_DIGEST.test(digest) ? service !== 's3' : body && digest !== sha256(body))
    throw wrongPayload(service);
  if (digest.startsWith('STREAMING-AWS4-HMAC-SHA256') && body) await verifyChunks(signer, claim, request);
}

/** Returns whether the signature covers the body itself, not a digest from a header or from S3's rules. */
export function needsBody(claim: SignatureClaim, request: ReceivedRequest): boolean {
  return digestGiven(claim, request) === undefined;
}

function digestGiven({ service, expiresIn }: SignatureClaim, { headers, query }: ReceivedRequest) {
  const given = headers[DIGEST_HEADER] ?? query.get('X-Amz-Content-Sha256') ?? undefined;
  return given ?? (service === 's3' && expiresIn !== undefined ? UNSIGNED : undefined);
}

async function signAgain(
  signer: SignatureV4,
  claim: SignatureClaim,
  request: ReceivedRequest,
  digest: string,
): Promise<string> {
  const { at, expiresIn, signedHeaders } = claim;
  const presigned = expiresIn !== undefined;
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => signedHeaders.has(name)),
  );
  const message = {
    method: request.method,
    protocol: 'http:',
    hostname: '',
    path: request.sent.path,
    query: queryOf(request.query),
    // The library reads the digest from this header, even if it is not signed.
    headers: { ...headers, [DIGEST_HEADER]: digest },
  };
  const unsignableHeaders = new Set(signedHeaders.has(DIGEST_HEADER) ? [] : [DIGEST_HEADER]);
  const options = { signingDate: new Date(at), signableHeaders: new Set(signedHeaders), unsignableHeaders };
  // `signableHeaders` includes headers that the library does not sign by default.
  if (unsignableHeaders.size > 0) options.signableHeaders.delete(DIGEST_HEADER);
  if (!presigned) {
    const { headers: signed } = await signer.sign(message, options);
    return /Signature=(\w+)$/.exec(signed.authorization ?? '')?.[1] ?? '';
  }
  const { query: signed } = await signer.presign(message, {
    ...options,
    expiresIn,
    // The client has already moved headers to the query, so the library must not move any.
    unhoistableHeaders: new Set([...signedHeaders, DIGEST_HEADER]),
  });
  return String(signed?.['X-Amz-Signature']);
}

function queryOf(query: URLSearchParams): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {};
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name);
    found[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return found;
}

function checkTime({ service, at, expiresIn }: SignatureClaim, now: number): void {
  const skewMs = allowedSkewMs(service);
  if (at > now + skewMs) throw skewedTime(service, at, now);
  if (expiresIn === undefined) {
    if (at < now - skewMs) throw skewedTime(service, at, now);
  } else if (at + expiresIn * 1000 < now) throw expiredUrl(service, at + expiresIn * 1000, now);
}

/** The host and all `x-amz-` headers change the meaning of a request, so they must be signed. */
function checkSignedHeaders({ service, signedHeaders, expiresIn }: SignatureClaim, request: ReceivedRequest) {
  const unsigned = Object.keys(request.headers).filter(
    (name) => (name === 'host' || name.startsWith('x-amz-')) && !signedHeaders.has(name),
  );
  // An upload to a presigned URL may have an unsigned digest of the body.
  if (unsigned.some((name) => expiresIn === undefined || name !== DIGEST_HEADER)) {
    throw wrongSignature(
      service,
      `There were headers present in the request which were not signed: ${unsigned.join(', ')}`,
    );
  }
}

const sha256 = (body: Uint8Array = new Uint8Array()) => createHash('sha256').update(body).digest('hex');
