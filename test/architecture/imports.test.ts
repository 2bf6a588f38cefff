import { describe, expect, it } from 'vitest';
import { imports, textsOf } from './in-memory.ts';
import { cycles, unexcusedCycles } from './rules/cycles.ts';
import { unusedPermissions } from './rules/unused-permissions.ts';

describe('a cycle', () => {
  const found = (texts: Record<string, string>) => textsOf(cycles(imports(texts)));

  it.each([
    ['an import', `import { b } from './b.ts';`, '→'],
    ['an import for its effects', `import './b.ts';`, '→'],
    ['an import of types', `import type { B } from './b.ts';`, '⇢'],
    ['a type inside of an import', `import { type B } from './b.ts';`, '→'],
    ['a type', `export let b: typeof import('./b.ts');`, '⇢'],
    ['a re-export', `export { b } from './b.ts';`, '→'],
    ['a re-export of types', `export type { B } from './b.ts';`, '⇢'],
    ['a re-export of all', `export * from './b.ts';`, '→'],
    ['a dynamic import', `export const b = () => import('./b.ts');`, '→'],
  ])('is closed by %s', (_, text, arrow) => {
    const back = `import { a } from '../a.ts';`;
    expect(found({ 'src/a.ts': text.replace('./', './x/'), 'src/x/b.ts': back })).toEqual([
      `src/a.ts ${arrow} src/x/b.ts → src/a.ts`,
    ]);
  });

  const knot = {
    'handler/a.ts': `import './b.ts'; import './d.ts';`,
    'handler/b.ts': `import './c.ts';`,
    'handler/c.ts': `import './a.ts';`,
    'handler/d.ts': `import './a.ts';`,
    'handler/alone.ts': `import './alone.ts';`,
    'handler/free.ts': `import './a.ts'; import 'node:fs';`,
  };

  it('is reported once per knot, in its shortest form', () => {
    expect(found(knot)).toEqual([
      'handler/a.ts → handler/d.ts → handler/a.ts ' +
        '(one cycle of several among handler/a.ts, handler/b.ts, handler/c.ts, handler/d.ts)',
      'handler/alone.ts → handler/alone.ts',
    ]);
  });

  it('is not hidden by an exception for another cycle', () => {
    const exceptions = { 'd.ts > a.ts': 'known', 'handler/alone.ts > alone.ts': 'known' };
    expect(unexcusedCycles(imports(knot), exceptions)).toEqual([
      'handler/a.ts → handler/b.ts → handler/c.ts → handler/a.ts',
    ]);
  });

  it('allows no exception for an import that closes none', () => {
    expect(unexcusedCycles(imports({ 'src/a.ts': `import './b.ts';` }), { 'a.ts > b.ts': 'once' })).toEqual([
      expect.stringContaining('the exception "a.ts > b.ts" matches nothing any more'),
    ]);
  });
});

describe('the rule of unused permissions', () => {
  const parts = {
    'src/a': {
      parts: ['src/b', 'src/c', 'src/d'],
      types: ['src/c', 'src/e', 'src/f'],
      packages: ['node:', 'yaml'],
    },
    'src/a/inner': { parts: ['src/d'], packages: ['yaml'] },
  };
  const others = Object.fromEntries(
    ['b', 'c', 'd', 'e', 'f'].map((name) => [`src/${name}`, { parts: [], packages: [] }]),
  );

  it('lists each one that no import uses', () => {
    const text = `import '../b/x.ts'; import type { C } from '../c/x.ts'; import type { E } from '../e/x.ts'; import '../f/x.ts';
      import 'node:fs';`;
    const inner = `import '../../d/x.ts'; import 'yaml';`;
    const found = unusedPermissions(
      { ...parts, ...others },
      imports({ 'src/a/x.ts': text, 'src/a/inner/x.ts': inner }),
    );
    expect(textsOf(found)).toEqual([
      'src/a may import src/c at run time: its types are enough, but does not',
      'src/a may import src/d, but does not',
      'src/a may import types of src/c, but does not',
      'src/a may import types of src/f, but does not',
      'src/a may import yaml, but does not',
    ]);
  });
});
