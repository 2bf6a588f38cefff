import type { CompiledGroup } from '../baseline/baseline.ts';
import { exceptionsFor } from '../baseline/exceptions.ts';
import type { PreparedBaseline } from '../baseline/prepared-baseline.ts';
import type { PrefixLists, SecurityGroup } from '../exposure/group.ts';
import { EMPTY, type RuleSet, union } from '../exposure/rule-set.ts';
import { exceptionSet } from './case.ts';

/** Returns the entry of a group: the first that matches. */
export function entryOf(group: SecurityGroup, baseline: PreparedBaseline): CompiledGroup | undefined {
  return baseline.entryOf(group);
}

/** Returns all that the entry and the exceptions allow the group to admit; undefined if there is no limit. */
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

/** Returns all that the entry requires the group to admit. */
export function requiredBy(
  entry: CompiledGroup,
  group: SecurityGroup,
  baseline: PreparedBaseline,
  lists: PrefixLists,
): RuleSet {
  return entry.ingress === 'at-most' ? EMPTY : baseline.exposureOf(entry, group.account, lists).set;
}

/**
 * Returns all that the entry and the exceptions allow or require the group to admit. Without an entry, only the
 * exceptions count.
 */
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
