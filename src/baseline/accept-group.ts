import type { CompiledBaseline, CompiledGroup } from '../core/baseline/baseline.ts';
import { prepareBaseline } from '../core/baseline/prepared-baseline.ts';
import type { PrefixLists, SecurityGroup } from '../core/exposure/group.ts';
import { renderRules } from '../core/exposure/render-rules.ts';
import { EMPTY, ruleSet, subtract } from '../core/exposure/rule-set.ts';

export interface Acceptance {
  baseline: CompiledBaseline;
  entry: CompiledGroup;
  /** Lines of the rule grammar: what the group admits beyond its entry before, and lacks of it. */
  added: string[];
  removed: string[];
}

/**
 * The baseline in which the group's present ingress is what is meant. An entry that is for this group alone
 * is rewritten; for a group that shares its entry, or has none, an entry of its own is put before it.
 * `lists` are those that are to be written out; others stay references.
 */
export function acceptGroup(
  baseline: CompiledBaseline,
  group: SecurityGroup,
  lists: PrefixLists,
): Acceptance {
  const prepared = prepareBaseline(baseline);
  const before = prepared.entryOf(group);
  const live = ruleSet(group.rules, lists);
  const meant = before === undefined ? EMPTY : prepared.exposureOf(before, group.account, lists).set;
  const isOwn = before?.match.id === group.id;
  const entry: CompiledGroup = {
    name: isOwn ? before.name : freeName(group, baseline),
    match: isOwn ? before.match : { id: group.id },
    ingress: isOwn ? before.ingress : 'exactly',
    rules: renderRules(live),
    enforce: before?.enforce ?? false,
  };
  const at = before === undefined ? baseline.groups.length : baseline.groups.indexOf(before);
  return {
    baseline: { ...baseline, groups: baseline.groups.toSpliced(at, isOwn ? 1 : 0, entry) },
    entry,
    added: renderRules(subtract(live, meant)),
    removed: renderRules(subtract(meant, live)),
  };
}

function freeName(group: SecurityGroup, { groups }: CompiledBaseline): string {
  const taken = new Set(groups.map(({ name }) => name));
  let name = group.name.trim() === '' ? group.id : group.name;
  while (taken.has(name)) name += ` ${group.id}`;
  return name;
}
