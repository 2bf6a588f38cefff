import { AppError } from '../errors.ts';
import { isCidrProblem, readCidr } from '../exposure/cidr.ts';
import type { IngressRule, Source, Traffic } from '../exposure/rule.ts';
import { type Dict, isDict } from '../json-shape.ts';
import { say } from '../words/say.ts';
import { parseTraffic } from './aws-traffic.ts';
import { readPlainPermissions } from './plain-permissions.ts';

export { ipPermissionsFromRules } from './ip-permissions.ts';

/**
 * An IpPermission as in the SDK and the AWS CLI (DescribeSecurityGroups). The values have the type `unknown`,
 * because they can come from files and records that anyone may have written.
 */
export interface AwsIpPermission {
  IpProtocol?: unknown;
  FromPort?: unknown;
  ToPort?: unknown;
  IpRanges?: unknown;
  Ipv6Ranges?: unknown;
  PrefixListIds?: unknown;
  UserIdGroupPairs?: unknown;
}

/** A row of DescribeSecurityGroupRules: one rule with one source. */
export interface AwsSecurityGroupRule {
  SecurityGroupRuleId?: unknown;
  GroupId?: unknown;
  IsEgress?: unknown;
  IpProtocol?: unknown;
  FromPort?: unknown;
  ToPort?: unknown;
  CidrIpv4?: unknown;
  CidrIpv6?: unknown;
  PrefixListId?: unknown;
  ReferencedGroupInfo?: unknown;
  Description?: unknown;
}

/** A part of AWS data that doesn't have the documented shape. */
export interface PermissionProblem {
  /** Path of the part: `[2].IpRanges[0].CidrIp`. */
  path: string;
  /** The reason, followed by the value as JSON. */
  message: string;
}

export interface ReadPermissions {
  rules: IngressRule[];
  problems: PermissionProblem[];
}

/**
 * Reads permissions, and lists those that can't be read as problems. `account` is the owner of the group;
 * references within this account are returned without an owner.
 */
export function readIpPermissions(permissions: unknown, account: string): ReadPermissions {
  const plain = readPlainPermissions(permissions);
  if (plain !== undefined) return { rules: plain, problems: [] };
  const read: ReadPermissions = { rules: [], problems: [] };
  for (const [path, permission] of listed(read, '', permissions)) {
    const traffic = trafficAt(read, path, permission);
    if (traffic === undefined) continue;
    const before = read.rules.length + read.problems.length;
    const add = (source: Source | undefined, entry: Dict): void => {
      if (source !== undefined) read.rules.push({ ...traffic, source, ...described(entry.Description) });
    };
    for (const [at, entry] of listed(read, `${path}.IpRanges`, permission.IpRanges ?? [])) {
      add(addressAt(read, `${at}.CidrIp`, entry.CidrIp, 'ipv4'), entry);
    }
    for (const [at, entry] of listed(read, `${path}.Ipv6Ranges`, permission.Ipv6Ranges ?? [])) {
      add(addressAt(read, `${at}.CidrIpv6`, entry.CidrIpv6, 'ipv6'), entry);
    }
    for (const [at, entry] of listed(read, `${path}.PrefixListIds`, permission.PrefixListIds ?? [])) {
      add(prefixListAt(read, `${at}.PrefixListId`, entry.PrefixListId), entry);
    }
    for (const [at, entry] of listed(read, `${path}.UserIdGroupPairs`, permission.UserIdGroupPairs ?? [])) {
      add(groupAt(read, at, entry, account), entry);
    }
    if (read.rules.length + read.problems.length === before)
      refuse(read, path, say`has no source`, permission);
  }
  return read;
}

/** Reads rows of DescribeSecurityGroupRules. Egress rows are ignored. */
export function readSecurityGroupRules(rows: unknown, account: string): ReadPermissions {
  const read: ReadPermissions = { rules: [], problems: [] };
  for (const [path, row] of listed(read, '', rows)) {
    if (row.IsEgress === true) continue;
    const traffic = trafficAt(read, path, row);
    const source = sourceOfRow(read, path, row, account);
    if (traffic === undefined || source === undefined) continue;
    const id = textOf(row.SecurityGroupRuleId);
    read.rules.push({
      ...(id === undefined ? {} : { id }),
      ...traffic,
      source,
      ...described(row.Description),
    });
  }
  return read;
}

/** Like readIpPermissions(). @throws AppError `unreadable-rule` if any part can't be read. */
export function rulesFromIpPermissions(
  permissions: readonly AwsIpPermission[],
  account: string,
): IngressRule[] {
  const { rules, problems } = readIpPermissions(permissions, account);
  assertReadable(problems);
  return rules;
}

