import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, rename, unlink, writeFile } from 'node:fs/promises';
import { AppError, usageError } from '../core/errors.ts';
import { isStream } from '../core/stream-path.ts';
import { fileProblem, notRegular } from '../core/words/file-problem.ts';
import { say } from '../core/words/say.ts';
import type { Files } from '../host/context.ts';
import { readStreamAt } from './read-stream.ts';

/** Returns the real file system. An aborted signal ends the reading of a stream. */
export const processFiles = (signal: AbortSignal): Files => ({
  async read(path) {
    try {
      return isStream(path) ? await readStreamAt(path, signal) : await readRegular(path);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof AppError) throw error;
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
      const found = await lstat(path).catch(unlessMissing);
      if (isStream(path)) await writeFile(path, content);
      else if (found?.isSymbolicLink()) throw new Error(say`it is a link, and its target could be any file`);
      // A pipe or device must not be replaced by a file.
      else if (found !== undefined && !found.isFile() && !found.isDirectory()) await writeFile(path, content);
      else await replace(path, content, found?.mode);
    } catch (error) {
      throw usageError(
        'unwritable-file',
        say`Can't write ${path}: ${fileProblem(error)}.`,
        say`Check the path and its permissions.`,
      );
    }
  },
});

/** Opens without waiting: to open a pipe would wait for its writer. A device could be read without end. */
async function readRegular(path: string): Promise<Uint8Array> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = await file.stat();
    if (!found.isFile() && !found.isDirectory()) throw notRegular();
    return await file.readFile();
  } finally {
    await file.close();
  }
}

async function replace(path: string, content: string | Uint8Array, mode: number | undefined): Promise<void> {
  // The name can't be guessed, and `wx` follows no link that is already there.
  const part = `${path}.${randomBytes(6).toString('hex')}.part`;
  try {
    await writeFile(part, content, mode === undefined ? { flag: 'wx' } : { flag: 'wx', mode });
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
