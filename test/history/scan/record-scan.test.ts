import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callNames, parseRecord } from '../../../src/core/record/parse-record.ts';
import { RecordScan } from '../../../src/history/scan/record-scan.ts';
import { recordsIn } from '../../../src/history/scan/records-in.ts';
import { serialise } from '../serialise.ts';

const NAMES = callNames('ingress', 'cosmetic', 'group-life', 'vpc-association', 'prefix-list', 'override');

const folder = fileURLToPath(new URL('../../fixtures/cloudtrail/', import.meta.url));
const wanted: Record<string, unknown>[] = readdirSync(folder)
  .map((name) => JSON.parse(readFileSync(folder + name, 'utf8')))
  .filter((record) => NAMES.includes(record.eventName));

/** Records of other calls that look similar: names in other places, prefixes of names, braces in text. */
const decoys: Record<string, unknown>[] = [
  { eventName: 'DescribeSecurityGroups', requestParameters: { note: 'AuthorizeSecurityGroupIngress' } },
  { eventName: 'CreateVpcEndpoint', requestParameters: { eventName: 'CreateSecurityGroup' } },
  {
    eventName: 'LookupEvents',
    requestParameters: { lookupAttributes: [{ attributeValue: 'DeleteSecurityGroup' }] },
  },
  {
    eventName: 'PutRolePolicy',
    requestParameters: { policyDocument: '{"a":["}",{"eventName":"CreateVpc"}]}' },
  },
  {
    eventName: 'RunTask',
    userAgent: 'x{"y":{ "a ]},{"',
    requestParameters: { '{"': '{', ',': '}', ':"{': '"{"' },
  },
  { eventName: 'authorizesecuritygroupingress', errorMessage: '\\u0041 \\ " {" eventName ":" RunInstances' },
  { eventName: 'TagResource', requestParameters: { tags: [{ '{': '}' }, {}, { a: {} }] } },
].map((record, i) => ({
  eventVersion: '1.11',
  userIdentity: { type: 'IAMUser' },
  eventTime: '2026-03-02T00:00:00Z',
  eventSource: 'other.amazonaws.com',
  eventID: `decoy-${i}`,
  ...record,
}));

const records = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...wanted) },
    { weight: 3, arbitrary: fc.constantFrom(...decoys) },
  ),
  { maxLength: 12 },
);

type Container = (records: Record<string, unknown>[], write: (value: unknown) => string) => string;

const containers: Record<string, Container> = {
  'log file': (all, write) => write({ Records: all }),
  list: (all, write) => write(all),
  lines: (all, write) => `${all.map((r) => write(r).replaceAll('\n', ' ')).join('\n')}\n`,
  events: (all, write) =>
    write(all.map((detail) => ({ 'detail-type': 'AWS API Call via CloudTrail', detail }))),
  LookupEvents: (all, write) =>
    write({
      Events: all.map((r) => ({ EventName: r.eventName, Resources: [{}], CloudTrailEvent: write(r) })),
    }),
  messages: (all, write) => write({ Records: all.map((r) => ({ Sns: { Message: write({ detail: r }) } })) }),
  'list of texts': (all, write) => `[\r\n${all.map((r) => `    ${write(write(r))}`).join(',\r\n')}\r\n]\r\n`,
  'text in text': (all, write) => write(write({ Records: all })),
};

const styles = fc.record({
  seed: fc.nat(),
  escapes: fc.constantFrom(0, 0, 0.02, 0.5, 1),
  shuffle: fc.boolean(),
  blanks: fc.constantFrom<readonly string[]>([''], [' '], ['', '\n  ', '\t'], ['\r\n', '', ' '.repeat(300)]),
});

function scanned(text: Buffer, cuts: readonly number[]): { found: unknown[]; problems: string[] } {
  const found: unknown[] = [];
  const problems: string[] = [];
  const scan = new RecordScan(NAMES, {
    record: (r) => found.push(r),
    problem: (reason) => problems.push(reason),
  });
  let at = 0;
  for (const cut of [...cuts].map((c) => c % (text.length + 1)).sort((a, b) => a - b)) {
    scan.push(text.subarray(at, cut));
    at = cut;
  }
  scan.end(text.subarray(at));
  return { found, problems };
}

