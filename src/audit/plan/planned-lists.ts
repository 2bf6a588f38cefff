import { formatCidr, isCidrProblem, readCidr } from '../../core/exposure/cidr.ts';
import type { PrefixLists } from '../../core/exposure/group.ts';
import type { AddressSource } from '../../core/exposure/rule.ts';
import { type Dict, isDict, textOf } from '../../core/json-shape.ts';
import type { AuditUnknown } from '../../reports/audit.ts';
import type { PlanDocument, PlannedResource } from './document.ts';
import { ENTRY_KIND, LIST_KINDS } from './kinds.ts';
import type { Resolve } from './resolve.ts';

/** A prefix list in its state after apply. */
export interface PlannedList {
  address: string;
  /** `pl-…`; undefined for a list that does not exist yet. */
  id: string | undefined;
  entries: AddressSource[];
  /** Entries that are unknown or unreadable. */
  unknown: AuditUnknown[];
  /** Only some of its entries are in the plan. */
  isPartial: boolean;
  isChanged: boolean;
  /** A group of the plan admits it. */
  isUsed: boolean;
}

export interface PlannedLists {
  byAddress: ReadonlyMap<string, PlannedList>;
  byId: ReadonlyMap<string, PlannedList>;
}

/** The prefix lists that the plan shows: its own, those of its state, and those that it reads as data. */
export function plannedLists(document: PlanDocument, resolve: Resolve): PlannedLists {
  const byAddress = new Map<string, PlannedList>();
  const byId = new Map<string, PlannedList>();
  const add = (list: PlannedList) => {
    if (list.address !== '') byAddress.set(list.address, list);
    if (list.id !== undefined) byId.set(list.id, list);
    return list;
  };
  for (const { address, type, values } of document.prior) {
    const attribute = LIST_KINDS.get(type);
    const isData = address.includes('data.');
    const entries = isData
      ? (values.entries ?? cidrDicts(values.cidr_blocks))
      : attribute && values[attribute];
    const id = textOf(values.id) || textOf(values.prefix_list_id);
    if (!type.includes('prefix_list') || type === ENTRY_KIND || id === '' || !Array.isArray(entries))
      continue;
    byId.set(id, { ...emptyList(address, id), ...entriesOf(entries, undefined, { address, attribute: '' }) });
  }
  for (const resource of document.resources) {
    const attribute = LIST_KINDS.get(resource.type);
    const list = attribute === undefined ? undefined : listOf(resource, attribute, document);
    if (list !== undefined) add(list);
  }
  const entries = document.resources.filter(({ type }) => type === ENTRY_KIND);
  for (const { actions, before } of entries) {
    if (before === undefined || !(actions.has('delete') || actions.has('update'))) continue;
    const list = byId.get(textOf(before.prefix_list_id));
    if (list === undefined) continue;
    list.isChanged = true;
    list.entries = list.entries.filter((entry) => formatCidr(entry) !== canonical(before.cidr));
  }
  for (const resource of entries) {
    const { address, actions, after, before, unknown } = resource;
    const stays = after ?? (actions.has('forget') ? before : undefined);
    if (stays === undefined) continue;
    const id = textOf(stays.prefix_list_id);
    const { found, isOpaque } = id === '' ? resolve(address, 'prefix_list_id') : NONE;
    const resolved = [...found].map((one) => byAddress.get(one)).filter((one) => one !== undefined);
    const target = id === '' ? (isOpaque ? [] : resolved) : [byId.get(id) ?? add(outside(id))];
    for (const list of target) {
      const read = entriesOf([stays], [unknown], { address, attribute: '' });
      list.entries.push(...read.entries.filter((entry) => !has(list, entry)));
      list.unknown.push(...read.unknown);
      if (!actions.has('no-op')) list.isChanged = true;
    }
  }
  return { byAddress, byId };
}

/** Returns the entries of the lists that are completely known. */
export function knownLists(lists: readonly PlannedLists[]): PrefixLists {
  const known = lists.flatMap(({ byId }) => [...byId].filter(([, list]) => !list.isPartial));
  return new Map(known.map(([id, { entries }]) => [id, entries]));
}

/** Returns the attributes of a rule with the entries of these lists instead of the lists. */
export function entriesAsBlocks(lists: readonly PlannedList[]): Dict {
  const entries = lists.flatMap((list) => list.entries);
  const blocks = (kind: AddressSource['kind']) =>
    entries.filter((entry) => entry.kind === kind).map(formatCidr);
  return { cidr_blocks: blocks('ipv4'), ipv6_cidr_blocks: blocks('ipv6') };
}

const NONE = { found: new Set<string>(), isOpaque: false };

function listOf(
  resource: PlannedResource,
  attribute: string,
  document: PlanDocument,
): PlannedList | undefined {
  const { address, actions, before, after, unknown: notYet, isDeposed } = resource;
  const stays = after ?? (actions.has('forget') ? before : undefined);
  if (stays === undefined || isDeposed) return undefined;
  const isNew = before === undefined || actions.has('delete');
  // Terraform omits values that are unknown: a list that is created or replaced has no id.
  const id = textOf(stays.id) || textOf(stays.prefix_list_id);
  const list = emptyList(address, id === '' ? undefined : id);
  list.isChanged = !actions.has('no-op') && after !== undefined;
  if (notYet[attribute] !== true) {
    return { ...list, ...entriesOf(stays[attribute], notYet[attribute], { address, attribute }) };
  }
  const isSet = document.configuration.sets(address, attribute);
  if (isSet) list.unknown.push({ address, attribute, reason: 'after-apply' });
  return isSet || isNew
    ? list
    : { ...list, ...entriesOf(before?.[attribute], undefined, { address, attribute }) };
}

function emptyList(address: string, id: string | undefined): PlannedList {
  return { address, id, entries: [], unknown: [], isPartial: false, isChanged: false, isUsed: false };
}

/** Returns a list that is not in the plan, but gets entries from it. */
function outside(id: string): PlannedList {
  return { ...emptyList('', id), isPartial: true };
}

function entriesOf(
  value: unknown,
  notYet: unknown,
  { address, attribute }: { address: string; attribute: string },
): Pick<PlannedList, 'entries' | 'unknown'> {
  const read: Pick<PlannedList, 'entries' | 'unknown'> = { entries: [], unknown: [] };
  const unknownEntries = Array.isArray(notYet) ? notYet : [];
  for (const [index, entry] of (Array.isArray(value) ? value : []).entries()) {
    if (!isDict(entry)) continue;
    const at = attribute === '' ? 'cidr' : `${attribute}[${index}].cidr`;
    const isUnknown =
      isDict(unknownEntries[index]) && (unknownEntries[index].cidr ?? unknownEntries[index].Cidr) === true;
    const block = isUnknown ? undefined : readCidr(textOf(entry.cidr ?? entry.Cidr));
    if (block === undefined) read.unknown.push({ address, attribute: at, reason: 'after-apply' });
    else if (!isCidrProblem(block)) read.entries.push(block);
    else read.unknown.push({ address, attribute: at, reason: 'unreadable', detail: block.problem });
  }
  return read;
}

function cidrDicts(value: unknown): unknown {
  return Array.isArray(value) ? value.map((cidr) => ({ cidr })) : undefined;
}

function canonical(cidr: unknown): string {
  const block = readCidr(textOf(cidr));
  return isCidrProblem(block) ? '' : formatCidr(block);
}

function has({ entries }: PlannedList, entry: AddressSource): boolean {
  return entries.some((known) => formatCidr(known) === formatCidr(entry));
}
