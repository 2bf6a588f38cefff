import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ConnectionCut, type Origin } from './dispatch.ts';
import { codeOf } from './error-message.ts';
import { readAll } from './read-all.ts';
import { decodeAwsChunked } from './wire/aws-chunked.ts';
import type { WireRequest, WireResponse } from './wire/message.ts';

/** Answers a request. If it throws ConnectionCut, the connection closes without a response. */
export type AnswerRequest = (request: WireRequest, origin: Origin) => Promise<WireResponse>;

export interface Listening {
  url: string;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1. Rejects with the system's error (EADDRINUSE) if it can't. */
export function serve(
  answer: AnswerRequest,
  port: number,
  onError: (error: unknown) => void,
): Promise<Listening> {
  return listen((message, response) => handle(answer, message, response), port, onError);
}

/** Listens for a handler that uses Node's messages directly. If it rejects, the connection is cut. */
export async function listen(
  handle: (message: IncomingMessage, response: ServerResponse) => Promise<void>,
  port: number,
  onError: (error: unknown) => void,
): Promise<Listening> {
  const server = createServer((message, response) => {
    handle(message, response).catch((error: unknown) => {
      if (!(error instanceof ConnectionCut) && !isAbort(error)) onError(error);
      // A reset, not an orderly end: the client must not mistake it for an empty response.
      if (message.socket.destroyed) return;
      message.socket.resetAndDestroy();
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return { url: `http://127.0.0.1:${address.port}`, close: () => closeServer(server) };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** The client closed the connection, which is not an error of the sandbox. */
const isAbort = (error: unknown) =>
  error instanceof Error &&
  (error.name === 'AbortError' ||
    ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE'].includes(codeOf(error) ?? ''));

/** Reads a request completely and sends its response. */
export async function handle(
  answer: AnswerRequest,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const request = wireRequest(message, new Uint8Array(await readAll(message)));
  const host = message.headers.host ?? `127.0.0.1:${message.socket.localPort}`;
  const origin: Origin = {
    sourceIp: clientAddress(message),
    endpoint: `http://${host.replace(/^stream-/, '')}`,
    signal: gone.signal,
  };
  const answered = await answer(request, origin);
  if (gone.signal.aborted) return;
  await send(answered, response, message.method === 'HEAD');
}

/** Returns the client's address: behind a proxy, the first one in X-Forwarded-For. */
export function clientAddress(message: IncomingMessage): string {
  const forwarded = message.headers['x-forwarded-for'];
  const first = (Array.isArray(forwarded) ? forwarded[0] : forwarded)?.split(',')[0]?.trim();
  return first || (message.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '127.0.0.1');
}

/** A message and its body as the services' wire sees them. */
export function wireRequest(message: IncomingMessage, raw: Uint8Array): WireRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const [path = '/', search = ''] = (message.url ?? '/').split(/\?(.*)/s);
  return {
    method: message.method ?? 'GET',
    path: withBucketOfHost(path, headers.host ?? ''),
    query: new URLSearchParams(search),
    headers,
    body: headers['x-amz-decoded-content-length'] === undefined ? raw : decodeAwsChunked(raw),
  };
}

/** S3's virtual-host style: `bucket.s3.localhost` (or `bucket.localhost`) has the bucket in the host. */
function withBucketOfHost(path: string, host: string): string {
  const bucket = /^(.+?)\.(?:s3\.)?localhost(?::\d+)?$/.exec(host)?.[1];
  return bucket && bucket !== 's3' ? `/${bucket}${path}` : path;
}

async function send(answered: WireResponse, response: ServerResponse, headOnly: boolean): Promise<void> {
  const { status, headers, body } = answered;
  if (typeof body === 'string' || body instanceof Uint8Array) {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const length =
      status === 204 ? {} : { 'content-length': headers['content-length'] ?? String(bytes.length) };
    response.writeHead(status, { ...headers, ...length });
    response.end(headOnly || status === 204 ? undefined : bytes);
    return;
  }
  response.writeHead(status, headers);
  response.flushHeaders();
  await pipeline(Readable.from(body), response);
}
