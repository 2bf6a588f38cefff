// Covers src/core/exposure/special-addresses.ts, src/core/exposure/clip-rule.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cidr, formatCidr, parseCidr } from '../../../src/core/exposure/cidr.ts';
import { openToInternet, publicPart } from '../../../src/core/exposure/internet.ts';
import { renderRules } from '../../../src/core/exposure/render-rules.ts';
import type { IngressRule } from '../../../src/core/exposure/rule.ts';
import { parseRule } from '../../../src/core/exposure/rule-grammar.ts';
import { isEmpty, type RuleSet, ruleSet, share } from '../../../src/core/exposure/rule-set.ts';
import { SPECIAL_ADDRESS_BLOCKS } from '../../../src/core/exposure/special-addresses.ts';

const MEASURE = { ipv4: 8, ipv6: 32 };
const read = (...lines: string[]): RuleSet => ruleSet(lines.flatMap((line) => parseRule(line).rules));

describe('the table of special-purpose addresses', () => {
  it('is canonical, with each block once', () => {
    const cidrs = SPECIAL_ADDRESS_BLOCKS.map((row) => row.cidr);
    expect(cidrs.map((text) => formatCidr(parseCidr(text)))).toEqual(cidrs);
    expect(new Set(cidrs).size).toBe(cidrs.length);
  });

  it.each([
    ['10.1.2.3', false],
    ['100.127.255.255', false],
    ['100.128.0.0', true],
    ['172.31.255.255', false],
    ['172.32.0.0', true],
    ['192.0.0.8', false],
    ['192.0.0.9', true],
    ['192.88.99.1', true],
    ['192.88.99.2', false],
    ['198.20.0.0', true],
    ['203.0.113.255', false],
    ['203.0.114.0', true],
    ['255.255.255.255', false],
    ['::ffff:8.8.8.8', false],
    ['64:ff9b::808:808', true],
    ['64:ff9b:1::1', false],
    ['2001:1::1', true],
    ['2001:1::4', false],
    ['2001:db8::1', false],
    ['2002::1', true],
    ['2600::1', true],
    ['3fff:fff::1', false],
    ['3fff:1000::1', true],
    ['fdff::1', false],
    ['fe80::1', false],
  ])('knows that %s is globally reachable: %s', (address, reachable) => {
    expect(isEmpty(publicPart(read(`tcp 22 from ${address}`)))).toBe(!reachable);
  });
});

describe('openToInternet', () => {
  it('measures "more than", not "as much as"', () => {
    expect(isEmpty(openToInternet(read('tcp 22 from 20.0.0.0/8'), MEASURE))).toBe(true);
    expect(isEmpty(openToInternet(read('tcp 22 from 20.0.0.0/8, 21.0.0.0/32'), MEASURE))).toBe(false);
    expect(isEmpty(openToInternet(read('tcp 22 from 2600::/32'), MEASURE))).toBe(true);
    expect(isEmpty(openToInternet(read('tcp 22 from 2600::/32, 2a00::/128'), MEASURE))).toBe(false);
  });

  it('does not count addresses that are not globally reachable', () => {
    expect(isEmpty(openToInternet(read('tcp 22 from 20.0.0.0/8, 10.0.0.0/8, 192.168.0.0/16'), MEASURE))).toBe(
      true,
    );
  });

  it('returns all addresses of the open ports, and no other port', () => {
    const exact = openToInternet(
      read('tcp 1-100 from 20.0.0.0/8', 'tcp 50-200 from 30.0.0.0/8, sg-1'),
      MEASURE,
    );
    expect(renderRules(exact)).toEqual(['tcp 50-100 from 20.0.0.0/8, 30.0.0.0/8']);
    expect(renderRules(openToInternet(read('udp 53 from anywhere', 'tcp 22 from sg-1'), MEASURE))).toEqual([
      'udp 53 from anywhere',
    ]);
  });

  it("uses the caller's threshold", () => {
    expect(isEmpty(openToInternet(read('tcp 22 from anywhere'), { ipv4: 0, ipv6: 0 }))).toBe(true);
    expect(isEmpty(openToInternet(read('tcp 22 from 8.8.8.8, 8.8.4.4'), { ipv4: 32, ipv6: 128 }))).toBe(
      false,
    );
    expect(isEmpty(openToInternet(read('tcp 22 from 8.8.8.8'), { ipv4: 32, ipv6: 128 }))).toBe(true);
  });

  it('agrees with counting the addresses of each port', () => {
    // All of 8.8.8.0/28 is globally reachable, and it is small enough to count.
    const rule = fc
      .record({ offset: fc.nat(15), length: fc.integer({ min: 28, max: 32 }), a: fc.nat(40), b: fc.nat(40) })
      .map(
        ({ offset, length, a, b }): IngressRule => ({
          protocols: { first: 6, last: 6 },
          ports: { first: Math.min(a, b), last: Math.max(a, b) },
          source: cidr('ipv4', 0x0808_0800n + BigInt(offset), length),
        }),
      );
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 6 }), fc.integer({ min: 28, max: 32 }), (list, length) => {
        const open = openToInternet(ruleSet(list), { ipv4: length, ipv6: 128 });
        for (let port = 0; port <= 41; port += 1) {
          const at = (offset: bigint): IngressRule => ({
            protocols: { first: 6, last: 6 },
            ports: { first: port, last: port },
            source: cidr('ipv4', 0x0808_0800n + offset, 32),
          });
          const probes = Array.from({ length: 16 }, (_, offset) => at(BigInt(offset)));
          const admitted = probes.map((probe) => list.some((one) => share(ruleSet([one]), probe) === 'all'));
          const isOpen = admitted.filter((bit) => bit).length > 2 ** (32 - length);
          expect(probes.map((probe) => share(open, probe) === 'all')).toEqual(
            admitted.map((bit) => bit && isOpen),
          );
        }
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});
