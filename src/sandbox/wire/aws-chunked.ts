import { malformed } from './malformed.ts';

/**
 * Joins the chunks of an aws-chunked body: `<hex size>[;chunk-signature=…]\r
 * <data>\r
 * `, an empty chunk, then trailers, which are dropped (docs:AmazonS3 sigv4-streaming).
 */
export function decodeAwsChunked(body: Uint8Array): Uint8Array {
  const source = Buffer.from(body);
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = source.indexOf('\r\n', at);
    const size = lineEnd < 0 ? Number.NaN : Number.parseInt(source.toString('latin1', at, lineEnd), 16);
    if (Number.isNaN(size)) throw malformed('The aws-chunked body is broken');
    if (size === 0) return new Uint8Array(Buffer.concat(parts));
    parts.push(source.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
