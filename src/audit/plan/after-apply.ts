import type { PrefixLists, SecurityGroup } from '../../core/exposure/group.ts';
import { type Dict, textOf } from '../../core/json-shape.ts';
import { say } from '../../core/words/say.ts';
import type { AuditUnknown } from '../../reports/audit.ts';
import type { PlanDocument, PlannedResource } from './document.ts';
import { ENTRY_KIND, GROUP_KINDS, LIST_KINDS, RULE_ATTRIBUTES, RULE_KINDS, UNREAD_KINDS } from './kinds.ts';
import {
  addRules,
  endRules,
  groupOfRule,
  groupOutside,
  groupsIn,
  type PlannedGroup,
  typeOf,
} from './planned-groups.ts';
import {
  entriesAsBlocks,
  knownLists,
  type PlannedList,
  type PlannedLists,
  plannedLists,
} from './planned-lists.ts';
import { plannedRule } from './planned-rule.ts';
import { type Resolve, resolver } from './resolve.ts';

/** The groups of one plan as they will be after apply. */
export interface PlanGroups {
  document: PlanDocument;
  groups: SecurityGroup[];
  /** Those of the groups that the plan changes, or rules or prefix lists of. */
  changed: ReadonlySet<SecurityGroup>;
  unknown: PlanUnknown[];
  notes: string[];
}

/** A value that is not known, and what it has to do with. */
export interface PlanUnknown {
  unknown: AuditUnknown;
  /** The group that it is for; undefined where it is for none, or for several. */
  owner?: SecurityGroup | undefined;
  /** It only says which group is a source: without an entry for the owner, nothing depends on it. */
  isSource?: boolean | undefined;
}

/**
 * What all plans together make of the groups. Where a group's own resource does not say what its rules are, they
 * are those of before, less what other resources end, plus what they make. A rule whose group is not known goes by
 * its own address.
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

/** What the steps share while one plan is read. */
interface Reading {
  document: PlanDocument;
  /** By address, or by id for groups that are not in the plan. */
  groups: Map<string, PlannedGroup>;
  /** Those that exist, by id. */
  ids: Map<string, PlannedGroup>;
  lists: PlannedLists;
  resolveGroup: Resolve;
  resolveList: Resolve;
  unknown: PlanUnknown[];
  notes: string[];
  hasUnowned: boolean;
}

function openReading(document: PlanDocument): Reading {
  const addresses = document.resources.filter(({ isDeposed }) => !isDeposed).map(({ address }) => address);
  const { configuration, name } = document;
  const find = (kinds: ReadonlyMap<string, unknown>) =>
    resolver(configuration, addresses, (address) => kinds.has(typeOf(address)), name);
  const resolveList = find(LIST_KINDS);
  const groups = groupsIn(document);
  return {
    document,
    groups,
    ids: new Map(
      [...groups.values()].flatMap((group) => (group.id === undefined ? [] : [[group.id, group]])),
    ),
    lists: plannedLists(document, resolveList),
    resolveGroup: find(GROUP_KINDS),
    resolveList,
    unknown: [],
    notes: [],
    hasUnowned: false,
  };
}

function rulesIn({ document }: Reading): PlannedResource[] {
  return document.resources.filter(
    ({ type, after, before }) => RULE_KINDS.has(type) && (after ?? before)?.type !== 'egress',
  );
}

/** The rules that the resources of the groups have themselves. */
function readInline(reading: Reading, readings: readonly Reading[]): void {
  for (const [address, owner] of reading.groups) {
    const { values, notYet, attribute } = owner.entries;
    if (owner.isUnknown) note(reading, owner, { address, attribute, reason: 'after-apply' });
    for (const [index, entry] of values.entries()) {
      const at = { address, prefix: `${attribute}[${index}].`, name: attribute };
      readRule({ values: entry, notYet: notYet[index] ?? {}, owner, at }, reading, readings);
    }
  }
}

