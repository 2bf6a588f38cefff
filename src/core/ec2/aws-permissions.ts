import { AppError } from '../errors.ts';
import { isCidrProblem, readCidr } from '../exposure/cidr.ts';
import type { UnreadableRule } from '../exposure/group.ts';
import type { IngressRule, Source, Traffic } from '../exposure/rule.ts';
import { type Dict, isDict } from '../json-shape.ts';
import { say, sayText, toSay } from '../words/say.ts';
import { parseTraffic } from './aws-traffic.ts';
import { readPlainPermissions, unknownSources } from './plain-permissions.ts';

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
  /** The value at the path, as JSON. */
  value: string;
  /** The rule that can't be read because of it. */
  rule: UnreadableRule;
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
    const at = { path, rule: permission };
    const traffic = trafficAt(read, at, permission);
    if (traffic === undefined) continue;
    const before = read.rules.length + read.problems.length;
    const { IpProtocol, FromPort, ToPort } = permission;
    for (const { member, sourceAt } of SOURCES) {
      for (const [path, entry] of listed(read, `${at.path}.${member}`, permission[member] ?? [])) {
        const rule = { IpProtocol, FromPort, ToPort, [member]: [entry] };
        const source = sourceAt(read, { path, rule }, entry, account);
        if (source !== undefined) read.rules.push({ ...traffic, source, ...described(entry.Description) });
      }
    }
    for (const member of unknownSources(permission)) {
      const rule = { IpProtocol, FromPort, ToPort, [member]: permission[member] };
      refuse(read, { path: `${path}.${member}`, rule }, toSay('is an unknown kind of source'), rule[member]);
    }
    if (read.rules.length + read.problems.length === before)
      refuse(read, at, toSay('has no source'), permission);
  }
  return read;
}

/** Reads rows of DescribeSecurityGroupRules. Egress rows are ignored. */
export function readSecurityGroupRules(rows: unknown, account: string): ReadPermissions {
  const read: ReadPermissions = { rules: [], problems: [] };
  for (const [path, row] of listed(read, '', rows)) {
    if (row.IsEgress === true) continue;
    const id = textOf(row.SecurityGroupRuleId);
    const at = { path, rule: row, id };
    const traffic = trafficAt(read, at, row);
    if (traffic === undefined) continue;
    const source = sourceOfRow(read, at, row, account);
    if (source === undefined) continue;
    read.rules.push({
      ...(id === undefined ? {} : { id }),
      ...traffic,
      source,
      ...described(row.Description),
    });
  }
  return read;
}

/** Returns the rules that can't be read, each once. */
export function unreadableRules(problems: readonly PermissionProblem[]): UnreadableRule[] {
  return [...new Map(problems.map(({ rule }) => [`${rule.id} ${rule.text}`, rule])).values()];
}

