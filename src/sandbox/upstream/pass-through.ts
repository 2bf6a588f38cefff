import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { codeOf, messageOf } from '../error-message.ts';
import { MAX_BODY_BYTES } from '../receive.ts';
import type { Connection, UpstreamAnswer } from './connection.ts';

/** The request and response on the wire, for a later reader. */
export interface Exchange {
  message: IncomingMessage;
  /** Undefined when it was too large to keep. */
  body: Uint8Array | undefined;
  /** Undefined when it was too large to keep, or an event stream. */
  answer: UpstreamAnswer | undefined;
  status: number;
}

/** The upstream is unreachable, and the client has no response yet. */
export class Unreachable extends Error {}

/**
 * Headers of one connection only (RFC 9110, section 7.6.1). Node sets its own, and has already answered
 * `expect`.
 */
const HOP_BY_HOP = /^(connection|keep-alive|proxy-connection|transfer-encoding|te|trailer|upgrade|expect)$/i;

/**
 * Forwards a request unchanged, streams body and response, and resolves when the complete response is sent.
 * `body` is given if it has already been read.
 * The host header stays, because the signature covers it. If one side's connection breaks, the other side's
 * is cut.
 *
 * @throws Unreachable
 */
export async function passThrough(
  connection: Connection,
  { message, body: read }: { message: IncomingMessage; body: Uint8Array | undefined },
  response: ServerResponse,
): Promise<Exchange> {
  const sent = connection.open(message.method ?? 'GET', message.url ?? '/', endToEnd(message.rawHeaders));
  response.once('close', () => {
    if (!response.writableFinished) sent.destroy();
  });
  const body = read === undefined ? keep(message) : () => read;
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve);
    sent.once('error', reject);
  });
  if (read === undefined) message.pipe(sent);
  else sent.end(read);
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

/** If several addresses fail, Node's error has no message. */
function reasonOf(cause: unknown): string {
  return messageOf(cause) || codeOf(cause) || String(cause);
}

function endToEnd(raw: string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    if (!HOP_BY_HOP.test(raw[i]!)) kept.push(raw[i]!, raw[i + 1]!);
  }
  return kept;
}

/** Records a stream as it passes. Returns its content at the end, unless it was too large. */
function keep(stream: IncomingMessage): () => Uint8Array | undefined {
  let chunks: Buffer[] | undefined = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) chunks = undefined;
    chunks?.push(chunk);
  });
  return () => chunks && new Uint8Array(Buffer.concat(chunks));
}