interface RuleAt {
  values: Dict;
  notYet: Dict;
  owner: PlannedGroup;
  /** Address of the resource, the path of the rule in it, and the attribute that has it; empty for the resource. */
  at: { address: string; prefix: string; name: string };
}

function readRule(
  { values, notYet: all, owner, at }: RuleAt,
  reading: Reading,
  readings: readonly Reading[],
): void {
  const { group } = owner;
  const notYet = notKnown(values, all, at, reading);
  const lists = newLists(notYet, at, reading);
  const given = lists === undefined ? values : withBlocks(values, lists);
  const read = plannedRule(given, notYet, group.id, group.account);
  addRules(group, read.rules);
  for (const attribute of [...read.unknown, ...(lists === undefined ? read.unknownLists : [])]) {
    note(reading, owner, {
      address: at.address,
      attribute: `${at.prefix}${attribute}`,
      reason: 'after-apply',
    });
  }
  for (const attribute of read.unknownGroups) {
    const unknown: AuditUnknown = {
      address: at.address,
      attribute: `${at.prefix}${attribute}`,
      reason: 'after-apply',
    };
    reading.unknown.push({ unknown, owner: group, isSource: true });
    group.isPartial = true;
  }
  for (const detail of read.problems) {
    note(reading, owner, {
      address: at.address,
      attribute: at.prefix.replace(/\.$/, ''),
      reason: 'unreadable',
      detail,
    });
  }
  for (const { source } of read.rules) {
    if (source.kind !== 'prefix-list') continue;
    const list = readings
      .map(({ lists: known }) => known.byId.get(source.prefixListId))
      .find((one) => one !== undefined);
    if (list === undefined) continue;
    useList(list, owner, reading);
    if (!list.isPartial) continue;
    addRules(
      group,
      plannedRule(
        { ...values, prefix_list_ids: [], ...entriesAsBlocks([list]) },
        notYet,
        group.id,
        group.account,
      ).rules,
    );
  }
  for (const list of lists ?? []) useList(list, owner, reading);
}

function useList(list: PlannedList, owner: PlannedGroup, reading: Reading): void {
  if (!list.isUsed) for (const unknown of list.unknown) note(reading, owner, unknown);
  list.isUsed = true;
  if (list.isChanged) owner.isChanged = true;
}

/** The lists of the plan that do not exist yet and that the rule refers to; undefined when not all are known. */
function newLists(
  notYet: Dict,
  { address, name }: RuleAt['at'],
  { resolveList, lists }: Reading,
): PlannedList[] | undefined {
  const attributes = RULE_ATTRIBUTES.lists.filter(
    (attribute) => notYet[attribute] !== undefined && hasUnknown(notYet[attribute]),
  );
  if (attributes.length === 0) return undefined;
  const resolved = attributes.map((attribute) => ({
    attribute,
    ...resolveList(address, name === '' ? attribute : name),
  }));
  if (resolved.some(({ isOpaque, found }) => isOpaque || found.size === 0)) return undefined;
  const found = [...new Set(resolved.flatMap((one) => [...one.found]))];
  // What inline rules refer to is told for all of them together, and one list is not of several.
  const isPlural = name === '' && attributes.every((attribute) => attribute.endsWith('s'));
  if (found.length > 1 && !isPlural) return undefined;
  // Only the id of a list that does not exist yet is not known.
  const planned = found.flatMap((one) => lists.byAddress.get(one) ?? []).filter(({ id }) => id === undefined);
  return planned.length === 0 ? undefined : planned;
}

function hasUnknown(notYet: unknown): boolean {
  return notYet === true || (Array.isArray(notYet) && notYet.includes(true));
}

function withBlocks(values: Dict, lists: readonly PlannedList[]): Dict {
  const blocks = entriesAsBlocks(lists);
  const more = (name: string) => [
    ...(Array.isArray(values[name]) ? values[name] : []),
    ...(blocks[name] as string[]),
  ];
  return { ...values, cidr_blocks: more('cidr_blocks'), ipv6_cidr_blocks: more('ipv6_cidr_blocks') };
}

