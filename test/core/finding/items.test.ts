import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCidr } from '../../../src/core/exposure/cidr.ts';
import type { IngressRule } from '../../../src/core/exposure/rule.ts';
import { parseRule } from '../../../src/core/exposure/rule-grammar.ts';
import {
  EMPTY,
  exposureKey,
  intersect,
  isEmpty,
  type RuleSet,
  ruleSet,
  subtract,
} from '../../../src/core/exposure/rule-set.ts';
import type { FindingItem } from '../../../src/core/finding/finding.ts';
import { items } from '../../../src/core/finding/items.ts';
import { KNOWN_LISTS, rules } from '../exposure/universe.ts';

const NO_LISTS = new Map();
const read = (...lines: string[]): RuleSet => ruleSet(lines.flatMap((line) => parseRule(line).rules));

/** Live rules from lines with one source each. The first is `sgr-1`. */
function live(...lines: string[]): IngressRule[] {
  return lines.flatMap((line, index) =>
    parseRule(line).rules.map((rule) => ({ ...rule, id: `sgr-${index + 1}` })),
  );
}

function unexpected(rulesNow: IngressRule[], ...allowed: string[]): FindingItem[] {
  return items(subtract(ruleSet(rulesNow), read(...allowed)), rulesNow, NO_LISTS, read(...allowed));
}

describe('items', () => {
  it('names the rules of every line, even if many broad rules leave a remainder', () => {
    const ports = Array.from({ length: 100 }, (_, index) => index * 10);
    const now = live(...ports.map((port) => `tcp ${port}-${port + 5} from 10.0.0.0/8`));
    const found = unexpected(now, ...ports.map((port) => `tcp ${port} from 10.0.0.0/8`));
    expect(found.filter(({ ids }) => ids.length === 0)).toEqual([]);
    expect(new Set(found.flatMap(({ ids }) => ids)).size).toBe(100);
  });

  it('names the rule that causes a line', () => {
    const now = live('tcp 443 from 0.0.0.0/0', 'tcp 22 from 192.0.2.1', 'tcp 3389 from sg-0a');
    expect(unexpected(now, 'tcp 443 from anywhere')).toEqual([
      { rule: 'tcp 22 from 192.0.2.1/32', ids: ['sgr-2'] },
      { rule: 'tcp 3389 from sg-0a', ids: ['sgr-3'] },
    ]);
  });

  it('names all rules behind a joined line', () => {
    const now = live(
      'tcp 22 from 0.0.0.0/1',
      'tcp 22 from 128.0.0.0/1',
      'tcp 22 from ::/0',
      'udp 53 from sg-0a',
    );
    expect(unexpected(now, 'udp 53 from sg-0a')).toEqual([
      { rule: 'tcp 22 from anywhere', ids: ['sgr-1', 'sgr-2', 'sgr-3'] },
    ]);
  });

  it('names the broad rule of a remainder, and which part of it is allowed', () => {
    const of = { rule: 'all from anywhere', allowed: ['tcp 443 from anywhere'] };
    const ids = ['sgr-1', 'sgr-2'];
    expect(unexpected(live('all from 0.0.0.0/0', 'all from ::/0'), 'tcp 443 from anywhere')).toEqual([
      { rule: '0-5 from anywhere', ids, of },
      { rule: 'tcp 0-442,444-65535 from anywhere', ids, of },
      { rule: '7-255 from anywhere', ids, of },
    ]);
  });

  it('distinguishes a narrow rule from the broad one around it', () => {
    const now = live('tcp 1-100 from 10.0.0.0/8', 'tcp 22 from 10.1.0.0/16');
    const of = { rule: 'tcp 1-100 from 10.0.0.0/8', allowed: ['tcp 80 from 10.0.0.0/8'] };
    const [narrow, ...others] = unexpected(now, 'tcp 80 from 10.0.0.0/8');
    expect(narrow).toEqual({ rule: 'tcp 22 from 10.1.0.0/16', ids: ['sgr-2', 'sgr-1'] });
    expect(others.every((item) => item.of?.rule === of.rule && item.of.allowed[0] === of.allowed[0])).toBe(
      true,
    );
    expect(others.flatMap(({ ids }) => ids).every((id) => id === 'sgr-1')).toBe(true);
  });

  it('names a prefix list and not its entries', () => {
    const lists = new Map([['pl-0a', [parseCidr('10.0.0.0/8'), parseCidr('192.0.2.0/24')]]]);
    const now = live('tcp 22 from pl-0a');
    const allowed = read('tcp 22 from 10.0.0.0/8');
    expect(items(subtract(ruleSet(now, lists), allowed), now, lists, allowed)).toEqual([
      {
        rule: 'tcp 22 from 192.0.2.0/24',
        ids: ['sgr-1'],
        of: { rule: 'tcp 22 from pl-0a', allowed: ['tcp 22 from 10.0.0.0/8'] },
      },
    ]);
  });

  it('has no ids for missing rules, or for rules without one', () => {
    expect(items(read('tcp 443 from anywhere'), live('tcp 22 from sg-0a'), NO_LISTS, EMPTY)).toEqual([
      { rule: 'tcp 443 from anywhere', ids: [] },
    ]);
    const now = parseRule('tcp 22 from sg-0a').rules;
    expect(items(ruleSet(now), now, NO_LISTS, EMPTY)).toEqual([{ rule: 'tcp 22 from sg-0a', ids: [] }]);
  });

  it('gives the same items whatever the order of the rules', () => {
    fc.assert(
      fc.property(rules, rules, fc.nat(), (liveRules, allowed, at) => {
        const now = liveRules.map((rule, index) => ({ ...rule, id: `sgr-${index}` }));
        const turned = [
          ...now.slice(at % (now.length + 1)),
          ...now.slice(0, at % (now.length + 1)),
        ].reverse();
        const meant = ruleSet(allowed, KNOWN_LISTS);
        const part = subtract(ruleSet(now, KNOWN_LISTS), meant);
        expect(items(part, turned, KNOWN_LISTS, meant)).toEqual(items(part, now, KNOWN_LISTS, meant));
      }),
      { numRuns: 200 },
    );
  });

  it('covers exactly the part, and names a rule in each line that some rule causes', () => {
    fc.assert(
      fc.property(rules, rules, (listA, listB) => {
        const now = listA.map((rule, index) => ({ ...rule, id: `sgr-${index}` }));
        const allowed = ruleSet(listB, KNOWN_LISTS);
        const part = subtract(ruleSet(now, KNOWN_LISTS), allowed);
        const found = items(part, now, KNOWN_LISTS, allowed);
        const reported = read(...found.map(({ rule }) => rule));
        expect(exposureKey(reported)).toBe(exposureKey(part));
        for (const { rule, ids, of } of found) {
          expect(ids.length).toBeGreaterThan(0);
          const causes = ruleSet(
            now.filter(({ id }) => ids.includes(id)),
            KNOWN_LISTS,
          );
          expect(isEmpty(subtract(read(rule), causes))).toBe(true);
          if (of !== undefined) expect(isEmpty(subtract(read(...of.allowed), allowed))).toBe(true);
          const others = now.filter(({ id }) => !ids.includes(id));
          expect(isEmpty(intersect(read(rule), ruleSet(others, KNOWN_LISTS)))).toBe(true);
        }
      }),
      { numRuns: 500, seed: 13 },
    );
  });
});
