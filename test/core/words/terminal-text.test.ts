// Covers src/render/safe-json.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText } from '../../../src/core/words/terminal-text.ts';
import { safeJson } from '../../../src/render/safe-json.ts';

/** Characters that a terminal obeys, or that hide or reorder text, by Unicode's own categories. */
const OBEYED = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u;

const hostile = fc.string({
  unit: fc.oneof(
    fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
    fc.constantFrom(
      '\u001b',
      '\u0007',
      '\u009b',
      '\u202e',
      '\u2028',
      '\u200b',
      '\ud800',
      '\r',
      '\n',
      '\t',
      '\u{e0041}',
    ),
  ),
});

describe('escapeText', () => {
  it('removes everything that a terminal would obey', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(escapeText(text)).not.toMatch(OBEYED);
      }),
      { seed: 6 },
    );
  });

  it.each([
    ['plain text, ä ö ü, 数据库, 🙂', 'plain text, ä ö ü, 数据库, 🙂'],
    ['\u001b]0;title\u0007', '\\x1b]0;title\\x07'],
    ['\u009b31mred', '\\x9b31mred'],
    ['a\r\nb', 'a\\x0d\\x0ab'],
    ['admin\u202etxt.exe', 'admin\\u202etxt.exe'],
    ['zero\u200bwidth', 'zero\\u200bwidth'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['half \ud83d', 'half \\ud83d'],
  ])('escapes %j', (text, shown) => {
    expect(escapeText(text)).toBe(shown);
  });

  it('keeps newlines only in our own paragraphs', () => {
    expect(escapeText('a\n\tb\u001b', { keepNewlines: true })).toBe('a\n\tb\\x1b');
  });
});

describe('safeJson', () => {
  it('writes the same data without anything that a terminal would obey', () => {
    fc.assert(
      fc.property(fc.dictionary(hostile, hostile), (object) => {
        const json = safeJson(object, 2);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(object)));
        expect(json.replaceAll('\n', '')).not.toMatch(OBEYED);
      }),
      { seed: 6 },
    );
  });
});
