import { exceptionsFor, type PreparedException } from '../baseline/exceptions.ts';
import { type PreparedBaseline, seenFrom } from '../baseline/prepared-baseline.ts';
import type { PrefixLists, SecurityGroup } from '../exposure/group.ts';
import { EMPTY, intersect, isEmpty, type RuleSet, ruleSet } from '../exposure/rule-set.ts';
import type { FindingGroup } from '../finding/finding.ts';

/** A group and the data for its judgement. */
export interface Case {
  group: SecurityGroup;
  lists: PrefixLists;
  /** Exceptions for this group that have expired. */
  lapsed: readonly PreparedException[];
  /** The traffic that the current exceptions allow. */
  tolerated: RuleSet;
}

/** Prepares the judgement of one group with the exceptions for it at `now` (epoch milliseconds). */
export function openCase(
  group: SecurityGroup,
  baseline: PreparedBaseline,
  { now, lists }: { now: number; lists: PrefixLists },
): Case {
  const { holding, lapsed } = exceptionsFor(group.id, baseline.exceptions, now);
  return {
    group,
    lists,
    lapsed,
    tolerated: exceptionSet(holding, group, lists),
  };
}

/** Returns the expired exceptions that would have allowed a part of `unexpected`. */
export function expiredArgs(subject: Case, unexpected: RuleSet): { expiredExceptions?: string[] } {
  const expired = subject.lapsed.filter(
    ({ rules }) =>
      !isEmpty(intersect(ruleSet(seenFrom(subject.group.account, rules), subject.lists), unexpected)),
  );
  if (expired.length === 0) return {};
  return {
    expiredExceptions: expired.map(
      ({ exception: { rule, until, reason } }) => `${rule} until ${until}: ${reason}`,
    ),
  };
}

export function findingGroup({ id, name, vpcId }: SecurityGroup): FindingGroup {
  return { id, name, vpcId };
}

/** Returns the traffic that these exceptions allow, from the group's point of view. */
export function exceptionSet(
  exceptions: readonly PreparedException[],
  group: SecurityGroup,
  lists: PrefixLists,
): RuleSet {
  if (exceptions.length === 0) return EMPTY;
  return ruleSet(
    seenFrom(
      group.account,
      exceptions.flatMap(({ rules }) => rules),
    ),
    lists,
  );
}
