import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CORE_ROOMS, PARTS } from './parts.ts';
import { forbiddenImports, upwardArrows, upwardImports } from './rules/arrows.ts';
import { type Permissions, partFinder } from './rules/unused-permissions.ts';
import { readTree } from './sources.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const partOf = partFinder(Object.keys(PARTS));
const { sources } = readTree();
const texts = (violations: readonly { text: string }[]) => violations.map(({ text }) => text);

/** The imports of each part in docs/architecture.md: `core, aws; types of commands`. */
function arrowsInDocs(): Record<string, string> {
  const page = readFileSync(`${root}docs/architecture.md`, 'utf8');
  const rows = page.matchAll(/^\| `((?:src\/)?\w+)` \| ([\w, ;]+) \|/gm);
  return Object.fromEntries([...rows].map(([, part, arrows]) => [part!, arrows!]));
}

function arrowsOf({ parts, types = [] }: Permissions): string {
  const names = (list: string[]) => list.map((name) => name.replace('src/', '')).join(', ');
  const run = parts.length === 0 ? 'nothing' : names(parts);
  return types.length === 0 ? run : `${run}; types of ${names(types)}`;
}

describe('the table of parts', () => {
  it('includes all folders of src and handler', () => {
    const loose = sources.filter(({ path }) => partOf(path) === undefined && path !== 'src/index.ts');
    expect(
      loose.map(({ path }) => path),
      'give the new folder its arrows in PARTS',
    ).toEqual([]);
  });

  for (const [name, part] of Object.entries(PARTS)) {
    it(`${name}: ${part.because}`, () => {
      const own = sources.filter(({ path }) => partOf(path) === name);
      expect(
        texts(
          forbiddenImports(
            PARTS,
            own.flatMap(({ imports }) => imports),
          ),
        ),
      ).toEqual([]);
    });
  }

  it('has no arrow upwards, types included', () => {
    expect(texts(upwardArrows(PARTS)), 'PARTS is written from the bottom to the top').toEqual([]);
  });

  it('matches docs/architecture.md', () => {
    const arrows = Object.entries(PARTS).map(([name, part]) => [name, arrowsOf(part)]);
    expect(arrowsInDocs()).toEqual(Object.fromEntries(arrows));
  });
});

it('keeps each folder of the core from importing a later one', () => {
  const imports = sources.flatMap((source) => source.imports);
  expect(texts(upwardImports('src/core', CORE_ROOMS, imports))).toEqual([]);
});

it('uses process, chalk and ora only in the command line', () => {
  const outside = sources.filter(({ path }) => !/^(src\/cli|src\/sandbox|src\/aws|handler)\//.test(path));
  const users = outside.filter(({ path }) =>
    /\bprocess\.(env|stdout|stderr|stdin|exit|on)\b/.test(readFileSync(`${root}${path}`, 'utf8')),
  );
  expect(
    users.map(({ path }) => path),
    'take what you need from the Context',
  ).toEqual([]);
});
