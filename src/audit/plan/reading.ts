import type { SecurityGroup } from '../../core/exposure/group.ts';
import type { AuditUnknown } from '../../reports/audit.ts';
import type { PlanDocument } from './document.ts';
import { GROUP_KINDS, LIST_KINDS } from './kinds.ts';
import { groupsIn, type PlannedGroup, typeOf } from './planned-groups.ts';
import { type PlannedLists, plannedLists } from './planned-lists.ts';
import { type Resolve, type Resolved, resolver } from './resolve.ts';

/** An unknown value, with the group that it belongs to. */
export interface PlanUnknown {
  unknown: AuditUnknown;
  /** The group of the value; undefined if it belongs to none, or to several. */
  owner?: SecurityGroup | undefined;
  /** Set if the value names a source group: without an entry for this owner, nothing depends on it. */
  isSource?: boolean | undefined;
}

/** The state while one plan is read. */
export interface Reading {
  document: PlanDocument;
  /** By address, or by id for groups that are not in the plan. */
  groups: Map<string, PlannedGroup>;
  /** The groups that exist, by id. */
  ids: Map<string, PlannedGroup>;
  lists: PlannedLists;
  resolveGroup: Resolve;
  resolveList: Resolve;
  unknown: PlanUnknown[];
  notes: string[];
  hasUnowned: boolean;
}

export function openReading(document: PlanDocument): Reading {
  const addresses = document.resources.filter(({ isDeposed }) => !isDeposed).map(({ address }) => address);
  const { configuration, name } = document;
  const { links } = document;
  const find = (kinds: ReadonlyMap<string, unknown>): Resolve =>
    links !== undefined
      ? (address, attribute) => linked(links.get(`${address}.${attribute}`))
      : resolver(configuration, addresses, (address) => kinds.has(typeOf(address)), name);
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

function linked(target: string | undefined): Resolved {
  return { found: new Set(target === undefined ? [] : [target]), isOpaque: target === undefined };
}

/** Returns an unknown attribute, with the reason: a template has no apply that would show the value. */
export function missing(address: string, attribute: string, { document }: Reading): AuditUnknown {
  if (document.whys === undefined) return { address, attribute, reason: 'after-apply' };
  return { address, attribute, reason: 'unresolved', detail: document.whys.get(`${address}.${attribute}`) };
}

export function note(reading: Reading, owner: PlannedGroup, unknown: AuditUnknown): void {
  owner.group.isPartial = true;
  reading.unknown.push({ unknown, owner: owner.group });
}
