import type { SecurityGroup } from '../../core/exposure/group.ts';
import { renderRule } from '../../core/exposure/render-rules.ts';
import type { IngressRule } from '../../core/exposure/rule.ts';
import { type Dict, isDict, textOf } from '../../core/json-shape.ts';
import { parseAddress } from './address.ts';
import type { PlanDocument, PlannedResource } from './document.ts';
import { GROUP_KINDS, type GroupKind } from './kinds.ts';

/** A group in its state after apply, with the changes that lead to it. */
export interface PlannedGroup {
  group: SecurityGroup;
  /** Undefined for a group that does not exist yet, which has its address as id. */
  id: string | undefined;
  /** The group's own resource lists its rules, so rules of other resources remove nothing from it. */
  isInline: boolean;
  isChanged: boolean;
  /** The inline rules: the attribute's entries, and which of their values are unknown. */
  entries: { values: Dict[]; notYet: Dict[]; attribute: string };
  /** The whole ingress is unknown. */
  isUnknown: boolean;
}

/** Returns the groups that exist after apply, without their inline rules. */
export function groupsIn(document: PlanDocument): Map<string, PlannedGroup> {
  const groups = new Map<string, PlannedGroup>();
  for (const resource of document.resources) {
    const kind = GROUP_KINDS.get(resource.type);
    if (kind === undefined || resource.isDeposed) continue;
    const group = plannedGroup(resource, kind, document);
    if (group !== undefined) groups.set(resource.address, group);
  }
  return groups;
}

/** Returns a group that the plan lacks but has rules for, as far as the state or a data source shows it. */
export function groupOutside(id: string, region: string, document: PlanDocument): PlannedGroup {
  const prior = document.prior.find(({ type, values }) => {
    const kind = GROUP_KINDS.get(type);
    return kind?.id.some((name) => values[name] === id) === true;
  });
  const kind = GROUP_KINDS.get(prior?.type ?? '') ?? NO_KIND;
  const values = prior?.values ?? {};
  const ingress = prior === undefined ? undefined : values[kind.ingress];
  const group = groupFrom(values, kind, id, document);
  return {
    group: {
      ...group,
      region: group.region || region,
      isPartial: !Array.isArray(ingress),
      origin: { address: prior?.address ?? id, line: document.line },
    },
    id,
    isInline: false,
    isChanged: false,
    entries: { values: dicts(ingress), notYet: [], attribute: kind.ingress },
    isUnknown: false,
  };
}

/** Returns a substitute for the unknown group of a rule. */
export function groupOfRule({ address, line }: PlannedResource, document: PlanDocument): PlannedGroup {
  const group = groupFrom({}, NO_KIND, address, document);
  return {
    group: { ...group, isPartial: true, origin: { address, line: line ?? document.line } },
    id: undefined,
    isInline: false,
    isChanged: false,
    entries: { values: [], notYet: [], attribute: '' },
    isUnknown: false,
  };
}

/** Adds the rules that the group does not have yet. */
export function addRules(group: SecurityGroup, rules: readonly IngressRule[]): void {
  const texts = new Set(group.rules.map(renderRule));
  for (const rule of rules) {
    const text = renderRule(rule);
    if (!texts.has(text)) group.rules.push(rule);
    texts.add(text);
  }
}

/** EC2 removes only the rule of exactly this traffic and source. */
export function endRules(group: SecurityGroup, rules: readonly IngressRule[]): void {
  const ended = new Set(rules.map(renderRule));
  group.rules = group.rules.filter((rule) => !ended.has(renderRule(rule)));
}

const NO_KIND: GroupKind = { ingress: '', id: [], name: [] };

function plannedGroup(
  resource: PlannedResource,
  kind: GroupKind,
  document: PlanDocument,
): PlannedGroup | undefined {
  const { address, actions, before, after } = resource;
  const stays = after ?? (actions.has('forget') ? before : undefined);
  if (stays === undefined) return undefined;
  const isNew = before === undefined || actions.has('delete');
  // Terraform omits values that are unknown: a group that is created or replaced has no id.
  const id = firstText(stays, kind.id);
  const notYet = after === undefined ? {} : resource.unknown;
  const attribute = kind.ingress;
  const isSet = document.configuration.sets(address, attribute);
  const isComputed = notYet[attribute] === true;
  const values = isComputed ? (isNew || isSet ? undefined : before[attribute]) : stays[attribute];
  const group = groupFrom(stays, kind, id ?? address, document);
  group.origin = { address, line: resource.line ?? document.line };
  if (document.isIncomplete) group.isPartial = true;
  return {
    group,
    id,
    isInline: !isNew && (isSet || (!isComputed && !isSame(before[attribute], stays[attribute]))),
    isChanged: after !== undefined && !actions.has('no-op'),
    entries: { values: dicts(values), notYet: dictsAt(notYet[attribute]), attribute },
    isUnknown: isComputed && isSet,
  };
}

function groupFrom(values: Dict, kind: GroupKind, id: string, document: PlanDocument): SecurityGroup {
  const arn = textOf(values.arn).split(':');
  const prefix = textOf(values.name_prefix);
  return {
    id,
    name: firstText(values, kind.name) ?? (prefix === '' ? '' : `${prefix}*`),
    vpcId: textOf(values.vpc_id) || undefined,
    account: textOf(values.owner_id) || arn[4] || '',
    region: textOf(values.region) || arn[3] || document.configuration.region,
    tags: tagsOf(isDict(values.tags_all) ? values.tags_all : values.tags),
    rules: [],
  };
}

/** Reads a map, or AWSCC's list of `{key, value}`. */
function tagsOf(value: unknown): Record<string, string> {
  const pairs: [unknown, unknown][] = Array.isArray(value)
    ? value.filter(isDict).map(({ key, value: text }) => [key, text])
    : Object.entries(isDict(value) ? value : {});
  return Object.fromEntries(
    pairs.filter((pair): pair is [string, string] => pair.every((part) => typeof part === 'string')),
  );
}

function firstText(values: Dict, names: readonly string[]): string | undefined {
  return names.map((name) => textOf(values[name])).find((text) => text !== '');
}

function dicts(value: unknown): Dict[] {
  return Array.isArray(value) ? value.filter(isDict) : [];
}

/** Returns an object for each entry. For a completely known entry, Terraform may write another value. */
function dictsAt(value: unknown): Dict[] {
  return Array.isArray(value) ? value.map((entry) => (isDict(entry) ? entry : {})) : [];
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Returns the type of a resource, by its address. */
export function typeOf(address: string): string {
  return parseAddress(address).resource.replace(/\.[^.]*$/, '');
}
