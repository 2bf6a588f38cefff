// Covers src/core/words/nearest.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderRule } from '../../../src/core/exposure/render-rules.ts';
import { parseRule, RuleSyntaxError } from '../../../src/core/exposure/rule-grammar.ts';

const plain = (line: string): string[] => parseRule(line).rules.map(renderRule);

function failure(line: string): RuleSyntaxError {
  try {
    parseRule(line);
  } catch (error) {
    if (error instanceof RuleSyntaxError) return error;
    throw error;
  }
  throw new Error(`"${line}" was read without an error`);
}

describe('parseRule', () => {
  it.each<[string, string[]]>([
    ['tcp 22 from 10.0.0.0/8', ['tcp 22 from 10.0.0.0/8']],
    [
      '  TCP   22 , 80-90 FROM  10.1.2.3/8 ,sg-0A ',
      ['tcp 22 from 10.0.0.0/8', 'tcp 80-90 from 10.0.0.0/8', 'tcp 22 from sg-0a', 'tcp 80-90 from sg-0a'],
    ],
    ['tcp from anywhere', ['tcp from 0.0.0.0/0', 'tcp from ::/0']],
    ['tcp all from sg-1', ['tcp from sg-1']],
    ['6 from sg-1', ['tcp from sg-1']],
    ['17 53 from sg-1', ['udp 53 from sg-1']],
    ['7-255 from sg-1', ['7-255 from sg-1']],
    ['all from 111122223333/sg-1', ['all from 111122223333/sg-1']],
    ['icmp 8,3/4 from 192.0.2.1', ['icmp 8 from 192.0.2.1/32', 'icmp 3/4 from 192.0.2.1/32']],
    ['icmp 8/1-255,9-255 from 192.0.2.1', ['icmp 8/1-255 from 192.0.2.1/32', 'icmp 9-255 from 192.0.2.1/32']],
    ['icmpv6 from 2001:db8::1', ['icmpv6 from 2001:db8::1/128']],
    ['tcp 443 from pl-0def456', ['tcp 443 from pl-0def456']],
    ['tcp 443 from amazon-elb/sg-0a', ['tcp 443 from amazon-elb/sg-0a']],
  ])('reads "%s"', (line, rules) => {
    expect(plain(line)).toEqual(rules);
  });

  it('reports anywhere and public, and the sources listed with them', () => {
    expect(parseRule('tcp 22 from anywhere, sg-1')).toMatchObject({ anywhere: true, public: false });
    expect(parseRule('tcp 22 from anywhere, sg-1').listed.map(renderRule)).toEqual(['tcp 22 from sg-1']);
    const never = parseRule('tcp 22 from public', { allowPublic: true });
    expect(never).toMatchObject({ anywhere: false, public: true, listed: [] });
    expect(never.rules.map(renderRule)).toEqual(['tcp 22 from 0.0.0.0/0', 'tcp 22 from ::/0']);
    expect(parseRule('tcp 22 from 0.0.0.0/0')).toMatchObject({ anywhere: false, public: false });
  });

  it("drops the owner of the account's own groups", () => {
    const { rules } = parseRule('all from 111122223333/sg-1, 444455556666/sg-2', { account: '111122223333' });
    expect(rules.map(renderRule)).toEqual(['all from sg-1', 'all from 444455556666/sg-2']);
  });

  it.each<[string, string, string | undefined]>([
    ['tpc 22 from anywhere', 'tpc', 'tcp'],
    ['tcpp 22 from anywhere', 'tcpp', 'tcp'],
    ['icmp6 from anywhere', 'icmp6', 'icmpv6'],
    ['-1 from anywhere', '-1', 'all'],
    ['any from anywhere', 'any', 'all'],
    ['256 from anywhere', '256', undefined],
    ['9-7 from anywhere', '9-7', '7-9'],
    ['tcp 22 form anywhere', 'form', 'from'],
    ['tcp 22 from anywere', 'anywere', 'anywhere'],
    ['tcp 22 from internet', 'internet', 'anywhere'],
    ['tcp 22 from public', 'public', 'anywhere'],
    ['tcp 65536 from anywhere', '65536', undefined],
    ['tcp 443,90-80 from anywhere', '90-80', '80-90'],
    ['tcp ssh from anywhere', 'ssh', '8000-8010'],
    ['tcp 22 80 from anywhere', '80', undefined],
    ['all 22 from anywhere', '22', undefined],
    ['47 1,2 from anywhere', '1,2', undefined],
    ['icmp 256 from anywhere', '256', undefined],
    ['icmp 8/256 from anywhere', '8/256', undefined],
    ['icmp 8-9/0 from anywhere', '8-9/0', '8/0'],
    ['icmp 8/0/0 from anywhere', '8/0/0', '8/0'],
    ['tcp 22 from 10.0.0.0/33', '10.0.0.0/33', undefined],
    ['tcp 22 from 10.0.0.0/8, 300.1.1.1', '300.1.1.1', undefined],
    ['tcp 22 from 12345/sg-1', '12345/sg-1', undefined],
    ['tcp 22 from 10.0.0.0/8 sg-1', 'sg-1', undefined],
    ['from anywhere', 'from', 'tcp'],
  ])('points at the mistake in "%s"', (line, at, suggestion) => {
    const error = failure(line);
    expect(line.slice(error.offset, error.offset + error.length)).toBe(at);
    expect(error.suggestion).toBe(suggestion);
  });

  it.each<[string, number, string]>([
    ['', 0, 'a rule is missing'],
    ['tcp 22', 6, '"from" and a source are missing'],
    ['tcp 22 from', 11, 'a value is missing here'],
    ['tcp 22 from sg-1,', 17, 'a value is missing here'],
    ['tcp 22,,80 from sg-1', 7, 'a value is missing here'],
  ])('reports what is missing in "%s"', (line, offset, message) => {
    expect(failure(line)).toMatchObject({ offset, length: 0, message });
  });

  it('turns any text into rules or a RuleSyntaxError within the text', () => {
    const word = fc.constantFrom(
      'tcp',
      'icmp',
      'all',
      'from',
      ',',
      '-',
      '/',
      '22',
      '8/0',
      'sg-1',
      '::',
      '10.0.0.0/8',
      ' ',
      '\u0000',
      'anywhere',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 8 }).map((words) => words.join(' ')),
      fc.array(word).map((words) => words.join('')),
    );
    fc.assert(
      fc.property(text, (line) => {
        try {
          expect(parseRule(line).rules.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(RuleSyntaxError);
          const { offset, length } = error as RuleSyntaxError;
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(offset + length).toBeLessThanOrEqual(line.length);
        }
      }),
      { numRuns: 3000, seed: 11 },
    );
  });
});
