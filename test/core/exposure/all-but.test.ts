import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allBut } from '../../../src/core/exposure/all-but.ts';
import { cidr, type Family, formatCidr } from '../../../src/core/exposure/cidr.ts';
import { renderRules } from '../../../src/core/exposure/render-rules.ts';
import { parseRule } from '../../../src/core/exposure/rule-grammar.ts';
import { exposureKey, type RuleSet, ruleSet, subtract, union } from '../../../src/core/exposure/rule-set.ts';
import { describeRule } from '../../../src/core/finding/describe.ts';

const read = (...lines: string[]): RuleSet => ruleSet(lines.flatMap((line) => parseRule(line).rules));
const without = (whole: string, ...lines: string[]) => renderRules(subtract(read(whole), read(...lines)));

describe('describeRule', () => {
  it.each<[string, string, string]>([
    [
      'tcp 80 from anywhere',
      'tcp 80 from 10.0.0.0/8, 2001:db8::/32',
      'tcp 80 from anywhere except 10.0.0.0/8, 2001:db8::/32',
    ],
    ['tcp 80 from anywhere', 'tcp 80 from 198.51.100.0/24', 'tcp 80 from anywhere except 198.51.100.0/24'],
    ['udp from 0.0.0.0/0', 'udp from 198.51.100.7/32', 'udp from any IPv4 address except 198.51.100.7/32'],
    ['all from ::/0', 'all from 2001:db8::/32', 'all from any IPv6 address except 2001:db8::/32'],
  ])('writes %s without %s', (whole, less, expected) => {
    const [line, ...more] = without(whole, less);
    expect(more).toEqual([]);
    expect(describeRule(line!)).toBe(expected);
  });

  it('puts other sources first', () => {
    const [rest] = without('tcp 80 from 0.0.0.0/0', 'tcp 80 from 10.0.0.0/8');
    const [line] = renderRules(union(read(rest!), read('tcp 80 from 2001:db8::/32, sg-1')));
    expect(describeRule(line!)).toBe(
      'tcp 80 from 2001:db8::/32, sg-1, and from any IPv4 address except 10.0.0.0/8',
    );
  });

  it.each([
    'tcp 80 from anywhere',
    'tcp 80 from 0.0.0.0/1, 128.0.0.0/2',
    'tcp 22 from 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, sg-1',
    'tcp 80 from 0.0.0.0/2, 128.0.0.0/2, 192.0.2.0/24',
    'text that is no rule, but has commas, and more',
    'from a, b, c',
  ])('leaves %j unchanged', (line) => {
    expect(describeRule(line)).toBe(line);
  });
});

/** Blocks of one family, from halves of it to single addresses. */
const blocks = (kind: Family, bits: number) =>
  fc
    .array(fc.tuple(fc.bigInt(0n, (1n << BigInt(bits)) - 1n), fc.integer({ min: 1, max: bits })), {
      maxLength: 4,
    })
    .map((drawn) => drawn.map(([address, length]) => formatCidr(cidr(kind, address, length))));

it('denotes the same set with fewer sources', () => {
  let shortened = 0;
  const families = fc.constantFrom('0.0.0.0/0', '::/0', 'anywhere');
  fc.assert(
    fc.property(families, blocks('ipv4', 32), blocks('ipv6', 128), fc.boolean(), (whole, a, b, referring) => {
      const less = [...a, ...b].map((block) => `tcp 80 from ${block}`);
      const set = subtract(read(`tcp 80 from ${whole}`), read(...less));
      const lines = renderRules(referring ? union(set, read('tcp 80 from sg-1')) : set);
      for (const line of lines) {
        const short = allBut(line);
        if (short === undefined) continue;
        shortened += 1;
        const { traffic, beside, space, but } = short;
        const all = { anywhere: 'anywhere', ipv4: '0.0.0.0/0', ipv6: '::/0' }[space];
        const near = subtract(read(`${traffic} from ${all}`), read(`${traffic} from ${but.join(', ')}`));
        const denoted = union(near, read(...beside.map((source) => `${traffic} from ${source}`)));
        expect(exposureKey(denoted)).toBe(exposureKey(read(line)));
        expect(beside.length + but.length).toBeLessThan(line.split(', ').length);
      }
    }),
    { seed: 1, numRuns: 100 },
  );
  expect(shortened).toBeGreaterThan(25);
});
