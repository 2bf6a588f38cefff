import type { PrefixLists, SecurityGroup } from '../../core/exposure/group.ts';
import type { IngressRule } from '../../core/exposure/rule.ts';
import type { Change } from '../../core/record/change.ts';
import { listsAfter, listsBefore } from '../../core/record/list-edit.ts';
import { hidesTheLists, rulesBefore, withoutRules } from '../../core/record/state-before.ts';
import { say } from '../../core/words/say.ts';

/** What all groups admit at one time. The maps change; a group in them never does. */
export interface GroupStates {
  groups: Map<string, SecurityGroup>;
  /** The groups that are there now: names and tags hold for their whole life. */
  now: ReadonlyMap<string, SecurityGroup>;
  /** Replaced, not changed, when a list is edited. */
  lists: PrefixLists;
}

/** A place where the records do not tell what was before. */
export interface Gap {
  groupId: string;
  /** ISO 8601: before this time the state is a guess. */
  before: string;
  reason: string;
}

/** The groups that a change is about, also when it names them by name or only their prefix list or VPC. */
export function groupsOf(change: Change, world: GroupStates): string[] {
  const ids = new Set(change.groupIds);
  // The record of a resolver does not name the lists that IPAM rewrites.
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

/** Does what the change did, and gives the groups that it was about. Failed calls did nothing. */
export function applyChange(world: GroupStates, change: Change): string[] {
  if (change.errorCode !== undefined) return [];
  const ids = groupsOf(change, world);
  for (const id of ids) {
    if (change.eventName === 'DeleteSecurityGroup') world.groups.delete(id);
    else
      world.groups.set(id, changed(world.groups.get(id) ?? newGroup(id, change, world.now.get(id)), change));
  }
  world.lists = listsAfter(world.lists, change);
  return ids;
}

export interface UndoHelp {
  /** The text that a rule had before the change, where a record tells it. */
  earlier(ruleId: string): IngressRule | undefined;
  /** Does a record tell of the group's making? Then all its states follow from there. */
  isMade(groupId: string): boolean;
  gap(gap: Gap): void;
}

/** Undoes what the change did, as far as records tell; the rest is told as gaps. */
export function undoChange(world: GroupStates, change: Change, { earlier, isMade, gap }: UndoHelp): void {
  if (change.errorCode !== undefined) return;
  for (const id of groupsOf(change, world)) {
    const tell = (reason: string) => gap({ groupId: id, before: change.time, reason });
    const known = world.groups.get(id);
    const group = known ?? newGroup(id, change, world.now.get(id));
    if (known === undefined && !/^(Delete|Create)SecurityGroup$/.test(change.eventName)) {
      tell(say`it is not among the groups that are there now`);
    }
    if (change.eventName === 'CreateSecurityGroup') {
      const { length } = group.rules;
      if (length > 0) tell(say`${length} of its rules were added by calls that no record tells of`);
      world.groups.delete(id);
      continue;
    }
    if (change.eventName === 'DeleteSecurityGroup' && !isMade(id))
      tell(say`what it admitted when it was deleted is not recorded`);
    if (hidesTheLists(change)) tell(say`what its prefix list held is not recorded`);
    const lost = [...change.modifiedRuleIds, ...change.removedRuleIds];
    const unknown = lost.filter((ruleId) => earlier(ruleId) === undefined);
    if (unknown.length > 0) tell(say`what ${unknown.join(', ')} was is not recorded`);
    const found = lost.flatMap((ruleId) => earlier(ruleId) ?? []);
    world.groups.set(id, { ...group, rules: [...rulesBefore(group.rules, change), ...found] });
  }
  world.lists = listsBefore(world.lists, change);
}

function changed(group: SecurityGroup, change: Change): SecurityGroup {
  const replaced = new Set([...change.modifiedRuleIds, ...change.removedRuleIds]);
  const kept = withoutRules(group.rules, change.removed).filter((rule) => !replaced.has(rule.id ?? ''));
  return { ...group, rules: [...withoutRules(kept, change.added), ...change.added] };
}

function newGroup(id: string, change: Change, now: SecurityGroup | undefined): SecurityGroup {
  if (now !== undefined) return { ...now, rules: [] };
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
