// Covers src/audit/plan/resolve.ts, address.ts, configuration.ts and document.ts.
import { describe, expect, it } from 'vitest';
import { planGroups } from '../../../src/audit/plan/after-apply.ts';
import { readDocument } from '../../../src/audit/plan/document.ts';
import { renderRule } from '../../../src/core/exposure/render-rules.ts';
import { openAfter } from '../../support/plan-oracle.ts';
import { worldOf } from '../../support/plan-worlds.ts';

const PLANS = 2000;

/** Groups without rules are in one form and not in another: only what is open counts. */
const sorted = (open: Iterable<[string, Iterable<string>]>) =>
  [...open]
    .map(([group, rules]): [string, string[]] => [group, [...new Set(rules)].sort()])
    .filter(([, rules]) => rules.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));

describe('a generated plan', () => {
  it(`admits what the product, another reader and the generator report, for ${PLANS} plans`, () => {
    let rules = 0;
    for (let seed = 1; seed <= PLANS; seed += 1) {
      const { plan, open } = worldOf(seed);
      const { plans } = planGroups([readDocument(plan, 'plan.json')]);
      const judged = plans[0]!.groups.map(({ id, rules: own }): [string, string[]] => [
        id,
        own.map(renderRule),
      ]);
      const expected = sorted(open);
      expect({ seed, open: sorted(openAfter(plan)) }).toEqual({ seed, open: expected });
      expect({ seed, open: sorted(judged) }).toEqual({ seed, open: expected });
      rules += expected.length;
    }
    // The generator must also make worlds that are not empty.
    expect(rules).toBeGreaterThan(PLANS);
  });
});
