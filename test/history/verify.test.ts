import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { VerifyReport } from '../../src/history/verify-digests.ts';
import { run } from '../support/run.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const der = publicKey.export({ format: 'der', type: 'pkcs1' });
const FINGERPRINT = createHash('md5').update(der).digest('hex');
const BUCKET = 'example-trail';
const HOURS = ['0100', '0200', '0300', '0400'];
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');
const base = (kind: string) => `AWSLogs/111122223333/${kind}/eu-central-1/2026/03/02/`;
const digestName = (hour: string) =>
  `${base('CloudTrail-Digest')}111122223333_CloudTrail-Digest_eu-central-1_main_eu-central-1_20260302T${hour}00Z.json.gz`;
const logName = (hour: string) =>
  `${base('CloudTrail')}111122223333_CloudTrail_eu-central-1_20260302T${hour}Z_${hour}000000000000.json.gz`;

const root = mkdtempSync(join(tmpdir(), 'digests-'));
afterAll(() => rmSync(root, { recursive: true }));

let folder: string;
let keys: string;
let count = 0;

/** Writes a day as CloudTrail delivers it, and gives each digest's signature. */
beforeEach(() => {
  folder = join(root, String(count++));
  let previous: { object: string; signature: string; hash: string } | undefined;
  for (const hour of HOURS) {
    const log = JSON.stringify({ Records: [{ eventID: hour }] });
    put(logName(hour), log);
    const endTime = `2026-03-02T${hour.slice(0, 2)}:00:00Z`;
    const text = JSON.stringify({
      awsAccountId: '111122223333',
      digestEndTime: endTime,
      digestS3Bucket: BUCKET,
      digestS3Object: digestName(hour),
      digestPublicKeyFingerprint: FINGERPRINT,
      digestSignatureAlgorithm: 'SHA256withRSA',
      previousDigestS3Bucket: previous === undefined ? null : BUCKET,
      previousDigestS3Object: previous?.object ?? null,
      previousDigestHashValue: previous?.hash ?? null,
      previousDigestSignature: previous?.signature ?? null,
      logFiles: [
        { s3Bucket: BUCKET, s3Object: logName(hour), hashValue: sha256(log), hashAlgorithm: 'SHA-256' },
      ],
    });
    put(digestName(hour), text);
    const signed = [endTime, `${BUCKET}/${digestName(hour)}`, sha256(text), previous?.signature ?? 'null'];
    const signature = createSign('RSA-SHA256').update(signed.join('\n')).sign(privateKey, 'hex');
    previous = { object: digestName(hour), signature, hash: sha256(text) };
  }
  keys = join(folder, 'keys.json');
  const list = [{ Fingerprint: FINGERPRINT, Value: der.toString('base64') }];
  writeFileSync(keys, JSON.stringify({ PublicKeyList: list }));
});

function put(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), gzipSync(text));
}

function edit(name: string, change: (text: string) => string): void {
  put(name, change(gunzipSync(readFileSync(join(folder, name))).toString()));
}

async function verify(...more: string[]): Promise<{ code: number; report: VerifyReport }> {
  const { code, stdout, stderr } = await run([
    ...['history', 'verify', folder, '--public-keys', keys, '--format', 'json', ...more],
  ]);
  if (stdout === '') throw new Error(stderr);
  return { code, report: JSON.parse(stdout) };
}

describe('history verify', () => {
  it('finds nothing wrong with what CloudTrail delivered', async () => {
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
    ['a log file taken away', () => rmSync(join(folder, logName('0300'))), /log file is not there/],
    [
      'a log file and its hash changed',
      () => {
        edit(logName('0200'), (t) => t.replace('0200', '0666'));
        const hash = sha256(gunzipSync(readFileSync(join(folder, logName('0200')))));
        edit(digestName('0200'), (t) => t.replace(/"hashValue":"\w+"/, `"hashValue":"${hash}"`));
      },
      /signature is wrong/,
    ],
    ['a digest taken away', () => rmSync(join(folder, digestName('0200'))), /a digest before it is missing/],
    [
      'a digest put in the place of another',
      () => put(digestName('0200'), gunzipSync(readFileSync(join(folder, digestName('0300')))).toString()),
      /it was moved/,
    ],
    [
      'a digest that names another key',
      () => edit(digestName('0100'), (t) => t.replace(FINGERPRINT, 'f'.repeat(32))),
      /no public key f{32}/,
    ],
    ['a digest that is none', () => put(digestName('0100'), 'gone'), /no digest file/],
  ];
  it.each(tricks)('catches %s', async (_, trick, reason) => {
    trick();
    const { code, report } = await verify();
    expect(code).toBe(1);
    expect(report.ok).toBe(false);
    expect(report.problems.map((problem) => problem.reason)).toContainEqual(expect.stringMatching(reason));
  });

  it('says in words what is wrong', async () => {
    edit(logName('0200'), (t) => t.replace('0200', '0666'));
    const { stdout } = await run(['history', 'verify', folder, '--public-keys', keys], {
      tty: true,
      columns: 80,
    });
    expect(stdout).toContain('It is not as CloudTrail delivered it.');
    expect(stdout).toContain('Log files: 3 valid, 1 changed, 0 missing.');
    const plain = stdout.replace(/\u001b\[\d+m/g, '');
    for (const line of plain.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('needs digests', async () => {
    const { code, stderr } = await run(['history', 'verify', dirname(join(folder, logName('0100')))]);
    expect(code).toBe(2);
    expect(stderr).toContain('no digest files');
  });
});
