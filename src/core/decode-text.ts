import { usageError } from './errors.ts';
import { say } from './words/say.ts';

/** The largest input in bytes, about 512 MiB: V8 doesn't support longer strings. */
export const MAX_INPUT_BYTES = 512 * 1024 * 1024 - 1024;

/**
 * Decodes the bytes of a file as UTF-8, with or without a byte-order mark. `name` is the file's name in errors.
 * @throws AppError kind usage, code input-too-large, or code input-encoding with the line and column of the first invalid byte.
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  if (bytes.length > MAX_INPUT_BYTES) {
    const mebibytes = Math.ceil(bytes.length / 2 ** 20);
    throw usageError(
      'input-too-large',
      say`${name} is too large: ${mebibytes} MiB. The limit is ${Math.floor(MAX_INPUT_BYTES / 2 ** 20)} MiB.`,
      say`Split the file, for example by Region, and pass the parts as several files.`,
    );
  }
  const utf16 = utf16Name(bytes);
  if (utf16 !== undefined) {
    throw usageError(
      'input-encoding',
      say`${name}:1:1: the file is ${utf16} text, not UTF-8.`,
      say`Save the file as UTF-8. In PowerShell, use \`… | Out-File -Encoding utf8 FILE\`.`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const offset = firstInvalidByte(bytes);
    const { line, column } = placeOf(new TextDecoder().decode(bytes.subarray(0, offset)));
    const byte = bytes[offset]?.toString(16).padStart(2, '0') ?? '';
    throw usageError(
      'input-encoding',
      say`${`${name}:${line}:${column}`}: byte 0x${byte} is not UTF-8 text.`,
      say`Save the file as UTF-8. If it is compressed, unpack it first.`,
    );
  }
}

/** Returns the line and column, counted from 1, directly after this text. */
export function placeOf(before: string): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  for (let i = before.indexOf('\n'); i >= 0; i = before.indexOf('\n', i + 1)) {
    line++;
    lineStart = i + 1;
  }
  return { line, column: before.length - lineStart + 1 };
}

function utf16Name(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if ((a === 0xff && b === 0xfe) || (a !== 0 && b === 0 && c !== 0 && d === 0))
    return 'UTF-16 (little-endian)';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b !== 0 && c === 0 && d !== 0)) return 'UTF-16 (big-endian)';
  return undefined;
}

/** Source of the well-formed byte sequences: The Unicode Standard, table 3-7. */
function firstInvalidByte(bytes: Uint8Array): number {
  let i = 0;
  while (i < bytes.length) {
    const lead = bytes[i]!;
    const length =
      lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length === 0) return i;
    for (let k = 1; k < length; k++) {
      const next = bytes[i + k] ?? 0;
      const low = k > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      const high = k > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      if (next < low || next > high) return i;
    }
    i += length;
  }
  return bytes.length;
}
