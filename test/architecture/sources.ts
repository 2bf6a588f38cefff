import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSource, parseTest, type Source, type TestFile } from './syntax/source.ts';

export interface Tree {
  /**
   * All files below src/, handler/ and test/ except the fixtures, relative to the repository's root, with
   * `/`.
   */
  files: string[];
  /** The TypeScript files of src/ and handler/. */
  sources: Source[];
  /** The TypeScript files of test/. */
  tests: TestFile[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));
let tree: Tree | undefined;

/** Reads and parses all of them once. */
export function readTree(): Tree {
  tree ??= makeTree(['src', 'handler', 'test'].flatMap(filesBelow), (file) =>
    readFileSync(join(root, file), 'utf8'),
  );
  return tree;
}

export function makeTree(files: string[], read: (file: string) => string): Tree {
  const below = (folder: RegExp) => files.filter((file) => folder.test(file) && file.endsWith('.ts'));
  return {
    files,
    sources: below(/^(src|handler)\//).map((file) => parseSource(file, read(file))),
    tests: below(/^test\//).map((file) => parseTest(file, read(file))),
  };
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => !/^test\/fixtures\/|\/__pycache__\//.test(file))
    .sort();
}
