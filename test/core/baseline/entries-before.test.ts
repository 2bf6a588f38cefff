// Covers src/core/record/tags.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entriesBefore } from '../../../src/core/baseline/entries-before.ts';
import { matchesGroup } from '../../../src/core/baseline/match-group.ts';
import { tagsAfter } from '../../../src/core/record/tags.ts';
import { groupOf } from '../../support/groups.ts';

const entry = (name: string, match: object) => ({
  name,
  match,
  ingress: 'exactly' as const,
  rules: [],
  enforce: false,
});
const ENTRIES = [
  entry('web', { tag: { Role: 'web*' } }),
  entry('db', { tag: { Role: 'db', Stage: 'prod' } }),
  entry('rest', { name: 'sg-*', tag: { Stage: '*' } }),
];
const group = (tags: Record<string, string>) => ({ ...groupOf([]), name: 'sg-x', tags });
const retag = (parts: object) => ({ put: {}, removed: [], removedAll: false, ...parts });

describe('the entries before a change of tags', () => {
  it.each<[string, Record<string, string>, object, string[]]>([
    ['a deleted tag with its value', {}, { removed: [{ key: 'Role', value: 'web-1' }] }, ['web']],
    ['a deleted tag without its value', { Stage: 'prod' }, { removed: [{ key: 'Role' }] }, ['web', 'db']],
    ['a deleted tag that no entry names', { Role: 'web' }, { removed: [{ key: 'Owner' }] }, []],
    ['a tag that is still there', { Role: 'web' }, { removed: [{ key: 'Role', value: 'db' }] }, []],
    ['all tags deleted', {}, { removedAll: true }, ['web', 'db', 'rest']],
    ['a new value', { Role: 'db', Stage: 'prod' }, { put: { Role: 'db' } }, ['web', 'rest']],
    ['a tag that no entry names', { Role: 'web', Owner: 'eve' }, { put: { Owner: 'eve' } }, []],
  ])('%s', (_, tags, change, names) => {
    expect(entriesBefore(group(tags), retag(change), ENTRIES)).toEqual(names);
  });

  it('always contain the true one', () => {
    const key = fc.constantFrom('Role', 'Stage', 'Owner');
    const value = fc.constantFrom('web', 'web-2', 'db', 'prod');
    const tags = fc.dictionary(key, value, { maxKeys: 3 });
    const change = fc.oneof(
      tags.map((put) => retag({ put })),
      fc
        .array(fc.record({ key, value: fc.option(value, { nil: undefined }) }), { minLength: 1 })
        .map((removed) => retag({ removed })),
      fc.constant(retag({ removedAll: true })),
    );
    fc.assert(
      fc.property(tags, change, (before, change) => {
        const after = tagsAfter(before, change);
        const of = (tags: Record<string, string>) =>
          ENTRIES.find(({ match }) => matchesGroup(match, group(tags)))?.name;
        const left = of(before);
        if (left !== undefined && left !== of(after)) {
          expect(entriesBefore(group(after), change, ENTRIES)).toContain(left);
        }
      }),
      { numRuns: 2_000, seed: 20_260_302 },
    );
  });
});
