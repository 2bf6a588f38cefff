import stringWidth from 'string-width';

/** Columns that a text takes on a terminal; the fast path is for what most text is. */
export function widthOf(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text);
}

/** Fills up with spaces to a width; longer text stays as it is. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** Breaks text into lines of at most `width` columns, at spaces where it can. */
export function wrap(text: string, width: number): string[] {
  if (widthOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((w) => pieces(w, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
    } else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

/** A word that is wider than a line, cut into such as fit: after punctuation if it can, never inside a character. */
function pieces(word: string, width: number): string[] {
  if (widthOf(word) <= width) return [word];
  const cut: string[] = [];
  let piece = '';
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word)) {
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

export interface Cell {
  /** Each is wrapped by itself. */
  lines: string[];
  width: number;
  paint?: ((text: string) => string) | undefined;
}

/** One row of a table as lines, each ending with a newline; the last column is not filled up. */
export function row(cells: readonly Cell[], gap = '  '): string {
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
