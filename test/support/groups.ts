import type { CompiledBaseline } from '../../src/core/baseline/baseline.ts';
import type { PrefixLists, SecurityGroup } from '../../src/core/exposure/group.ts';
import { type ParseRuleOptions, parseRule } from '../../src/core/exposure/rule-grammar.ts';

export const ACCOUNT = '111122223333';
export const NO_LISTS: PrefixLists = new Map();
export const NOW = Date.parse('2026-11-23T12:00:00Z');

/** Returns a group with the rules in these lines. The rules get the ids `sgr-1`, `sgr-2`, … */
export function groupOf(lines: readonly string[], parts: Partial<SecurityGroup> = {}): SecurityGroup {
  const account = parts.account ?? ACCOUNT;
  return {
    id: 'sg-0aaa',
    name: 'web',
    vpcId: 'vpc-0aaa',
    account,
    region: 'eu-west-1',
    tags: { Role: 'web' },
    rules: rulesOf(lines, { account }).map((rule, index) => ({ ...rule, id: `sgr-${index + 1}` })),
    ...parts,
  };
}

export function rulesOf(lines: readonly string[], options: ParseRuleOptions = {}) {
  return lines.flatMap((line) => parseRule(line, options).rules);
}

/** Returns a baseline with one entry for the group of groupOf(), and the given parts. */
export function baselineOf(
  rules: readonly string[] | undefined,
  parts: Partial<CompiledBaseline> & { ingress?: CompiledBaseline['groups'][number]['ingress'] } = {},
): CompiledBaseline {
  const { ingress = 'exactly', ...rest } = parts;
  return {
    schema: 'secgroup-monitor/baseline/1',
    origin: 'test',
    groups:
      rules === undefined
        ? []
        : [{ name: 'web', match: { name: 'web' }, ingress, rules: [...rules], enforce: false }],
    never: [],
    exceptions: [],
    trusted: [],
    unlisted: 'ignore',
    ...rest,
  };
}

export function never(rule: string, parts: Partial<CompiledBaseline['never'][number]> = {}) {
  return { rule, widerThan: { ipv4: 8, ipv6: 32 }, ...parts };
}
