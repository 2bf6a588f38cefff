import { placeOf } from './decode-text.ts';
import { usageError } from './errors.ts';

/**
 * JSON text to a value.
 * @throws AppError kind usage, code json-invalid, with line and column: V8's own messages lack them.
 */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const fault = findFault(text);
    const { line, column } = placeOf(text.slice(0, fault.offset));
    const what =
      text.trim() === ''
        ? 'the input is empty'
        : fault.offset >= text.length
          ? `the text ends early: expected ${fault.expected}`
          : `expected ${fault.expected}, found ${shown(text, fault.offset)}`;
    const error = usageError(
      'json-invalid',
      `${name}:${line}:${column}: not valid JSON: ${what}.`,
      fault.offset >= text.length ? 'Was the file cut off? Write it anew.' : undefined,
    );
    error.cause = cause;
    throw error;
  }
}

function shown(text: string, offset: number): string {
  return JSON.stringify(String.fromCodePoint(text.codePointAt(offset)!));
}

interface Fault {
  offset: number;
  expected: string;
}

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const STRING_BODY = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
const SCALAR = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y;

/** Reads on by the grammar of RFC 8259 until it no longer fits. Without recursion: depth is the input's choice. */
function findFault(text: string): Fault {
  const closers: string[] = [];
  let at = 0;
  const match = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at += found[0].length;
    return found !== null;
  };
  let expected = 'a value';
  let state: 'value' | 'first-value' | 'key' | 'first-key' | 'after' = 'value';
  for (;;) {
    match(SPACE);
    const char = text[at];
    if ((state === 'first-value' || state === 'first-key') && char === closers.at(-1)) {
      at++;
      closers.pop();
      state = 'after';
    } else if (state === 'value' || state === 'first-value') {
      expected = 'a value';
      if (char === '{' || char === '[') {
        closers.push(char === '{' ? '}' : ']');
        state = char === '{' ? 'first-key' : 'first-value';
        at++;
      } else if (match(STRING) || match(SCALAR)) {
        state = 'after';
      } else {
        break;
      }
    } else if (state === 'key' || state === 'first-key') {
      expected = 'a key in double quotes';
      if (!match(STRING)) break;
      match(SPACE);
      expected = '":"';
      if (text[at] !== ':') break;
      at++;
      state = 'value';
    } else {
      const closer = closers.at(-1);
      expected = closer === undefined ? 'the end of the text' : `"," or "${closer}"`;
      if (closer === undefined || (char !== ',' && char !== closer)) break;
      at++;
      if (char === ',') state = closer === '}' ? 'key' : 'value';
      else closers.pop();
    }
  }
  if (text[at] === '"' && expected !== '":"' && state !== 'after') {
    match(STRING_BODY);
    return { offset: at, expected: 'the end of a string (or a valid character in it)' };
  }
  return { offset: at, expected };
}
