import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { run } from '../../support/run.ts';

const record = readFileSync(
  new URL('../../fixtures/cloudtrail/authorize-nested.json', import.meta.url),
  'utf8',
);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sgm-list-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('reports pipes and loops of links in a folder, and reads the rest', async () => {
  execFileSync('mkfifo', [join(folder, 'pipe.json')]);
  symlinkSync('loop.json', join(folder, 'loop.json'));
  writeFileSync(join(folder, 'a.json'), `{"Records":[${record}]}`);
  symlinkSync('a.json', join(folder, 'link.json'));
  const { stderr } = await run(['history', '--from', folder, '--format', 'json']);
  expect(stderr).toContain(`${join(folder, 'loop.json')}: its links form a loop\n`);
  expect(stderr).toContain(`${join(folder, 'pipe.json')}: it is not a regular file\n`);
  expect(stderr).toContain('Read 2 files');
});

it('refuses a pipe that is named as a source', async () => {
  const pipe = join(folder, 'pipe.json');
  execFileSync('mkfifo', [pipe]);
  const result = await run(['history', '--from', pipe]);
  expect(result.stderr).toContain('it is not a regular file');
  expect(result.code).toBe(3);
});
