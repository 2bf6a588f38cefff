// Covers src/core/exposure/plain-cover.ts, src/core/baseline/baseline.ts, src/core/baseline/exceptions.ts,
// src/core/baseline/prepared-baseline.ts, src/core/judge/allowed.ts, src/core/judge/case.ts,
// src/core/judge/net-new.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxesOf, plainlyCovers } from '../../../src/core/exposure/plain-cover.ts';
import { renderRules } from '../../../src/core/exposure/render-rules.ts';
import { covers, ruleSet } from '../../../src/core/exposure/rule-set.ts';
import { evaluateGroup, hasFinding, prepareBaseline } from '../../../src/core/judge/evaluate.ts';
import { baselineOf, groupOf, NOW, never, rulesOf } from '../../support/groups.ts';
import { brief, judge, lists } from '../../support/judged.ts';
import { KNOWN_LISTS, rule } from '../exposure/universe.ts';

describe('a group with an entry', () => {
  it('matches the baseline if it admits the same, however it is written', () => {
    const baseline = baselineOf(['tcp 80,443 from anywhere']);
    for (const lines of [
      ['tcp 80,443 from anywhere'],
      ['tcp 443 from ::/0, 0.0.0.0/1, 128.0.0.0/1', 'tcp 80 from 9.9.9.9/0, ::/1, 8000::/1'],
    ]) {
      expect(judge(groupOf(lines), baseline)).toEqual([
        {
          kind: 'compliant',
          code: 'in-line',
          severity: 'info',
          group: { id: 'sg-0aaa', name: 'web', vpcId: 'vpc-0aaa' },
          unexpected: [],
          missing: [],
          baseline: 'web',
          args: {},
        },
      ]);
    }
  });

  it('reports unexpected and missing traffic in one verdict, with the rules that cause it', () => {
    const group = groupOf(['tcp 443 from 0.0.0.0/0', 'tcp 22 from 203.0.113.0/24']);
    expect(judge(group, baselineOf(['tcp 80,443 from 0.0.0.0/0']))).toEqual([
      {
        kind: 'drift',
        code: 'unexpected-ingress',
        severity: 'medium',
        group: { id: 'sg-0aaa', name: 'web', vpcId: 'vpc-0aaa' },
        unexpected: [{ rule: 'tcp 22 from 203.0.113.0/24', ids: ['sgr-2'] }],
        missing: [{ rule: 'tcp 80 from 0.0.0.0/0', ids: [] }],
        baseline: 'web',
        args: { relation: 'exactly' },
      },
    ]);
  });

  it('reports the broad rule if only a part of it is unexpected', () => {
    const [verdict] = judge(
      groupOf(['tcp 0-65535 from 10.0.0.0/8']),
      baselineOf(['tcp 443 from 10.0.0.0/8']),
    );
    expect(verdict!.unexpected).toEqual([
      {
        rule: 'tcp 0-442,444-65535 from 10.0.0.0/8',
        ids: ['sgr-1'],
        of: { rule: 'tcp from 10.0.0.0/8', allowed: ['tcp 443 from 10.0.0.0/8'] },
      },
    ]);
  });

  it.each([
    ['exactly', ['tcp 22 from 10.0.0.0/8'], ['tcp 80 from 10.0.0.0/8']],
    ['at-most', ['tcp 22 from 10.0.0.0/8'], []],
    ['at-least', [], ['tcp 80 from 10.0.0.0/8']],
  ] as const)('%s reports only the differences that it forbids', (ingress, unexpected, missing) => {
    const group = groupOf(['tcp 22,443 from 10.0.0.0/8']);
    const [verdict] = judge(group, baselineOf(['tcp 80,443 from 10.0.0.0/8'], { ingress }));
    expect(verdict!.unexpected.map(({ rule }) => rule)).toEqual(unexpected);
    expect(verdict!.missing.map(({ rule }) => rule)).toEqual(missing);
    expect(verdict!.code).toBe(unexpected.length > 0 ? 'unexpected-ingress' : 'missing-ingress');
  });

  it('is judged by the first entry that matches', () => {
    const entry = (name: string, match: object, rule: string) => ({
      name,
      match,
      ingress: 'exactly' as const,
      rules: [rule],
      enforce: false,
    });
    const groups = [
      entry('by tag', { tag: { Role: 'db' } }, 'tcp 1 from 10.0.0.0/8'),
      entry('by glob', { name: 'w*' }, 'tcp 2 from 10.0.0.0/8'),
      entry('by id', { id: 'sg-0aaa' }, 'tcp 3 from 10.0.0.0/8'),
    ];
    expect(judge(groupOf([]), baselineOf(undefined, { groups }))[0]!.baseline).toBe('by glob');
    expect(judge(groupOf([], { name: 'x' }), baselineOf(undefined, { groups }))[0]!.baseline).toBe('by id');
    expect(judge(groupOf([], { tags: { Role: 'db' } }), baselineOf(undefined, { groups }))[0]!.baseline).toBe(
      'by tag',
    );
  });

  it('treats a reference to a group of its own account like one without an owner', () => {
    const baseline = baselineOf(['tcp 443 from 111122223333/sg-0bbb, 444455556666/sg-0ccc']);
    const rules = rulesOf(['tcp 443 from sg-0bbb, 444455556666/sg-0ccc']);
    expect(judge(groupOf([], { rules }), baseline)[0]!.code).toBe('in-line');
    const elsewhere = groupOf([], { rules, account: '444455556666' });
    expect(judge(elsewhere, baseline)[0]!.code).toBe('unexpected-ingress');
  });

  it('judges a prefix list by its entries, so that an edit of the list is a finding', () => {
    const baseline = baselineOf(['tcp 443 from 10.0.0.0/8']);
    const group = groupOf(['tcp 443 from pl-0aaa']);
    expect(
      judge(group, baseline, { lists: lists({ 'pl-0aaa': ['10.0.0.0/9', '10.128.0.0/9'] }) })[0]!.code,
    ).toBe('in-line');
    const edited = lists({ 'pl-0aaa': ['10.0.0.0/8', '198.51.100.0/24'] });
    const [verdict] = judge(group, baseline, { lists: edited });
    expect(verdict!.unexpected.map(({ rule, ids }) => [rule, ids])).toEqual([
      ['tcp 443 from 198.51.100.0/24', ['sgr-1']],
    ]);
  });
});

