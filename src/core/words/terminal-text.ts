/**
 * The caller controls the text of AWS records, tags and descriptions. This replaces terminal control characters with
 * visible text before it is printed.
 */

/**
 * C0 and C1 controls, DEL, line and paragraph separators, characters that reorder or hide text (bidirectional
 * controls, zero-width characters, tags), and lone surrogates. Source: Unicode 16, categories Cc, Zl, Zp and Cf.
 * The Arabic signs in Cf are visible, so they are not replaced.
 */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\ud800-\udfff]/gu;

/** Replaces each unsafe character. */
export function replaceUnsafe(text: string, replacement: (character: string) => string): string {
  return text.replace(UNSAFE, replacement);
}

export interface EscapeOptions {
  /** Keep newlines and tabs, for our own paragraphs. Never for text from AWS. */
  keepNewlines?: boolean;
}

/** Writes each unsafe character as `\x1b`, `\u202e`, …; other text is not changed. */
export function escapeText(text: string, options: EscapeOptions = {}): string {
  return replaceUnsafe(text, (character) => {
    if (options.keepNewlines && (character === '\n' || character === '\t')) return character;
    const code = character.codePointAt(0)!;
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
    if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`;
    return `\\u{${code.toString(16)}}`;
  });
}
