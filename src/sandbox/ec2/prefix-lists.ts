import type * as EC2 from '@aws-sdk/client-ec2';
import type { ManagedPrefixList } from '@aws-sdk/client-ec2';
import type { OperationTable } from '../operations.ts';
import { AwsError } from '../service.ts';
import { tagList } from '../values/tags.ts';
import { invalidCombination, invalidValue, missingParameter } from './errors.ts';
import { applyFilters, findAll, onePage } from './filters.ts';
import { added, checkRoom, currentEntries, removed } from './prefix-list-entries.ts';
import { checkUnmanaged, setSync } from './prefix-list-sync.ts';
import { ruleWeight } from './rule-limit.ts';
import { type Ec2State, ec2Arn, find, type PrefixList, stateOfCall } from './state.ts';
import { requestedTags } from './tags.ts';

const pages = { min: 1, max: 100 };

export const prefixListOperations: OperationTable<typeof EC2> = {
  CreateManagedPrefixList(world, input, call) {
    const state = stateOfCall(world, call);
    const name = checkName(input.PrefixListName);
    const family = input.AddressFamily;
    if (!family) throw missingParameter('AddressFamily');
    if (family !== 'IPv4' && family !== 'IPv6') {
      throw invalidValue(`Value (${family}) for parameter AddressFamily is invalid.`);
    }
    const maxEntries = checkMaxEntries(input.MaxEntries);
    const entries = added([], input.Entries, family);
    checkRoom(entries, maxEntries);
    const id = world.newId('pl-', 17);
    const list: PrefixList = {
      id,
      name,
      family,
      maxEntries,
      owner: state.account,
      state: 'create-complete',
      versions: new Map([[1, entries]]),
      version: 1,
      tags: requestedTags(input.TagSpecifications, 'prefix-list'),
    };
    state.prefixLists.set(id, list);
    return { PrefixList: { ...row(state, list), State: 'create-in-progress' } };
  },

  ModifyManagedPrefixList(world, input, call) {
    const state = stateOfCall(world, call);
    const list = ownList(state, input.PrefixListId, 'modify');
    const changesEntries = Boolean(input.AddEntries?.length || input.RemoveEntries?.length);
    if (changesEntries && input.MaxEntries !== undefined) {
      throw invalidCombination(
        'You cannot modify the entries and the maximum entries for the prefix list in the same request.',
      );
    }
    const name = input.PrefixListName === undefined ? list.name : checkName(input.PrefixListName);
    if (input.IpamPrefixListResolverSyncEnabled !== undefined) {
      setSync(world, state, list, input.IpamPrefixListResolverSyncEnabled);
    }
    if (changesEntries) {
      checkUnmanaged(list);
      checkVersion(list, input.CurrentVersion);
      const kept = removed(currentEntries(list), input.RemoveEntries, list.family);
      const entries = added(kept, input.AddEntries, list.family);
      checkRoom(entries, list.maxEntries);
      list.versions.set(++list.version, entries);
    }
    if (input.MaxEntries !== undefined) resize(state, list, checkMaxEntries(input.MaxEntries));
    else list.state = 'modify-complete';
    list.name = name;
    return { PrefixList: { ...row(state, list), State: 'modify-in-progress' } };
  },

  RestoreManagedPrefixListVersion(world, input, call) {
    const state = stateOfCall(world, call);
    const list = ownList(state, input.PrefixListId, 'restore');
    checkUnmanaged(list);
    checkVersion(list, input.CurrentVersion);
    const entries = list.versions.get(input.PreviousVersion ?? 0);
    if (!entries) throw noVersion(input.PreviousVersion);
    list.versions.set(++list.version, entries);
    list.state = 'restore-complete';
    return { PrefixList: { ...row(state, list), State: 'restore-in-progress' } };
  },

  DeleteManagedPrefixList(world, input, call) {
    const state = stateOfCall(world, call);
    const list = ownList(state, input.PrefixListId, 'delete');
    // The call succeeds. If a rule still uses the list, the list's state shows it later.
    if (users(state, list.id).length > 0) list.state = 'delete-failed';
    else state.prefixLists.delete(list.id);
    return { PrefixList: { ...row(state, list), State: 'delete-in-progress' } };
  },

  DescribeManagedPrefixLists(world, input, call) {
    const state = stateOfCall(world, call);
    const lists = findAll('prefixList', state.prefixLists, input.PrefixListIds, 'PrefixListId');
    const found = applyFilters(lists, input.Filters, {
      'owner-id': (list) => [list.owner],
      'prefix-list-id': (list) => [list.id],
      'prefix-list-name': (list) => [list.name],
    });
    const { items, NextToken } = onePage(found, input, pages);
    return { NextToken, PrefixLists: items.map((list) => row(state, list)) };
  },

  DescribePrefixLists(world, input, call) {
    const state = stateOfCall(world, call);
    const lists = input.PrefixListIds?.length
      ? input.PrefixListIds.map((id) => find('prefixList', state.prefixLists, id, 'PrefixListId'))
      : [...state.prefixLists.values()].filter((list) => list.owner === 'AWS');
    const found = applyFilters(lists, input.Filters, {
      'prefix-list-id': (list) => [list.id],
      'prefix-list-name': (list) => [list.name],
    });
    const { items, NextToken } = onePage(found, input);
    const rows = items.map((list) => ({
      PrefixListId: list.id,
      PrefixListName: list.name,
      Cidrs: currentEntries(list).map((entry) => entry.cidr),
    }));
    return { NextToken, PrefixLists: rows };
  },

  GetManagedPrefixListEntries(world, input, call) {
    const state = stateOfCall(world, call);
    const list = find('prefixList', state.prefixLists, input.PrefixListId, 'PrefixListId');
    const entries = list.versions.get(input.TargetVersion ?? list.version);
    if (!entries) throw noVersion(input.TargetVersion);
    const { items, NextToken } = onePage(entries, input, pages);
    return {
      NextToken,
      Entries: items.map(({ cidr, description }) => ({ Cidr: cidr, Description: description })),
    };
  },

  GetManagedPrefixListAssociations(world, input, call) {
    const state = stateOfCall(world, call);
    const list = find('prefixList', state.prefixLists, input.PrefixListId, 'PrefixListId');
    const { items, NextToken } = onePage(users(state, list.id), input, { min: 5, max: 255 });
    return {
      NextToken,
      PrefixListAssociations: items.map((id) => ({ ResourceId: id, ResourceOwner: state.account })),
    };
  },
};

