import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Connection, UpstreamAnswer } from './connection.ts';

/** What went over the wire, for whoever wants to read it afterwards. */
export interface Exchange {
  message: IncomingMessage;
  /** Undefined when it was too large to keep. */
  body: Uint8Array | undefined;
  /** Undefined when it was too large to keep, or an event stream. */
  answer: UpstreamAnswer | undefined;
  status: number;
}

/** The upstream could not be reached, and the client has had no answer yet. */
export class Unreachable extends Error {}

/** A zip of 50 MB in base64, and what is around it. */
const MAX_KEPT_BYTES = 72 * 1024 * 1024;

/** Headers of one connection alone (RFC 9110, section 7.6.1); Node makes its own. `expect` it has answered. */
const HOP_BY_HOP = /^(connection|keep-alive|proxy-connection|transfer-encoding|te|trailer|upgrade|expect)$/i;

/**
 * Hands a request on as it is, body and answer streamed, and resolves when the answer has gone out whole.
 * The host header stays, since the signature covers it. A connection that breaks breaks on both sides.
 *
 * @throws Unreachable
 */
export async function passThrough(
  connection: Connection,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<Exchange> {
  const sent = connection.open(message.method ?? 'GET', message.url ?? '/', endToEnd(message.rawHeaders));
  response.once('close', () => {
    if (!response.writableFinished) sent.destroy();
  });
  const body = keep(message);
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve);
    sent.once('error', reject);
  });
  message.pipe(sent);
  const answer = await answered.catch((cause: unknown) => {
    throw new Unreachable(reasonOf(cause), { cause });
  });
  const streams = answer.headers['content-type']?.startsWith('application/vnd.amazon.eventstream') === true;
  const kept = streams ? () => undefined : keep(answer);
  const status = answer.statusCode ?? 502;
  response.writeHead(status, answer.statusMessage ?? '', endToEnd(answer.rawHeaders));
  if (streams) response.flushHeaders();
  await pipeline(answer, response);
  const bytes = kept();
  return {
    message,
    body: body(),
    answer: bytes && { status, headers: answer.headers, body: Buffer.from(bytes) },
    status,
  };
}

/** Node gathers the failures of several addresses into an error without words. */
function reasonOf(cause: unknown): string {
  const { message, code } = cause as NodeJS.ErrnoException;
  return message || code || String(cause);
}

function endToEnd(raw: string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    if (!HOP_BY_HOP.test(raw[i]!)) kept.push(raw[i]!, raw[i + 1]!);
  }
  return kept;
}

/** Listens along; says at the end what came, unless it was too much. */
function keep(stream: IncomingMessage): () => Uint8Array | undefined {
  let chunks: Buffer[] | undefined = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_KEPT_BYTES) chunks = undefined;
    chunks?.push(chunk);
  });
  return () => chunks && new Uint8Array(Buffer.concat(chunks));
}