describe('a list of unknown content', () => {
  const group = groupOf(['tcp 22 from pl-0aaa']);

  it('is reported in addition to other findings', () => {
    const verdicts = judge(group, baselineOf([]));
    expect(brief(verdicts).map(({ code, severity }) => [code, severity])).toEqual([
      ['unexpected-ingress', 'high'],
      ['opaque-prefix-list', 'info'],
    ]);
    expect(verdicts[1]).toMatchObject({
      kind: 'error',
      unexpected: [{ rule: 'tcp 22 from pl-0aaa', ids: ['sgr-1'] }],
      args: { prefixListIds: ['pl-0aaa'] },
    });
  });

  it('is reported if a never line has its ports, and only then', () => {
    const codes = (rule: string) =>
      judge(group, baselineOf(['tcp 22 from pl-0aaa'], { never: [never(rule)] })).map(({ code }) => code);
    expect(codes('tcp 22 from anywhere')).toEqual(['in-line', 'opaque-prefix-list']);
    expect(codes('tcp 23 from anywhere')).toEqual(['in-line']);
  });

  it('causes no finding if the entry allows the list itself', () => {
    expect(judge(group, baselineOf(['tcp 22 from pl-0aaa'])).map(({ code }) => code)).toEqual(['in-line']);
  });
});

describe('an unlisted group', () => {
  it('is a finding with a severity by its exposure, or is ignored', () => {
    const alert = baselineOf(undefined, { unlisted: 'alert' });
    expect(brief(judge(groupOf(['tcp 22 from anywhere']), alert))).toEqual([
      { code: 'unlisted-group', severity: 'critical', unexpected: ['tcp 22 from anywhere'], missing: [] },
    ]);
    expect(brief(judge(groupOf([]), alert))).toEqual([
      { code: 'unlisted-group', severity: 'low', unexpected: [], missing: [] },
    ]);
    expect(judge(groupOf(['tcp 22 from anywhere']), baselineOf(undefined)).map(({ code }) => code)).toEqual([
      'in-line',
    ]);
  });
});

describe('hasFinding', () => {
  it('returns whether evaluateGroup finds anything', () => {
    const lines = fc.array(rule, { maxLength: 5 });
    const line = fc.constantFrom(
      undefined,
      'tcp from anywhere',
      'all from public',
      'udp 0-3 from 0.0.0.0/29',
      'all from sg-1',
    );
    fc.assert(
      fc.property(lines, lines, line, fc.boolean(), (live, meant, forbidden, alert) => {
        const baseline = prepareBaseline(
          baselineOf(alert ? undefined : renderRules(ruleSet(meant)), {
            never: forbidden === undefined ? [] : [never(forbidden)],
            unlisted: alert ? 'alert' : 'ignore',
          }),
        );
        const group = groupOf([], { rules: live });
        const found = evaluateGroup(group, baseline, { now: NOW, lists: KNOWN_LISTS });
        const isFound = found.some(({ code }) => code !== 'in-line');
        expect(hasFinding(group, baseline, { now: NOW, lists: KNOWN_LISTS })).toBe(isFound);
      }),
      { numRuns: 500 },
    );
  });

  it('never contradicts the exact sets in its quick check of rules', () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 5 }), fc.array(rule, { maxLength: 5 }), (wide, narrow) => {
        if (plainlyCovers(boxesOf(wide), narrow)) {
          expect(covers(ruleSet(wide, KNOWN_LISTS), ruleSet(narrow, KNOWN_LISTS))).toBe(true);
        }
        expect(plainlyCovers(boxesOf(wide), wide)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
