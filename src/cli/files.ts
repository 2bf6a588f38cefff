import { readFile, realpath, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { usageError } from '../core/errors.ts';
import { fileProblem } from '../core/words/file-problem.ts';
import { say } from '../core/words/say.ts';
import type { Files } from '../host/context.ts';

/** The real file system. */
export const processFiles: Files = {
  async read(path) {
    try {
      return await readFile(path);
    } catch (error) {
      throw usageError(
        'unreadable-file',
        say`Can't read ${path}: ${fileProblem(error)}.`,
        say`Check the path and its permissions.`,
        error,
      );
    }
  },
  async write(path, content) {
    try {
      const found = await stat(path).catch(unlessMissing);
      // A pipe or device (/dev/stdout) must not be replaced by a file.
      if (found !== undefined && !found.isFile() && !found.isDirectory()) await writeFile(path, content);
      else await replace(found === undefined ? path : await realpath(path), content, found?.mode);
    } catch (error) {
      throw usageError(
        'unwritable-file',
        say`Can't write ${path}: ${fileProblem(error)}.`,
        say`Check the path and its permissions.`,
      );
    }
  },
};

async function replace(path: string, content: string | Uint8Array, mode: number | undefined): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  try {
    await writeFile(part, content, mode === undefined ? {} : { mode });
    await rename(part, path);
  } catch (error) {
    // The first error is the one to report, not that of this cleanup.
    await unlink(part).catch(() => undefined);
    throw error;
  }
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
