import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFilterPattern } from '../../../src/sandbox/logs/filter-pattern.ts';

const rows: [pattern: string | undefined, yes: unknown[], no: unknown[]][] = [
  [undefined, ['', 'anything'], []],
  ['  ', ['x'], []],
  ['ERROR', ['[ERROR 400]', 'xERROR'], ['error', 'ERR']],
  ['ERROR ARGUMENTS', ['ARGUMENTS: ERROR'], ['ERROR', 'ARGUMENTS']],
  ['"sg-0123 opened"', ['the sg-0123 opened up'], ['sg-0123', 'opened']],
  ['"say \\"hi\\""', ['I say "hi"'], ['I say hi']],
  ['?ERROR ?WARN', ['ERROR', 'WARN', 'both WARN ERROR'], ['INFO']],
  ['?"a b" ?c', ['a b', 'c'], ['a', 'b']],
  ['ERROR -EXITING', ['ERROR 1'], ['ERROR EXITING', '1']],
  ['-x', ['y', ''], ['x']],
  ['INFO ?x', ['INFO'], ['x']],
  ['%sg-[0-9a-f]{4}%', ['a sg-0ab1 b'], ['sg-0xyz']],
  ['{ $.kind = "drift" }', [{ kind: 'drift' }], [{ kind: 'drifts' }, { kind: 1 }, {}, 'drift', '{"kind":']],
  ['{$.kind="drift"}', [{ kind: 'drift' }], [{}]],
  ['{ $.kind = drift }', [{ kind: 'drift' }], [{ kind: 'x' }]],
  ['{ $.kind = "dr*t" }', [{ kind: 'drift' }, { kind: 'drt' }], [{ kind: 'drifts' }]],
  ['{ $.ip != 123.123.* }', [{ ip: '10.0.0.1' }], [{ ip: '123.123.0.1' }, {}]],
  ['{ $.n = 4 }', [{ n: 4 }, { n: '4' }], [{ n: 5 }, {}]],
  ['{ $.n > 3 }', [{ n: 3.5 }], [{ n: 3 }, { n: '5' }, {}]],
  ['{ $.n >= -1e2 && $.n <= 3 }', [{ n: -100 }, { n: 3 }], [{ n: 4 }, { n: -101 }]],
  ['{ $.n < 0 }', [{ n: -1 }], [{ n: 0 }]],
  ['{ $.a.b = "x" }', [{ a: { b: 'x' } }], [{ 'a.b': 'x' }, { a: 'x' }]],
  ['{ $.a[0].b = "x" }', [{ a: [{ b: 'x' }] }], [{ a: [{ b: 'y' }, { b: 'x' }] }]],
  ['{ $.a[*].b = "x" }', [{ a: [{ b: 'y' }, { b: 'x' }] }], [{ a: [] }]],
  ["{ $.['a-b']['c d'] = \"x\" }", [{ 'a-b': { 'c d': 'x' } }], [{ 'a-b': 'x' }]],
  ['{ $.a IS NULL }', [{ a: null }], [{ a: 0 }, {}]],
  ['{ $.a NOT EXISTS }', [{ b: 1 }], [{ a: null }]],
  ['{ $.a IS TRUE }', [{ a: true }], [{ a: 'true' }, { a: false }]],
  ['{ $.a IS FALSE }', [{ a: false }], [{ a: null }, {}]],
  ['{ $.m = %^sg-[0-9]+$% }', [{ m: 'sg-1' }], [{ m: 'xsg-1' }]],
  [
    '{ ($.a = 1) && ($.b = 2 || $.c = 3) }',
    [
      { a: 1, b: 2 },
      { a: 1, c: 3 },
    ],
    [{ a: 1 }, { b: 2, c: 3 }],
  ],
  ['{ $.a = 1 || $.b = 2 && $.c = 3 }', [{ a: 1 }, { b: 2, c: 3 }], [{ b: 2 }]],
];

describe('a filter pattern', () => {
  for (const [pattern, yes, no] of rows) {
    it(`matches as AWS documents: ${pattern}`, () => {
      const test = compileFilterPattern(pattern);
      const matching = (list: unknown[]) =>
        list.filter((event) => test(typeof event === 'string' ? event : JSON.stringify(event)));
      expect(matching(yes)).toEqual(yes);
      expect(matching(no)).toEqual([]);
    });
  }

  it.each([
    ['foo-bar', "Invalid character(s) in term 'foo-bar'"],
    ['"open', /Invalid filter pattern/],
    ['{ $.a = }', /Invalid filter pattern: unexpected text at character 9/],
    ['{ a = 1 }', /Invalid filter pattern/],
    ['{ $.a = 1', /Invalid filter pattern/],
    ['{ ($.a = 1 }', /Invalid filter pattern/],
    ['{ $.a > "x" }', /Invalid filter pattern/],
    ['{ $.a = 1 } x', /Invalid filter pattern/],
    ['{ $.a = 1 & $.b = 2 }', /Invalid filter pattern/],
    ['%[%', /regular expression is malformed/],
    ['[a, b]', /space-delimited events are not emulated/],
    ['x'.repeat(1025), /longer than 1024/],
  ])('is refused if it is invalid: %s', (pattern, message) => {
    expect(() => compileFilterPattern(pattern)).toThrow(message);
  });

  it('finds every quoted phrase that is in the message', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (before, phrase, after) => {
        fc.pre(phrase.length < 500);
        const quoted = `"${phrase.replace(/["\\]/g, '\\$&')}"`;
        expect(compileFilterPattern(quoted)(before + phrase + after)).toBe(true);
      }),
    );
  });

  it('selects exactly the objects with the value', () => {
    const word = fc.stringMatching(/^[a-z]{1,3}$/);
    fc.assert(
      fc.property(word, word, (wanted, found) => {
        const test = compileFilterPattern(`{ $.a.b = "${wanted}" }`);
        expect(test(JSON.stringify({ a: { b: found } }))).toBe(wanted === found);
      }),
    );
  });

  it('is compiled or refused in AWS’s form, for any text', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '(',
      ')',
      '$.a',
      '[0]',
      '=',
      '!=',
      '"x"',
      '3',
      '&&',
      '||',
      ' ',
      '%a%',
      '?',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (text) => {
          try {
            compileFilterPattern(text)('{"a":1}');
          } catch (error) {
            expect(error).toMatchObject({ code: 'InvalidParameterException' });
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
