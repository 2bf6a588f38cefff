import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseRecord } from '../../../src/core/record/parse-record.ts';
import { brief, changeOf, fixture } from '../../support/records.ts';

const G = 'sg-0a1b2c3d4e5f60718';
const G2 = 'sg-0f1e2d3c4b5a69788';

describe('containers', () => {
  const record = fixture('authorize-nested');
  const expected = changeOf(parseRecord(record));
  const json = JSON.stringify(record);
  const event = { 'detail-type': 'AWS API Call via CloudTrail', account: '111122223333', detail: record };
  it.each<[string, unknown]>([
    ['an EventBridge event', fixture('wrapped-event')],
    ['JSON in a string', json],
    ['JSON in a string in a string', JSON.stringify(json)],
    ['an SNS message', { Type: 'Notification', Message: JSON.stringify(event) }],
    ['SNS to Lambda', { Records: [{ EventSource: 'aws:sns', Sns: { Message: JSON.stringify(event) } }] }],
    ['SQS to Lambda', { Records: [{ messageId: '1', body: JSON.stringify(event) }] }],
    ['SNS to SQS to Lambda', { Records: [{ body: JSON.stringify({ Message: JSON.stringify(event) }) }] }],
    ['a LookupEvents entry', { EventId: 'x', CloudTrailEvent: json }],
    ['parameters as text', { ...record, requestParameters: JSON.stringify(record.requestParameters) }],
  ])('returns the same change from %s', (_, value) => {
    expect(changeOf(parseRecord(value))).toEqual(expected);
  });
});

describe('a value that cannot be read', () => {
  it.each<[string, unknown, string[]]>([
    ['nothing', undefined, []],
    ['a number', 7, []],
    ['text', `{"broken": "${G}`, [G]],
    ['a list', [{ groupId: G }], [G]],
    ['no names', { requestParameters: { groupId: G } }, [G]],
    ['no time', { ...fixture('authorize-nested'), eventTime: 'yesterday' }, [G, G2]],
  ])('is unknown, and keeps its group ids: %s', (_, value, groupIds) => {
    expect(parseRecord(value)).toMatchObject({ kind: 'unknown', groupIds });
  });
  it('is an ingress call without any group', () => {
    const result = parseRecord({
      ...fixture('authorize-nested'),
      requestParameters: null,
      responseElements: null,
    });
    expect(result).toMatchObject({ kind: 'unknown', reason: 'it names no security group' });
  });
  it('hides no valid source', () => {
    const record = fixture('authorize-ports-as-text');
    const requestParameters = {
      groupId: G,
      ipProtocol: 'tcp',
      ipPermissions: {
        items: [
          {
            ipProtocol: 'tcp',
            fromPort: 1,
            toPort: 1,
            ipRanges: { items: [{ cidrIp: 'nonsense' }, { cidrIp: '192.0.2.1/32' }] },
          },
        ],
      },
    };
    const result = parseRecord({ ...record, requestParameters });
    if (result.kind !== 'change') throw new Error(result.kind);
    expect(result.change.added.map(brief)).toEqual(['6-6 1-1 ipv4:c0000201/32']);
    expect(result.unreadable).toHaveLength(1);
  });
});

const shared = fileURLToPath(new URL('../../../../shared/data/cloudtrail/', import.meta.url));
const sharedFiles = listJson(shared);

function listJson(path: string): string[] {
  try {
    return readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

describe('real records', () => {
  it.skipIf(sharedFiles.length === 0)(
    'reads every one (skipped: no ../shared/data/cloudtrail next to the repository)',
    () => {
      let changes = 0;
      for (const name of sharedFiles) {
        const content = JSON.parse(readFileSync(shared + name, 'utf8'));
        for (const record of content.Records ?? [content]) {
          const result = parseRecord(record);
          const json = JSON.stringify(record);
          if (result.kind === 'unknown') {
            // Published with every id redacted to "...".
            expect(json, name).toContain('"groupId":"..."');
            continue;
          }
          if (result.kind === 'irrelevant') continue;
          changes++;
          expect(result.unreadable, name).toEqual([]);
          for (const id of json.match(/"sg-[0-9a-f]+"/g) ?? []) {
            expect(result.change.groupIds, name).toContain(id.slice(1, -1));
          }
          if (/^(Authorize|Revoke)/.test(result.change.eventName)) {
            expect(result.change.added.length + result.change.removed.length, name).toBeGreaterThan(0);
          }
        }
      }
      expect(changes).toBeGreaterThan(30);
    },
  );
});
