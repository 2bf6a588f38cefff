import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRecord, tamperTargets } from '../../../src/core/record/parse-record.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const folder = fileURLToPath(new URL('../../fixtures/cloudtrail/', import.meta.url));
const records: Json[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(folder + name, 'utf8')));

/** Returns all places in a value, as paths of keys. */
function places(value: Json, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...members.flatMap(([key, member]) => places(member, [...path, key]))];
}

function replaced(value: Json, path: (string | number)[], change: (old: Json) => Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((member, i) => (i === key ? replaced(member, rest, change) : member));
  const entries = Object.entries(value as { [key: string]: Json });
  return Object.fromEntries(entries.map(([k, v]) => [k, k === key ? replaced(v, rest, change) : v]));
}

const odd: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    '',
    'null',
    '...',
    {},
    [],
    -1,
    0,
    65536,
    1e21,
    true,
    'sg-0123456789abcdef0',
    '::/0',
    '1.2.3.4/0',
  ),
  fc.jsonValue() as fc.Arbitrary<Json>,
  fc.string({ unit: 'binary' }),
);

const mutation: fc.Arbitrary<(old: Json) => Json> = fc.oneof(
  odd.map((value) => () => value),
  fc.constantFrom<(old: Json) => Json>(
    (old) => [old],
    (old) => ({ items: [old] }),
    (old) => ({ items: old }),
    (old) => ({ content: old, tag: 1 }),
    (old) => JSON.stringify(old),
    (old) => (Array.isArray(old) && old.length === 1 ? old[0]! : [old, old]),
    (old) => (typeof old === 'object' && old !== null && !Array.isArray(old) ? upperKeys(old) : String(old)),
  ),
);

function upperKeys(value: { [key: string]: Json }): Json {
  return Object.fromEntries(
    Object.entries(value).map(([key, v]) => [key[0]?.toUpperCase() + key.slice(1), v]),
  );
}

const mutated = fc
  .tuple(fc.constantFrom(...records), fc.array(fc.tuple(fc.nat(), mutation), { minLength: 1, maxLength: 4 }))
  .map(([record, mutations]) => {
    let value = record;
    for (const [place, change] of mutations) {
      const all = places(value);
      value = replaced(value, all[place % all.length]!, change);
    }
    return value;
  });

/** Returns group ids from places where AWS writes them, not from free text or tags. */
function groupIds(value: Json, key = ''): string[] {
  if (/^(description|groupdescription|tagspecificationset|tagset)$/i.test(key)) return [];
  if (typeof value === 'string') return /^sg-[0-9a-f]{17}$/.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  const members = Array.isArray(value) ? value.map((v) => [key, v] as const) : Object.entries(value);
  return members.flatMap(([k, v]) => groupIds(v, k));
}

function body(value: Json): Json[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const record = 'detail' in value ? (value.detail as { [key: string]: Json }) : value;
  return [record?.requestParameters ?? null, record?.responseElements ?? null];
}

describe('a mutated record', () => {
  it('never throws, and keeps every group id that it contained', () => {
    let withIds = 0;
    fc.assert(
      fc.property(mutated, (value) => {
        const result = parseRecord(value);
        tamperTargets(value);
        if (result.kind === 'irrelevant') return;
        const reported =
          result.kind === 'unknown'
            ? result.groupIds
            : [
                ...result.change.groupIds,
                ...[...result.change.added, ...result.change.removed].flatMap((rule) =>
                  rule.source.kind === 'group' ? [rule.source.groupId] : [],
                ),
                ...result.unreadable.flatMap(({ text }) => text.match(/sg-[0-9a-f]{17}/g) ?? []),
              ];
        const there = body(value).flatMap((part) => groupIds(part));
        if (result.kind === 'change' && result.category === 'cosmetic') return;
        if (there.length > 0) withIds++;
        expect(reported).toEqual(expect.arrayContaining(there));
      }),
      { numRuns: 10_000, seed: 20260302 },
    );
    expect(withIds).toBeGreaterThan(4_000);
  });

  it('never throws on any value', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }), (value) => {
        parseRecord(value);
        parseRecord({
          eventName: 'AuthorizeSecurityGroupIngress',
          eventSource: 'ec2.amazonaws.com',
          detail: value,
        });
      }),
      { numRuns: 3_000 },
    );
  });

  it('survives nesting that would overflow a stack', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    expect(parseRecord(JSON.parse(deep)).kind).toBe('unknown');
    expect(
      parseRecord({
        eventName: 'AuthorizeSecurityGroupIngress',
        eventSource: 'ec2.amazonaws.com',
        eventTime: '2026-01-01T00:00:00Z',
        requestParameters: JSON.parse(deep),
      }).kind,
    ).toBe('unknown');
  });
});
