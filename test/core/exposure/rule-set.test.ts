// Covers src/core/exposure/address-steps.ts, src/core/exposure/merge-ranges.ts,
// src/core/exposure/pair-table.ts, src/core/exposure/port-store.ts, src/core/exposure/protocols.ts,
// src/core/exposure/rule.ts, src/core/exposure/cidr.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cidr, spaceSize } from '../../../src/core/exposure/cidr.ts';
import { renderRules } from '../../../src/core/exposure/render-rules.ts';
import type { IngressRule, Range } from '../../../src/core/exposure/rule.ts';
import { parseRule } from '../../../src/core/exposure/rule-grammar.ts';
import {
  covers,
  EMPTY,
  equals,
  exposureKey,
  intersect,
  isEmpty,
  opaqueLists,
  type RuleSet,
  ruleSet,
  share,
  subtract,
  union,
} from '../../../src/core/exposure/rule-set.ts';
import { admits, freeRule, KNOWN_LISTS, POINTS, ruleAt, rules, somePoints } from './universe.ts';

/** Cases of each property, more than 10,000 in total per run. */
const run = { numRuns: 2000, seed: 20_261_123 };

const setOf = (list: readonly IngressRule[]): RuleSet => ruleSet(list, KNOWN_LISTS);
const read = (...lines: string[]): RuleSet => ruleSet(lines.flatMap((line) => parseRule(line).rules));
const has = (set: RuleSet, index: number): boolean => share(set, ruleAt(POINTS[index]!)) === 'all';
const none = POINTS.map(() => false);

describe('a rule set, compared with an oracle that tries every point', () => {
  it('admits exactly what its rules admit', () => {
    fc.assert(
      fc.property(rules, somePoints, (list, points) => {
        const set = setOf(list);
        const oracle = admits(list);
        expect(points.map((index) => has(set, index))).toEqual(points.map((index) => oracle[index]));
        expect(isEmpty(set)).toBe(!oracle.includes(true));
      }),
      run,
    );
  });

  it('is joined, intersected and subtracted point by point', () => {
    fc.assert(
      fc.property(rules, rules, somePoints, (listA, listB, points) => {
        const [a, b] = [setOf(listA), setOf(listB)];
        const [oracleA, oracleB] = [admits(listA), admits(listB)];
        const [joined, common, rest] = [union(a, b), intersect(a, b), subtract(a, b)];
        for (const index of points) {
          expect(has(joined, index)).toBe(oracleA[index]! || oracleB[index]!);
          expect(has(common, index)).toBe(oracleA[index]! && oracleB[index]!);
          expect(has(rest, index)).toBe(oracleA[index]! && !oracleB[index]!);
        }
      }),
      run,
    );
  });

  it('equals and covers another exactly when the points say so', () => {
    fc.assert(
      fc.property(rules, rules, fc.boolean(), (listA, listB, nested) => {
        const second = nested ? [...listA, ...listB] : listB;
        const [a, b] = [setOf(listA), setOf(second)];
        const [oracleA, oracleB] = [admits(listA), admits(second)];
        const same = oracleA.every((bit, index) => bit === oracleB[index]);
        expect(equals(a, b)).toBe(same);
        expect(exposureKey(a) === exposureKey(b)).toBe(same);
        expect(covers(a, b)).toBe(oracleB.every((bit, index) => !bit || oracleA[index]));
        expect(covers(b, a)).toBe(oracleA.every((bit, index) => !bit || oracleB[index]));
      }),
      run,
    );
  });

  it('reports how much of a rule it admits', () => {
    fc.assert(
      fc.property(rules, rules, (list, probes) => {
        const set = setOf(list);
        const oracle = admits(list);
        for (const probe of probes) {
          const wanted = admits([probe]).flatMap((bit, index) => (bit ? [oracle[index]] : []));
          const expected = wanted.every((bit) => !bit) ? 'none' : wanted.every((bit) => bit) ? 'all' : 'some';
          expect(share(set, probe, KNOWN_LISTS)).toBe(expected);
        }
      }),
      run,
    );
  });

  it('renders to lines that admit the same, and to the same lines again', () => {
    fc.assert(
      fc.property(rules, rules, (listA, listB) => {
        for (const set of [setOf(listA), subtract(setOf(listA), setOf(listB))]) {
          const lines = renderRules(set);
          const again = ruleSet(lines.flatMap((line) => parseRule(line).rules));
          expect(exposureKey(again)).toBe(exposureKey(set));
          expect(renderRules(again)).toEqual(lines);
        }
      }),
      { ...run, numRuns: 1200 },
    );
  });

  it('does not depend on how rules are split, repeated and ordered', () => {
    fc.assert(
      fc.property(rules, fc.infiniteStream(fc.nat(3)), (list, choices) => {
        const pieces = list.flatMap((rule) => cut(rule, choices.next().value ?? 0)).reverse();
        expect(exposureKey(setOf([...pieces, ...list.slice(0, 1)]))).toBe(exposureKey(setOf(list)));
      }),
      run,
    );
  });
});

