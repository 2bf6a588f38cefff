import { type Account, type LiveGroup, type LiveRule, type Permission, sameText, VPC } from './account.ts';
import {
  type Call,
  type CloudtrailRecord,
  permissionSet,
  recordOf,
  ruleSet,
  upperRow,
} from './cloudtrail.ts';
import { type Act, LISTS, MADE, OPAQUE_LIST, type Step } from './steps.ts';

/** The form of CloudTrail's records. Before rules had ids, no answer listed them. */
export type Era = 'with rule ids' | 'without rule ids';

/** An account that answers calls, and returns CloudTrail's records of them. */
export interface ActingAccount extends Account {
  /** Makes the call. Returns undefined if no group or rule exists for it. */
  act(step: Step, timeMs: number): CloudtrailRecord | undefined;
  /** Ids of rules that are in a record only by their text. */
  unnamed: Set<string>;
}

type ActOf<C extends Act['call']> = Extract<Act, { call: C }>;

interface Calling {
  account: Account;
  era: Era;
  unnamed: Set<string>;
  newId(prefix: string): string;
}

export function actingAccount(account: Account, era: Era): ActingAccount {
  let made = 0;
  const unnamed = new Set<string>();
  const newId = (prefix: string) => `${prefix}-${(++made).toString(16).padStart(17, '0')}`;
  const calling = { account, era, unnamed, newId };
  return {
    ...account,
    unnamed,
    act({ act, actor }, timeMs) {
      const call = callOf(act, calling);
      return call && recordOf(call, actor, timeMs);
    },
  };
}

function callOf(act: Act, calling: Calling): Call | undefined {
  if (act.call === 'create') return create(act.group, calling);
  if (act.call === 'edit-list') return editList(act, calling.account);
  const groups = [...calling.account.groups.values()];
  if (act.call === 'attach') return attach(new Set(act.groups.flatMap((n) => chosen(groups, n) ?? [])));
  const group = chosen(groups, act.group);
  if (group === undefined) return undefined;
  switch (act.call) {
    case 'authorize':
      return authorize(group, act, calling);
    case 'revoke':
      return revoke(group, act, calling);
    case 'modify':
      return modify(group, act, calling.era);
    case 'describe':
      return describe(group, act);
    case 'tag':
      return tag(group, act);
    case 'untag':
      return untag(group, act);
    case 'delete':
      calling.account.groups.delete(group.id);
      return { eventName: 'DeleteSecurityGroup', request: { groupId: group.id }, response: DONE };
  }
}

const DONE = { _return: true };

function chosen<T>(all: readonly T[], n: number): T | undefined {
  return all.at(n % all.length);
}

function create(n: number, { account, newId }: Calling): Call {
  const { name, tags } = MADE[n % MADE.length]!;
  const groupId = newId('sg');
  account.groups.set(groupId, { id: groupId, name, tags, rules: [] });
  const tagList = Object.entries(tags).map(([key, value]) => ({ key, value }));
  const tagSpecificationSet = { items: [{ resourceType: 'security-group', tags: tagList }] };
  const request = { groupName: name, vpcId: VPC, tagSpecificationSet };
  return { eventName: 'CreateSecurityGroup', request, response: { ...DONE, groupId } };
}

function authorize(group: LiveGroup, { permissions, refused }: ActOf<'authorize'>, calling: Calling): Call {
  const request = { groupId: group.id, ipPermissions: permissionSet(permissions) };
  const eventName = 'AuthorizeSecurityGroupIngress';
  if (refused) return { eventName, request, errorCode: 'Client.UnauthorizedOperation' };
  if (permissions.some((wanted) => holds(group, wanted))) {
    return { eventName, request, errorCode: 'Client.InvalidPermission.Duplicate' };
  }
  const rules = permissions.map((permission): LiveRule => ({ id: calling.newId('sgr'), permission }));
  group.rules.push(...rules);
  if (calling.era === 'with rule ids') {
    return { eventName, request, response: { ...DONE, securityGroupRuleSet: ruleSet(group, rules) } };
  }
  for (const { id } of rules) calling.unnamed.add(id);
  return { eventName, request, response: DONE };
}

/** A rule that is never in a group. */
const GONE: Permission = { protocol: 'udp', from: 514, to: 514, source: { ipv4: '192.0.2.0/24' } };

