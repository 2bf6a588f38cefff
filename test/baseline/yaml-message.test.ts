import { afterEach, expect, it } from 'vitest';
import { compileBaseline } from '../../src/baseline/compile-baseline.ts';
import { speak } from '../../src/core/words/say.ts';
import { BASELINE } from '../../src/words/ja/baseline.ts';

afterEach(() => speak(undefined));

const errorOf = (text: string): string => {
  try {
    compileBaseline(text, 'b');
  } catch (error) {
    return (error as Error).message.split('\n')[0]!.replace(/^b:\d+:\d+: /, '');
  }
  throw new Error('it was accepted');
};

/** Fails if the parser changes a message. Without this test, Japanese readers would get it in English. */
it.each([
  ['groups:\n\t- name: web', 'Tabs are not allowed as indentation'],
  ['a:\n  b: 1\n c: 2', 'All mapping items must start at the same column'],
  ['a:\n  - b\n - c', 'A block sequence may not be used as an implicit map key'],
  ['a: b: c', 'Nested mappings are not allowed in compact mappings'],
  ['version:1\ngroups: []', 'Implicit keys need to be on a single line'],
  ['a: 1\nb', 'Implicit map keys need to be followed by map values'],
  ['a: "b', 'Missing closing "quote'],
  ["a: 'b", "Missing closing 'quote"],
  ['a: `b`', 'Plain value cannot start with reserved character `'],
  ['a: @b', 'Plain value cannot start with reserved character @'],
  ['a: %b', 'Plain value cannot start with directive indicator character %'],
  ['a: [1, 2', 'Flow sequence in block collection must be sufficiently indented and end with a ]'],
  ['a: {b: 1', 'Flow map in block collection must be sufficiently indented and end with a }'],
  ['["a"', 'Flow sequence must end with a ]'],
  ['{"a": 1', 'Flow map must end with a }'],
  ['a: ["x" "y"]', 'Missing , or : between flow sequence items'],
  ['{"a" 1}', 'Missing , or : between flow map items'],
  ['a: [1,,2]', 'Unexpected , in flow sequence'],
  ['a: {b: 1,, c: 2}', 'Unexpected , in flow map'],
  ['a: {b: 1 c: 2}', 'Block collections are not allowed within flow collections'],
  ['a: "b"#c', 'Comments must be separated from other tokens by white space characters'],
  ['a: *', 'Alias cannot be an empty string'],
  ['a: "b" c', 'Unexpected scalar at node end'],
  [
    `a: &a [x]\n${'bcdefgh'.replace(/./g, (name, at) => `${name}: &${name} [${`*${'abcdefg'[at]},`.repeat(9)}]\n`)}`,
    'Excessive alias count indicates a resource exhaustion attack',
  ],
  ['a: *web', 'Unresolved alias (the anchor must be set before the alias): web'],
  ['a: 1\na: 2', 'duplicate key `a`'],
])('translates the error of %j: %s', (text, english) => {
  expect(errorOf(text)).toBe(english);
  speak(BASELINE);
  const japanese = errorOf(text);
  expect(japanese).not.toMatch(/[a-z]{2,} [a-z]{2,} [a-z]{2,}/i);
  expect(japanese).toMatch(/[ぁ-ん]/);
});

it('keeps an unknown message of the parser unchanged', () => {
  speak(BASELINE);
  expect(errorOf('a: "\\q"')).toBe('Invalid escape sequence \\q');
});