/**
 * What of a rule is really not known. Providers compute attributes that the configuration does not set, such as
 * source_security_group_id beside cidr_blocks: in the end they are empty. A rule of one source has no other.
 */
function notKnown(values: Dict, notYet: Dict, { address, name }: RuleAt['at'], { document }: Reading): Dict {
  const configured = name === '' ? document.configuration.resource(address) : undefined;
  // The AWSCC provider computes every attribute.
  const isComputed = typeOf(address).startsWith('awscc_');
  const isSourced = ONE_SOURCE.some((attribute) => !isNothing(values[attribute]));
  const isTold = values.self === true || SOURCES.some((attribute) => !isNothing(values[attribute]));
  return Object.fromEntries(
    Object.entries(notYet).filter(([attribute]) => {
      if (isSourced && ONE_SOURCE.includes(attribute)) return false;
      if (name !== '' || !(isComputed || attribute === 'source_security_group_id')) return true;
      return configured === undefined ? !isTold : configured.expressions[attribute] !== undefined;
    }),
  );
}

const SOURCES: readonly string[] = [
  ...RULE_ATTRIBUTES.ipv4,
  ...RULE_ATTRIBUTES.ipv6,
  ...RULE_ATTRIBUTES.lists,
];
const ONE_SOURCE: readonly string[] = [
  'cidr_ip',
  'cidr_ipv4',
  'cidr_ipv6',
  'source_prefix_list_id',
  'source_security_group_id',
];

function isNothing(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/** The group that a separate rule is for: by id, or by what its configuration refers to, or the rule itself. */
function ownerOf(
  { address, type }: PlannedResource,
  stays: Dict,
  reading: Reading,
  readings: readonly Reading[],
): PlannedGroup {
  const { document, groups } = reading;
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
  // Only the id of a group that does not exist yet is not known.
  const [target, ...others] = [...found]
    .flatMap((one) => groups.get(one) ?? [])
    .filter((one) => one.id === undefined);
  if (target !== undefined && others.length === 0 && !isOpaque) return target;
  const own = groupOfRule(address, document);
  groups.set(address, own);
  reading.hasUnowned = true;
  note(reading, own, { address, attribute, reason: 'after-apply' });
  return own;
}

function byId(id: string, readings: readonly Reading[]): PlannedGroup | undefined {
  return readings.map(({ ids }) => ids.get(id)).find((group) => group !== undefined);
}

/** Takes from its group what a rule admitted that is deleted, replaced or changed. */
function endRule({ type, actions, before }: PlannedResource, readings: readonly Reading[]): void {
  if (before === undefined || !(actions.has('delete') || actions.has('update'))) return;
  const owner = byId(textOf(before[RULE_KINDS.get(type) ?? '']), readings);
  if (owner === undefined) return;
  owner.isChanged = true;
  if (owner.isInline) return;
  const { group } = owner;
  endRules(group, plannedRule(before, {}, group.id, group.account).rules);
}

function note(reading: Reading, owner: PlannedGroup, unknown: AuditUnknown): void {
  owner.group.isPartial = true;
  reading.unknown.push({ unknown, owner: owner.group });
}

/** What can be said once all rules are read. */
function finish(reading: Reading, readings: readonly Reading[]): void {
  const { document, groups, unknown, notes } = reading;
  // A rule of an unknown group may be of any group that does not exist yet.
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
  if (document.isIncomplete) unknown.push({ unknown: { address: '', attribute: '', reason: 'incomplete' } });
  for (const { address, id, isChanged, isUsed } of reading.lists.byAddress.values()) {
    if (isChanged && !isUsed && id !== undefined)
      notes.push(say`${address} changes. Groups outside the plan may use it, and they were not judged.`);
  }
}

function isRead(type: string): boolean {
  return GROUP_KINDS.has(type) || RULE_KINDS.has(type) || LIST_KINDS.has(type) || type === ENTRY_KIND;
}
