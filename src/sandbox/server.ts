import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ConnectionCut, type Origin } from './dispatch.ts';
import { codeOf } from './error-message.ts';
import { whyForeign } from './foreign-request.ts';
import { identify } from './identify.ts';
import { clientAddress, readBody, receivedRequest, requestHead } from './receive.ts';
import { AwsError } from './service.ts';
import type { ReceivedRequest, WireResponse } from './wire/message.ts';
import { serviceWire } from './wire/service-wire.ts';
import { forbidden } from './wire/standard-errors.ts';

/** Answers a request. If it throws ConnectionCut, the connection closes without a response. */
export type AnswerRequest = (request: ReceivedRequest, origin: Origin) => Promise<WireResponse>;

export interface Listening {
  url: string;
  close(): Promise<void>;
}

/** Maximum time that a client can take to send a request. */
export interface ServerPatience {
  headersMs: number;
  requestMs: number;
}

const PATIENCE: ServerPatience = { headersMs: 20_000, requestMs: 300_000 };

/** Listens on 127.0.0.1. Rejects with the system's error (EADDRINUSE) if it can't. */
export function serve(
  answer: AnswerRequest,
  port: number,
  onError: (error: unknown) => void,
): Promise<Listening> {
  return listen((message, response) => handle(answer, message, response), port, onError);
}

/**
 * Listens for a handler that uses Node's messages directly. If it rejects, the connection is cut. Requests that
 * can't come from an AWS client on this machine are refused, and the handler does not see them.
 */
export async function listen(
  handle: (message: IncomingMessage, response: ServerResponse) => Promise<void>,
  port: number,
  onError: (error: unknown) => void,
  { headersMs, requestMs }: ServerPatience = PATIENCE,
): Promise<Listening> {
  const options = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: Math.min(headersMs, 5000),
    keepAliveTimeout: 60_000,
    // `whyForeign` refuses a request without a Host header.
    requireHostHeader: false,
  };
  const server = createServer(options, (message, response) => {
    const reason = whyForeign(message.headers, message.socket.localPort);
    const handled = reason === undefined ? handle(message, response) : refuse(message, response, reason);
    handled.catch((error: unknown) => {
      if (!(error instanceof ConnectionCut) && !isAbort(error)) onError(error);
      // A reset, not an orderly end: the client must not mistake it for an empty response.
      if (message.socket.destroyed) return;
      message.socket.resetAndDestroy();
    });
  });
  server.on('clientError', answerClientError);
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

/** A request that is not HTTP names no service, so the error has S3's form. */
function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, code, message] = clientErrors[error.code ?? ''] ?? notHttp;
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  const length = Buffer.byteLength(body);
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: text/xml\r\ncontent-length: ${length}\r\nconnection: close\r\n\r\n${body}`,
  );
}

const notHttp = ['400 Bad Request', 'BadRequest', 'The request is not valid HTTP.'] as const;
const clientErrors: Record<string, readonly [status: string, code: string, message: string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: [
    '408 Request Timeout',
    'RequestTimeout',
    'Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.',
  ],
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'RequestHeaderSectionTooLarge',
    'Your request header section exceeds the maximum allowed size.',
  ],
};

async function refuse(message: IncomingMessage, response: ServerResponse, reason: string): Promise<void> {
  const { service } = identify(requestHead(message));
  await sendError(message, response, forbidden(service, reason, 403));
}

/** Reads a request completely and sends its response. An AwsError is also a response. */
export async function handle(
  answer: AnswerRequest,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const host = message.headers.host ?? `127.0.0.1:${message.socket.localPort}`;
  const origin: Origin = {
    sourceIp: clientAddress(message),
    endpoint: `http://${host.replace(/^stream-/, '')}`,
    signal: gone.signal,
  };
  try {
    const answered = await answer(receivedRequest(message, await readBody(message)), origin);
    if (!gone.signal.aborted) await send(answered, response, message.method === 'HEAD');
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    await sendError(message, response, error);
  }
}

/** Sends an error in the form of the service in the request, or in S3's form if the service is unknown. */
export async function sendError(
  message: IncomingMessage,
  response: ServerResponse,
  error: AwsError,
): Promise<void> {
  const head = requestHead(message);
  const wire = (await serviceWire(identify(head).service)) ?? (await serviceWire('s3'));
  if (!wire) throw error;
  await send(wire.spokenBy(head).writeError(error, randomUUID()), response, message.method === 'HEAD');
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
