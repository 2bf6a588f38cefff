import { createHash } from 'node:crypto';
import type { SignatureV4 } from '@smithy/signature-v4';
import { compactSeconds } from '../values/iso-time.ts';
import { equalSecrets } from '../values/secret.ts';
import type { ReceivedRequest } from '../wire/message.ts';
import type { SignatureClaim } from './claim.ts';
import { wrongSignature } from './signature-errors.ts';

const TRAILER_SIGNATURE = 'x-amz-trailer-signature';

/**
 * Verifies each chunk of an upload with signed chunks. Each signature covers the previous one, and the first
 * covers the request's signature (S3 API reference, "Signature calculations: multiple chunks").
 */
export async function verifyChunks(
  signer: SignatureV4,
  claim: SignatureClaim,
  request: ReceivedRequest,
): Promise<void> {
  const { chunks = [], trailers = [] } = request.sent.chunks ?? {};
  const signingDate = new Date(claim.at);
  let priorSignature = claim.signature;
  for (const { data, signature } of chunks) {
    // A chunk is signed like an event of an event stream with empty headers.
    const event = { headers: new Uint8Array(), payload: data };
    const expected = await signer.sign(event, { signingDate, priorSignature });
    if (!equalSecrets(expected, signature)) throw wrongSignature(claim.service);
    priorSignature = signature;
  }
  if (request.headers['x-amz-content-sha256']?.endsWith('-TRAILER') !== true) return;
  const signed = trailers.filter(({ name }) => name !== TRAILER_SIGNATURE);
  const text = signed.map(({ name, value }) => `${name}:${value}\n`).join('');
  const at = compactSeconds(claim.at);
  const stringToSign = [
    'AWS4-HMAC-SHA256-TRAILER',
    at,
    `${at.slice(0, 8)}/${claim.region}/${claim.service}/aws4_request`,
    priorSignature,
    createHash('sha256').update(text).digest('hex'),
  ].join('\n');
  const expected = await signer.sign(stringToSign, { signingDate });
  const given = trailers.find(({ name }) => name === TRAILER_SIGNATURE)?.value ?? '';
  if (!equalSecrets(expected, given)) throw wrongSignature(claim.service);
}
