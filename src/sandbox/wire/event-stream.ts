import { crc32 } from 'node:zlib';
import { writeJson } from './json.ts';
import type { Schema } from './operation.ts';
import { structOf } from './shape-value.ts';

/** Content type of https://smithy.io/2.0/aws/amazon-eventstream.html */
export const eventStreamType = 'application/vnd.amazon.eventstream';

/** Frames one message: length, header length, CRC, headers (strings only), payload, CRC. */
export function frame(headers: Record<string, string>, payload: string): Uint8Array {
  const head = Buffer.concat(
    Object.entries(headers).map(([name, value]) => {
      const key = Buffer.from(name);
      const text = Buffer.from(value);
      const size = Buffer.alloc(2);
      size.writeUInt16BE(text.length);
      return Buffer.concat([Buffer.from([key.length]), key, Buffer.from([7]), size, text]);
    }),
  );
  const body = Buffer.from(payload);
  const message = Buffer.alloc(16 + head.length + body.length);
  message.writeUInt32BE(message.length, 0);
  message.writeUInt32BE(head.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  head.copy(message, 12);
  body.copy(message, 12 + head.length);
  message.writeUInt32BE(crc32(message.subarray(0, message.length - 4)), message.length - 4);
  return message;
}

/** Sends a JSON service's event stream: first the other members of the output, then each event. */
export async function* writeEventStream(
  output: Schema,
  value: Record<string, unknown>,
  streamMember: string,
): AsyncIterable<Uint8Array> {
  const contentType = 'application/x-amz-json-1.1';
  const initial = { ...value, [streamMember]: undefined };
  yield frame(
    { ':message-type': 'event', ':event-type': 'initial-response', ':content-type': contentType },
    JSON.stringify(writeJson(output, initial)),
  );
  const union = output.getMemberSchema(streamMember);
  for await (const event of eventsOf(value[streamMember])) {
    const [name, body] = Object.entries(structOf(event))[0]!;
    const member = union.getMemberSchema(name);
    const kind: Record<string, string> = member.getMergedTraits().error
      ? { ':message-type': 'exception', ':exception-type': name }
      : { ':message-type': 'event', ':event-type': name };
    yield frame({ ...kind, ':content-type': contentType }, JSON.stringify(writeJson(member, body)));
  }
}

function eventsOf(value: unknown): AsyncIterable<unknown> {
  if (isAsyncIterable(value)) return value;
  throw new TypeError('an event stream was expected');
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