/** Describes a problem as the rest of a sentence that begins with its path. */
export function problemText({ rule, value }: PermissionProblem): string {
  return `${sayText(rule.reason)}: ${value}`;
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
function assertReadable(problems: readonly PermissionProblem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  throw new AppError({
    kind: 'usage',
    code: 'unreadable-rule',
    message: say`An ingress rule can't be read: ${first.path} ${problemText(first)}`,
    hint: say`Use the format of \`aws ec2 describe-security-groups\` or \`aws ec2 describe-security-group-rules\`.`,
    details: { problems },
  });
}

/** The position that is read, and the whole rule there. */
interface At {
  path: string;
  rule: unknown;
  id?: string | undefined;
}

type SourceAt = (read: ReadPermissions, at: At, entry: Dict, account: string) => Source | undefined;

const SOURCES: readonly { member: keyof AwsIpPermission; sourceAt: SourceAt }[] = [
  {
    member: 'IpRanges',
    sourceAt: (read, at, entry) => addressAt(read, below(at, 'CidrIp'), entry.CidrIp, 'ipv4'),
  },
  {
    member: 'Ipv6Ranges',
    sourceAt: (read, at, entry) => addressAt(read, below(at, 'CidrIpv6'), entry.CidrIpv6, 'ipv6'),
  },
  {
    member: 'PrefixListIds',
    sourceAt: (read, at, entry) => prefixListAt(read, below(at, 'PrefixListId'), entry.PrefixListId),
  },
  { member: 'UserIdGroupPairs', sourceAt: groupAt },
];

function below(at: At, member: string): At {
  return { ...at, path: `${at.path}.${member}` };
}

function sourceOfRow(read: ReadPermissions, at: At, row: Dict, account: string): Source | undefined {
  if (present(row.CidrIpv4)) return addressAt(read, below(at, 'CidrIpv4'), row.CidrIpv4, 'ipv4');
  if (present(row.CidrIpv6)) return addressAt(read, below(at, 'CidrIpv6'), row.CidrIpv6, 'ipv6');
  if (present(row.PrefixListId)) return prefixListAt(read, below(at, 'PrefixListId'), row.PrefixListId);
  const group = row.ReferencedGroupInfo;
  if (isDict(group)) return groupAt(read, below(at, 'ReferencedGroupInfo'), group, account);
  refuse(read, at, toSay('has no source'), row);
  return undefined;
}

function trafficAt(read: ReadPermissions, at: At, entry: Dict): Traffic | undefined {
  const traffic = parseTraffic(entry.IpProtocol, entry.FromPort, entry.ToPort);
  if (!('problem' in traffic)) return traffic;
  const { IpProtocol, FromPort, ToPort } = entry;
  refuse(read, at, traffic.problem, { IpProtocol, FromPort, ToPort });
  return undefined;
}

function addressAt(read: ReadPermissions, at: At, value: unknown, kind: 'ipv4' | 'ipv6'): Source | undefined {
  const block = typeof value === 'string' ? readCidr(value.trim()) : undefined;
  if (block !== undefined && !isCidrProblem(block) && block.kind === kind) return block;
  refuse(read, at, kind === 'ipv4' ? toSay('is not an IPv4 CIDR') : toSay('is not an IPv6 CIDR'), value);
  return undefined;
}

function prefixListAt(read: ReadPermissions, at: At, value: unknown): Source | undefined {
  const prefixListId = textOf(value);
  if (prefixListId !== undefined && /^pl-[0-9a-z]+$/.test(prefixListId)) {
    return { kind: 'prefix-list', prefixListId };
  }
  refuse(read, at, toSay('is not a prefix list id'), value);
  return undefined;
}

/** Sources: EC2 API reference, UserIdGroupPair and ReferencedSecurityGroup (GroupId, UserId). */
function groupAt(read: ReadPermissions, at: At, entry: Dict, account: string): Source | undefined {
  const groupId = textOf(entry.GroupId);
  if (groupId === undefined || !/^sg-[0-9a-z]+$/.test(groupId)) {
    refuse(read, below(at, 'GroupId'), toSay('is not a security group id'), entry.GroupId);
    return undefined;
  }
  if (!present(entry.UserId)) return { kind: 'group', groupId };
  const owner = textOf(entry.UserId);
  if (owner === account) return { kind: 'group', groupId };
  if (owner !== undefined && /^([0-9]{12}|amazon-[0-9a-z-]+)$/.test(owner)) {
    return { kind: 'group', groupId, owner };
  }
  refuse(read, below(at, 'UserId'), toSay('is not an account id'), entry.UserId);
  return undefined;
}

function* listed(read: ReadPermissions, path: string, value: unknown): Generator<[string, Dict]> {
  if (!Array.isArray(value)) {
    refuse(read, { path: path || say`it`, rule: value }, toSay('is not a list'), value);
    return;
  }
  for (const [index, entry] of value.entries()) {
    const at = `${path}[${index}]`;
    if (isDict(entry)) yield [at, entry];
    else refuse(read, { path: at, rule: entry }, toSay('is not an object'), entry);
  }
}

/** The longest text of an unreadable rule, in characters: a finding with several of them must fit on one line. */
const MOST_TEXT = 500;

function refuse(read: ReadPermissions, { path, rule, id }: At, reason: string, value: unknown): void {
  read.problems.push({
    path,
    value: (JSON.stringify(value) ?? say`nothing`).slice(0, 200),
    rule: {
      ...(id === undefined ? {} : { id }),
      text: (JSON.stringify(rule) ?? 'null').slice(0, MOST_TEXT),
      reason,
    },
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
