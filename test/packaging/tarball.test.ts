import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { runCommand } from './run-command.ts';

const { root, tarball, installed, project, scratch } = inject('packed');
const MEGABYTE = 1_000_000;

const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' })
  .split('\n')
  .filter(Boolean)
  .map((file) => file.replace(/^package\//, ''));
const bin = (name: string) => join(root, 'node_modules', '.bin', name);

describe('the tarball', () => {
  it('is small', () => {
    const packed = statSync(tarball).size;
    console.log(`measured: packed ${Math.round(packed / 1000)} KB in ${files.length} files`);
    expect(packed).toBeLessThan(3 * MEGABYTE);
  });

  it('contains only the program, its types, its man page and its licences', () => {
    const known = [
      /^(package\.json|README(\.ja)?\.md|LICENSE)$/,
      /^bin\/secgroup-monitor\.js$/,
      /^dist\/(cli|index|lambda-bootstrap|scan-worker)\.js$/,
      /^dist\/chunks\/[\w.-]+-[\w-]{8}\.js$/,
      /^dist\/handler\/(index|[\w.-]+-[\w-]{8})\.mjs$/,
      /^dist\/types\/src\/[\w/-]+\.d\.ts$/,
      /^dist\/secgroup-monitor\.1$/,
      /^dist\/THIRD-PARTY-NOTICES\.txt$/,
    ];
    expect(files.filter((file) => !known.some((form) => form.test(file)))).toEqual([]);
    for (const form of known)
      expect(
        files.some((file) => form.test(file)),
        String(form),
      ).toBe(true);
  });

  it('contains the licence of every bundled package', () => {
    const notices = readFileSync(join(installed, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['commander', 'yaml', '@aws-sdk/client-ec2', '@smithy/core', 'fflate']) {
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(.+\\)$`, 'm'));
    }
    const licences = [...notices.matchAll(/^(?:@[\w-]+\/)?[\w.-]+ \d\S* \((.+)\)$/gm)].map(
      ([, licence]) => licence,
    );
    expect(new Set(licences)).toEqual(new Set(['Apache-2.0', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT']));
    expect(readFileSync(join(installed, 'LICENSE'), 'utf8')).toBe(
      readFileSync(join(root, 'LICENSE'), 'utf8'),
    );
  });

  it('installs no other package', () => {
    const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8'));
    expect(Object.keys(lock.packages)).toEqual(['', 'node_modules/secgroup-monitor']);
    expect(lock.packages['node_modules/secgroup-monitor']).not.toHaveProperty('hasInstallScript');
  });

  it('contains no path of the machine that built it', async () => {
    const found = await runCommand('grep', [
      '-rlE',
      `${root}|${scratch}|/node_modules/`,
      join(installed, 'dist'),
    ]);
    expect(found).toMatchObject({ stdout: '', code: 1 });
  });

  it('passes publint', async () => {
    const { code, stdout } = await runCommand(bin('publint'), [tarball, '--strict'], { cwd: project });
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('All good!') });
  });

  it('has types that each kind of module resolution finds', async () => {
    const args = [tarball, '--profile', 'esm-only', '--format', 'json'];
    const { code, stdout } = await runCommand(bin('attw'), args, { cwd: project });
    const { analysis } = JSON.parse(stdout);
    expect({ code, types: analysis.types }).toEqual({ code: 0, types: { kind: 'included' } });
    const { resolutions } = analysis.entrypoints['.'];
    for (const way of ['node16-esm', 'bundler']) {
      expect(resolutions[way].resolution.fileName).toMatch(/\/index\.d\.ts$/);
    }
  });
});
