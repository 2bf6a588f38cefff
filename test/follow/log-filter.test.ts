import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEVERITIES } from '../../src/core/baseline/baseline.ts';
import { FINDING_DETAIL_TYPES, type FindingKind } from '../../src/core/finding/finding.ts';
import { filterPattern, matchesFilter, matchesGlob } from '../../src/follow/log-filter.ts';
import { itemOf } from '../../src/follow/log-item.ts';
import { compileFilterPattern } from '../../src/sandbox/logs/filter-pattern.ts';
import { finding } from '../support/findings.ts';

const KINDS = Object.keys(FINDING_DETAIL_TYPES) as FindingKind[];
const name = fc.string({ minLength: 1, maxLength: 4, unit: fc.constantFrom('w', 'e', 'b', '-', '数') });
const glob = fc.string({
  minLength: 1,
  maxLength: 4,
  unit: fc.constantFrom('w', 'e', 'b', '-', '*', '数', '"'),
});

const anyFilter = fc.record({
  groups: fc.array(glob, { maxLength: 2 }),
  actors: fc.array(glob, { maxLength: 2 }),
  severity: fc.option(fc.constantFrom(...SEVERITIES), { nil: undefined }),
  kinds: fc.array(fc.constantFrom(...KINDS), { maxLength: 2 }),
});

const anyLine = fc.oneof(
  fc
    .record({
      kind: fc.constantFrom(...KINDS),
      severity: fc.constantFrom(...SEVERITIES),
      group: fc.option(fc.record({ id: name, name }), { nil: undefined }),
      actor: name,
    })
    .map(({ kind, severity, group, actor }) => {
      const change = { ...finding().change!, actor: { type: 'IAMUser', arn: `arn/${actor}`, name: actor } };
      return JSON.stringify(finding({ kind, severity, group, change }));
    }),
  fc.constantFrom(
    '{"level":"ERROR","message":{"errorType":"E","errorMessage":"m"}}',
    '{"type":"platform.report","record":{"status":"timeout"}}',
    '{"type":"platform.start","record":{}}',
    'START RequestId: 1',
  ),
);

describe('filterPattern', () => {
  it('never excludes a line that the filter shows', () => {
    let pushed = 0;
    fc.assert(
      fc.property(anyFilter, anyLine, (filter, message) => {
        const pattern = filterPattern(filter);
        const shown = matchesFilter(filter, itemOf({ timestamp: 0, message, stream: 's' }));
        if (pattern === undefined) return;
        pushed++;
        if (shown) expect(compileFilterPattern(pattern)(message), pattern).toBe(true);
      }),
      { seed: 6, numRuns: 3_000 },
    );
    expect(pushed).toBeGreaterThan(500);
  });

  it('returns the syntax that CloudWatch documents', () => {
    const filter = {
      groups: ['web*'],
      actors: ['alice'],
      severity: 'critical' as const,
      kinds: ['drift' as const],
    };
    expect(filterPattern(filter)).toBe(
      '{ ($.schema = "secgroup-monitor/finding/1") && ($.kind = "drift") && ($.severity = "critical") && (($.group.id = "web*") || ($.group.name = "web*")) && (($.change.actor.name = "*alice*") || ($.change.actor.arn = "*alice*")) }',
    );
    expect(filterPattern({ groups: [], actors: [], kinds: [] })).toBeUndefined();
    expect(filterPattern({ groups: ['say "hi"'], actors: [], kinds: [] })).toBeUndefined();
    const many = Array.from({ length: 60 }, (_, i) => `sg-${String(i).padStart(17, '0')}`);
    expect(filterPattern({ groups: many, actors: [], kinds: [] })).toBeUndefined();
  });
});

it('matches globs like a regular expression would', () => {
  fc.assert(
    fc.property(glob, name, (pattern, text) => {
      const expression = pattern
        .split('*')
        .map((part) => part.replace(/[-"]/g, '\\$&'))
        .join('.*');
      expect(matchesGlob(pattern, text)).toBe(new RegExp(`^${expression}$`).test(text));
    }),
    { seed: 6, numRuns: 2_000 },
  );
});
