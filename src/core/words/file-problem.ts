import { say } from './say.ts';

const REASONS: Readonly<Record<string, () => string>> = {
  ENOENT: () => say`there is no such file or folder`,
  ENOTDIR: () => say`a part of the path is not a folder`,
  EACCES: () => say`permission denied`,
  EPERM: () => say`permission denied`,
  EISDIR: () => say`it is a folder`,
  ENOSPC: () => say`no space left on the device`,
  ELOOP: () => say`its links form a loop`,
  EROFS: () => say`the file system is read-only`,
};

/** The error for a pipe, socket or device where a file is expected. */
export function notRegular(): Error {
  return new Error(say`it is not a regular file`);
}

/** Returns why a file can't be read or written, from an error of node:fs. It is part of a sentence: lower case, no full stop. */
export function fileProblem(error: unknown): string {
  const { code = '', message } = error as { code?: string; message: string };
  return REASONS[code]?.() ?? message;
}
