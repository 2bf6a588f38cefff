import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileBaseline } from '../../src/baseline/compile-baseline.ts';
import { toBaselineFile } from '../../src/baseline/to-baseline-file.ts';
import type { CompiledBaseline } from '../../src/core/baseline/baseline.ts';
import { seenFrom } from '../../src/core/baseline/prepared-baseline.ts';
import { guardBaseline, labBaseline, snapshotBaseline } from '../../src/core/baseline/presets.ts';
import type { SecurityGroup } from '../../src/core/exposure/group.ts';
import { evaluateGroup, prepareBaseline } from '../../src/core/judge/evaluate.ts';
import { baselineYaml } from '../../src/render/baseline/yaml.ts';
import { KNOWN_LISTS, rule } from '../core/exposure/universe.ts';
import { NOW } from '../support/groups.ts';

const toYaml = (compiled: CompiledBaseline) =>
  baselineYaml({
    schema: 'secgroup-monitor/baseline-text/1',
    origin: compiled.origin,
    groups: compiled.groups.length,
    baseline: { ...toBaselineFile(compiled) },
    notes: [],
  });

/** Names that a hostile or careless person could write: YAML's signs, control characters, other scripts. */
const name = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom(
    '',
    ' ',
    'null',
    '- a',
    '{a: 1}',
    'a: b #c',
    '\u001b[31mred',
    'a\nb',
    '\u202egnp',
    "'",
    '"',
    '~',
    '1e3',
    '=1+1',
    '&a',
    '*a',
    '2027-01-31',
  ),
);

const account = fc
  .array(
    fc.record({
      id: fc.uuid().map((id) => `sg-0${id.replaceAll('-', '').slice(0, 16)}`),
      name,
      account: fc.constantFrom('111122223333', '444455556666'),
      region: fc.constantFrom('eu-west-1', 'us-east-1'),
      tags: fc.constant({}),
      rules: fc.array(rule, { maxLength: 8 }),
    }),
    { maxLength: 6 },
  )
  .map((groups): SecurityGroup[] => [
    ...new Map(
      groups.map((group) => [group.id, { ...group, rules: [...seenFrom(group.account, group.rules)] }]),
    ).values(),
  ]);

describe('a captured baseline', () => {
  it('compiles to the captured form, and the groups match it', () => {
    fc.assert(
      fc.property(account, fc.constantFrom(new Map(), KNOWN_LISTS), (groups, written) => {
        const captured = snapshotBaseline(groups, written);
        const yaml = toYaml(captured);
        expect(yaml).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]/);
        const compiled = compileBaseline(yaml, captured.origin);
        expect(compiled).toEqual(captured);
        const baseline = prepareBaseline(compiled);
        for (const group of groups) {
          const verdicts = evaluateGroup(group, baseline, { now: NOW, lists: KNOWN_LISTS });
          expect(verdicts.filter(({ kind }) => kind === 'drift')).toEqual([]);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('has the same text for the same groups in any order', () => {
    fc.assert(
      fc.property(account, (groups) => {
        const reversed = [...groups]
          .reverse()
          .map((group) => ({ ...group, rules: [...group.rules].reverse() }));
        expect(toYaml(snapshotBaseline(reversed, new Map()))).toBe(
          toYaml(snapshotBaseline(groups, new Map())),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('reports every additional rule', () => {
    const group: SecurityGroup = {
      id: 'sg-0a',
      name: 'a',
      account: '111122223333',
      region: 'eu-west-1',
      tags: {},
      rules: [],
    };
    const baseline = prepareBaseline(snapshotBaseline([group], new Map()));
    fc.assert(
      fc.property(rule, (rule) => {
        const hasEntries = rule.source.kind !== 'prefix-list' || rule.source.prefixListId !== 'pl-none';
        const verdicts = evaluateGroup({ ...group, rules: [rule] }, baseline, {
          now: NOW,
          lists: KNOWN_LISTS,
        });
        expect(verdicts.some(({ code }) => code === 'unexpected-ingress')).toBe(hasEntries);
      }),
    );
  });
});

describe('a compiled baseline', () => {
  it.each([labBaseline(), guardBaseline()])('equals the one compiled from its file: $origin', (compiled) => {
    expect(compileBaseline(toYaml(compiled), compiled.origin)).toEqual(compiled);
  });

  it('equals the one compiled from its file, with every part', () => {
    const compiled: CompiledBaseline = {
      ...labBaseline(),
      groups: [
        {
          name: 'a',
          match: { id: 'sg-0a', name: 'a*', vpc: 'vpc-0a', tag: { k: 'v', 'a b': '1' } },
          ingress: 'at-least',
          rules: [],
          enforce: true,
        },
      ],
      never: [{ rule: 'tcp 22 from anywhere', severity: 'low', widerThan: { ipv4: 0, ipv6: 128 } }],
      exceptions: [{ rule: 'tcp 22 from 10.0.0.0/8', reason: 'a: "b"' }],
      trusted: [
        { principal: 'arn:*', settleMs: 600_000 },
        { principal: 'a', settleMs: 90_000 },
        { principal: 'b', settleMs: 0 },
      ],
    };
    expect(compileBaseline(toYaml(compiled), compiled.origin)).toEqual(compiled);
  });
});
