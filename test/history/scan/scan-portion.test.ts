import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { callNames } from '../../../src/core/record/parse-record.ts';
import { scanPortion } from '../../../src/history/scan/scan-portion.ts';
import { type ScanOutcome, scanSource } from '../../../src/history/scan/scan-source.ts';

const NAMES = callNames('ingress');
const folder = mkdtempSync(join(tmpdir(), 'portion-'));
afterAll(() => rmSync(folder, { recursive: true }));

const wanted = JSON.parse(
  readFileSync(new URL('../../fixtures/cloudtrail/modify-one.json', import.meta.url), 'utf8'),
);
const other = { ...wanted, eventName: 'DescribeInstances' };
const log = (...records: object[]) => JSON.stringify({ Records: records });
const cutOff = (bytes: Buffer, length: number) => bytes.subarray(0, bytes.length - length);
/** The last four bytes contain the length of the text. */
const lying = (bytes: Buffer, by: number) => {
  const copy = Buffer.from(bytes);
  copy.writeInt32LE(copy.readInt32LE(copy.length - 4) + by, copy.length - 4);
  return copy;
};

const FILES: Record<string, Buffer> = {
  'without the call': gzipSync(log(other, other)),
  'with the call': gzipSync(log(other, wanted, other)),
  'with the call last': gzipSync(log(other, wanted)),
  'with an escaped name': gzipSync(log(wanted).replace('Modify', '\\u004dodify')),
  'of no records': gzipSync(log()),
  'of lines': gzipSync(`${JSON.stringify(other)}\n${JSON.stringify(wanted)}\n`),
  'of a list': gzipSync(JSON.stringify([wanted])),
  'of one byte': gzipSync('{'),
  'without text': gzipSync(''),
  'of several members': Buffer.concat([gzipSync(log(wanted).slice(0, 50)), gzipSync(log(wanted).slice(50))]),
  'with an empty member': Buffer.concat([gzipSync(log(wanted)), gzipSync('')]),
  'with zeros after it': Buffer.concat([gzipSync(log(wanted)), Buffer.alloc(7)]),
  'with other data after it': Buffer.concat([gzipSync(log(wanted)), Buffer.from('something')]),
  'that ends early': cutOff(gzipSync(log(other, wanted)), 9),
  'that ends in the middle of a record': gzipSync(log(other, wanted).slice(0, -200)),
  'with a greater stated length': lying(gzipSync(log(wanted)), 1),
  'with a smaller stated length': lying(gzipSync(log(wanted)), -1),
  'of other text': gzipSync('no JSON'),
  'not compressed': Buffer.from(log(wanted)),
  'compressed twice': gzipSync(gzipSync(log(wanted))),
  empty: Buffer.alloc(0),
  'of two bytes': Buffer.from([0x1f, 0x8b]),
  'too large to be read with others': gzipSync(log(...Array.from({ length: 900 }, () => other), wanted)),
  'of noise': Buffer.from(Array.from({ length: 80_000 }, (_, i) => (i * 7919) % 251)),
};
for (const [name, bytes] of Object.entries(FILES)) writeFileSync(join(folder, name), bytes);
const NAMED = [...Object.keys(FILES), 'missing'];

async function outcomesOf(names: readonly string[]): Promise<ScanOutcome[]> {
  const outcomes: ScanOutcome[] = [];
  const inputs = names.map((name, i) => ({ name: `${i} ${name}`, path: join(folder, name) }));
  for await (const outcome of scanPortion(inputs, NAMES)) outcomes.push(outcome);
  return outcomes.sort((a, b) => Number.parseInt(a.name, 10) - Number.parseInt(b.name, 10));
}

it('finds the same in files that are read together as in each one', async () => {
  const alone = new Map<string, ScanOutcome>();
  for (const name of NAMED) {
    alone.set(name, await scanSource({ name, path: join(folder, name) }, NAMES));
  }
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...NAMED), { maxLength: 40 }), async (names) => {
      const expected = names.map((name, i) => ({ ...alone.get(name)!, name: `${i} ${name}` }));
      expect(await outcomesOf(names)).toEqual(expected);
    }),
    { numRuns: 150 },
  );
});

it('decompresses most of them together: more than a batch, in the order of its files', async () => {
  const names = Array.from({ length: 600 }, (_, i) => (i % 100 === 7 ? 'with the call' : 'without the call'));
  const outcomes = await outcomesOf(names);
  expect(outcomes.map(({ found }) => found.length)).toEqual(
    names.map((name) => (name === 'with the call' ? 1 : 0)),
  );
});
