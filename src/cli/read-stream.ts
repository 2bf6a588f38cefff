import { constants, createReadStream, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { addAbortSignal, type Readable } from 'node:stream';
import { MAX_INPUT_BYTES } from '../core/decode-text.ts';
import { usageError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';

/**
 * Reads a stream to its end.
 * @throws AppError kind usage, code input-too-large, if the stream has more bytes than any reader accepts; the reason
 *   of the signal if it is aborted, even while the writer of a pipe is silent.
 */
export async function readStream(stream: Readable, name: string, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    const pieces: AsyncIterable<Uint8Array> = addAbortSignal(signal, stream);
    for await (const chunk of pieces) {
      bytes += chunk.length;
      if (bytes > MAX_INPUT_BYTES) throw tooLarge(name);
      chunks.push(chunk);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    stream.destroy();
  }
  return Buffer.concat(chunks);
}

/** Reads an open stream by its path, for example `/dev/fd/63` of `<(…)` in a shell. */
export async function readStreamAt(path: string, signal: AbortSignal): Promise<Uint8Array> {
  // A number, not a FileHandle, which would close the file a second time.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  // Node reads files and devices in threads, and a read of an empty pipe would keep its thread. A socket waits instead.
  const isPipe = fstatSync(fd).isFIFO();
  return readStream(isPipe ? new Socket({ fd }) : createReadStream(path, { fd }), path, signal);
}

function tooLarge(name: string) {
  return usageError(
    'input-too-large',
    say`${name} is too large. The limit is ${Math.floor(MAX_INPUT_BYTES / 2 ** 20)} MiB.`,
    say`Split the input, for example by Region, and pass the parts as several files.`,
  );
}
