import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { Files } from '../commands/context.ts';
import { usageError } from '../core/errors.ts';

/** The real file system. */
export const processFiles: Files = {
  async read(path) {
    try {
      return await readFile(path);
    } catch (error) {
      throw usageError(
        'unreadable-file',
        `Can't read ${path}: ${reason(error)}.`,
        'Check the path and its permissions.',
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
        `Can't write ${path}: ${reason(error)}.`,
        'Check the path and its permissions.',
      );
    }
  },
};

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ENOSPC: 'no space left on the device',
  EROFS: 'the file system is read-only',
};

function reason(error: unknown): string {
  const e = error as NodeJS.ErrnoException;
  return REASONS[e.code ?? ''] ?? e.message;
}