/** Like readSecurityGroupRules(). @throws AppError `unreadable-rule` if any part can't be read. */
export function rulesFromSecurityGroupRules(
  rows: readonly AwsSecurityGroupRule[],
  account: string,
): IngressRule[] {
  const { rules, problems } = readSecurityGroupRules(rows, account);
  assertReadable(problems);
  return rules;
}

/** @throws AppError `unreadable-rule` with the first problem in its message, and all in `details.problems`. */
export function assertReadable(problems: readonly PermissionProblem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  throw new AppError({
    kind: 'usage',
    code: 'unreadable-rule',
    message: say`An ingress rule can't be read: ${first.path} ${first.message}`,
    hint: say`Use the format of \`aws ec2 describe-security-groups\` or \`aws ec2 describe-security-group-rules\`.`,
    details: { problems },
  });
}

function sourceOfRow(read: ReadPermissions, path: string, row: Dict, account: string): Source | undefined {
  if (present(row.CidrIpv4)) return addressAt(read, `${path}.CidrIpv4`, row.CidrIpv4, 'ipv4');
  if (present(row.CidrIpv6)) return addressAt(read, `${path}.CidrIpv6`, row.CidrIpv6, 'ipv6');
  if (present(row.PrefixListId)) return prefixListAt(read, `${path}.PrefixListId`, row.PrefixListId);
  const group = row.ReferencedGroupInfo;
  if (isDict(group)) return groupAt(read, `${path}.ReferencedGroupInfo`, group, account);
  refuse(read, path, say`has no source`, row);
  return undefined;
}

function trafficAt(read: ReadPermissions, path: string, entry: Dict): Traffic | undefined {
  const traffic = parseTraffic(entry.IpProtocol, entry.FromPort, entry.ToPort);
  if (!('problem' in traffic)) return traffic;
  const { IpProtocol, FromPort, ToPort } = entry;
  refuse(read, path, traffic.problem, { IpProtocol, FromPort, ToPort });
  return undefined;
}

function addressAt(
  read: ReadPermissions,
  path: string,
  value: unknown,
  kind: 'ipv4' | 'ipv6',
): Source | undefined {
  const block = typeof value === 'string' ? readCidr(value.trim()) : undefined;
  if (block !== undefined && !isCidrProblem(block) && block.kind === kind) return block;
  refuse(read, path, kind === 'ipv4' ? say`is not an IPv4 CIDR` : say`is not an IPv6 CIDR`, value);
  return undefined;
}

function prefixListAt(read: ReadPermissions, path: string, value: unknown): Source | undefined {
  const prefixListId = textOf(value);
  if (prefixListId !== undefined && /^pl-[0-9a-z]+$/.test(prefixListId)) {
    return { kind: 'prefix-list', prefixListId };
  }
  refuse(read, path, say`is not a prefix list id`, value);
  return undefined;
}

/** Sources: EC2 API reference, UserIdGroupPair and ReferencedSecurityGroup (GroupId, UserId). */
function groupAt(read: ReadPermissions, path: string, entry: Dict, account: string): Source | undefined {
  const groupId = textOf(entry.GroupId);
  if (groupId === undefined || !/^sg-[0-9a-z]+$/.test(groupId)) {
    refuse(read, `${path}.GroupId`, say`is not a security group id`, entry.GroupId);
    return undefined;
  }
  if (!present(entry.UserId)) return { kind: 'group', groupId };
  const owner = textOf(entry.UserId);
  if (owner === account) return { kind: 'group', groupId };
  if (owner !== undefined && /^([0-9]{12}|amazon-[0-9a-z-]+)$/.test(owner)) {
    return { kind: 'group', groupId, owner };
  }
  refuse(read, `${path}.UserId`, say`is not an account id`, entry.UserId);
  return undefined;
}

function* listed(read: ReadPermissions, path: string, value: unknown): Generator<[string, Dict]> {
  if (!Array.isArray(value)) {
    refuse(read, path || say`it`, say`is not a list`, value);
    return;
  }
  for (const [index, entry] of value.entries()) {
    const at = `${path}[${index}]`;
    if (isDict(entry)) yield [at, entry];
    else refuse(read, at, say`is not an object`, entry);
  }
}

function refuse(read: ReadPermissions, path: string, message: string, value: unknown): void {
  read.problems.push({
    path,
    message: `${message}: ${(JSON.stringify(value) ?? say`nothing`).slice(0, 200)}`,
  });
}

function present(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function described(value: unknown): { description?: string } {
  const description = textOf(value);
  return description === undefined ? {} : { description };
}
