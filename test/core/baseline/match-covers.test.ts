import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { GroupMatch } from '../../../src/core/baseline/baseline.ts';
import { matchCovers } from '../../../src/core/baseline/match-covers.ts';
import { matchesGroup } from '../../../src/core/baseline/match-group.ts';

const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 4 });
const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 5 });
const match: fc.Arbitrary<GroupMatch> = fc.record(
  {
    id: fc.constantFrom('sg-1', 'sg-2'),
    vpc: fc.constantFrom('vpc-1', 'vpc-2'),
    name: glob,
    tag: fc.dictionary(fc.constantFrom('x', 'y'), glob, { minKeys: 1 }),
  },
  { requiredKeys: [] },
);
const group = fc.record({
  id: fc.constantFrom('sg-1', 'sg-2'),
  vpcId: fc.constantFrom('vpc-1', 'vpc-2'),
  name: text,
  tags: fc.dictionary(fc.constantFrom('x', 'y'), text),
});

it('is true only if every group of the narrow match is matched by the wide one', () => {
  let covered = 0;
  fc.assert(
    fc.property(match, match, fc.array(group, { minLength: 20 }), (wide, narrow, groups) => {
      if (!matchCovers(wide, narrow)) return;
      covered += 1;
      for (const one of groups) {
        if (matchesGroup(narrow, one)) expect(matchesGroup(wide, one)).toBe(true);
      }
    }),
    { numRuns: 5_000, seed: 20_260_302 },
  );
  expect(covered).toBeGreaterThan(50);
});

it.each<[GroupMatch, GroupMatch]>([
  [{ name: '*' }, { id: 'sg-1' }],
  [{ name: 'web-*' }, { name: 'web-a*', tag: { Role: 'x' } }],
  [{ tag: { Role: '*' } }, { tag: { Role: 'db', Stage: 'prod' } }],
])('knows that %j covers %j, and not the other way round', (wide, narrow) => {
  expect(matchCovers(wide, narrow)).toBe(true);
  expect(matchCovers(narrow, wide)).toBe(false);
});
