import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { Files } from '../commands/context.ts';
import { usageError } from '../core/errors.ts';
import { say } from '../core/say.ts';

/** The real file system. */
export const processFiles: Files = {
  async read(path) {
    try {
      return await readFile(path);
    } catch (error) {
      throw usageError(
        'unreadable-file',
        say`Can't read ${path}: ${reason(error)}.`,
        say`Check the path and its permissions.`,
        error,
      );
    }
  },
  async write(path, content) {
    const part = `${path}.${process.pid}.part`;
    try {
      await writeFile(part, content);
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw usageError(
        'unwritable-file',
        say`Can't write ${path}: ${reason(error)}.`,
        say`Check the path and its permissions.`,
      );
    }
  },
};

const REASONS: Record<string, () => string> = {
  ENOENT: () => say`there is no such file or folder`,
  EACCES: () => say`permission denied`,
  EISDIR: () => say`it is a folder`,
  ENOSPC: () => say`no space left on the device`,
  EROFS: () => say`the file system is read-only`,
};

function reason(error: unknown): string {
  const e = error as NodeJS.ErrnoException;
  return REASONS[e.code ?? '']?.() ?? e.message;
}
