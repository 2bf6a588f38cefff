import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seenFrom } from '../../../src/core/baseline/prepared-baseline.ts';
import { rulesFromIpPermissions } from '../../../src/core/ec2/aws-permissions.ts';
import type { SecurityGroup } from '../../../src/core/exposure/group.ts';
import { renderRule, renderRules } from '../../../src/core/exposure/render-rules.ts';
import { ruleSet } from '../../../src/core/exposure/rule-set.ts';
import { meantFor } from '../../../src/core/judge/allowed.ts';
import { evaluateGroup, prepareBaseline } from '../../../src/core/judge/evaluate.ts';
import {
  MOST_ADVISED,
  planRevert,
  type Revert,
  reversed,
  revertCalls,
  revertCommands,
  wrongByEntry,
  wrongByVerdicts,
} from '../../../src/core/judge/revert.ts';
import { ACCOUNT, baselineOf, groupOf, NO_LISTS, NOW, never } from '../../support/groups.ts';
import { rules } from '../exposure/universe.ts';

const options = { now: NOW, lists: NO_LISTS };

const LINED = prepareBaseline(baselineOf(['tcp 443 from anywhere']));

/** Returns the revert that an audit plans. */
function revertOf(group: SecurityGroup, baseline = LINED): Revert {
  const verdicts = evaluateGroup(group, baseline, options);
  const meant = meantFor(group, baseline, NO_LISTS, NOW);
  return planRevert({ group, lists: NO_LISTS }, wrongByVerdicts(verdicts, meant, NO_LISTS));
}

const commands = (group: Pick<SecurityGroup, 'id' | 'region'>, revert: Revert) =>
  revertCommands(group, revert, MOST_ADVISED);

/** Returns `length` rules of one address each, with ids. */
const many = (length: number) =>
  groupOf(Array.from({ length }, (_, n) => `tcp 22 from 10.0.${n >> 8}.${n & 255}`));

