import { describe, expect, it } from 'vitest';
import { sources, tree } from './in-memory.ts';
import { listing } from './listing.ts';
import { unexcused } from './rules/violations.ts';

describe('exceptions', () => {
  const found = [{ key: 'src/a/b.ts#run', text: 'run is long' }];

  it.each(['src/a/b.ts#run', 'b.ts#run', 'a/*.ts#run', 'b.ts#*', 'src/**/b.ts#run', 'src/'])(
    'matches %s',
    (key) => {
      expect(unexcused(found, { [key]: 'a table' })).toEqual([]);
    },
  );

  it.each(['b.ts', 'xb.ts#run', 'src/*/run', 'b.ts#ru', 'a.ts#run'])('does not match %s', (key) => {
    expect(unexcused(found, { [key]: 'once' })).toEqual([
      'run is long',
      `the exception "${key}" matches nothing any more; remove it from test/architecture/exceptions.ts`,
    ]);
  });
});

describe('the list of all violations', () => {
  it('contains excused violations, and the counts', () => {
    const list = listing(tree({ 'src/a/b.ts': `import './b.ts'; export const a = x as never;` }));
    expect(list).toContain('# no import cycles: 1\nsrc/a/b.ts → src/a/b.ts\n');
    expect(list).toContain('src/a/b.ts:1 as never, in a\n');
    expect(list).toContain('# assertions\nsrc/a: 1 "as", 0 "!"\n');
  });
});

it('reports the file that it cannot read', () => {
  expect(() => sources({ 'src/a.ts': 'const = 1;' })).toThrow(/^src\/a\.ts: /);
  expect(() => tree({ 'test/a.test.ts': '/** Covers src/**/a.ts */' })).toThrow(/^test\/a\.test\.ts: /);
});
