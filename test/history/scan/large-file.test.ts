// Covers src/history/scan/*.ts.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { callNames } from '../../../src/core/record/parse-record.ts';
import { scanSource } from '../../../src/history/scan/scan-source.ts';

const record = readFileSync(
  fileURLToPath(new URL('../../fixtures/cloudtrail/modify-one.json', import.meta.url)),
  'utf8',
);
const other = JSON.stringify({ ...JSON.parse(record), eventName: 'DescribeInstances' });

/** Compressed members can be concatenated, so only parts of a large file have to be compressed. */
const part = gzipSync(`${other},`.repeat(16_000));
const rare = gzipSync(`${record},`);
const pieces = [
  gzipSync('{"Records":['),
  ...Array.from({ length: 12 }, () => [part, rare]).flat(),
  gzipSync(`${record}]}`),
];

it('reads every record of a 256 MB file in little memory', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'large-'));
  try {
    const path = join(folder, 'large.json.gz');
    writeFileSync(path, Buffer.concat(pieces));
    const before = process.memoryUsage().rss;
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss - before);
    }, 20);
    const outcome = await scanSource({ name: path, path }, callNames('ingress'));
    clearInterval(watch);
    expect(outcome.problems).toEqual([]);
    expect(outcome.found).toHaveLength(13);
    expect(most).toBeLessThan(220 * 1024 * 1024);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('reads a compressed file that is larger than the buffer, without a warning from Node', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'large-'));
  const warnings: string[] = [];
  const onWarning = (warning: Error) => warnings.push(warning.message);
  process.on('warning', onWarning);
  try {
    const path = join(folder, 'stored.json.gz');
    const text = `{"Records":[${`${other},`.repeat(20_000)}${record}]}`;
    writeFileSync(path, gzipSync(text, { level: 0 }));
    const outcome = await scanSource({ name: path, path }, callNames('ingress'));
    expect(outcome).toMatchObject({ problems: [], storedBytes: statSync(path).size });
    expect(outcome.storedBytes).toBeGreaterThan(16 * 1024 * 1024);
    expect(outcome.found).toHaveLength(1);
    // Node emits warnings in a later turn.
    await new Promise(setImmediate);
    expect(warnings).toEqual([]);
  } finally {
    process.off('warning', onWarning);
    rmSync(folder, { recursive: true });
  }
});
