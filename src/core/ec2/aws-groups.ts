import { parseCidr } from '../exposure/cidr.ts';
import type { SecurityGroup } from '../exposure/group.ts';
import type { AddressSource } from '../exposure/rule.ts';
import { isDict, textOf } from '../json-shape.ts';
import {
  type AwsSecurityGroupRule,
  readIpPermissions,
  readSecurityGroupRules,
  unreadableRules,
} from './aws-permissions.ts';

/** A row of DescribeSecurityGroups. The values have the type `unknown`, because they can come from any file. */
export interface AwsSecurityGroup {
  GroupId?: unknown;
  GroupName?: unknown;
  VpcId?: unknown;
  OwnerId?: unknown;
  Tags?: unknown;
  IpPermissions?: unknown;
}

/** The account and Region of the call. Rows contain their owner only in newer responses, and never their Region. */
export interface GroupPlace {
  account: string;
  region: string;
}

/** Reads the group of a row. Rules that can't be read are in `unreadable`, so that they don't hide the others. */
export function groupFrom(row: AwsSecurityGroup, place: GroupPlace): SecurityGroup {
  const account = textOf(row.OwnerId) || place.account;
  const { rules, problems } = readIpPermissions(row.IpPermissions ?? [], account);
  const group: SecurityGroup = {
    id: textOf(row.GroupId),
    name: textOf(row.GroupName),
    vpcId: textOf(row.VpcId) || undefined,
    account,
    region: place.region,
    tags: tagsOf(row.Tags),
    rules,
  };
  if (problems.length > 0) group.unreadable = unreadableRules(problems);
  return group;
}

/** The rules of a group: those that can be read, and the others. */
export type GroupRules = Pick<SecurityGroup, 'rules' | 'unreadable'>;

/** Reads the rules of one group from its rows of DescribeSecurityGroupRules, which have the ids of the rules. */
export function groupRulesFrom(rows: readonly AwsSecurityGroupRule[], account: string): GroupRules {
  const { rules, problems } = readSecurityGroupRules(rows, account);
  return { rules, unreadable: problems.length === 0 ? undefined : unreadableRules(problems) };
}

/** Groups rows of DescribeSecurityGroupRules by the id of their group. A group without rules has no rows. */
export function rowsByGroup(rows: Iterable<AwsSecurityGroupRule>): Map<string, AwsSecurityGroupRule[]> {
  const byGroup = new Map<string, AwsSecurityGroupRule[]>();
  for (const row of rows) {
    const id = textOf(row.GroupId);
    const known = byGroup.get(id);
    if (known === undefined) byGroup.set(id, [row]);
    else known.push(row);
  }
  return byGroup;
}

/**
 * Reads entries of GetManagedPrefixListEntries.
 * @throws AppError `bad-cidr` if one can't be read, because the list would appear to admit less than it does.
 */
export function entriesFrom(rows: readonly { Cidr?: string | undefined }[]): AddressSource[] {
  return rows.map(({ Cidr }) => parseCidr(Cidr ?? ''));
}

export function usesPrefixList(group: SecurityGroup): boolean {
  return group.rules.some(({ source }) => source.kind === 'prefix-list');
}

function tagsOf(value: unknown): Record<string, string> {
  if (!Array.isArray(value)) return {};
  return Object.fromEntries(value.filter(isDict).map(({ Key, Value }) => [textOf(Key), textOf(Value)]));
}
