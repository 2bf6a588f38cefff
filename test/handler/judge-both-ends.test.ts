// Covers handler/judge-groups.ts, handler/drift-memory.ts, src/core/judge/canary.ts,
// src/core/finding/finding-change.ts, src/core/record/list-edit.ts.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CompiledBaseline } from '../../src/core/baseline/baseline.ts';
import { prepareBaseline } from '../../src/core/judge/evaluate.ts';
import type { Account } from './both-ends/account.ts';
import { differences } from './both-ends/compare.ts';
import { play } from './both-ends/play.ts';
import { ALICE, CI, firstEntries, firstGroups, LISTS, MADE, steps, TERRAFORM } from './both-ends/steps.ts';
import { baseline } from './support.ts';

/** For more of them, run `SEQUENCES=10000 npx vitest run test/handler/judge-both-ends.test.ts`. */
const SEQUENCES = Number(process.env.SEQUENCES ?? 120);

const never = (rule: string) => ({ rule, widerThan: { ipv4: 8, ipv6: 32 } });
const entry = (name: string, ingress: 'exactly' | 'at-most' | 'at-least', ...rules: string[]) => ({
  ...{ name, ingress, rules, enforce: false },
  match: name === 'base' ? { tag: { Role: 'base' } } : { name },
});

const baselines: fc.Arbitrary<CompiledBaseline> = fc
  .record({
    groups: fc.subarray([
      entry('web', 'exactly', 'tcp 443 from 0.0.0.0/0'),
      entry('db', 'at-most', 'tcp 5432 from 10.0.0.0/8', `tcp 5432 from ${LISTS[1]}`),
      entry('base', 'at-least', 'tcp 22 from 10.0.0.0/8'),
    ]),
    never: fc.subarray([never('tcp 22 from anywhere'), never('tcp 3306 from public')]),
    exceptions: fc.subarray([
      { rule: 'tcp 8080 from 10.1.0.0/16', until: '2026-03-02', reason: 'until midnight' },
      { rule: 'tcp 22 from 0.0.0.0/0', reason: 'for good' },
    ]),
    trusted: fc.subarray([
      { principal: ALICE, settleMs: 60_000 },
      { principal: TERRAFORM, settleMs: 300_000 },
      { principal: CI, settleMs: 45_000 },
    ]),
    unlisted: fc.constantFrom('alert' as const, 'ignore' as const),
  })
  .map(baseline);

const accounts: fc.Arbitrary<Account> = fc
  .record({ groups: firstGroups, entries: firstEntries })
  .map(({ groups, entries }) => ({
    groups: new Map(
      groups.map(({ made, permissions }, n) => {
        const id = `sg-${String(n).padStart(17, 'a')}`;
        const rules = permissions.map((permission, r) => ({
          id: `sgr-${String(`${n}${r}`).padStart(17, 'b')}`,
          permission,
        }));
        return [id, { id, ...MADE[made]!, rules }];
      }),
    ),
    lists: new Map(LISTS.map((id, n) => [id, entries[n]!])),
  }));

const eras = fc.constantFrom('with rule ids' as const, 'with rule ids' as const, 'without rule ids' as const);

it(`finds the same in the function and the rehearsal, in ${SEQUENCES} sequences of changes`, async () => {
  let compared = 0;
  let guessed = 0;
  await fc.assert(
    fc.asyncProperty(accounts, steps, baselines, eras, async (account, sequence, compiled, era) => {
      // fast-check plays the same account again while it shrinks a failure.
      const played = await play(structuredClone(account), sequence, compiled, era);
      const found = differences(played, prepareBaseline(compiled));
      compared += found.compared;
      guessed += found.guessed;
      expect(found.differing).toEqual([]);
    }),
    { numRuns: SEQUENCES, seed: 20_260_302 },
  );
  if (process.env.SEQUENCES) console.log(`${compared} findings compared, ${guessed} left out as guesses`);
  expect(compared).toBeGreaterThan(SEQUENCES * 5);
  // Findings that the rehearsal itself calls a guess must remain the exception.
  expect(guessed).toBeLessThan(compared / 2);
}, 3_600_000);
