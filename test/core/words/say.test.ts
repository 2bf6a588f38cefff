// Covers src/core/words/*.ts.
import { afterEach, describe, expect, it } from 'vitest';
import { howMany, inARow, quantity, say, sayText, speak, toSay } from '../../../src/core/words/say.ts';

afterEach(() => speak(undefined));

/** The same place in the source, before and after a language is chosen. */
const denied = (who: unknown, what: unknown) => say`${who} may not do ${what}.`;

describe('say', () => {
  it('returns the English text without a catalogue', () => {
    expect(say`Nothing is to be done.`).toBe('Nothing is to be done.');
    expect(denied('alice', 3)).toBe('alice may not do 3.');
    expect(say`${1}${2}`).toBe('12');
  });

  it('returns English for texts missing in the catalogue, and for names that every object has', () => {
    speak({ 'something else': '別のこと' });
    expect(denied('alice', 'ec2:*')).toBe('alice may not do ec2:*.');
    expect([say`constructor`, say`toString`, say`__proto__`]).toEqual([
      'constructor',
      'toString',
      '__proto__',
    ]);
  });

  it('puts the values where the other language needs them, as often as it needs them', () => {
    expect(denied('alice', 'ec2:*')).toBe('alice may not do ec2:*.');
    speak({ '{0} may not do {1}.': '{1} は {0} に許可されていません ({1})。' });
    expect(denied('alice', 'ec2:*')).toBe('ec2:* は alice に許可されていません (ec2:*)。');
    speak(undefined);
    expect(denied('alice', 'ec2:*')).toBe('alice may not do ec2:*.');
  });

  it('leaves each value unchanged, whatever it contains', () => {
    const hostile = ['{0}', '{1}', '$&', '$1', '$$', '\\n', '`', '%s', '{', '\u0000'];
    for (const language of [undefined, { '{0} may not do {1}.': '{1}:{0}' }]) {
      speak(language);
      for (const who of hostile) {
        for (const what of hostile) {
          const said = denied(who, what);
          expect(said).toBe(language === undefined ? `${who} may not do ${what}.` : `${what}:${who}`);
        }
      }
    }
  });

  it('looks up a text with backquotes, backslashes and line breaks in its evaluated form', () => {
    speak({ 'Run `a\\b`\n{0}.': '{0}: `a\\b`' });
    expect(say`Run \`a\\b\`\n${'now'}.`).toBe('now: `a\\b`');
  });

  it('accepts values that are themselves translated', () => {
    speak({ '{0} and was refused ({1})': '{0}が、拒否されました ({1})', 'a call': '呼び出し' });
    expect(say`${say`a call`} and was refused (${'x'})`).toBe('呼び出しが、拒否されました (x)');
  });
});

describe('howMany', () => {
  it.each([
    [0, '0 findings'],
    [1, '1 finding'],
    [2, '2 findings'],
    [5000, '5,000 findings'],
  ])('counts %d', (number, expected) => expect(howMany(number, 'finding')).toBe(expected));

  it('accepts an explicit plural', () => {
    expect(howMany(1, 'entry', 'entries')).toBe('1 entry');
    expect(howMany(12, 'entry', 'entries')).toBe('12 entries');
  });

  it('has one text for all numbers in a language without a plural', () => {
    speak({ '{0} finding': '検出結果 {0} 件' });
    expect([1, 2, 1234567].map((number) => howMany(number, 'finding'))).toEqual([
      '検出結果 1 件',
      '検出結果 2 件',
      '検出結果 1,234,567 件',
    ]);
    expect(howMany(2, 'group')).toBe('2 groups');
  });
});

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [123456, '123,456'],
  [9876543210, '9,876,543,210'],
])('groups the digits of %d', (number, expected) => expect(quantity(number)).toBe(expected));

it('translates a text in data only when it is shown', () => {
  speak({ 'a rule': 'ルール' });
  expect(toSay('a rule')).toBe('a rule');
  expect(sayText('a rule')).toBe('ルール');
  expect(['a list', 'constructor', '__proto__', '{0}', '$&'].map(sayText)).toEqual([
    'a list',
    'constructor',
    '__proto__',
    '{0}',
    '$&',
  ]);
  speak(undefined);
  expect(sayText('a rule')).toBe('a rule');
});

it('joins sentences, including those that AWS or a file ends without a full stop', () => {
  expect(inARow(['Not reached (ECONNREFUSED)', 'Trying again.'])).toBe(
    'Not reached (ECONNREFUSED). Trying again.',
  );
  expect(inARow(['One.', 'Two?', 'Three'])).toBe('One. Two? Three');
  expect(inARow(['届きません', '再試行します。', '続きます。'])).toBe('届きません。再試行します。続きます。');
  expect(inARow([])).toBe('');
});
