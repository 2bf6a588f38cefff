import { isCidrProblem, parseCidr } from '../../core/exposure/cidr.ts';
import type { PrefixLists, SecurityGroup } from '../../core/exposure/group.ts';
import { renderRule } from '../../core/exposure/render-rules.ts';
import type { AddressSource, IngressRule } from '../../core/exposure/rule.ts';
import type { Change } from '../../core/record/change.ts';
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
  editLists(world, change, 'added', 'removed');
  return ids;
}

export interface UndoHelp {
  /** The text that a rule had before the change, where a record tells it. */
  earlier(ruleId: string): IngressRule | undefined;
  gap(gap: Gap): void;
}

/** Undoes what the change did, as far as records tell; the rest is told as gaps. */
export function undoChange(world: GroupStates, change: Change, { earlier, gap }: UndoHelp): void {
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
    if (change.eventName === 'DeleteSecurityGroup')
      tell(say`what it admitted when it was deleted is not recorded`);
    if (/^RestoreManagedPrefixListVersion$|IpamPrefixListResolver/.test(change.eventName))
      tell(say`what its prefix list held is not recorded`);
    const lost = [...change.modifiedRuleIds, ...change.removedRuleIds];
    const unknown = lost.filter((ruleId) => earlier(ruleId) === undefined);
    if (unknown.length > 0) tell(say`what ${unknown.join(', ')} was is not recorded`);
    const kept = without(without(group.rules, change.added), change.removed);
    const found = lost.flatMap((ruleId) => earlier(ruleId) ?? []);
    world.groups.set(id, { ...group, rules: [...kept, ...change.removed, ...found] });
  }
  editLists(world, change, 'removed', 'added');
}

function changed(group: SecurityGroup, change: Change): SecurityGroup {
  const replaced = new Set([...change.modifiedRuleIds, ...change.removedRuleIds]);
  const kept = without(group.rules, change.removed).filter((rule) => !replaced.has(rule.id ?? ''));
  return { ...group, rules: [...without(kept, change.added), ...change.added] };
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

/** Rules are the same by id; where one has none, by text, which is unique in a group as well. */
function without(rules: readonly IngressRule[], gone: readonly IngressRule[]): IngressRule[] {
  const ids = new Set(gone.flatMap((rule) => rule.id ?? []));
  const texts = new Set(gone.map(renderRule));
  return rules.filter((rule) => !ids.has(rule.id ?? '') && !texts.has(renderRule(rule)));
}

function editLists(
  world: GroupStates,
  { prefixListIds, prefixListEntries }: Change,
  put: 'added' | 'removed',
  take: 'added' | 'removed',
): void {
  if (prefixListEntries === undefined) return;
  const lists = new Map(world.lists);
  for (const id of prefixListIds) {
    const entries = lists.get(id);
    if (entries === undefined) continue;
    const gone = new Set(blocks(prefixListEntries[take]).map(key));
    const kept = entries.filter((entry) => !gone.has(key(entry)));
    const present = new Set(kept.map(key));
    lists.set(id, [...kept, ...blocks(prefixListEntries[put]).filter((entry) => !present.has(key(entry)))]);
  }
  world.lists = lists;
}

function blocks(cidrs: readonly string[]): AddressSource[] {
  return cidrs.map(parseCidr).filter((block) => !isCidrProblem(block));
}

function key({ kind, address, prefixLength }: AddressSource): string {
  return `${kind} ${address}/${prefixLength}`;
}
