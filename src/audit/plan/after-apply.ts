import type { PrefixLists, SecurityGroup } from '../../core/exposure/group.ts';
import { type Dict, textOf } from '../../core/json-shape.ts';
import { say } from '../../core/words/say.ts';
import type { PlanDocument, PlannedResource } from './document.ts';
import { ENTRY_KIND, GROUP_KINDS, LIST_KINDS, RULE_KINDS, UNREAD_KINDS } from './kinds.ts';
import { endRules, groupOfRule, groupOutside, type PlannedGroup } from './planned-groups.ts';
import { knownLists } from './planned-lists.ts';
import { plannedRule } from './planned-rule.ts';
import { readRule } from './read-rule.ts';
import { missing, note, openReading, type PlanUnknown, type Reading } from './reading.ts';

/** The groups of one plan in their state after apply. */
export interface PlanGroups {
  document: PlanDocument;
  groups: SecurityGroup[];
  /** The groups that the plan changes, or whose rules or prefix lists it changes. */
  changed: ReadonlySet<SecurityGroup>;
  unknown: PlanUnknown[];
  notes: string[];
}

/**
 * Returns the groups in their state after all plans are applied. If a group's own resource does not list its rules,
 * the group keeps its earlier rules, without those that other resources delete, and with those that they create. A
 * rule of an unknown group is judged under its own address.
 */
export function planGroups(documents: readonly PlanDocument[]): { plans: PlanGroups[]; lists: PrefixLists } {
  const readings = documents.map(openReading);
  for (const reading of readings) readInline(reading, readings);
  const owned = readings.flatMap((reading) =>
    rulesIn(reading).flatMap((resource) => {
      const stays = resource.after ?? (resource.actions.has('forget') ? resource.before : undefined);
      return stays === undefined
        ? []
        : [{ resource, reading, stays, owner: ownerOf(resource, stays, reading, readings) }];
    }),
  );
  for (const reading of readings) for (const resource of rulesIn(reading)) endRule(resource, readings);
  for (const { resource, reading, stays, owner } of owned) {
    const { address, unknown } = resource;
    readRule(
      { values: stays, notYet: unknown, owner, at: { address, prefix: '', name: '' } },
      reading,
      readings,
    );
    if (resource.after !== undefined && !resource.actions.has('no-op')) owner.isChanged = true;
  }
  for (const reading of readings) finish(reading, readings);
  return {
    plans: readings.map(({ document, groups, unknown, notes }) => ({
      document,
      groups: [...groups.values()].map(({ group }) => group),
      changed: new Set([...groups.values()].flatMap(({ group, isChanged }) => (isChanged ? [group] : []))),
      unknown,
      notes,
    })),
    lists: knownLists(readings.map(({ lists }) => lists)),
  };
}

function rulesIn({ document }: Reading): PlannedResource[] {
  return document.resources.filter(
    ({ type, after, before }) => RULE_KINDS.has(type) && (after ?? before)?.type !== 'egress',
  );
}

/** Adds the inline rules of the groups' own resources. */
function readInline(reading: Reading, readings: readonly Reading[]): void {
  for (const [address, owner] of reading.groups) {
    const { values, notYet, attribute } = owner.entries;
    if (owner.isUnknown) note(reading, owner, missing(address, attribute, reading));
    for (const [index, entry] of values.entries()) {
      const at = { address, prefix: `${attribute}[${index}].`, name: attribute };
      readRule({ values: entry, notYet: notYet[index] ?? {}, owner, at }, reading, readings);
    }
  }
}

/** Returns the group of a separate rule: by id, by the reference in the configuration, or the rule itself. */
function ownerOf(
  resource: PlannedResource,
  stays: Dict,
  reading: Reading,
  readings: readonly Reading[],
): PlannedGroup {
  const { document, groups } = reading;
  const { address, type } = resource;
  const attribute = RULE_KINDS.get(type) ?? '';
  const id = textOf(stays[attribute]);
  if (id !== '') {
    const known = byId(id, [reading, ...readings]);
    if (known !== undefined) return known;
    const outside = groupOutside(id, textOf(stays.region), document);
    groups.set(id, outside);
    reading.ids.set(id, outside);
    for (const [index, entry] of outside.entries.values.entries()) {
      const at = { address: id, prefix: `ingress[${index}].`, name: 'ingress' };
      readRule({ values: entry, notYet: {}, owner: outside, at }, reading, readings);
    }
    return outside;
  }
  const { found, isOpaque } = reading.resolveGroup(address, attribute);
  // The id is unknown only for a group that does not exist yet.
  const [target, ...others] = [...found]
    .flatMap((one) => groups.get(one) ?? [])
    .filter((one) => one.id === undefined);
  if (target !== undefined && others.length === 0 && !isOpaque) return target;
  const own = groupOfRule(resource, document);
  groups.set(address, own);
  reading.hasUnowned = true;
  note(reading, own, missing(address, attribute, reading));
  return own;
}

function byId(id: string, readings: readonly Reading[]): PlannedGroup | undefined {
  return readings.map(({ ids }) => ids.get(id)).find((group) => group !== undefined);
}

/** If a rule is deleted, replaced or changed, removes from its group what it admitted. */
function endRule({ type, actions, before }: PlannedResource, readings: readonly Reading[]): void {
  if (before === undefined || !(actions.has('delete') || actions.has('update'))) return;
  const owner = byId(textOf(before[RULE_KINDS.get(type) ?? '']), readings);
  if (owner === undefined) return;
  owner.isChanged = true;
  if (owner.isInline) return;
  const { group } = owner;
  endRules(group, plannedRule(before, {}, group.id, group.account).rules);
}

/** Adds the notes and unknown values that depend on all rules. */
function finish(reading: Reading, readings: readonly Reading[]): void {
  const { document, groups, unknown, notes } = reading;
  // A rule of an unknown group may belong to any group that does not exist yet.
  const isAnyUnowned = readings.some(({ hasUnowned }) => hasUnowned);
  for (const { id, group } of groups.values()) if (isAnyUnowned && id === undefined) group.isPartial = true;
  for (const { address, type, after } of document.resources) {
    if (UNREAD_KINDS.has(type) && after !== undefined) {
      unknown.push({ unknown: { address, attribute: '', reason: 'unread-type', detail: type } });
    }
  }
  for (const { address, type, reason } of document.deferred) {
    if (isRead(type))
      unknown.push({ unknown: { address, attribute: '', reason: 'deferred', detail: reason } });
  }
  for (const one of document.unresolved ?? []) {
    const owner = groups.get(one.address)?.group;
    if (owner !== undefined) owner.isPartial = true;
    unknown.push({ unknown: one, owner });
  }
  if (document.isIncomplete) unknown.push({ unknown: { address: '', attribute: '', reason: 'incomplete' } });
  for (const { address, id, isChanged, isUsed } of reading.lists.byAddress.values()) {
    if (isChanged && !isUsed && id !== undefined)
      notes.push(say`${address} changes. Groups outside the plan may use it, and they were not judged.`);
  }
}

function isRead(type: string): boolean {
  return GROUP_KINDS.has(type) || RULE_KINDS.has(type) || LIST_KINDS.has(type) || type === ENTRY_KIND;
}
