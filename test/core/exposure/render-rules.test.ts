// Covers src/core/exposure/readable-grants.ts, src/core/exposure/traffic-text.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cidr, type Family, formatCidr, parseCidr, spaceSize } from '../../../src/core/exposure/cidr.ts';
import { renderRule, renderRules } from '../../../src/core/exposure/render-rules.ts';
import { parseRule } from '../../../src/core/exposure/rule-grammar.ts';
import { exposureKey, type RuleSet, ruleSet, subtract } from '../../../src/core/exposure/rule-set.ts';
import { freeRule, rule } from './universe.ts';

const read = (...lines: string[]): RuleSet => ruleSet(lines.flatMap((line) => parseRule(line).rules));

describe('renderRules', () => {
  it.each<[string, string[], string[]]>([
    ['joins ports', ['tcp 80 from anywhere', 'tcp 443 from anywhere'], ['tcp 80,443 from anywhere']],
    [
      'joins adjacent ports',
      ['tcp 80 from anywhere', 'tcp 81-90 from anywhere'],
      ['tcp 80-90 from anywhere'],
    ],
    ['joins the families', ['tcp 22 from 0.0.0.0/0', 'tcp 22 from ::/0'], ['tcp 22 from anywhere']],
    ['keeps one family apart', ['tcp 22 from ::/0'], ['tcp 22 from ::/0']],
    ['joins halves', ['tcp 22 from 10.0.0.0/9, 10.128.0.0/9'], ['tcp 22 from 10.0.0.0/8']],
    ['drops what is covered', ['tcp 22 from 10.1.0.0/16', 'tcp from 10.0.0.0/8'], ['tcp from 10.0.0.0/8']],
    [
      'joins sources',
      ['tcp 22 from sg-1', 'tcp 22 from pl-1, 10.0.0.0/8'],
      ['tcp 22 from 10.0.0.0/8, pl-1, sg-1'],
    ],
    [
      'says a broad rule whole beside a narrow one',
      ['tcp 443 from anywhere', 'tcp from 10.0.0.0/8'],
      ['tcp from 10.0.0.0/8', 'tcp 443 from anywhere'],
    ],
    [
      'leaves out what a wider source has already',
      ['tcp 22 from anywhere', 'tcp 22-23 from 10.0.0.0/8'],
      ['tcp 22 from anywhere', 'tcp 23 from 10.0.0.0/8'],
    ],
    [
      'lets ports share a line where this needs fewer lines',
      ['tcp 22,80,443 from 10.0.0.0/8, sg-1', 'udp 53,123 from sg-1'],
      ['tcp 22,80,443 from 10.0.0.0/8, sg-1', 'udp 53,123 from sg-1'],
    ],
    [
      'lets sources share a line where this needs fewer lines',
      ['tcp 22 from sg-1', 'tcp 80 from sg-2', 'tcp 22,80 from sg-3'],
      ['tcp 22 from sg-1, sg-3', 'tcp 80 from sg-2, sg-3'],
    ],
    ['names all protocols', ['0-127 from sg-1', '128-255 from sg-1'], ['all from sg-1']],
    ['names protocols by name', ['6 22 from sg-1', '58 from sg-1'], ['tcp 22 from sg-1', 'icmpv6 from sg-1']],
    ['writes ICMP', ['icmp 8/0 from sg-1', 'icmp 3 from sg-1'], ['icmp 3,8/0 from sg-1']],
    ['writes nothing for nothing', [], []],
  ])('writes %s', (_, lines, expected) => {
    expect(renderRules(read(...lines))).toEqual(expected);
  });

  it('writes the rest of everything', () => {
    const rest = subtract(read('all from anywhere'), read('tcp 443 from anywhere', 'icmp 8/0 from anywhere'));
    expect(renderRules(rest)).toEqual([
      '0 from anywhere',
      'icmp 0-7,8/1-255,9-255 from anywhere',
      '2-5 from anywhere',
      'tcp 0-442,444-65535 from anywhere',
      '7-255 from anywhere',
    ]);
  });

  it('writes one rule unchanged', () => {
    fc.assert(
      fc.property(fc.oneof(rule, freeRule), (one) => {
        expect(renderRules(ruleSet([one]))).toEqual([renderRule(one)]);
      }),
      { numRuns: 1000 },
    );
  });

  it('writes the same lines for the same exposure, regardless of its origin', () => {
    const a = read('tcp 80-90 from anywhere', 'udp 53 from 10.0.0.0/8');
    const b = read(
      'udp 53 from 10.128.0.0/9, 10.0.0.0/9',
      'tcp 85-90 from ::/0, 0.0.0.0/1',
      'tcp 80-90 from 128.0.0.0/1',
      'tcp 80-84 from 0.0.0.0/1, ::/0',
    );
    expect(exposureKey(a)).toBe(exposureKey(b));
    expect(renderRules(a)).toEqual(renderRules(b));
  });
});