describe('a rule set over the whole space', () => {
  it('keeps the laws of sets', () => {
    fc.assert(
      fc.property(
        fc.array(freeRule, { maxLength: 12 }),
        fc.array(freeRule, { maxLength: 12 }),
        (listA, listB) => {
          const [a, b] = [ruleSet(listA), ruleSet(listB)];
          const key = exposureKey(a);
          expect(exposureKey(union(subtract(a, b), intersect(a, b)))).toBe(key);
          expect(exposureKey(union(b, a))).toBe(exposureKey(union(a, b)));
          expect(exposureKey(intersect(b, a))).toBe(exposureKey(subtract(a, subtract(a, b))));
          expect(isEmpty(intersect(subtract(a, b), b))).toBe(true);
          expect(exposureKey(union(a, a))).toBe(key);
          expect(exposureKey(ruleSet(listA.toReversed()))).toBe(key);
          expect(exposureKey(ruleSet(renderRules(a).flatMap((line) => parseRule(line).rules)))).toBe(key);
        },
      ),
      { ...run, numRuns: 600 },
    );
  });

  it.each([
    ['the last IPv4 address', 'tcp 65535 from 255.255.255.255/32'],
    ['the last IPv6 address', 'udp 65535 from ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128'],
    ['the first addresses', 'tcp 0 from 0.0.0.0/32, ::/128'],
    ['everything', 'all from anywhere'],
    ['the last protocol', '255 from anywhere'],
    ['the last ICMP code', 'icmp 255/255 from 255.255.255.254/31'],
  ])('does not overflow at %s', (_, line) => {
    const set = read(line);
    expect(renderRules(set)).toEqual([line]);
    const world = read('all from anywhere');
    const rest = subtract(world, set);
    expect(exposureKey(union(rest, set))).toBe(exposureKey(world));
    expect(isEmpty(intersect(rest, set))).toBe(true);
    for (const { ipv4, ipv6 } of [set, rest, world]) {
      expect(ipv4.starts.every((start) => start >= 0n && start < spaceSize('ipv4'))).toBe(true);
      expect(ipv6.starts.every((start) => start >= 0n && start < spaceSize('ipv6'))).toBe(true);
    }
  });

  it('is immutable: operations leave their operands unchanged', () => {
    const [a, b] = [read('tcp 1-1000 from 10.0.0.0/8'), read('tcp 22 from anywhere')];
    const before = [exposureKey(a), exposureKey(b)];
    for (const operation of [union, intersect, subtract]) operation(operation(a, b), operation(b, a));
    expect([exposureKey(a), exposureKey(b)]).toEqual(before);
  });
});

describe('references', () => {
  it('expands known prefix lists and reports those that it cannot expand', () => {
    const rule = parseRule('tcp 443 from pl-known, pl-other, 10.0.0.0/8').rules;
    const lists = new Map([['pl-known', [cidr('ipv4', 11n << 24n, 8)]]]);
    const set = ruleSet(rule, lists);
    expect(opaqueLists(set)).toEqual(['pl-other']);
    expect(renderRules(set)).toEqual(['tcp 443 from 10.0.0.0/7, pl-other']);
    expect(opaqueLists(ruleSet(rule))).toEqual(['pl-known', 'pl-other']);
  });

  it("distinguishes a group of another account from the account's own", () => {
    expect(equals(read('all from sg-1'), read('all from 444455556666/sg-1'))).toBe(false);
    const own = parseRule('all from 444455556666/sg-1', { account: '444455556666' }).rules;
    expect(equals(read('all from sg-1'), ruleSet(own))).toBe(true);
  });

  it('has an empty set that is equal to any other', () => {
    expect(isEmpty(EMPTY)).toBe(true);
    expect(equals(EMPTY, subtract(read('all from anywhere, sg-1'), read('all from anywhere, sg-1')))).toBe(
      true,
    );
    expect(admits([])).toEqual(none);
  });
});

/** Returns the same rule in pieces. */
function cut(rule: IngressRule, choice: number): IngressRule[] {
  const { source, ports, protocols } = rule;
  if (choice === 0 && (source.kind === 'ipv4' || source.kind === 'ipv6')) {
    const bits = source.kind === 'ipv4' ? 32 : 128;
    if (source.prefixLength === bits) return [rule, rule];
    const half = 1n << BigInt(bits - source.prefixLength - 1);
    return [source.address, source.address + half].map((address) => ({
      ...rule,
      source: { ...source, address, prefixLength: source.prefixLength + 1 },
    }));
  }
  const halves = ({ first, last }: Range): Range[] => {
    const middle = Math.floor((first + last) / 2);
    return first === last
      ? [{ first, last }]
      : [
          { first, last: middle },
          { first: middle + 1, last },
        ];
  };
  if (choice === 1) return halves(protocols).map((part) => ({ ...rule, protocols: part }));
  const single = protocols.first === protocols.last && [1, 6, 17, 58].includes(protocols.first);
  return choice === 2 && single ? halves(ports).map((part) => ({ ...rule, ports: part })) : [rule];
}
