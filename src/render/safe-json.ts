import { replaceUnsafe } from '../core/words/terminal-text.ts';

/** Returns JSON that is safe for a terminal: control characters in strings are written as \uXXXX. */
export function safeJson(value: unknown, indent?: number): string {
  return replaceUnsafe(JSON.stringify(value, undefined, indent), (character) =>
    character === '\n' ? character : character.split('').map(escaped).join(''),
  );
}

function escaped(codeUnit: string): string {
  return `\\u${codeUnit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
