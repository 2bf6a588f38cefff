import type { PrefixLists, SecurityGroup } from '../../core/exposure/group.ts';
import type { IngressRule } from '../../core/exposure/rule.ts';
import type { Gap } from '../../reports/rehearsal.ts';
import type { FoundChange } from '../found-change.ts';
import { applyChange, type GroupStates, undoChange } from './group-states.ts';
import { recordedTags } from './recorded-tags.ts';

/** The states between changes: state 0 is before the first change, state n is after the n-th. */
export interface StateTimeline {
  /** Returns undefined if the group did not exist. */
  groupAt(id: string, n: number): SecurityGroup | undefined;
  listsAt(n: number): PrefixLists;
  /** Returns the ids of the groups that the change with this index is about. */
  affected(index: number): readonly string[];
  gaps: Gap[];
}

/**
 * Undoes the changes from now backwards to find the first state, then applies them again. Each step stores only the
 * groups that it changes, so groups without changes need no memory.
 */
export function stateTimeline(
  changes: readonly FoundChange[],
  groups: readonly SecurityGroup[],
  lists: PrefixLists,
): StateTimeline {
  const gaps: Gap[] = [];
  const now = new Map(groups.map((group) => [group.id, group]));
  const world: GroupStates = { groups: new Map(now), now, lists };
  const earlier = textsBefore(changes);
  const tagsBefore = recordedTags(changes);
  const made = groupsMade(changes);
  for (let i = changes.length - 1; i >= 0; i--) {
    undoChange(world, changes[i]!, {
      earlier: (ruleId) => earlier(ruleId, i),
      tagsBefore: (groupId) => tagsBefore(groupId, i),
      isMade: (groupId) => made.has(groupId),
      gap: (gap) => gaps.push(gap),
    });
  }
  const initial = new Map(world.groups);
  const versions = new Map<string, Version<SecurityGroup | undefined>[]>();
  const listVersions: Version<PrefixLists>[] = [{ n: 0, value: world.lists }];
  const affected = changes.map((found, i) => {
    const ids = applyChange(world, found);
    for (const id of ids) {
      const own = versions.get(id) ?? [{ n: 0, value: initial.get(id) }];
      own.push({ n: i + 1, value: world.groups.get(id) });
      versions.set(id, own);
    }
    if (world.lists !== listVersions.at(-1)!.value) listVersions.push({ n: i + 1, value: world.lists });
    return ids;
  });
  return {
    groupAt: (id, n) => {
      const own = versions.get(id);
      return own === undefined ? initial.get(id) : latest(own, n);
    },
    listsAt: (n) => latest(listVersions, n),
    affected: (index) => affected[index] ?? [],
    gaps,
  };
}

interface Version<T> {
  /** The number of the first state with this value. */
  n: number;
  value: T;
}

function latest<T>(versions: readonly Version<T>[], n: number): T {
  return versions.findLast((version) => version.n <= n)!.value;
}

/** Returns the groups that were created in the window. AWS never reuses an id, so they have no earlier states. */
function groupsMade(changes: readonly FoundChange[]): ReadonlySet<string> {
  const made = changes.filter(
    ({ change }) => change.eventName === 'CreateSecurityGroup' && change.errorCode === undefined,
  );
  return new Set(made.flatMap(({ change }) => change.groupIds));
}

/** Returns a function that finds a rule as it was before the n-th change, in the records before that change. */
function textsBefore(
  changes: readonly FoundChange[],
): (ruleId: string, n: number) => IngressRule | undefined {
  const texts = new Map<string, Version<IngressRule>[]>();
  changes.forEach(({ change }, n) => {
    if (change.errorCode !== undefined) return;
    for (const rule of change.added) {
      if (rule.id === undefined) continue;
      const own = texts.get(rule.id) ?? [];
      own.push({ n, value: rule });
      texts.set(rule.id, own);
    }
  });
  return (ruleId, n) => texts.get(ruleId)?.findLast((version) => version.n < n)?.value;
}
