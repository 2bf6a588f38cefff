import type { PrefixLists, SecurityGroup, UnreadableRule } from '../../core/exposure/group.ts';
import type { IngressRule } from '../../core/exposure/rule.ts';
import type { Change } from '../../core/record/change.ts';
import { listsAfter, listsBefore } from '../../core/record/list-edit.ts';
import { hidesTheLists, rulesBefore, withoutRules } from '../../core/record/state-before.ts';
import { tagsAfter } from '../../core/record/tags.ts';
import { say } from '../../core/words/say.ts';
import type { Gap } from '../../reports/rehearsal.ts';
import type { FoundChange } from '../found-change.ts';
import type { RecordedTags } from './recorded-tags.ts';

/** The groups and lists at one time. The maps change, but the groups in them don't. */
export interface GroupStates {
  groups: Map<string, SecurityGroup>;
  /** The groups that exist now. Their names and tags are used for all of their states. */
  now: ReadonlyMap<string, SecurityGroup>;
  /** Replaced, not changed, when a list is edited. */
  lists: PrefixLists;
}

/**
 * Returns the ids of the groups that a change is about, also if it contains only their names or their prefix list.
 */
export function groupsOf(change: Change, world: GroupStates): string[] {
  const ids = new Set(change.groupIds);
  // The record of a resolver does not contain the ids of the lists that IPAM rewrites.
  const anyList = change.eventName === 'ModifyIpamPrefixListResolver';
  const named = [...change.groupNames, ...change.prefixListIds];
  if (named.length === 0 && !anyList) return [...ids];
  for (const group of world.groups.values()) {
    if (group.account !== change.account || group.region !== change.region) continue;
    if (change.groupNames.includes(group.name)) ids.add(group.id);
    const uses = ({ source }: IngressRule) =>
      source.kind === 'prefix-list' && (anyList || change.prefixListIds.includes(source.prefixListId));
    if (group.rules.some(uses)) ids.add(group.id);
  }
  return [...ids];
}

/** Applies a change and returns the ids of its groups. A failed call changes nothing. */
export function applyChange(world: GroupStates, found: FoundChange): string[] {
  const { change } = found;
  if (change.errorCode !== undefined) return [];
  const ids = groupsOf(change, world);
  for (const id of ids) {
    if (change.eventName === 'DeleteSecurityGroup') world.groups.delete(id);
    else
      world.groups.set(id, changed(world.groups.get(id) ?? newGroup(id, change, world.now.get(id)), found));
  }
  world.lists = listsAfter(world.lists, change);
  return ids;
}

export interface UndoHelp {
  /** Returns the rule as it was before the change, if a record contains it. */
  earlier(ruleId: string): IngressRule | undefined;
  /** Returns what the records before the change show about the tags of a group. */
  tagsBefore(groupId: string): RecordedTags;
  /** True if a record shows the group's creation. All its states follow from there. */
  isMade(groupId: string): boolean;
  gap(gap: Gap): void;
}

