import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flattenEvent, matches } from '../../../src/sandbox/events/pattern.ts';
import { compilePattern } from '../../../src/sandbox/events/pattern-compile.ts';
import { AwsError } from '../../../src/sandbox/service.ts';

const matching = (pattern: unknown, event: unknown) =>
  matches(compilePattern(JSON.stringify(pattern)), flattenEvent(event));

/** Name, pattern for the field `x`, values that match, and values that don't. `absent` is a missing field. */
const absent = Symbol('absent');
const rows: [name: string, pattern: unknown[], yes: unknown[], no: unknown[]][] = [
  ['a string', ['a'], ['a', ['b', 'a'], [['a']]], ['A', 'ab', '', 1, null, absent, ['b'], [], { a: 'a' }]],
  ['one of several strings', ['a', 'b'], ['a', 'b', ['c', 'b']], ['c', absent]],
  ['the empty string', [''], [''], [null, absent, ' ']],
  ['null', [null], [null, [null]], ['', 'null', 0, false, absent]],
  ['true', [true], [true], ['true', 1, false, absent]],
  ['a number', [5], [5, 5.0, [4, 5]], ['5', 6, absent]],
  ['an account number', [111122223333], [111122223333], [111122223334, '111122223333']],
  [
    'an IPv6 address in another spelling',
    ['2001:db8::1'],
    ['2001:db8::1', '2001:0db8:0:0:0:0:0:1'],
    ['2001:db8::2'],
  ],
  ['prefix', [{ prefix: 'ab' }], ['ab', 'abc', ['x', 'abd']], ['a', 'Abc', 'xab', 5, null, absent]],
  [
    'prefix, ignoring case',
    [{ prefix: { 'equals-ignore-case': 'aB' } }],
    ['AB', 'abc'],
    ['xab', 'a', absent],
  ],
  ['suffix', [{ suffix: '.png' }], ['a.png', '.png'], ['a.PNG', 'png', 'a.png.gz', 1, absent]],
  [
    'suffix, ignoring case',
    [{ suffix: { 'equals-ignore-case': '.PnG' } }],
    ['a.png', 'A.PNG'],
    ['png', absent],
  ],
  ['equals-ignore-case', [{ 'equals-ignore-case': 'aBc' }], ['ABC', 'abc'], ['abcd', 'ab', 1, absent]],
  ['wildcard', [{ wildcard: 'a*c' }], ['ac', 'abc', 'a**c'], ['acd', 'bac', 'a', absent, 5]],
  ['wildcard, several', [{ wildcard: '*/a/*.txt' }], ['x/a/b.txt', '/a/.txt'], ['x/a.txt', 'x/a/b.txt2']],
  ['wildcard, one star', [{ wildcard: '*' }], ['', 'x'], [1, null, absent]],
  ['wildcard, escaped', [{ wildcard: 'a\\*b\\\\*' }], ['a*b\\', 'a*b\\c'], ['axb\\', 'a*b']],
  ['wildcard whose ends overlap', [{ wildcard: 'ab*ba' }], ['abba', 'ab-ba'], ['aba']],
  [
    'anything-but a string',
    [{ 'anything-but': 'a' }],
    ['b', 1, null, true, ['a', 'b']],
    ['a', absent, ['a'], []],
  ],
  ['anything-but strings', [{ 'anything-but': ['a', 'b'] }], ['c'], ['a', 'b', absent]],
  ['anything-but a number', [{ 'anything-but': 5 }], [4, '5'], [5, absent]],
  ['anything-but numbers', [{ 'anything-but': [5, 6] }], [4], [5, 6]],
  ['anything-but prefix', [{ 'anything-but': { prefix: 'a' } }], ['b', ''], ['a', 'ab', absent]],
  ['anything-but prefixes', [{ 'anything-but': { prefix: ['a', 'b'] } }], ['c'], ['ax', 'bx']],
  ['anything-but suffix', [{ 'anything-but': { suffix: 'z' } }], ['za'], ['z', 'az']],
  ['anything-but suffixes', [{ 'anything-but': { suffix: ['z', 'y'] } }], ['x'], ['az', 'ay']],
  ['anything-but wildcard', [{ 'anything-but': { wildcard: '*/x/*' } }], ['x'], ['a/x/b']],
  ['anything-but wildcards', [{ 'anything-but': { wildcard: ['a*', '*b'] } }], ['c'], ['a', 'xb']],
  [
    'anything-but, ignoring case',
    [{ 'anything-but': { 'equals-ignore-case': 'Ab' } }],
    ['abc'],
    ['AB', 'ab', absent],
  ],
  [
    'anything-but of several, ignoring case',
    [{ 'anything-but': { 'equals-ignore-case': ['a', 'b'] } }],
    ['c'],
    ['A', 'B'],
  ],
  ['exists', [{ exists: true }], ['', null, 0, [1]], [absent, [], {}, { a: 1 }]],
  ['exists not', [{ exists: false }], [absent, [], {}, { a: 1 }], ['', null, 0, [1]]],
  ['numeric =', [{ numeric: ['=', 3.018e2] }], [301.8], [301, '301.8', absent]],
  ['numeric range', [{ numeric: ['>', 0, '<=', 5] }], [0.001, 5], [0, 5.001, '3', null, absent]],
  ['numeric >=', [{ numeric: ['>=', -2] }], [-2, 0], [-2.5]],
  ['numeric <', [{ numeric: ['<', 10] }], [9.999], [10]],
  ['cidr', [{ cidr: '10.0.0.0/24' }], ['10.0.0.0', '10.0.0.255'], ['10.0.1.0', '10.0.0', 10, '::', absent]],
  ['cidr with host bits', [{ cidr: '10.0.0.77/24' }], ['10.0.0.1'], ['10.0.1.1']],
  [
    'cidr of IPv6',
    [{ cidr: '2001:db8::/32' }],
    ['2001:db8:1::5', '2001:db8::192.0.2.1'],
    ['2001:db9::', '10.0.0.1'],
  ],
  ['an exact value or an absent field', ['a', { exists: false }], ['a', absent], ['b']],
  [
    'an IPv4 range or a suffix',
    [{ cidr: '0.0.0.0/0' }, { suffix: '.com' }],
    ['1.2.3.4', 'ec2.amazonaws.com'],
    ['x'],
  ],
];

