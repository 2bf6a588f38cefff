import { AwsError } from '../service.ts';
import { malformed } from './malformed.ts';

/** An aws-chunked body (S3 API reference, "Signature calculations: multiple chunks"). */
export interface AwsChunks {
  /** The payload: the data of all chunks. */
  data: Uint8Array;
  /** The chunks in order. The last one is empty. The signature is '' if the client sent none. */
  chunks: { data: Uint8Array; signature: string }[];
  /** Headers after the last chunk. */
  trailers: { name: string; value: string }[];
}

/**
 * Reads `<hex size>[;chunk-signature=…]\r\n<data>\r\n`, an empty chunk, then trailers (docs:AmazonS3
 * sigv4-streaming). Throws SerializationException, and IncompleteBody if a chunk ends early or the length
 * differs from `decodedLength`.
 */
export function decodeAwsChunked(body: Uint8Array, decodedLength: string): AwsChunks {
  const source = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const chunks: AwsChunks['chunks'] = [];
  for (let at = 0; ; ) {
    const lineEnd = source.indexOf('\r\n', at);
    const line = lineEnd < 0 ? '' : source.toString('latin1', at, lineEnd);
    const [, hex, signature = ''] = /^([0-9a-f]{1,12})(?:;chunk-signature=([0-9a-f]*))?$/i.exec(line) ?? [];
    if (hex === undefined) throw malformed('The aws-chunked body is broken');
    const start = lineEnd + 2;
    const end = start + Number.parseInt(hex, 16);
    if (end > source.length) throw incomplete();
    chunks.push({ data: source.subarray(start, end), signature });
    if (end === start) {
      const data = new Uint8Array(Buffer.concat(chunks.map((chunk) => chunk.data)));
      if (data.length !== Number(decodedLength)) throw incomplete();
      return { data, chunks, trailers: readTrailers(source.toString('latin1', start)) };
    }
    at = end + 2;
  }
}

function readTrailers(text: string): AwsChunks['trailers'] {
  return text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => {
      const colon = line.indexOf(':');
      return { name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() };
    });
}

function incomplete(): AwsError {
  const message = 'You did not provide the number of bytes specified by the Content-Length HTTP header';
  return new AwsError('IncompleteBody', message, 400);
}
