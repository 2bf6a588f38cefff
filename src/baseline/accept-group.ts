import type { CompiledBaseline, CompiledGroup } from '../core/baseline/baseline.ts';
import { prepareBaseline } from '../core/baseline/prepared-baseline.ts';
import type { PrefixLists, SecurityGroup } from '../core/exposure/group.ts';
import { renderRules } from '../core/exposure/render-rules.ts';
import { EMPTY, ruleSet, subtract } from '../core/exposure/rule-set.ts';

export interface Acceptance {
  baseline: CompiledBaseline;
  entry: CompiledGroup;
  /** Rule lines that the previous entry does not allow but the group admits. */
  added: string[];
  /** Rule lines of the previous entry that the group does not admit. */
  removed: string[];
}

/**
 * Returns a baseline that allows exactly what the group admits now. An entry for this group only is rewritten.
 * Otherwise the group gets a new entry, before the one that it shared with other groups.
 * The entries of the prefix lists in `lists` are written into the baseline; other lists remain references.
 */
export function acceptGroup(
  baseline: CompiledBaseline,
  group: SecurityGroup,
  lists: PrefixLists,
): Acceptance {
  const prepared = prepareBaseline(baseline);
  const before = prepared.entryOf(group);
  const live = ruleSet(group.rules, lists);
  const allowed = before === undefined ? EMPTY : prepared.exposureOf(before, group.account, lists).set;
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
    added: renderRules(subtract(live, allowed)),
    removed: renderRules(subtract(allowed, live)),
  };
}

function freeName(group: SecurityGroup, { groups }: CompiledBaseline): string {
  const taken = new Set(groups.map(({ name }) => name));
  let name = group.name.trim() === '' ? group.id : group.name;
  while (taken.has(name)) name += ` ${group.id}`;
  return name;
}
