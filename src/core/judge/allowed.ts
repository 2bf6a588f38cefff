import type { CompiledGroup } from '../baseline/baseline.ts';
import { exceptionsFor } from '../baseline/exceptions.ts';
import type { PreparedBaseline } from '../baseline/prepared-baseline.ts';
import type { PrefixLists, SecurityGroup } from '../exposure/group.ts';
import { EMPTY, type RuleSet, union } from '../exposure/rule-set.ts';
import { exceptionSet } from './case.ts';

/** The entry of a group: the first that matches. */
export function entryOf(group: SecurityGroup, baseline: PreparedBaseline): CompiledGroup | undefined {
  return baseline.entryOf(group);
}

/** All that the group may admit by its entry and the exceptions for it; undefined when that has no bound. */
export function allowedBy(
  entry: CompiledGroup,
  group: SecurityGroup,
  baseline: PreparedBaseline,
  lists: PrefixLists,
  now: number,
): RuleSet | undefined {
  if (entry.ingress === 'at-least') return undefined;
  const { holding } = exceptionsFor(group.id, baseline.exceptions, now);
  const meant = baseline.exposureOf(entry, group.account, lists).set;
  return union(meant, exceptionSet(holding, group, lists));
}

/** All that the group must admit by its entry. */
export function requiredBy(
  entry: CompiledGroup,
  group: SecurityGroup,
  baseline: PreparedBaseline,
  lists: PrefixLists,
): RuleSet {
  return entry.ingress === 'at-most' ? EMPTY : baseline.exposureOf(entry, group.account, lists).set;
}

/** What its entry and the exceptions for it say that the group may or must admit; empty without an entry. */
export function meantFor(
  group: SecurityGroup,
  baseline: PreparedBaseline,
  lists: PrefixLists,
  now: number,
): RuleSet {
  const entry = baseline.entryOf(group);
  const { holding } = exceptionsFor(group.id, baseline.exceptions, now);
  const meant = entry === undefined ? EMPTY : baseline.exposureOf(entry, group.account, lists).set;
  return union(meant, exceptionSet(holding, group, lists));
}
