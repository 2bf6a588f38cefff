import { posix } from 'node:path';
import type { Violation } from './violations.ts';

const FILES = 25;

/** Returns folders with too many files of their own to find one quickly. */
export function largeFolders(files: string[]): Violation[] {
  const counts = new Map<string, number>();
  for (const file of files) {
    const folder = posix.dirname(file);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > FILES)
    .map(([key, count]) => ({ key, text: `${key} has ${count} files, at most ${FILES}` }));
}
