// Covers src/words/ja/*.ts.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../src/core/words/say.ts';
import { LEFT_IN_ENGLISH, type LeftInEnglish } from './left-in-english.ts';
import { PROSE, readSaid } from './said.ts';

const { keys, unsaid } = readSaid(['src', 'handler']);
const folder = new URL('../../src/words/ja/', import.meta.url);
const files: { name: string; words: Catalogue }[] = [];
for (const name of readdirSync(folder).filter((entry) => entry !== 'index.ts')) {
  const [words] = Object.values<Catalogue>(await import(new URL(name, folder).href));
  files.push({ name, words: words! });
}
const translated = new Map(files.flatMap(({ words }) => Object.entries(words)));

const placeholders = (text: string) => [...new Set(text.match(/\{\d+\}/g))].sort();
const isFor = ({ where, text }: LeftInEnglish, found: { file: string; text: string }) =>
  (where.endsWith('/') ? found.file.startsWith(where) : found.file === where) &&
  (text === undefined || text.test(found.text));

describe('the program', () => {
  it('makes every text with say, unless left-in-english.ts gives a reason', () => {
    const missed = unsaid.filter((found) => !LEFT_IN_ENGLISH.some((left) => isFor(left, found)));
    expect(missed, 'write say`…`, or give the reason in left-in-english.ts').toEqual([]);
  });

  it('contains a text for every entry of left-in-english.ts', () => {
    const idle = LEFT_IN_ENGLISH.filter((left) => !unsaid.some((found) => isFor(left, found)));
    expect(idle).toEqual([]);
  });
});

describe('the Japanese catalogue', () => {
  it('translates every text', () => {
    expect(
      [...keys].filter(([key]) => !translated.has(key)).map(([key, [file]]) => `${file}: ${key}`),
    ).toEqual([]);
  });

  it('contains each text once, and only texts that are used', () => {
    expect([...translated.keys()].filter((key) => !keys.has(key))).toEqual([]);
    expect(files.reduce((sum, { words }) => sum + Object.keys(words).length, 0)).toBe(translated.size);
  });

  it('uses the same values as the English text', () => {
    for (const [english, japanese] of translated) {
      expect(placeholders(japanese), english).toEqual(placeholders(english));
    }
  });

  it('is written in Japanese, with half-width letters and digits', () => {
    for (const [english, japanese] of translated) {
      if (PROSE.test(english)) expect(japanese).toMatch(/[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]/u);
      expect(japanese).not.toMatch(/[\uff01-\uff5e]/);
    }
  });
});
