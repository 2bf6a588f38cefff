import { placeOf } from './decode-text.ts';
import { usageError } from './errors.ts';
import { say } from './words/say.ts';

/**
 * Parses JSON. `name` is the file's name in errors, and `firstLine` the line number of the text in that file.
 * @throws AppError kind usage, code json-invalid or json-too-deep, with line and column, which V8's messages lack.
 */
export function parseJson(text: string, name: string, firstLine = 1): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const { offset, expected } = findFault(text);
    const { line, column } = placeOf(text.slice(0, offset));
    const place = `${name}:${firstLine + line - 1}:${column}`;
    const isEnd = offset >= text.length;
    const message = () => {
      if (text.trim() === '') return say`${place}: not valid JSON: the input is empty.`;
      if (isEnd) return say`${place}: not valid JSON: expected ${expected()}, but the text ends here.`;
      const found = JSON.stringify(characterAt(text, offset));
      return say`${place}: not valid JSON: expected ${expected()}, but found ${found}.`;
    };
    const hint = isEnd ? say`The file may be incomplete. Create it again.` : undefined;
    const error = usageError('json-invalid', message(), hint);
    error.cause = cause;
    throw error;
  }
  const deep = deepOffset(text);
  if (deep === undefined) return value;
  const { line, column } = placeOf(text.slice(0, deep));
  const place = `${name}:${firstLine + line - 1}:${column}`;
  throw usageError('json-too-deep', say`${place}: nested more than ${MOST_NESTED} levels deep.`);
}

/** Levels of nesting. Real files have fewer than 100, and readers that call themselves can do a few thousand. */
const MOST_NESTED = 1_000;

/** Returns where valid JSON becomes too deep, or undefined. */
function deepOffset(text: string): number | undefined {
  if (text.length < 2 * MOST_NESTED) return undefined;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case 0x22: {
        const end = stringEnd(text, at);
        if (typeof end === 'number') at = end - 1;
        break;
      }
      case 0x5b:
      case 0x7b:
        depth += 1;
        if (depth > MOST_NESTED) return at;
        break;
      case 0x5d:
      case 0x7d:
        depth -= 1;
    }
  }
  return undefined;
}

function characterAt(text: string, offset: number): string {
  return String.fromCodePoint(text.codePointAt(offset)!);
}

interface Fault {
  offset: number;
  /** What the grammar requires at this offset, as part of a sentence. */
  expected: () => string;
}

type State = 'value' | 'first-value' | 'key' | 'first-key' | 'after';

const NUMBER_OR_WORD = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y;

/**
 * Finds the first position at which the text violates RFC 8259. Doesn't recurse, because the input decides how
 * deeply it is nested.
 */
function findFault(text: string): Fault {
  const closers: string[] = [];
  let state: State = 'value';
  let at = 0;
  for (;;) {
    at = skipSpace(text, at);
    const char = text[at];
    if ((state === 'first-value' || state === 'first-key') && char === closers.at(-1)) {
      closers.pop();
      state = 'after';
      at += 1;
    } else if (state === 'after') {
      const closer = closers.at(-1);
      if (closer === undefined) return { offset: at, expected: () => say`the end of the text` };
      if (char !== ',' && char !== closer) return { offset: at, expected: () => say`"," or "${closer}"` };
      if (char === closer) closers.pop();
      else state = closer === '}' ? 'key' : 'value';
      at += 1;
    } else if (char === '"') {
      const end = stringEnd(text, at);
      if (typeof end !== 'number') return end;
      at = end;
      if (state === 'key' || state === 'first-key') {
        at = skipSpace(text, at);
        if (text[at] !== ':') return { offset: at, expected: () => '":"' };
        at += 1;
        state = 'value';
      } else {
        state = 'after';
      }
    } else if (state === 'key' || state === 'first-key') {
      return { offset: at, expected: () => say`a key in double quotes` };
    } else if (char === '{' || char === '[') {
      closers.push(char === '{' ? '}' : ']');
      state = char === '{' ? 'first-key' : 'first-value';
      at += 1;
    } else {
      NUMBER_OR_WORD.lastIndex = at;
      const word = NUMBER_OR_WORD.exec(text);
      if (word === null) return { offset: at, expected: () => say`a value` };
      at += word[0].length;
      state = 'after';
    }
  }
}

function skipSpace(text: string, at: number): number {
  let next = at;
  while (next < text.length && ' \t\n\r'.includes(text[next]!)) next += 1;
  return next;
}

/** Returns the offset directly after the string that starts here, or the fault in it. */
function stringEnd(text: string, start: number): number | Fault {
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === '"') return at + 1;
    if (char < ' ') return { offset: at, expected: () => say`a string without control characters` };
    if (char !== '\\') continue;
    const escaped = text.slice(at + 1, at + 6);
    if (/^u[0-9a-fA-F]{4}/.test(escaped)) at += 5;
    else if (/^["\\/bfnrt]/.test(escaped)) at += 1;
    else
      return { offset: Math.min(at + 1, text.length), expected: () => say`the rest of an escape sequence` };
  }
  return { offset: text.length, expected: () => say`the end of a string` };
}
