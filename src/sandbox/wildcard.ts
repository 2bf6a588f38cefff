/**
 * Compiles a wildcard of the event pattern language: `*` stands for any characters, `\*` and `\\` for
 * themselves. Matching takes time linear in text and pattern for each piece (no regular expression).
 * Throws an Error with AWS's words.
 */
export function compileWildcard(wildcard: string): (text: string) => boolean {
  const pieces: string[] = [''];
  for (let i = 0; i < wildcard.length; i++) {
    const c = wildcard[i]!;
    if (c === '*') {
      if (wildcard[i + 1] === '*') throw new Error(`Consecutive wildcard characters at pos ${i}`);
      pieces.push('');
    } else if (c === '\\') {
      const next = wildcard[++i];
      if (next !== '*' && next !== '\\') throw new Error(`Invalid escape character at pos ${i - 1}`);
      pieces[pieces.length - 1] += next;
    } else {
      pieces[pieces.length - 1] += c;
    }
  }
  return (text) => matchesPieces(text, pieces);
}

/** Pieces must occur in this order: the first at the start, the last at the end. */
export function matchesPieces(text: string, pieces: readonly string[]): boolean {
  const first = pieces[0]!;
  if (pieces.length === 1) return text === first;
  const last = pieces[pieces.length - 1]!;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}
