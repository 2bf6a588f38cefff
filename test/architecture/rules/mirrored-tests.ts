import type { Tree } from '../sources.ts';
import type { TestFile } from '../syntax/source.ts';
import { globPattern } from './glob.ts';
import type { Violation } from './violations.ts';

const COVERS = /\bCovers:?\s+((?:src|handler)\/[^\s,]+(?:(?:,|,? and)\s+(?:src|handler)\/[^\s,]+)*)/g;

/**
 * Returns files that no test claims: there is none at the mirrored path (`test/a/b.test.ts` for `src/a/b.ts`,
 * `test/handler/b.test.ts` for `handler/b.ts`), and none with `Covers src/a/b.ts, src/c/*.ts.` in a comment.
 * Also returns claims that match no file.
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
      text: `${path} has no ${mirrorOf(path)}, and no test claims to cover it${importers(path, files)}`,
    })),
    ...empty.map(({ path, glob }) => ({
      key: `Covers ${glob}`,
      text: `${path} claims to cover ${glob}, which does not exist`,
    })),
  ];
}

/** A hint: files that import the file probably test it. */
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
