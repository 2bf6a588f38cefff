// Covers src/history/verify/*.ts, src/reports/history-verify.ts.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { VerifyReport } from '../../../src/reports/history-verify.ts';
import {
  type Delivered,
  deliverDigests,
  digestName,
  FINGERPRINT,
  logName,
  sha256,
} from '../../support/delivered-digests.ts';
import { run } from '../../support/run.ts';

const root = mkdtempSync(join(tmpdir(), 'digests-'));
afterAll(() => rmSync(root, { recursive: true }));

let folder: string;
let keys: string;
let put: Delivered['put'];
let read: Delivered['read'];
let edit: Delivered['edit'];
let count = 0;

beforeEach(() => {
  ({ folder, keys, put, read, edit } = deliverDigests(join(root, String(count++))));
});

async function verify(...more: string[]): Promise<{ code: number; report: VerifyReport }> {
  const { code, stdout, stderr } = await run([
    ...['history', 'verify', folder, '--public-keys', keys, '--format', 'json', ...more],
  ]);
  if (stdout === '') throw new Error(stderr);
  return { code, report: JSON.parse(stdout) };
}

describe('history verify', () => {
  it('accepts the files that CloudTrail delivered', async () => {
    const { code, report } = await verify();
    expect(report).toMatchObject({
      ok: true,
      digests: { valid: 4, invalid: 0 },
      logs: { valid: 4, invalid: 0, missing: 0 },
      problems: [],
      chains: [{ digests: 4, since: '2026-03-02T01:00:00Z', until: '2026-03-02T04:00:00Z' }],
    });
    expect(report.notes).toHaveLength(1);
    expect(code).toBe(0);
  });

  const tricks: [string, () => void, RegExp][] = [
    [
      'a changed log file',
      () => edit(logName('0200'), (t) => t.replace('0200', '0666')),
      /log file was changed/,
    ],
    ['a removed log file', () => rmSync(join(folder, logName('0300'))), /log file is missing/],
    [
      'a changed log file with a changed hash',
      () => {
        edit(logName('0200'), (t) => t.replace('0200', '0666'));
        const hash = sha256(read(logName('0200')));
        edit(digestName('0200'), (t) => t.replace(/"hashValue":"\w+"/, `"hashValue":"${hash}"`));
      },
      /signature is invalid/,
    ],
    ['a removed digest', () => rmSync(join(folder, digestName('0200'))), /the digest before it is missing/],
    [
      'a digest that replaces another',
      () => put(digestName('0200'), read(digestName('0300'))),
      /it was moved/,
    ],
    [
      'a digest with the fingerprint of another key',
      () => edit(digestName('0100'), (t) => t.replace(FINGERPRINT, 'f'.repeat(32))),
      /public key f{32} is missing/,
    ],
    ['a digest file with other content', () => put(digestName('0100'), 'gone'), /not a digest file/],
  ];
  it.each(tricks)('catches %s', async (_, trick, reason) => {
    trick();
    const { code, report } = await verify();
    expect(code).toBe(1);
    expect(report.ok).toBe(false);
    expect(report.problems.map((problem) => problem.reason)).toContainEqual(expect.stringMatching(reason));
  });

  it('explains in words what is wrong', async () => {
    edit(logName('0200'), (t) => t.replace('0200', '0666'));
    const { stdout } = await run(['history', 'verify', folder, '--public-keys', keys], {
      tty: true,
      columns: 80,
    });
    expect(stdout).toContain('The log files are not as CloudTrail delivered them.');
    expect(stdout).toContain('Log files: 3 valid, 1 changed, 0 missing.');
    const plain = stdout.replace(/\u001b\[\d+m/g, '');
    const tooLong = plain.split('\n').filter((line) => line.length > 80);
    // Names of objects are not wrapped, so that readers can copy them.
    for (const line of tooLong) expect(line.replace(/^[✖·] /, '').trim()).not.toContain(' ');
  });

  it('refuses options of history that would have no effect', async () => {
    const { code, stderr } = await run(['history', 'verify', folder, '--since', '7d', '--utc']);
    expect(stderr).toContain('`history verify` does not accept --since, --utc');
    expect(code).toBe(2);
    const { stdout } = await run(['history', 'verify', '--help']);
    expect(stdout).not.toContain('--since');
    expect(stdout).toContain('--region');
  });

  it('reads the keys of several Regions from one file each', async () => {
    const others = join(folder, 'other-keys.json');
    writeFileSync(
      others,
      JSON.stringify({ PublicKeyList: [{ Fingerprint: 'f'.repeat(32), Value: 'AA==' }] }),
    );
    expect((await verify('--public-keys', others)).report.ok).toBe(true);
  });

  it('reports a missing folder', async () => {
    const { code, stderr } = await run(['history', 'verify', join(folder, 'none')]);
    expect(stderr).toContain('none: there is no such file or folder.');
    expect(code).toBe(2);
  });

  it('needs digests', async () => {
    const { code, stderr } = await run(['history', 'verify', dirname(join(folder, logName('0100')))]);
    expect(code).toBe(2);
    expect(stderr).toContain('no digest files');
  });
});
