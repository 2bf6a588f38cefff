/**
 * Returns what a terminal shows after this output. Supports the part of ECMA-48 that spinners need: cursor
 * column and line, erase, line wrap, colours, and characters of one column. Throws for any other sequence.
 */
export function screen(written: string, columns = 80): string {
  const lines: string[] = [''];
  let row = 0;
  let column = 0;
  const put = (text: string) => {
    for (const character of text) {
      if (column === columns) {
        row++;
        column = 0;
      }
      const line = (lines[row] ?? '').padEnd(column);
      lines[row] = line.slice(0, column) + character + line.slice(column + 1);
      column++;
    }
  };
  for (const [token] of written.matchAll(/\u001b\[[?\d;]*[A-Za-z]|\n|\r|[^\u001b\n\r]+|\u001b/g)) {
    if (token === '\n') {
      row++;
      column = 0;
      lines[row] ??= '';
    } else if (token === '\r') {
      column = 0;
    } else if (token.startsWith('\u001b')) {
      const [, parameter = '', command] = /^\u001b\[([?\d;]*)([A-Za-z])$/.exec(token) ?? [];
      const n = Number(parameter || 1);
      if (command === 'G') column = n - 1;
      else if (command === 'A') row = Math.max(0, row - n);
      else if (command === 'K') lines[row] = (lines[row] ?? '').slice(0, column);
      else if (command !== 'm' && !((command === 'h' || command === 'l') && parameter.startsWith('?'))) {
        throw new Error(`the terminal was sent ${JSON.stringify(token)}`);
      }
    } else {
      put(token);
    }
  }
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();
}

/** Returns the text without colours. */
export function plain(text: string): string {
  return text.replace(/\u001b\[[\d;]*m/g, '');
}
