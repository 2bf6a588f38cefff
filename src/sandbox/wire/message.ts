import type { AwsChunks } from './aws-chunked.ts';

/** A request from HTTP. */
export interface WireRequest {
  method: string;
  /** Percent-encoded, without the query. */
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Uint8Array;
}

/** A request with what its signature covers: the path and body before any decoding. */
export interface ReceivedRequest extends WireRequest {
  sent: {
    /** The path from the client, without the bucket in the host of a virtual-host request. */
    path: string;
    body: Uint8Array;
    /** The chunks of an aws-chunked body. */
    chunks?: AwsChunks | undefined;
  };
}

/** The response. An iterable body is sent piece by piece (event streams). */
export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array | AsyncIterable<Uint8Array>;
}
