import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryFinder, globMatches, matchesGroup } from '../../../src/core/baseline/match-group.ts';
import { evaluateGroup, netNew, prepareBaseline, trustedSettleMs } from '../../../src/core/judge/evaluate.ts';
import { baselineOf, groupOf, NO_LISTS, NOW, rulesOf } from '../../support/groups.ts';

describe('a glob', () => {
  it('matches like an equivalent regular expression', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', ':', '.'), maxLength: 10 });
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(glob, text, (glob, text) => {
        const source = glob.replace(/[./]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
        expect(globMatches(glob, text)).toBe(new RegExp(`^${source}$`, 's').test(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('finds long parts across words of 32 bits', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '?'), minLength: 28, maxLength: 70 });
    fc.assert(
      fc.property(part, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 9 }), (part, around) => {
        const text = `${around}${part.replaceAll('?', 'a')}${around}`;
        expect(globMatches(`*${part}*`, text)).toBe(true);
        expect(globMatches(`*${part}c*`, text)).toBe(false);
      }),
    );
  });

  it('takes no longer for a long part that nearly matches everywhere', () => {
    const started = performance.now();
    expect(globMatches(`*${'a'.repeat(100_000)}b*`, 'a'.repeat(200_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(8000);
  });

  it('takes no longer for a hostile pattern', () => {
    const started = performance.now();
    expect(globMatches(`${'*a'.repeat(2000)}b`, 'a'.repeat(5000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('an entry', () => {
  it('is found in the order of the file', () => {
    const match = fc.record(
      {
        id: fc.constantFrom('sg-1', 'sg-2', 'sg-3'),
        name: fc.constantFrom('*', 'a*', 'b', '?'),
        vpc: fc.constantFrom('vpc-1', 'vpc-2'),
        tag: fc.constant({ k: 'v*' }),
      },
      { requiredKeys: [] },
    );
    const group = fc.record({
      id: fc.constantFrom('sg-1', 'sg-2', 'sg-3', 'sg-4'),
      name: fc.constantFrom('a', 'b', 'ab', ''),
      vpcId: fc.constantFrom('vpc-1', undefined),
      tags: fc.constantFrom<Record<string, string>>({}, { k: 'v1' }, { k: 'w' }),
    });
    fc.assert(
      fc.property(fc.array(match, { maxLength: 8 }), group, (matches, group) => {
        const entries = matches.map((match, index) => ({
          name: `${index}`,
          match,
          ingress: 'exactly' as const,
          rules: [],
          enforce: false,
        }));
        expect(entryFinder(entries)(group)).toBe(
          entries.findIndex(({ match }) => matchesGroup(match, group)),
        );
      }),
      { numRuns: 5000 },
    );
  });

  it('matches only tags that the group has, even if every object has a member of that name', () => {
    const group = groupOf([]);
    expect(matchesGroup({ tag: { constructor: '*' } }, group)).toBe(false);
    expect(matchesGroup({ tag: { Role: 'w?b' } }, group)).toBe(true);
    expect(matchesGroup({ tag: { Role: 'web', Env: '*' } }, group)).toBe(false);
  });

  it('does not make judging quadratic in a snapshot of 10,000 groups', () => {
    const groups = Array.from({ length: 10_000 }, (_, index) => groupOf([], { id: `sg-${index}` }));
    const entries = groups.map(({ id }) => ({
      name: id,
      match: { id },
      ingress: 'exactly' as const,
      rules: [],
      enforce: false,
    }));
    const baseline = prepareBaseline(baselineOf(undefined, { groups: entries }));
    const started = performance.now();
    for (const group of groups) evaluateGroup(group, baseline, { now: NOW, lists: NO_LISTS });
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('a trusted principal', () => {
  const trusted = [
    { principal: 'arn:aws:iam::*:role/terraform', settleMs: 300_000 },
    { principal: 'arn:aws:iam::111122223333:role/*', settleMs: 60_000 },
    { principal: 'config.amazonaws.com', settleMs: 1_000 },
  ];
  const baseline = prepareBaseline(baselineOf([], { trusted }));
  it.each([
    ['arn:aws:iam::444455556666:role/terraform', 300_000],
    ['arn:aws:iam::111122223333:role/terraform', 300_000],
    ['arn:aws:iam::111122223333:role/ops/deploy', 60_000],
    ['config.amazonaws.com', 1_000],
    ['arn:aws:iam::444455556666:role/terraform2', undefined],
    ['arn:aws:iam::444455556666:user/terraform', undefined],
    ['ARN:AWS:IAM::444455556666:ROLE/TERRAFORM', undefined],
    ['', undefined],
  ])('lets %s settle for %s', (arn, settleMs) => {
    expect(trustedSettleMs({ arn }, baseline)).toBe(settleMs);
  });
});

describe('net-new exposure', () => {
  const change = (parts: object) => ({
    eventId: 'e',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'AuthorizeSecurityGroupIngress',
    time: '2026-11-23T12:00:00Z',
    account: '111122223333',
    region: 'eu-west-1',
    actor: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/a', name: 'a' },
    via: 'cli' as const,
    groupIds: ['sg-0aaa'],
    groupNames: [],
    prefixListIds: [],
    attachmentIds: [],
    added: [],
    removed: [],
    modifiedRuleIds: [],
    removedRuleIds: [],
    ...parts,
  });
  const added = rulesOf(['tcp 22 from 203.0.113.0/25']);

  it('is what no other rule admitted before', () => {
    expect(netNew(change({ added }), groupOf(['tcp 22 from 203.0.113.0/25']))).toBe(true);
    expect(
      netNew(change({ added }), groupOf(['tcp 22 from 203.0.113.0/25', 'tcp 0-100 from 203.0.113.0/24'])),
    ).toBe(false);
    expect(
      netNew(change({ added }), groupOf(['tcp 22 from 203.0.113.0/25', 'tcp 22 from 203.0.113.0/26'])),
    ).toBe(true);
    const removed = rulesOf(['tcp from 203.0.113.0/24']);
    expect(netNew(change({ added, removed }), groupOf(['tcp 22 from 203.0.113.0/25']))).toBe(false);
  });

  it('is unknown if the record lacks the earlier text, unless another rule covers the new one', () => {
    const modifiedRuleIds = ['sgr-1'];
    expect(
      netNew(change({ added, modifiedRuleIds }), groupOf(['tcp 22 from 203.0.113.0/25'])),
    ).toBeUndefined();
    const covered = groupOf(['tcp 22 from 203.0.113.0/25', 'all from 203.0.113.0/24']);
    expect(netNew(change({ added, modifiedRuleIds }), covered)).toBe(false);
    expect(netNew(change({ eventName: 'ModifyManagedPrefixList' }), groupOf([]))).toBeUndefined();
  });

  it('is false if rules are only removed', () => {
    expect(netNew(change({ eventName: 'RevokeSecurityGroupIngress' }), groupOf([]))).toBe(false);
  });

  it('is in the verdict of the group', () => {
    const baseline = prepareBaseline(baselineOf([]));
    const options = { now: NOW, lists: NO_LISTS, change: change({ added }) };
    expect(evaluateGroup(groupOf(['tcp 22 from 203.0.113.0/25']), baseline, options)[0]!.args.netNew).toBe(
      true,
    );
    expect(evaluateGroup(groupOf([]), baseline, options)[0]!.args).toEqual({});
  });
});