/** A list that may be changed: those of AWS may not. */
function ownList(state: Ec2State, id: string | undefined, verb: string): PrefixList {
  const list = find('prefixList', state.prefixLists, id, 'PrefixListId');
  if (list.owner !== state.account) {
    throw new AwsError(
      'UnauthorizedOperation',
      `You are not authorized to ${verb} the prefix list '${id}'.`,
      403,
    );
  }
  return list;
}

function checkName(name: string | undefined): string {
  if (!name) throw missingParameter('PrefixListName');
  if (name.startsWith('com.amazonaws') || name.length > 255) {
    throw invalidValue(`Value (${name}) for parameter PrefixListName is invalid.`);
  }
  return name;
}

function checkMaxEntries(maxEntries: number | undefined): number {
  if (maxEntries === undefined) throw missingParameter('MaxEntries');
  if (maxEntries < 1 || maxEntries > 1000) {
    throw invalidValue(
      `Value (${maxEntries}) for parameter MaxEntries is invalid. It must be from 1 to 1000.`,
    );
  }
  return maxEntries;
}

function checkVersion(list: PrefixList, version: number | undefined): void {
  if (version === undefined) throw missingParameter('CurrentVersion');
  if (version !== list.version) {
    throw new AwsError('PrefixListVersionMismatch', 'The prefix list has the incorrect version number.');
  }
}

const noVersion = (version: number | undefined) =>
  new AwsError('InvalidPrefixListVersion', `The prefix list version '${version}' does not exist.`);

/** Groups that have a rule with the list. */
function users(state: Ec2State, id: string): string[] {
  return [...state.groups.values()]
    .filter((group) => [...group.rules.values()].some((rule) => rule.peer.prefixListId === id))
    .map((group) => group.id);
}

/** A larger list can exceed the quota of a group that uses it. The list then stays unchanged (docs:vpc). */
function resize(state: Ec2State, list: PrefixList, maxEntries: number): void {
  checkRoom(currentEntries(list), maxEntries);
  const before = list.maxEntries;
  list.maxEntries = maxEntries;
  const crowded = users(state, list.id).find((id) => isCrowded(state, id));
  list.state = crowded ? 'modify-failed' : 'modify-complete';
  list.stateMessage = crowded && `The rules of ${crowded} would exceed the maximum number of rules.`;
  if (crowded) list.maxEntries = before;
}

function isCrowded(state: Ec2State, groupId: string): boolean {
  const rules = [...(state.groups.get(groupId)?.rules.values() ?? [])];
  return [false, true].some((egress) => {
    const weights = rules
      .filter((rule) => rule.egress === egress)
      .map((rule) => ruleWeight(state, rule.peer));
    const sum = (family: 'ipv4' | 'ipv6') => weights.reduce((total, weight) => total + weight[family], 0);
    return Math.max(sum('ipv4'), sum('ipv6')) > state.quotas.rulesPerGroup;
  });
}

function row(state: Ec2State, list: PrefixList): ManagedPrefixList {
  const ours = list.owner === state.account;
  return {
    PrefixListId: list.id,
    AddressFamily: list.family,
    State: list.state,
    StateMessage: list.stateMessage,
    PrefixListArn: ours
      ? ec2Arn(state, `prefix-list/${list.id}`)
      : ec2Arn({ ...state, account: 'aws' }, `prefix-list/${list.id}`),
    PrefixListName: list.name,
    ...(ours && { MaxEntries: list.maxEntries, Version: list.version }),
    Tags: tagList(list.tags),
    OwnerId: list.owner,
    ...(list.resolverTargetId && {
      IpamPrefixListResolverTargetId: list.resolverTargetId,
      IpamPrefixListResolverSyncEnabled: list.synced,
    }),
  };
}