describe('the minimal list of CIDRs', () => {
  /**
   * Returns the fewest blocks that make up the addresses: a block is either taken completely or cut in
   * halves.
   */
  const fewest = (wanted: (offset: number) => boolean, first: number, size: number): number => {
    const inside = Array.from({ length: size }, (_, index) => wanted(first + index));
    if (inside.every((bit) => bit)) return 1;
    if (size === 1 || !inside.includes(true)) return 0;
    return fewest(wanted, first, size / 2) + fewest(wanted, first + size / 2, size / 2);
  };

  it.each<[string, Family, bigint]>([
    ['the first IPv4 addresses', 'ipv4', 0n],
    ['the last IPv4 addresses', 'ipv4', spaceSize('ipv4') - 8n],
    ['the first IPv6 addresses', 'ipv6', 0n],
    ['the last IPv6 addresses', 'ipv6', spaceSize('ipv6') - 8n],
  ])('is found for each of the 256 subsets of %s', (_, kind, base) => {
    for (let subset = 1; subset < 256; subset += 1) {
      const addresses = [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (subset >> bit) & 1);
      const sources = addresses.map((bit) =>
        formatCidr(cidr(kind, base + BigInt(bit), kind === 'ipv4' ? 32 : 128)),
      );
      const [line, ...others] = renderRules(read(`tcp 22 from ${sources.join(', ')}`));
      expect(others).toEqual([]);
      expect(line!.split(',').length).toBe(fewest((offset) => addresses.includes(offset), 0, 8));
    }
  });

  it('is found for any range', () => {
    const end = { ipv4: spaceSize('ipv4'), ipv6: spaceSize('ipv6') };
    const address = fc.bigInt(0n, (1n << 128n) - 1n);
    fc.assert(
      fc.property(fc.constantFrom('ipv4' as const, 'ipv6' as const), address, address, (kind, a, b) => {
        const [low, high] = [a % end[kind], b % end[kind]];
        const [first, last] = low < high ? [low, high] : [high, low];
        const [line] = renderRules(subtract(below(kind, last + 1n), below(kind, first)));
        expect(line!.split(',').length).toBe(countBlocks(first, last, 0n, kind === 'ipv4' ? 32n : 128n));
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  /** tcp 22 from all addresses below the limit, which is one block for each bit of the limit. */
  function below(kind: Family, limit: bigint): RuleSet {
    const bits = kind === 'ipv4' ? 32 : 128;
    const [rule] = parseRule('tcp 22 from anywhere').rules;
    const blocks = Array.from({ length: bits + 1 }, (_, hostBits) => BigInt(hostBits)).flatMap((hostBits) => {
      if (((limit >> hostBits) & 1n) === 0n) return [];
      const address = (limit >> (hostBits + 1n)) << (hostBits + 1n);
      return [{ ...rule!, source: cidr(kind, address, bits - Number(hostBits)) }];
    });
    return ruleSet(blocks);
  }

  function countBlocks(first: bigint, last: bigint, start: bigint, hostBits: bigint): number {
    const end = start + (1n << hostBits) - 1n;
    if (last < start || first > end) return 0;
    if (first <= start && end <= last) return 1;
    const half = hostBits - 1n;
    return countBlocks(first, last, start, half) + countBlocks(first, last, start + (1n << half), half);
  }
});

describe('renderRule', () => {
  it.each([
    'tcp 22 from 0.0.0.0/0',
    'tcp from 2001:db8::/32',
    'udp 8000-8010 from sg-0a',
    'icmp 8/0 from 444455556666/sg-0a',
    'icmpv6 128 from ::/0',
    'all from pl-0a',
    '47 from 192.0.2.1/32',
    '7-255 from 192.0.2.0/24',
  ])('writes one rule unchanged: %s', (line) => {
    expect(renderRule(parseRule(line).rules[0]!)).toBe(line);
  });
});

describe('CIDR texts', () => {
  it.each([
    ['10.1.2.3', '10.1.2.3/32'],
    ['1.2.3.4/0', '0.0.0.0/0'],
    ['100.68.0.18/18', '100.68.0.0/18'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1/128'],
    ['2001:db8:0:1:0:0:0:1/64', '2001:db8:0:1::/64'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3/128'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7/128'],
    ['::', '::/128'],
    ['::ffff:192.0.2.1', '::ffff:c000:201/128'],
    ['64:ff9b::192.0.2.33/120', '64:ff9b::c000:200/120'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0/128'],
  ])('writes %s as %s', (text, canonical) => {
    expect(formatCidr(parseCidr(text))).toBe(canonical);
  });

  it.each([
    '',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.01',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '::/129',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '12345::',
    '192.0.2.1::',
    '::g',
    ':1',
    '1:',
  ])('refuses "%s"', (text) => {
    expect(() => parseCidr(text)).toThrowError(expect.objectContaining({ code: 'bad-cidr' }));
  });
});