describe('a revert', () => {
  it('makes any group match its entry, and never interrupts allowed traffic', () => {
    fc.assert(
      fc.property(rules, rules, fc.constantFrom('exactly', 'at-most', 'at-least'), (live, meant, ingress) => {
        const group = groupOf([], {
          rules: [...seenFrom(ACCOUNT, live)].map((rule, i) => ({ ...rule, id: `sgr-${i}` })),
        });
        const lines = renderRules(ruleSet(seenFrom(ACCOUNT, meant)));
        const baseline = prepareBaseline(baselineOf(lines, { ingress: ingress as 'exactly' }));
        const revert = revertOf(group, baseline);
        const authorized = { ...group, rules: [...group.rules, ...revert.authorize] };
        const revoked = { ...group, rules: authorized.rules.filter((rule) => !revert.revoke.includes(rule)) };
        expect(
          evaluateGroup(authorized, baseline, options).every(({ missing }) => missing.length === 0),
        ).toBe(true);
        const after = evaluateGroup(revoked, baseline, options).filter(({ kind }) => kind === 'drift');
        expect(after).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('is the same whether an audit plans it by verdicts or enforcement by the entry', () => {
    fc.assert(
      fc.property(rules, rules, fc.constantFrom('exactly', 'at-most', 'at-least'), (live, meant, ingress) => {
        const group = groupOf([], { rules: [...seenFrom(ACCOUNT, live)] });
        const lines = renderRules(ruleSet(seenFrom(ACCOUNT, meant)));
        const baseline = prepareBaseline(baselineOf(lines, { ingress: ingress as 'exactly' }));
        const state = { group, lists: NO_LISTS };
        const enforced = planRevert(state, wrongByEntry(state, baseline.entryOf(group)!, baseline, NOW));
        expect(enforced).toEqual(revertOf(group, baseline));
        expect(enforced.endsMore).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  it('authorizes first, then revokes by id', () => {
    const group = groupOf(['tcp 0-65535 from 0.0.0.0/0', 'tcp 443 from ::/0']);
    expect(commands(group, revertOf(group))).toEqual([
      `aws ec2 authorize-security-group-ingress --region eu-west-1 --group-id sg-0aaa --ip-permissions '[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]'`,
      'aws ec2 revoke-security-group-ingress --region eu-west-1 --group-id sg-0aaa --security-group-rule-ids sgr-1',
    ]);
  });

  it('revokes by the text of a rule if its id is not known', () => {
    const group = groupOf(['tcp 22 from 10.0.0.0/8', 'tcp 443 from anywhere']);
    const rules = group.rules.map(({ id: _, ...rule }) => rule);
    const [command, ...more] = commands(group, revertOf({ ...group, rules }));
    expect(more).toEqual([]);
    const permissions = JSON.parse(/'(.*)'$/.exec(command!)![1]!);
    expect(command).toMatch(/^aws ec2 revoke-security-group-ingress /);
    expect(rulesFromIpPermissions(permissions, ACCOUNT).map(renderRule)).toEqual(['tcp 22 from 10.0.0.0/8']);
  });

  it('authorizes nothing that the baseline does not allow', () => {
    const baseline = prepareBaseline(baselineOf(undefined, { never: [never('tcp 22 from anywhere')] }));
    const group = groupOf(['all from anywhere']);
    expect(commands(group, revertOf(group, baseline))).toEqual([
      '# Revoking the rules below also ends other traffic. If you need any of it, authorize it first.',
      'aws ec2 revoke-security-group-ingress --region eu-west-1 --group-id sg-0aaa --security-group-rule-ids sgr-1 sgr-2',
    ]);
  });

  it('contains nothing for a group that is only unlisted', () => {
    const baseline = prepareBaseline(baselineOf(undefined, { unlisted: 'alert' }));
    const group = groupOf(['tcp 22 from anywhere']);
    expect(commands(group, revertOf(group, baseline))).toEqual([]);
  });

  it('never puts a hostile id or Region into a command', () => {
    const group = groupOf(['tcp 22 from 10.0.0.0/8']);
    expect(commands({ id: 'sg-1; rm -rf /', region: 'eu-west-1' }, revertOf(group))).toEqual([]);
    expect(commands({ id: 'sg-0aaa', region: '$(id)' }, revertOf(group))).toEqual([]);
    const named = { ...group, rules: group.rules.map((rule) => ({ ...rule, id: 'sgr-1 $(id)' })) };
    const [command] = commands(named, revertOf(named));
    expect(command).toContain('--ip-permissions');
    expect(command).not.toContain('$');
  });

  it('revokes any number of rules, but authorizes only as many as a group can have', () => {
    const group = many(MOST_ADVISED + 1);
    const withoutIds = { ...group, rules: group.rules.map(({ id: _, ...rule }) => rule) };
    const [revoke] = commands(group, revertOf(withoutIds, prepareBaseline(baselineOf([]))));
    expect(JSON.parse(/'(.*)'$/.exec(revoke!)![1]!)[0].IpRanges).toHaveLength(MOST_ADVISED + 1);
    const back = { authorize: group.rules, revoke: [], endsMore: false };
    expect(commands(group, back)).toEqual([expect.stringMatching(/^# /)]);
    expect(revertCommands(group, back, 1000)).toEqual([expect.stringMatching(/^aws ec2 authorize-/)]);
  });

  it('has commands that undo it, by the text of the rules and without their descriptions', () => {
    const group = groupOf(['tcp 22 from 10.0.0.0/8', 'tcp 443 from anywhere']);
    const [ssh] = group.rules;
    const rules = [{ ...ssh!, description: "it's $(id)" }, ...group.rules.slice(1)];
    const back = reversed(revertOf({ ...group, rules }));
    expect(revertCalls(back)).toEqual({
      authorize: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }],
      revokeIds: [],
      revoke: [],
    });
    expect(commands(group, back)[0]).not.toContain('$');
  });
});
