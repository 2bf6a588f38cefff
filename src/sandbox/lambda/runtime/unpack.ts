import { mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { type FunctionFolder, taskFolderPrefix } from './protocol.ts';

/** Lambda's limit of unpacked code with layers (Lambda guide, "Lambda quotas"). */
const maxUnpackedBytes = 262_144_000;

/** The file is not a zip, contains paths outside its folder, or is too big. The message is Lambda's. */
export class BadZipError extends Error {}

/** Returns the files of a zip by name. Throws BadZipError. */
export function readZip(zip: Uint8Array): Record<string, Uint8Array> {
  let total = 0;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(zip, {
      filter: (file) => {
        total += file.originalSize;
        return total <= maxUnpackedBytes;
      },
    });
  } catch (error) {
    throw new BadZipError(
      'Could not unzip uploaded file. Please check your file, then try to upload again.',
      {
        cause: error,
      },
    );
  }
  if (total > maxUnpackedBytes) {
    throw new BadZipError(`Unzipped size must be smaller than ${maxUnpackedBytes} bytes`);
  }
  for (const name of Object.keys(files)) {
    const escapes = name.startsWith('/') || /^[A-Za-z]:/.test(name) || /(^|[\\/])\.\.([\\/]|$)/.test(name);
    if (escapes || name.includes('\0')) {
      throw new BadZipError(
        'Could not unzip uploaded file. Please check your file, then try to upload again.',
      );
    }
  }
  return files;
}

/** Writes the files into a new temporary folder, and returns its paths. */
export async function unpack(zip: Uint8Array): Promise<FunctionFolder> {
  const root = await realpath(await mkdtemp(join(tmpdir(), taskFolderPrefix)));
  const folder = { root, task: join(root, 'task'), temporary: join(root, 'tmp') };
  await Promise.all([mkdir(folder.task), mkdir(folder.temporary)]);
  for (const [name, bytes] of Object.entries(readZip(zip))) {
    const path = join(folder.task, name);
    if (name.endsWith('/')) {
      await mkdir(path, { recursive: true });
    } else {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
    }
  }
  return folder;
}