function parsed(text: string, isLines: boolean): unknown[] {
  const values = isLines ? text.split('\n').filter((line) => line.trim() !== '') : [text];
  return values
    .flatMap((value) => recordsIn(JSON.parse(value)))
    .filter((record) => NAMES.includes(String(record.eventName)));
}

describe('the scan', () => {
  it.each(Object.keys(containers))('finds exactly what a full parse finds: %s', (name) => {
    let matches = 0;
    fc.assert(
      fc.property(records, styles, fc.array(fc.nat(), { maxLength: 4 }), (all, style, cuts) => {
        const random = sequence(style.seed);
        const text = containers[name]!(all, (value) => serialise(value, { ...style, random }));
        const expected = parsed(text, name === 'lines');
        matches += expected.length;
        const { found, problems } = scanned(Buffer.from(text), cuts);
        expect(found).toEqual(expected);
        if (all.length > 0) expect(problems).toEqual([]);
      }),
      { numRuns: 400 },
    );
    expect(matches).toBeGreaterThan(400);
  });

  it('finds the records in rows of Athena', () => {
    const lower = (value: object) =>
      Object.fromEntries(Object.entries(value).map(([key, member]) => [key.toLowerCase(), member]));
    fc.assert(
      fc.property(records, fc.array(fc.nat(), { maxLength: 4 }), (all, cuts) => {
        const rows = all.map(({ requestParameters, ...record }) => ({
          ...lower(record),
          requestparameters: JSON.stringify(requestParameters),
        }));
        const { found } = scanned(Buffer.from(JSON.stringify(rows)), cuts);
        const expected = all.filter((record) => NAMES.includes(String(record.eventName)));
        expect(found.map((record) => parseRecord(record))).toEqual(expected.map((r) => parseRecord(r)));
      }),
      { numRuns: 200 },
    );
  });

  it('buffers little of a long text', () => {
    const filler = Buffer.from(`${JSON.stringify(decoys[0])},`.repeat(4_000));
    const found: unknown[] = [];
    const scan = new RecordScan(NAMES, { record: (r) => found.push(r), problem: () => {} });
    scan.push(Buffer.from('{"Records":['));
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    for (let i = 0; i < 200; i++) {
      scan.push(Buffer.from(filler));
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
      if (i % 50 === 0) scan.push(Buffer.from(`${JSON.stringify(wanted[0])},`));
    }
    scan.end(Buffer.from(`${JSON.stringify(wanted[1])}]}`));
    expect(found).toHaveLength(5);
    expect(most).toBeLessThan(filler.length * 200);
  });

  it.each([
    ['it is empty', '  \n'],
    ['it is not JSON', 'timestamp,event\n1,2\n'],
    ['it ends in the middle of a record', '{"Records":[{"eventVersion":"1.11","userIden'],
    ['it ends in the middle of a record', '{"Records":[{"eventVersion":"1.11"'],
    ['it ends in the middle of a record', '\ufeff{ "Records" :\n[ {"eventVersion":"1.11","a":[]},{}\n'],
    ['it ends in the middle of a record', '{"Records":[{"resources":[]'],
    ['it ends in the middle of a record', '{"Records":['],
    ['it ends in the middle of a record', '[{"eventVersion":"1.11"}'],
    ['it ends in the middle of a record', '{"eventVersion":"1.11"}\n{"eventVersion":"1.1"'],
  ])('reports: %s', (reason, text) => {
    expect(scanned(Buffer.from(text), []).problems).toContain(reason);
  });

  it('returns the records before an incomplete one, and reports it', () => {
    const text = JSON.stringify({ Records: [wanted[0], wanted[1]] });
    const { found, problems } = scanned(Buffer.from(text.slice(0, -200)), [100, 700]);
    expect(found).toEqual([wanted[0]]);
    expect(problems).toContain('a record has no end');
  });

  it('stays fast with hostile nesting', () => {
    const deep = `${'{"a":'.repeat(60_000)}{"eventName":"CreateVpc"}${'}'.repeat(60_000)}`;
    const started = performance.now();
    scanned(Buffer.from(deep), []);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

function sequence(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}
