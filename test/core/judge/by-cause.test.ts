import { describe, expect, it } from 'vitest';
import { describe as sentence } from '../../../src/core/finding/describe.ts';
import { byCause } from '../../../src/core/judge/by-cause.ts';
import { baselineOf, groupOf, NO_LISTS, never } from '../../support/groups.ts';
import { judge, lists } from '../../support/judged.ts';

const SSH = 'tcp 22 from anywhere';
const RDP = 'tcp 3389 from anywhere';
const NEVER = { never: [never(SSH), never(RDP), never('udp 53 from 10.0.0.0/8')] };

describe('byCause', () => {
  const told = (rules: string[], baseline = baselineOf(undefined, NEVER), known = NO_LISTS) => {
    const group = groupOf(rules);
    return byCause(judge(group, baseline, { lists: known }), group, known).map((verdict) => ({
      code: verdict.code,
      never: verdict.args.never,
      text: sentence(verdict),
    }));
  };

  it('joins all `never` lines that one rule breaks', () => {
    expect(told(['all from 0.0.0.0/0'])).toEqual([
      {
        code: 'forbidden-ingress',
        never: [SSH, RDP, 'udp 53 from 10.0.0.0/8'],
        text: `admits all from 0.0.0.0/0, which is never allowed (open to the internet): ${SSH}; ${RDP}; udp 53 from 10.0.0.0/8`,
      },
    ]);
  });

  it('separates the verdicts of different rules', () => {
    const text = (rule: string) => `admits ${rule}, which is never allowed (open to the internet)`;
    expect(told(['tcp 22 from 0.0.0.0/0', 'tcp 3389 from ::/0', 'tcp 443 from anywhere'])).toEqual([
      { code: 'forbidden-ingress', never: undefined, text: text('tcp 22 from 0.0.0.0/0') },
      { code: 'forbidden-ingress', never: undefined, text: text('tcp 3389 from ::/0') },
    ]);
  });

  it('gives an entry and the lines for the same rule one verdict with both reasons', () => {
    const entry = ['tcp 443 from anywhere'];
    const rules = ['tcp 443 from anywhere', 'tcp 22 from 0.0.0.0/0', 'tcp 8080 from 10.0.0.0/8'];
    expect(told(rules, baselineOf(entry, NEVER))).toEqual([
      {
        code: 'unexpected-ingress',
        never: [SSH],
        text: 'admits tcp 22 from 0.0.0.0/0; tcp 8080 from 10.0.0.0/8; never allowed (open to the internet): tcp 22 from 0.0.0.0/0',
      },
    ]);
  });

  it('keeps ingress that an entry allows and a `never` line forbids', () => {
    const entry = [SSH];
    expect(told([SSH, 'tcp 8080 from 10.0.0.0/8'], baselineOf(entry, NEVER)).map(({ code }) => code)).toEqual(
      ['unexpected-ingress', 'forbidden-ingress'],
    );
  });

  it('finds the rule of a prefix list whose entries are known', () => {
    const known = lists({ 'pl-0a': ['0.0.0.0/0'] });
    expect(told(['all from pl-0a'], baselineOf(undefined, NEVER), known)).toHaveLength(1);
  });

  it('keeps the worst severity', () => {
    const group = groupOf(['all from 0.0.0.0/0']);
    const baseline = baselineOf(undefined, {
      never: [never(SSH, { severity: 'low' }), never(RDP, { severity: 'critical' })],
    });
    expect(byCause(judge(group, baseline), group, NO_LISTS).map(({ severity }) => severity)).toEqual([
      'critical',
    ]);
  });
});
