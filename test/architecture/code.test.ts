import { describe, expect, it } from 'vitest';
import { sources, textsOf } from './in-memory.ts';
import { blindCasts, brokenCeilings, countCasts } from './rules/casts.ts';
import { largeFunctions } from './rules/function-size.ts';
import { ambiguousTypes } from './rules/type-names.ts';

describe('function size', () => {
  const found = (text: string) => textsOf(largeFunctions(sources({ 'src/a.ts': text })));
  const long = (lines: number) => '\n'.repeat(lines - 1);

  it.each([
    ['a declaration', `function far() {${long(71)}}`, 'far'],
    ['an exported one', `export async function far() {${long(71)}}`, 'far'],
    ['a constant arrow', `const far = () => [${long(71)}];`, 'far'],
    ['an expression', `const far = function () {${long(71)}};`, 'far'],
    ['a property', `const x = { far: () => {${long(71)}} };`, 'far'],
    ['a method of an object', `const x = { far() {${long(71)}} };`, 'far'],
    ['a method', `class A { static far() {${long(71)}} }`, 'A.far'],
    ['a private method', `class A { #far() {${long(71)}} }`, 'A.#far'],
    ['a callback', `program.option('x').action(() => {${long(71)}});`, 'action()'],
    ['a default export', `export default () => {${long(71)}};`, 'anonymous'],
    ['a signature', `function far(${long(71)}) {}`, 'far'],
  ])('reports %s of 71 lines', (_, text, name) => {
    expect(found(`\n${text}`)).toEqual([`src/a.ts:2 ${name} has 71 lines, at most 70`]);
    expect(found(text.replace('\n', ''))).toEqual([]);
  });

  it('counts a function that returns others, and each of those', () => {
    expect(found(`function outer() {\nfunction inner() {${long(71)}}\nreturn { inner };\n}`)).toEqual([
      'src/a.ts:1 outer has 74 lines, at most 70',
      'src/a.ts:2 outer.inner has 71 lines, at most 70',
    ]);
  });

  it('counts parameters, and a destructured object as one', () => {
    expect(found('const f = (a: 1, b: 2, c: 3, d: 4, e?: 5, ...f: 6[]) => a;')).toEqual([
      'src/a.ts:1 f has 6 parameters, at most 5',
    ]);
    expect(found('function f(this: X, { a, b, c }: Y, d: 1, e: 2, f: 3, g = 4) {}')).toEqual([]);
    expect(
      found('type F = (a: 1, b: 2, c: 3, d: 4, e: 5, f: 6) => void; declare function f(a, b, c, d, e, f);'),
    ).toEqual([]);
  });
});

describe('the rule of type names', () => {
  const found = (texts: Record<string, string>) => textsOf(ambiguousTypes(sources(texts)));

  it.each([
    'export interface Place {}',
    'export type Place = 1;',
    'export class Place {}',
    'export default class Place {}',
    'export enum Place {}',
    'type Place = 1; export type { Place };',
    'type Local = 1; export { type Local as Place };',
  ])('reports %s', (text) => {
    expect(found({ 'src/a/b.ts': 'export interface Place {}', 'handler/c.ts': text })).toEqual([
      'Place is declared in src/a/b.ts and handler/c.ts',
    ]);
  });

  it.each(['interface Place {}', `export type { Place } from './b.ts';`, 'export const Place = 1;'])(
    'ignores %s',
    (text) => {
      expect(
        found({ 'src/a.ts': text, 'src/b.ts': 'export interface Place {}; export const Place = 1;' }),
      ).toEqual([]);
    },
  );
});

describe('casts', () => {
  const count = (text: string) => countCasts(sources({ 'src/a/b/c.ts': text }))['src/a'];
  const blind = (text: string) => textsOf(blindCasts(sources({ 'src/a.ts': text })));

  it('counts only assertions', () => {
    expect(count('let a!: A; const b = (x as B)!.c! as unknown as D; f(<E>y);')).toEqual({ as: 4, '!': 3 });
    expect(
      count(`import { a as b } from './d.ts'; export { b as c }; const d = [1] as const; !b; b !== d;`),
    ).toEqual({
      as: 0,
      '!': 0,
    });
  });

  it.each([
    ['const a = x as never;', 'as never, in a'],
    ['export const a = { b: x as any };', 'as any, in a'],
    ['function f() { return () => x as unknown as A; }', 'as unknown as, in f.anonymous'],
    ['class A { b() { return (x as unknown) as A; } }', 'as unknown as, in A.b'],
    ['start(<never>x);', 'as never, in module'],
  ])('finds the blind one in %s', (text, expected) => {
    expect(blind(text)).toEqual([`src/a.ts:1 ${expected}`]);
  });

  it('leaves a plain assertion to the ceilings', () => {
    expect(blind('const a = x as A; const b = x as unknown; const c = x as never[];')).toEqual([]);
  });

  it.each([
    [100, 100, []],
    [95, 100, []],
    [101, 100, ['src/a has 101 "as", at most 100']],
    [94, 100, ['src/a has only 94 "as": lower its ceiling from 100']],
    [9, 10, ['src/a has only 9 "as": lower its ceiling from 10']],
    [0, 0, []],
  ])('compares %i with %i allowed', (has, allowed, expected) => {
    const found = brokenCeilings({ 'src/a': { as: has, '!': 0 } }, { 'src/a': { as: allowed, '!': 0 } });
    expect(textsOf(found)).toEqual(expected);
  });

  it('refuses assertions in a part without a ceiling, and a ceiling for a removed part', () => {
    expect(
      textsOf(brokenCeilings({ 'src/new': { as: 0, '!': 1 } }, { 'src/gone': { as: 1, '!': 0 } })),
    ).toEqual(['src/new has 1 "!", at most 0', 'src/gone has only 0 "as": lower its ceiling from 1']);
  });
});
