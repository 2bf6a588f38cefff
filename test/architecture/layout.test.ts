import { describe, expect, it } from 'vitest';
import { textsOf, tree } from './in-memory.ts';
import { largeFolders } from './rules/folder-size.ts';
import { unclaimedFiles } from './rules/mirrored-tests.ts';

describe('mirrored tests', () => {
  const runs = 'export const a = 1;';
  const found = (texts: Record<string, string>) => textsOf(unclaimedFiles(tree(texts)));
  const missing = 'src/a/b.ts has no test/a/b.test.ts, and no test claims to cover it';

  it('reports a file without a test', () => {
    expect(found({ 'src/a/b.ts': runs })).toEqual([missing]);
    expect(found({ 'src/a/b.ts': runs, 'test/b.test.ts': `import '../src/a/b.ts';` })).toEqual([
      `${missing} (imported by test/b.test.ts)`,
    ]);
    expect(found({ 'handler/b.ts': runs })).toEqual([expect.stringContaining('no test/handler/b.test.ts')]);
  });

  it('accepts the test at the mirrored path', () => {
    const mirrored = {
      'src/a/b.ts': runs,
      'test/a/b.test.ts': '',
      'handler/b.ts': runs,
      'test/handler/b.test.ts': '',
    };
    expect(found(mirrored)).toEqual([]);
  });

  it.each([
    '/** Covers src/a/b.ts. */',
    '/** Covers: src/x/y.ts, src/a/b.ts */',
    '/**\n * Covers src/x/y.ts,\n * src/a/*.ts: what they do together.\n */',
    '// Covers src/x/y.ts and\n// src/**/b.ts.',
    '/** Drives the whole. Covers src/a/. */',
  ])('accepts a test that says %s', (comment) => {
    const test = { 'test/x/y.test.ts': comment };
    expect(found({ 'src/a/b.ts': runs, 'src/x/y.ts': runs, ...test })).toEqual([]);
  });

  it.each([
    ['in a file that is not a test', 'test/x.ts', '/** Covers src/a/b.ts. */'],
    ['in a string', 'test/x.test.ts', `export const x = 'Covers src/a/b.ts';`],
    ['for another file', 'test/x.test.ts', '/** Covers src/a/other.ts, src/*.ts */'],
  ])('ignores a claim %s', (_, path, text) => {
    const others = { 'src/a/other.ts': 'export type A = 1;', 'src/c.ts': 'export type C = 1;' };
    expect(found({ 'src/a/b.ts': runs, ...others, [path]: text })).toEqual([missing]);
  });

  it('refuses a claim for a file that does not exist', () => {
    expect(found({ 'test/x.test.ts': '/** Covers src/gone/*.ts. */' })).toEqual([
      'test/x.test.ts claims to cover src/gone/*.ts, which does not exist',
    ]);
  });

  it.each([
    [
      true,
      `import type { B } from './b.ts';\nexport interface A extends B {}\ntype C = 1;\nexport type { C };`,
    ],
    [true, `export type { B } from './b.ts'; export { type C } from './c.ts'; export declare const d: 1;`],
    [false, 'export type A = 1; export const a = 1;'],
    [false, `export { b } from './b.ts';`],
    [false, `export * from './b.ts';`],
    [false, `import './b.ts';`],
    [false, 'start();'],
    [false, 'export enum A {}'],
  ])('requires no test for types alone (%s): %s', (typesAlone, text) => {
    expect(found({ 'src/a/b.ts': text })).toEqual(typesAlone ? [] : [missing]);
  });
});

describe('folder size', () => {
  it('counts only the files directly in a folder', () => {
    const files = (folder: string, count: number) =>
      Array.from({ length: count }, (_, n) => `${folder}/${n}.ts`);
    const large = largeFolders([...files('src/a', 26), ...files('src/b', 25), ...files('src/b/c', 25)]);
    expect(textsOf(large)).toEqual(['src/a has 26 files, at most 25']);
  });
});