/** Undoes a change as far as the records allow, and reports the rest as gaps. */
export function undoChange(
  world: GroupStates,
  { change, unreadable }: FoundChange,
  { earlier, tagsBefore, isMade, gap }: UndoHelp,
): void {
  if (change.errorCode !== undefined) return;
  for (const id of groupsOf(change, world)) {
    const tell = (reason: string) => gap({ groupId: id, before: change.time, reason });
    const known = world.groups.get(id);
    const group = known ?? newGroup(id, change, world.now.get(id));
    if (known === undefined && !/^(Delete|Create)SecurityGroup$/.test(change.eventName)) {
      tell(say`the group is not among the current groups`);
    }
    if (change.eventName === 'CreateSecurityGroup') {
      const length = group.rules.length + (group.unreadable?.length ?? 0);
      if (length > 0) tell(say`no record shows the calls that added ${length} of its rules`);
      world.groups.delete(id);
      continue;
    }
    if (change.eventName === 'DeleteSecurityGroup' && !isMade(id))
      tell(say`its rules at the time of its deletion are not recorded`);
    if (hidesTheLists(change)) tell(say`the earlier entries of its prefix list are not recorded`);
    const lost = [...change.modifiedRuleIds, ...change.removedRuleIds];
    const ended = isRevoke(change) ? unreadable : [];
    const texts = new Set(ended.map((rule) => rule.id));
    const unknown = lost.filter((ruleId) => earlier(ruleId) === undefined && !texts.has(ruleId));
    if (unknown.length > 0) tell(say`the earlier text of ${unknown.join(', ')} is not recorded`);
    const found = lost.flatMap((ruleId) => earlier(ruleId) ?? []);
    const rules = [...rulesBefore(group.rules, change), ...found];
    const others = withoutUnreadable(group, isRevoke(change) ? [] : unreadable);
    const { tags, isGuess } = untagged(group.tags, change, tagsBefore(id));
    if (isGuess) tell(say`its earlier tags are not recorded`);
    world.groups.set(id, { ...group, tags, rules, unreadable: someOf([...others, ...ended]) });
  }
  world.lists = listsBefore(world.lists, change);
}

function changed(group: SecurityGroup, { change, unreadable }: FoundChange): SecurityGroup {
  const replaced = new Set([...change.modifiedRuleIds, ...change.removedRuleIds]);
  const kept = withoutRules(group.rules, change.removed).filter((rule) => !replaced.has(rule.id ?? ''));
  const others = withoutUnreadable(group, unreadable).filter((rule) => !replaced.has(rule.id ?? ''));
  return {
    ...group,
    tags: change.retag === undefined ? group.tags : tagsAfter(group.tags, change.retag),
    rules: [...withoutRules(kept, change.added), ...change.added],
    unreadable: someOf(isRevoke(change) ? others : [...others, ...unreadable]),
  };
}

/** The tags before a change. A guess where no earlier record shows them. */
function untagged(
  tags: Record<string, string>,
  { retag }: Change,
  recorded: RecordedTags,
): { tags: Record<string, string>; isGuess: boolean } {
  if (retag === undefined) return { tags, isGuess: false };
  if (recorded.isComplete) return { tags: { ...recorded.tags }, isGuess: false };
  const touched = [...Object.keys(retag.put), ...retag.removed.map(({ key }) => key)];
  const kept = Object.entries(tags).filter(([key]) => !touched.includes(key));
  const known = Object.entries(recorded.tags).filter(([key]) => retag.removedAll || touched.includes(key));
  return {
    tags: Object.fromEntries([...kept, ...known]),
    isGuess: retag.removedAll || touched.some((key) => !recorded.keys.has(key)),
  };
}

/** The unreadable parts of a Revoke are what it removed; those of other calls are what they added. */
function isRevoke({ eventName }: Change): boolean {
  return eventName === 'RevokeSecurityGroupIngress';
}

/** The same rule has the same id. A record and EC2 write its text differently. */
function withoutUnreadable(
  { unreadable = [] }: SecurityGroup,
  gone: readonly UnreadableRule[],
): UnreadableRule[] {
  const ids = new Set(gone.flatMap(({ id }) => id ?? []));
  const texts = new Set(gone.map(({ text }) => text));
  return unreadable.filter(({ id, text }) => !ids.has(id ?? '') && !texts.has(text));
}

function someOf(rules: UnreadableRule[]): UnreadableRule[] | undefined {
  return rules.length === 0 ? undefined : rules;
}

function newGroup(id: string, change: Change, now: SecurityGroup | undefined): SecurityGroup {
  if (now !== undefined) {
    return { ...now, tags: change.created?.tags ?? now.tags, rules: [], unreadable: undefined };
  }
  return {
    id,
    name: change.created?.name ?? id,
    vpcId: change.vpcId,
    account: change.account,
    region: change.region,
    tags: change.created?.tags ?? {},
    rules: [],
  };
}
