import type { UnreadableRule } from '../../core/exposure/group.ts';
import type { Dict } from '../../core/json-shape.ts';
import { RULE_ATTRIBUTES } from './kinds.ts';
import { addRules, type PlannedGroup, typeOf } from './planned-groups.ts';
import { entriesAsBlocks, type PlannedList } from './planned-lists.ts';
import { plannedRule } from './planned-rule.ts';
import { missing, note, type Reading } from './reading.ts';

export interface RuleAt {
  values: Dict;
  notYet: Dict;
  owner: PlannedGroup;
  /** Address of the resource, path of the rule in it, and its attribute; empty if the resource is the rule. */
  at: { address: string; prefix: string; name: string };
}

/** Adds a rule to its group, with the entries of lists that do not exist yet, and records its unknown values. */
export function readRule(
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
    note(reading, owner, missing(at.address, `${at.prefix}${attribute}`, reading));
  }
  for (const attribute of read.unknownGroups) {
    const unknown = missing(at.address, `${at.prefix}${attribute}`, reading);
    reading.unknown.push({ unknown, owner: group, isSource: true });
    group.isPartial = true;
  }
  addUnreadable(owner, read.unreadable, at);
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

/** A plan has no rule ids, so each text begins with the place of the rule: `aws_security_group.web.ingress[0] {…}`. */
function addUnreadable(
  { group }: PlannedGroup,
  rules: readonly UnreadableRule[],
  { address, prefix }: RuleAt['at'],
): void {
  if (rules.length === 0) return;
  const place = `${address}.${prefix}`.replace(/\.$/, '');
  group.unreadable = [
    ...(group.unreadable ?? []),
    ...rules.map((rule) => ({ ...rule, text: `${place} ${rule.text}` })),
  ];
  group.isPartial = true;
}

function useList(list: PlannedList, owner: PlannedGroup, reading: Reading): void {
  if (!list.isUsed) for (const unknown of list.unknown) note(reading, owner, unknown);
  list.isUsed = true;
  if (list.isChanged) owner.isChanged = true;
}

/** Returns the rule's lists that do not exist yet; undefined if not all are known. */
function newLists(
  notYet: Dict,
  { address, prefix, name }: RuleAt['at'],
  { document, resolveList, lists }: Reading,
): PlannedList[] | undefined {
  const attributes = RULE_ATTRIBUTES.lists.filter(
    (attribute) => notYet[attribute] !== undefined && hasUnknown(notYet[attribute]),
  );
  if (attributes.length === 0) return undefined;
  const resolved = attributes.map((attribute) => ({
    attribute,
    ...resolveList(
      address,
      name === '' ? attribute : document.links === undefined ? name : `${prefix}${attribute}`,
    ),
  }));
  if (resolved.some(({ isOpaque, found }) => isOpaque || found.size === 0)) return undefined;
  const found = [...new Set(resolved.flatMap((one) => [...one.found]))];
  // A plan shows the references of all inline rules together, so one list may belong to any of several rules.
  const isPlural = name === '' && attributes.every((attribute) => attribute.endsWith('s'));
  if (found.length > 1 && !isPlural) return undefined;
  // The id is unknown only for a list that does not exist yet.
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
 * Returns the values of a rule that are really unknown. Providers compute attributes that the configuration does not
 * set, such as source_security_group_id next to cidr_blocks. After apply they are empty: a rule has one source.
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