function revoke(group: LiveGroup, act: ActOf<'revoke'>, { era, unnamed }: Calling): Call {
  const eventName = 'RevokeSecurityGroupIngress';
  const rules = [...new Set(act.rules.flatMap((n) => chosen(group.rules, n) ?? []))];
  if (rules.length === 0) {
    const request = { groupId: group.id, ipPermissions: permissionSet([GONE]) };
    return { eventName, request, errorCode: 'Client.InvalidPermission.NotFound' };
  }
  group.rules = group.rules.filter((rule) => !rules.includes(rule));
  const byId = act.by === 'id' && era === 'with rule ids';
  const answered = act.answered && era === 'with rule ids';
  if (!byId && !answered) for (const { id } of rules) unnamed.add(id);
  const named = byId
    ? { securityGroupRuleIds: { items: rules.map(({ id }) => ({ content: id })) } }
    : { ipPermissions: permissionSet(rules.map(({ permission }) => permission)) };
  const response = { ...DONE, ...(answered && { revokedSecurityGroupRuleSet: ruleSet(group, rules) }) };
  return { eventName, request: { groupId: group.id, ...named }, response };
}

function modify(group: LiveGroup, { rule: n, permission }: ActOf<'modify'>, era: Era): Call | undefined {
  const rule = chosen(group.rules, n);
  if (rule === undefined || era === 'without rule ids') return undefined;
  const SecurityGroupRule = { SecurityGroupRuleId: rule.id, SecurityGroupRule: upperRow(permission) };
  const request = { ModifySecurityGroupRulesRequest: { GroupId: group.id, SecurityGroupRule } };
  const eventName = 'ModifySecurityGroupRules';
  if (holds(group, permission))
    return { eventName, request, errorCode: 'Client.InvalidPermission.Duplicate' };
  rule.permission = permission;
  return { eventName, request, response: { ModifySecurityGroupRulesResponse: { return: true } } };
}

function describe(group: LiveGroup, { rule: n }: ActOf<'describe'>): Call | undefined {
  const rule = chosen(group.rules, n);
  if (rule === undefined) return undefined;
  const request = { groupId: group.id, ipPermissions: permissionSet([rule.permission]) };
  return { eventName: 'UpdateSecurityGroupRuleDescriptionsIngress', request, response: DONE };
}

function tag(group: LiveGroup, { tags }: ActOf<'tag'>): Call {
  group.tags = { ...group.tags, ...tags };
  const tagSet = { items: Object.entries(tags).map(([key, value]) => ({ key, value })) };
  const request = { resourcesSet: { items: [{ resourceId: group.id }] }, tagSet };
  return { eventName: 'CreateTags', request, response: DONE };
}

/** A tag with another value than the call names stays; without a key, all tags are deleted. */
function untag(group: LiveGroup, { key, withValue }: ActOf<'untag'>): Call {
  const value = withValue ? 'base' : undefined;
  const isDeleted = ([name, now]: [string, string]) =>
    key === undefined || (name === key && (value === undefined || now === value));
  group.tags = Object.fromEntries(Object.entries(group.tags).filter((pair) => !isDeleted(pair)));
  const tagSet = key === undefined ? {} : { items: [{ key, ...(value !== undefined && { value }) }] };
  const request = { resourcesSet: { items: [{ resourceId: group.id }] }, tagSet };
  return { eventName: 'DeleteTags', request, response: DONE };
}

function attach(groups: ReadonlySet<LiveGroup>): Call | undefined {
  if (groups.size === 0) return undefined;
  const groupSet = { items: [...groups].map(({ id }) => ({ groupId: id })) };
  const request = { networkInterfaceId: 'eni-0123456789abcdef0', groupSet };
  return { eventName: 'ModifyNetworkInterfaceAttribute', request, response: DONE };
}

function editList(act: ActOf<'edit-list'>, account: Account): Call {
  const PrefixListId = LISTS[act.list] ?? OPAQUE_LIST;
  const entries = account.lists.get(PrefixListId);
  // If the list already has an entry, adding it changes only its description, but the record looks the same.
  const add = act.add.filter((cidr) => !entries?.includes(cidr));
  const remove = [...new Set(act.remove.flatMap((n) => chosen(entries ?? [], n) ?? []))];
  if (entries !== undefined) {
    account.lists.set(PrefixListId, [...entries.filter((cidr) => !remove.includes(cidr)), ...add]);
  }
  const listed = (cidrs: string[]) => cidrs.map((Cidr, tag) => ({ Cidr, tag: tag + 1 }));
  const ModifyManagedPrefixListRequest = {
    PrefixListId,
    ...(add.length > 0 && { AddEntry: listed(add) }),
    ...(remove.length > 0 && { RemoveEntry: listed(remove) }),
  };
  return { eventName: 'ModifyManagedPrefixList', request: { ModifyManagedPrefixListRequest }, response: {} };
}

function holds(group: LiveGroup, permission: Permission): boolean {
  return group.rules.some((rule) => sameText(rule.permission, permission));
}
