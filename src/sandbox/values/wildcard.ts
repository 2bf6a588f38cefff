import { matchesPieces } from './text-pieces.ts';

/**
 * Compiles a wildcard of the event pattern language: `*` means any characters, `\*` and `\\` are literal.
 * Matching takes linear time in text and pattern for each piece (no regular expression). Throws an Error with
 * AWS's message.
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
