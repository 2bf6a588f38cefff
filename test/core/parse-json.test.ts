// Covers src/core/decode-text.ts, src/core/errors.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, placeOf } from '../../src/core/decode-text.ts';
import { AppError } from '../../src/core/errors.ts';
import { parseJson } from '../../src/core/parse-json.ts';

const messageOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).kind).toBe('usage');
    return (error as AppError).message;
  }
  throw new Error('it was accepted');
};

describe('parseJson', () => {
  it.each([
    ['', 'f:1:1: not valid JSON: the input is empty.'],
    ['{"a": [1, 2', 'f:1:12: not valid JSON: expected "," or "]", but the text ends here.'],
    ['{\n  "a": 1,\n}', 'f:3:1: not valid JSON: expected a key in double quotes, but found "}".'],
    ['{\n  "a" 1}', 'f:2:7: not valid JSON: expected ":", but found "1".'],
    ['{"a": tru}', 'f:1:7: not valid JSON: expected a value, but found "t".'],
    ['[1] x', 'f:1:5: not valid JSON: expected the end of the text, but found "x".'],
    ['["a\\q"]', 'f:1:5: not valid JSON: expected the rest of an escape sequence, but found "q".'],
    ['["a\nb"]', 'f:1:4: not valid JSON: expected a string without control characters, but found "\\n".'],
    [
      '{"SecurityGroups": [{"GroupId": "sg-0a',
      'f:1:39: not valid JSON: expected the end of a string, but the text ends here.',
    ],
    ['An error occurred', 'f:1:1: not valid JSON: expected a value, but found "A".'],
  ])('points at the mistake in %j', (text, message) => {
    expect(messageOf(() => parseJson(text, 'f'))).toBe(message);
  });

  it('finds the position at any depth without exhausting the stack', () => {
    expect(messageOf(() => parseJson('['.repeat(300_000), 'f'))).toContain('f:1:300001:');
  });

  it('agrees with JSON.parse on what is JSON, and points at the first invalid character', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', '}', '"', ',', 'x', '\u0001', '\\'),
        (json, at, put) => {
          const cut = at % (json.length + 1);
          const text = json.slice(0, cut) + put + json.slice(cut + 1);
          let isJson = true;
          try {
            JSON.parse(text);
          } catch {
            isJson = false;
          }
          if (isJson) {
            expect(parseJson(text, 'f')).toEqual(JSON.parse(text));
            return;
          }
          const [, line, column] = /^f:(\d+):(\d+): /.exec(messageOf(() => parseJson(text, 'f')))!;
          const end = placeOf(text);
          expect(Number(line)).toBeLessThanOrEqual(end.line);
          expect(Number(column)).toBeGreaterThanOrEqual(1);
          if (Number(line) === end.line) expect(Number(column)).toBeLessThanOrEqual(end.column);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('decodeText', () => {
  const encode = (text: string) => new TextEncoder().encode(text);

  it('reads UTF-8, and drops its byte-order mark', () => {
    expect(decodeText(encode('\ufeff{"a": "ü"}'), 'f')).toBe('{"a": "ü"}');
    expect(decodeText(new Uint8Array(), 'f')).toBe('');
  });

  it.each([
    ['with a byte-order mark', Buffer.from('\ufeff{"a":1}', 'utf16le')],
    ['without one', Buffer.from('{"a":1}', 'utf16le')],
    ['big-endian', Buffer.from('\ufeff{"a":1}', 'utf16le').swap16()],
  ])('reports that the file is UTF-16 %s', (_name, bytes) => {
    expect(messageOf(() => decodeText(bytes, 'f'))).toMatch(
      /^f:1:1: the file is UTF-16 \((little|big)-endian\) text, not UTF-8\.$/,
    );
  });

  it('reports the first byte that is not UTF-8', () => {
    const latin1 = Buffer.from('{\n  "name": "Zürich"}', 'latin1');
    expect(messageOf(() => decodeText(latin1, 'f'))).toBe('f:2:13: byte 0xfc is not UTF-8 text.');
    expect(messageOf(() => decodeText(Buffer.from([0x1f, 0x8b, 8, 0]), 'f'))).toBe(
      'f:1:2: byte 0x8b is not UTF-8 text.',
    );
    // An overlong form and a surrogate. Neither is UTF-8 (The Unicode Standard, table 3-7).
    expect(messageOf(() => decodeText(Buffer.from([0x61, 0xc0, 0xaf]), 'f'))).toContain('f:1:2: byte 0xc0');
    expect(messageOf(() => decodeText(Buffer.from([0xed, 0xa0, 0x80]), 'f'))).toContain('f:1:1: byte 0xed');
  });

  it('reports a position for everything that the decoder refuses', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        let isText = true;
        try {
          new TextDecoder('utf-8', { fatal: true }).decode(bytes);
        } catch {
          isText = false;
        }
        const utf16 = [0xff, 0xfe].includes(bytes[0] ?? 1) || bytes.includes(0);
        if (isText || utf16) return;
        const [, , column] = /^f:(\d+):(\d+): byte/.exec(messageOf(() => decodeText(bytes, 'f')))!;
        expect(Number(column)).toBeGreaterThan(0);
      }),
      { numRuns: 2000 },
    );
  });
});
