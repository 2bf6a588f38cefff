/**
 * Text from AWS records, tags and descriptions is written by whoever made the call. Before any of it
 * reaches a terminal, everything that a terminal would obey is turned into visible text.
 */

/**
 * C0 and C1 controls, DEL, line and paragraph separators, and the format characters that reorder or
 * hide text (Unicode's bidirectional controls, zero-width characters, tags): Unicode 16, category Cc
 * and the Cf characters that have no width.
 */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|[\ud800-\udfff]/gu;

export interface EscapeOptions {
  /** For our own paragraphs: newlines and tabs stay. Never for text from AWS. */
  keepNewlines?: boolean;
}

/** Writes each unsafe character as `\x1b`, `\u202e`, …; gives other text back unchanged. */
export function escapeText(text: string, options: EscapeOptions = {}): string {
  return text.replace(UNSAFE, (character) => {
    if (options.keepNewlines && (character === '\n' || character === '\t')) return character;
    const code = character.codePointAt(0)!;
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
    if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`;
    return `\\u{${code.toString(16)}}`;
  });
}
