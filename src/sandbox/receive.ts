import type { IncomingMessage } from 'node:http';
import { identify } from './identify.ts';
import { decodeAwsChunked } from './wire/aws-chunked.ts';
import type { ReceivedRequest } from './wire/message.ts';
import { tooLarge } from './wire/standard-errors.ts';

/** A zip of 50 MB in base64, and the rest of its request: the largest request to a service other than S3. */
export const MAX_BODY_BYTES = 72 * 1024 * 1024;

/** S3 objects are in memory, so they have a limit too. */
const MAX_OBJECT_BYTES = 256 * 1024 * 1024;

/** Reads the complete body. If it is too long, throws the service's error and skips the rest. */
export async function readBody(message: IncomingMessage): Promise<Uint8Array> {
  const { service } = identify(requestHead(message));
  const limit = service === 's3' ? MAX_OBJECT_BYTES : MAX_BODY_BYTES;
  if (Number(message.headers['content-length'] ?? 0) > limit) throw tooLarge(service);
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    message.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limit) chunks.push(chunk);
      else {
        chunks = [];
        reject(tooLarge(service));
      }
    });
    message.once('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    message.once('error', reject);
  });
}

/** Returns a request without its body, which is enough to find its service and access key. */
export function requestHead(message: IncomingMessage): ReceivedRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const [path = '/', search = ''] = (message.url ?? '/').split(/\?(.*)/s);
  const body = new Uint8Array();
  return {
    method: message.method ?? 'GET',
    path: withBucketOfHost(path, headers.host ?? ''),
    query: new URLSearchParams(search),
    headers,
    body,
    sent: { path, body },
  };
}

/** Returns a request with its body. Throws the errors of decodeAwsChunked. */
export function receivedRequest(message: IncomingMessage, body: Uint8Array): ReceivedRequest {
  const head = requestHead(message);
  const decodedLength = head.headers['x-amz-decoded-content-length'];
  if (decodedLength === undefined) return { ...head, body, sent: { ...head.sent, body } };
  const chunks = decodeAwsChunked(body, decodedLength);
  return { ...head, body: chunks.data, sent: { ...head.sent, body, chunks } };
}

/** S3's virtual-host style: `bucket.s3.localhost` (or `bucket.localhost`) has the bucket in the host. */
function withBucketOfHost(path: string, host: string): string {
  const bucket = /^(.+?)\.(?:s3\.)?(?:localhost|127\.0\.0\.1)(?::\d+)?$/.exec(host)?.[1];
  return bucket && bucket !== 's3' ? `/${bucket}${path}` : path;
}

/** Returns the client's address: behind a proxy, the first one in X-Forwarded-For. */
export function clientAddress(message: IncomingMessage): string {
  const forwarded = message.headers['x-forwarded-for'];
  const first = (Array.isArray(forwarded) ? forwarded[0] : forwarded)?.split(',')[0]?.trim();
  return first || (message.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '127.0.0.1');
}