describe('an operator of the event pattern language', () => {
  for (const [name, pattern, yes, no] of rows) {
    const eventOf = (value: unknown) => ({ d: value === absent ? {} : { x: value } });
    it(`matches ${name}`, () => {
      const values = (list: unknown[]) =>
        list.filter((value) => matching({ d: { x: pattern } }, eventOf(value)));
      expect(values(yes)).toEqual(yes);
      expect(values(no)).toEqual([]);
    });
  }
});

describe('a pattern', () => {
  it('requires all its fields', () => {
    const pattern = {
      source: ['aws.ec2'],
      detail: { eventName: ['A', 'B'], errorCode: [{ exists: false }] },
    };
    expect(matching(pattern, { source: 'aws.ec2', detail: { eventName: 'B' } })).toBe(true);
    expect(matching(pattern, { source: 'aws.ec2', detail: { eventName: 'B', errorCode: 'x' } })).toBe(false);
    expect(matching(pattern, { source: 'aws.s3', detail: { eventName: 'B' } })).toBe(false);
    expect(matching(pattern, { source: 'aws.ec2', detail: { eventName: 'C' } })).toBe(false);
  });

  it('matches in arrays of objects, even if different elements fulfil its conditions', () => {
    const pattern = { items: { port: [22], cidr: ['0.0.0.0/0'] } };
    expect(matching(pattern, { items: [{ port: 22, cidr: '10.0.0.0/8' }, { cidr: '0.0.0.0/0' }] })).toBe(
      true,
    );
    expect(matching(pattern, { items: [{ port: 22 }, { port: 23 }] })).toBe(false);
  });

  it('treats a dot in a name as a nested field', () => {
    expect(matching({ 'a.b': [1] }, { a: { b: 1 } })).toBe(true);
    expect(matching({ a: { b: [1] } }, { 'a.b': 1 })).toBe(true);
  });

  it('supports $or at any depth and together with other fields', () => {
    const pattern = {
      source: ['s'],
      detail: { $or: [{ a: [1] }, { b: [{ numeric: ['>', 2] }], c: ['x'] }] },
    };
    expect(matching(pattern, { source: 's', detail: { a: 1 } })).toBe(true);
    expect(matching(pattern, { source: 's', detail: { b: 3, c: 'x' } })).toBe(true);
    expect(matching(pattern, { source: 's', detail: { b: 3, c: 'y' } })).toBe(false);
    expect(matching(pattern, { source: 't', detail: { a: 1 } })).toBe(false);
    const nested = { $or: [{ a: [1] }, { $or: [{ b: [1] }, { c: [1] }] }] };
    expect([{ a: 1 }, { b: 1 }, { c: 1 }, { d: 1 }].map((event) => matching(nested, event))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('uses the last of duplicate keys', () => {
    const pattern = compilePattern('{"a":[1],"a":[2]}');
    expect(matches(pattern, flattenEvent({ a: 2 }))).toBe(true);
    expect(matches(pattern, flattenEvent({ a: 1 }))).toBe(false);
  });

  it('reports whether it uses wildcards', () => {
    expect(compilePattern('{"a":[{"wildcard":"x*"}]}').hasWildcard).toBe(true);
    expect(compilePattern('{"a":[{"anything-but":{"wildcard":"x*"}}]}').hasWildcard).toBe(true);
    expect(compilePattern('{"a":[{"prefix":"x"}]}').hasWildcard).toBe(false);
  });
});

describe('compilePattern', () => {
  const or11 = { $or: Array.from({ length: 11 }, (_, i) => ({ [`k${i}`]: [i] })) };
  const refusals: [pattern: string, reason: string][] = [
    ['[]', 'Filter is not an object'],
    ['"x"', 'Filter is not an object'],
    ['{}', 'Empty objects are not allowed'],
    ['{"a":{}}', 'Empty objects are not allowed'],
    ['{"a":"b"}', '"a" must be an object or an array'],
    ['{"a":[]}', 'Empty arrays are not allowed'],
    ['{"a":[["b"]]}', 'Match value must be String, number, true, false, or null'],
    ['{"a":[{"b":1}]}', 'Unrecognized match type b'],
    ['{"a":[{}]}', 'Match expression name not found'],
    ['{"a":[{"prefix":"a","suffix":"b"}]}', 'Only one key allowed in match expression'],
    ['{"a":[{"prefix":1}]}', 'prefix match pattern must be a string'],
    ['{"a":[{"suffix":null}]}', 'suffix match pattern must be a string'],
    ['{"a":[{"prefix":{"wildcard":"x"}}]}', 'Unsupported prefix pattern: wildcard'],
    ['{"a":[{"equals-ignore-case":["x"]}]}', 'equals-ignore-case match pattern must be a string'],
    ['{"a":[{"wildcard":"x**"}]}', 'Consecutive wildcard characters at pos 1'],
    ['{"a":[{"wildcard":"x\\\\y"}]}', 'Invalid escape character at pos 1'],
    ['{"a":[{"exists":"true"}]}', 'exists match pattern must be either true or false.'],
    ['{"a":[{"numeric":5}]}', 'Value of numeric must be an array.'],
    ['{"a":[{"numeric":["~",5]}]}', 'Unrecognized numeric range operator: ~'],
    ['{"a":[{"numeric":[">","5"]}]}', 'Value of > must be numeric'],
    ['{"a":[{"numeric":["=",6e9]}]}', 'Value must be between -5.0E9 and 5.0E9, inclusive'],
    ['{"a":[{"numeric":["<",5,">",1]}]}', 'Too many elements in numeric expression'],
    ['{"a":[{"numeric":[">",5,"<",5]}]}', 'Bottom must be less than top'],
    ['{"a":[{"numeric":[">",1,">",5]}]}', 'Bad numeric range operator: >'],
    ['{"a":[{"numeric":[">",1,"<",5,"<",6]}]}', 'Too many terms in numeric range expression'],
    ['{"a":[{"cidr":"10.0.0.0"}]}', "Malformed CIDR, one '/' required"],
    ['{"a":[{"cidr":"10.0.0/8"}]}', 'Nonstandard IP address: 10.0.0'],
    ['{"a":[{"cidr":"10.0.0.0/x"}]}', 'Malformed CIDR, mask bits must be an integer'],
    ['{"a":[{"cidr":"10.0.0.0/33"}]}', 'Malformed CIDR, mask bits must not exceed the address size'],
    [
      '{"a":[{"anything-but":null}]}',
      'Value of anything-but must be an array or single string/number value.',
    ],
    ['{"a":[{"anything-but":[null]}]}', 'Inside anything but list, start|null|boolean is not supported.'],
    [
      '{"a":[{"anything-but":["a",1]}]}',
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    ],
    ['{"a":[{"anything-but":{"exists":true}}]}', 'Unsupported anything-but pattern: exists'],
    ['{"a":[{"anything-but":{"prefix":""}}]}', 'Null prefix/suffix not allowed'],
    ['{"$or":{"a":[1]}}', 'It must be an Array followed with $or.'],
    ['{"$or":[{"a":[1]}]}', 'There must have at least 2 Objects in $or relationship.'],
    ['{"$or":[{"a":[1]},[1]]}', 'Only JSON object is allowed in array of $or relationship.'],
    [
      '{"$or":[{"prefix":["x"]},{"a":[1]}]}',
      'prefix is Ruler reserved fieldName which cannot be used inside $or.',
    ],
    [
      JSON.stringify({ a: or11, b: or11, c: or11 }),
      '$or relationships exceed the limit of 1000 rule combinations',
    ],
  ];
  for (const [pattern, reason] of refusals) {
    it(`refuses ${pattern.slice(0, 60)}`, () => {
      expect(() => compilePattern(pattern)).toThrow(
        new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`),
      );
    });
  }

  it('refuses text that is not JSON', () => {
    expect(() => compilePattern('{"a":')).toThrow(/^Event pattern is not valid\. Reason: ./);
  });
});

describe('any pattern', () => {
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));

  it('matches an exact value only if the event has the same value', () => {
    fc.assert(
      fc.property(leaf, leaf, (wanted, found) => {
        expect(matching({ a: [wanted] }, { a: found })).toBe(Object.is(wanted, found) || wanted === found);
      }),
    );
  });

  it('treats anything-but as the complement of its operator on strings', () => {
    const operators = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];
    const word = fc.string({ unit: fc.constantFrom('a', 'B', 'b', '.'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...operators), word, word, (operator, wanted, found) => {
        const positive = matching({ a: [{ [operator]: wanted }] }, { a: found });
        expect(matching({ a: [{ 'anything-but': { [operator]: wanted } }] }, { a: found })).toBe(!positive);
      }),
    );
  });

  it('treats a wildcard like the equivalent regular expression', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    const wildcard = fc.array(text, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join('*'));
    fc.assert(
      fc.property(
        wildcard.filter((one) => !one.includes('**')),
        text,
        (pattern, found) => {
          const regex = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
          expect(matching({ a: [{ wildcard: pattern }] }, { a: found })).toBe(regex.test(found));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('matches $or exactly when one of its alternatives matches', () => {
    const one = fc.record({ a: fc.constantFrom([1], [2]), b: fc.constantFrom([1], [2]) });
    fc.assert(
      fc.property(
        fc.array(one, { minLength: 2, maxLength: 5 }),
        fc.integer({ min: 1, max: 3 }),
        (ways, value) => {
          const event = { a: value, b: 1 };
          expect(matching({ $or: ways }, event)).toBe(ways.some((way) => matching(way, event)));
        },
      ),
    );
  });

  it('is compiled or refused in AWS’s form, for any JSON text', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        try {
          compilePattern(text);
        } catch (error) {
          expect(error).toMatchObject({ code: 'InvalidEventPatternException' });
        }
      }),
    );
  });
});
