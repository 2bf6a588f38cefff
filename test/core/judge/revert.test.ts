import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seenFrom } from '../../../src/core/baseline/prepared-baseline.ts';
import { rulesFromIpPermissions } from '../../../src/core/ec2/aws-permissions.ts';
import type { SecurityGroup } from '../../../src/core/exposure/group.ts';
import { renderRule, renderRules } from '../../../src/core/exposure/render-rules.ts';
import { ruleSet } from '../../../src/core/exposure/rule-set.ts';
import { meantFor } from '../../../src/core/judge/allowed.ts';
import { evaluateGroup, prepareBaseline } from '../../../src/core/judge/evaluate.ts';
import { mendCommands, planMend } from '../../../src/core/judge/revert.ts';
import { ACCOUNT, baselineOf, groupOf, NO_LISTS, NOW, never } from '../../support/groups.ts';
import { rules } from '../exposure/universe.ts';

const options = { now: NOW, lists: NO_LISTS };

function mendOf(group: SecurityGroup, baseline = prepareBaseline(baselineOf(['tcp 443 from anywhere']))) {
  const verdicts = evaluateGroup(group, baseline, options);
  return planMend(group, verdicts, meantFor(group, baseline, NO_LISTS, NOW), NO_LISTS);
}

describe('a mend', () => {
  it('brings any group in line with its entry, and never shuts off what is meant on the way', () => {
    fc.assert(
      fc.property(rules, rules, fc.constantFrom('exactly', 'at-most', 'at-least'), (live, meant, ingress) => {
        const group = groupOf([], {
          rules: [...seenFrom(ACCOUNT, live)].map((rule, i) => ({ ...rule, id: `sgr-${i}` })),
        });
        const lines = renderRules(ruleSet(seenFrom(ACCOUNT, meant)));
        const baseline = prepareBaseline(baselineOf(lines, { ingress: ingress as 'exactly' }));
        const mend = mendOf(group, baseline);
        const authorized = { ...group, rules: [...group.rules, ...mend.authorize] };
        const revoked = { ...group, rules: authorized.rules.filter((rule) => !mend.revoke.includes(rule)) };
        expect(
          evaluateGroup(authorized, baseline, options).every(({ missing }) => missing.length === 0),
        ).toBe(true);
        const after = evaluateGroup(revoked, baseline, options).filter(({ kind }) => kind === 'drift');
        expect(after).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('authorizes first, then revokes by id', () => {
    const group = groupOf(['tcp 0-65535 from 0.0.0.0/0', 'tcp 443 from ::/0']);
    expect(mendCommands(group, mendOf(group))).toEqual([
      `aws ec2 authorize-security-group-ingress --region eu-west-1 --group-id sg-0aaa --ip-permissions '[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]'`,
      'aws ec2 revoke-security-group-ingress --region eu-west-1 --group-id sg-0aaa --security-group-rule-ids sgr-1',
    ]);
  });

  it('revokes by what the rule says where its id is not known', () => {
    const group = groupOf(['tcp 22 from 10.0.0.0/8', 'tcp 443 from anywhere']);
    const rules = group.rules.map(({ id: _, ...rule }) => rule);
    const [command, ...more] = mendCommands(group, mendOf({ ...group, rules }));
    expect(more).toEqual([]);
    const permissions = JSON.parse(/'(.*)'$/.exec(command!)![1]!);
    expect(command).toMatch(/^aws ec2 revoke-security-group-ingress /);
    expect(rulesFromIpPermissions(permissions, ACCOUNT).map(renderRule)).toEqual(['tcp 22 from 10.0.0.0/8']);
  });

  it('does not advise to open again what nobody said is meant', () => {
    const baseline = prepareBaseline(baselineOf(undefined, { never: [never('tcp 22 from anywhere')] }));
    const group = groupOf(['all from anywhere']);
    expect(mendCommands(group, mendOf(group, baseline))).toEqual([
      '# The rules below admit more than is wrong: authorize first whatever else of them is meant.',
      'aws ec2 revoke-security-group-ingress --region eu-west-1 --group-id sg-0aaa --security-group-rule-ids sgr-1 sgr-2',
    ]);
  });

  it('has nothing for a group that is only unlisted', () => {
    const baseline = prepareBaseline(baselineOf(undefined, { unlisted: 'alert' }));
    const group = groupOf(['tcp 22 from anywhere']);
    expect(mendCommands(group, mendOf(group, baseline))).toEqual([]);
  });

  it('never puts a hostile id or Region into a command', () => {
    const group = groupOf(['tcp 22 from 10.0.0.0/8']);
    expect(mendCommands({ id: 'sg-1; rm -rf /', region: 'eu-west-1' }, mendOf(group))).toEqual([]);
    expect(mendCommands({ id: 'sg-0aaa', region: '$(id)' }, mendOf(group))).toEqual([]);
    const named = { ...group, rules: group.rules.map((rule) => ({ ...rule, id: 'sgr-1 $(id)' })) };
    const [command] = mendCommands(named, mendOf(named));
    expect(command).toContain('--ip-permissions');
    expect(command).not.toContain('$');
  });
});
