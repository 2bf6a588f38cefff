import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processFiles } from '../../src/cli/files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sgm-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const files = processFiles(new AbortController().signal);

describe('processFiles.write', () => {
  it('replaces a file, keeps its mode, and leaves no temporary file', async () => {
    const path = join(folder, 'report.json');
    writeFileSync(path, 'old', { mode: 0o600 });
    await files.write(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['report.json']);
  });

  it.each([
    ['an existing file', true],
    ['a missing file', false],
  ])('refuses a link to %s', async (_what, exists) => {
    const [path, link] = [join(folder, 'report.json'), join(folder, 'latest.json')];
    if (exists) writeFileSync(path, 'old');
    symlinkSync(path, link);
    await expect(files.write(link, 'new')).rejects.toMatchObject({ code: 'unwritable-file' });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(existsSync(path) && readFileSync(path, 'utf8')).toBe(exists && 'old');
  });

  it('does not follow a link with the name of its temporary file', async () => {
    const [path, victim] = [join(folder, 'report.json'), join(folder, 'victim')];
    writeFileSync(victim, 'kept');
    symlinkSync(victim, `${path}.${process.pid}.part`);
    await files.write(path, 'new');
    expect(readFileSync(victim, 'utf8')).toBe('kept');
    expect(lstatSync(path).isFile()).toBe(true);
  });

  it('writes into a pipe without replacing it', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [read] = await Promise.all([readFile(pipe, 'utf8'), files.write(pipe, 'new')]);
    expect(read).toBe('new');
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  it.each([
    ['below a file', 'file/report.json'],
    ['in a missing folder', 'none/report.json'],
    ['over a folder', '.'],
  ])('reports that it cannot write %s', async (_where, name) => {
    writeFileSync(join(folder, 'file'), '');
    await expect(files.write(join(folder, name), 'x')).rejects.toMatchObject({
      kind: 'usage',
      code: 'unwritable-file',
    });
    expect(readdirSync(folder)).toEqual(['file']);
  });
});

describe('processFiles.read', () => {
  it('refuses a pipe without a writer, and a device without end', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const path of [pipe, '/dev/zero']) {
      await expect(files.read(path)).rejects.toMatchObject({
        code: 'unreadable-file',
        message: `Can't read ${path}: it is not a regular file.`,
      });
    }
  });

  it('reads a file through a link', async () => {
    writeFileSync(join(folder, 'a.json'), '{}');
    symlinkSync('a.json', join(folder, 'b.json'));
    expect(Buffer.from(await files.read(join(folder, 'b.json'))).toString()).toBe('{}');
  });
});
