import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Letters of one column and Japanese letters of two columns, without combining characters. */
const PLAIN = /^[\x20-\x7e\u3000-\u3029\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60]*$/;

/** Returns the columns that a text needs on a terminal. Common texts take a fast path. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  return PLAIN.test(text) ? text.length + text.replace(/[\x20-\x7e]+/g, '').length : stringWidth(text);
}

/** Pads with spaces after the text, up to a width in columns. Longer text is not changed. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** Pads with spaces before the text, up to a width in columns: right-aligns numbers. */
export function padBefore(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text))) + text;
}

/** Breaks text into lines of at most `width` columns, if possible at spaces and between wide letters. */
export function wrap(text: string, width: number): string[] {
  if (widthOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  let taken = 0;
  const put = (piece: string, gap: string) => {
    const wide = widthOf(piece);
    const longer = line === '' ? wide : taken + gap.length + wide;
    if (longer <= width) {
      line = line === '' ? piece : `${line}${gap}${piece}`;
      taken = longer;
    } else {
      lines.push(line);
      line = piece;
      taken = wide;
    }
  };
  for (const word of text.split(' ')) {
    for (const [at, part] of parts(word).entries()) {
      for (const [cut, piece] of pieces(part, width).entries()) put(piece, at + cut === 0 ? ' ' : '');
    }
  }
  return [...lines, line];
}

/** Kana and Japanese punctuation. A word of wide letters without them is probably a name, which is not split if possible. */
const JAPANESE = /[\u3001-\u30ff]/u;
const WIDE = /[\u3000-\u30ff\u3400-\u9fff\uff01-\uff60]/u;
/** Closing marks, small letters and others that must not start a line (JIS X 4051, line breaking). */
const NO_BEGIN =
  /^[、。，．・：；？！」』）］｝】〉》…‥ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々％,.:;?!)\]}%\x1b]/u;
/** Opening marks, which must not end a line. */
const NO_END = /[「『（［｛【〈《([{]$/u;

/**
 * Splits a word into parts between which a line can be broken. Japanese has no spaces, so a line can be broken before
 * and after each wide letter. Any other word is one part.
 */
function parts(word: string): string[] {
  if (!JAPANESE.test(word)) return [word];
  const found: string[] = [];
  for (const segment of word.split(/(`[^`]*`)/).flatMap(letters)) {
    const before = found.at(-1);
    const mayBreak =
      before !== undefined &&
      (WIDE.test(before.at(-1)!) || WIDE.test(segment[0]!)) &&
      !NO_BEGIN.test(segment) &&
      !NO_END.test(before);
    if (before === undefined || mayBreak) found.push(segment);
    else found[found.length - 1] = before + segment;
  }
  return found;
}

/** Splits a text into letters. A command in backquotes counts as one letter. */
function letters(text: string): string[] {
  return text.startsWith('`') && text.length > 1
    ? [text]
    : [...graphemes.segment(text)].map(({ segment }) => segment);
}

/** Cuts a word that is wider than a line into pieces that fit, if possible after punctuation, never inside a character. */
function pieces(word: string, width: number): string[] {
  if (widthOf(word) <= width) return [word];
  const cut: string[] = [];
  let piece = '';
  for (const { segment } of graphemes.segment(word)) {
    while (piece !== '' && widthOf(piece + segment) > width) {
      const at = /^.*[-/:_.](?=.)/su.exec(piece)?.[0].length ?? piece.length;
      const end = at * 3 >= piece.length ? at : piece.length;
      cut.push(piece.slice(0, end));
      piece = piece.slice(end);
    }
    piece += segment;
  }
  return [...cut, piece];
}

/**
 * Breaks text into lines without splitting long words, commands in backquotes or short quoted texts, so that users can
 * copy them.
 */
export function fold(text: string, width: number): string[] {
  if (widthOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const [word] of text.matchAll(/(?:`[^`]*`|"[^"]{0,40}"|\S)+/g)) {
    for (const [at, part] of parts(word).entries()) {
      const longer = line === '' ? part : `${line}${at === 0 ? ' ' : ''}${part}`;
      if (line !== '' && widthOf(longer) > width) {
        lines.push(line);
        line = part;
      } else {
        line = longer;
      }
    }
  }
  return [...lines, line];
}

export interface TableCell {
  /** Each line is wrapped separately. */
  lines: string[];
  width: number;
  paint?: ((text: string) => string) | undefined;
}

/** Formats one row of a table as lines that end with a newline. The last column is not padded. */
export function row(cells: readonly TableCell[], gap = '  '): string {
  const wrapped = cells.map((cell) => cell.lines.flatMap((line) => wrap(line, cell.width)));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  let text = '';
  for (let i = 0; i < height; i++) {
    const parts = cells.map((cell, column) => {
      const content = wrapped[column]![i] ?? '';
      const isLast = column === cells.length - 1;
      if (isLast) return cell.paint && content !== '' ? cell.paint(content) : content;
      const padded = padTo(content, cell.width);
      return cell.paint && content !== '' ? cell.paint(content) + padded.slice(content.length) : padded;
    });
    text += `${parts.join(gap).trimEnd()}\n`;
  }
  return text;
}
