import type { Tree } from '../sources.ts';
import type { TestFile } from '../syntax/source.ts';
import { globPattern } from './glob.ts';
import type { Violation } from './violations.ts';

const COVERS = /\bCovers:?\s+((?:src|handler)\/[^\s,]+(?:(?:,|,? and)\s+(?:src|handler)\/[^\s,]+)*)/g;

/**
 * Files that no test claims: none lies at the mirrored path (`test/a/b.test.ts` for `src/a/b.ts`, `test/handler/b.test.ts`
 * for `handler/b.ts`), and none says `Covers src/a/b.ts, src/c/*.ts.` in a comment. And claims that match no file.
 */
export function unclaimedFiles({ sources, tests }: Pick<Tree, 'sources' | 'tests'>): Violation[] {
  const files = tests.filter(({ path }) => path.endsWith('.test.ts'));
  const claims = files.flatMap(({ path, comments }) =>
    claimedIn(comments).map((glob) => ({ path, glob, pattern: globPattern(glob) })),
  );
  const isClaimed = (path: string) =>
    files.some((test) => test.path === mirrorOf(path)) || claims.some(({ pattern }) => pattern.test(path));
  const unclaimed = sources.filter(({ path, typesAlone }) => !typesAlone && !isClaimed(path));
  const empty = claims.filter(({ pattern }) => !sources.some(({ path }) => pattern.test(path)));
  return [
    ...unclaimed.map(({ path }) => ({
      key: path,
      text: `${path} has no ${mirrorOf(path)}, and no test says that it covers it${importers(path, files)}`,
    })),
    ...empty.map(({ path, glob }) => ({
      key: `Covers ${glob}`,
      text: `${path} says that it covers ${glob}: there is no such file`,
    })),
  ];
}

/** A hint: who imports a file is likely to test it. */
function importers(path: string, tests: TestFile[]): string {
  const own = tests.filter(({ targets }) => targets.includes(path));
  return own.length === 0 ? '' : ` (imported by ${own.map((test) => test.path).join(', ')})`;
}

export function mirrorOf(path: string): string {
  return `test/${path.replace(/^src\//, '').replace(/\.ts$/, '')}.test.ts`;
}

function claimedIn(comments: string): string[] {
  return [...comments.matchAll(COVERS)].flatMap(([, list = '']) =>
    list.split(/,? and\s+|,\s+/).map((glob) => glob.replace(/[.;:)]+$/, '')),
  );
}
