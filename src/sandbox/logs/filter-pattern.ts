/**
 * Filter patterns: terms, or a JSON selector expression (see json-filter.ts).
 * Facts: CloudWatch Logs User Guide, "Filter pattern syntax". Patterns for space-delimited events (`[a, b]`)
 * are not supported and are refused.
 */
import { compileRegex, invalidFilter, type MessageTest } from './filter-regex.ts';
import { parseJsonFilter } from './json-filter.ts';
import { invalidParameter } from './state.ts';

/** Compiles a pattern. An empty one matches everything. Throws InvalidParameterException if it is malformed. */
export function compileFilterPattern(pattern: string | undefined): MessageTest {
  const text = pattern?.trim() ?? '';
  if (text === '') return () => true;
  if (text.length > 1024) throw invalidParameter('The filter pattern is longer than 1024 characters.');
  if (text.startsWith('[')) throw invalidFilter('patterns for space-delimited events are not emulated');
  if (text.startsWith('{')) return parseJsonFilter(text);
  return compileTerms(text);
}

/** One term with its sign: `?` optional, `-` excluded. */
const TERM = /\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|%((?:[^%\\]|\\.)+)%|([^\s"]+))/y;

function compileTerms(text: string): MessageTest {
  const required: MessageTest[] = [];
  const optional: MessageTest[] = [];
  const excluded: MessageTest[] = [];
  TERM.lastIndex = 0;
  while (TERM.lastIndex < text.length) {
    const at = TERM.lastIndex;
    const match = TERM.exec(text);
    if (!match) throw invalidFilter(`unexpected character at ${at + 1}`);
    const [, sign, phrase, regex, word] = match;
    const test = regex === undefined ? contains(phrase, word) : compileRegex(regex);
    (sign === '?' ? optional : sign === '-' ? excluded : required).push(test);
  }
  return (message) =>
    required.every((test) => test(message)) &&
    !excluded.some((test) => test(message)) &&
    // Optional terms count only if no term is required.
    (required.length > 0 || optional.length === 0 || optional.some((test) => test(message)));
}

function contains(phrase: string | undefined, word: string | undefined): MessageTest {
  if (word !== undefined && !/^[\p{L}\p{N}_]+$/u.test(word)) {
    throw invalidParameter(`Invalid character(s) in term '${word}'`);
  }
  const wanted = word ?? (phrase ?? '').replace(/\\(.)/g, '$1');
  return (message) => message.includes(wanted);
}
