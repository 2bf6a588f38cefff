import { execFileSync } from 'node:child_process';
import {
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

describe('processFiles.write', () => {
  it('replaces a file, keeps its mode, and leaves no temporary file', async () => {
    const path = join(folder, 'report.json');
    writeFileSync(path, 'old', { mode: 0o600 });
    await processFiles.write(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['report.json']);
  });

  it('writes to the target of a link and keeps the link', async () => {
    const [path, link] = [join(folder, 'report.json'), join(folder, 'latest.json')];
    writeFileSync(path, 'old');
    symlinkSync(path, link);
    await processFiles.write(link, 'new');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it('writes into a pipe without replacing it', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [read] = await Promise.all([readFile(pipe, 'utf8'), processFiles.write(pipe, 'new')]);
    expect(read).toBe('new');
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  it.each([
    ['below a file', 'file/report.json'],
    ['in a missing folder', 'none/report.json'],
    ['over a folder', '.'],
  ])('reports that it cannot write %s', async (_where, name) => {
    writeFileSync(join(folder, 'file'), '');
    await expect(processFiles.write(join(folder, name), 'x')).rejects.toMatchObject({
      kind: 'usage',
      code: 'unwritable-file',
    });
    expect(readdirSync(folder)).toEqual(['file']);
  });
});
