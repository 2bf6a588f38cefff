import { readIpPermissions, unreadableRules } from '../../core/ec2/aws-permissions.ts';
import type { UnreadableRule } from '../../core/exposure/group.ts';
import type { IngressRule } from '../../core/exposure/rule.ts';
import type { Dict } from '../../core/json-shape.ts';
import { RULE_ATTRIBUTES } from './kinds.ts';

/** The readable part of one planned rule. */
export interface PlannedRule {
  rules: IngressRule[];
  /** Attributes with unknown values that decide what the rule admits. */
  unknown: string[];
  /** Unknown attributes for source groups: they matter only if an entry is for the group. */
  unknownGroups: string[];
  /** Unknown attributes for prefix lists. */
  unknownLists: string[];
  /** The parts of the rule that EC2 would refuse, or that we can't read. */
  unreadable: UnreadableRule[];
}

/**
 * Reads one planned rule, in the form of a resource type or of an inline block. `notYet` has `true` for each unknown
 * value. `self` is the id of the rule's group, or its address.
 */
export function plannedRule(after: Dict, notYet: Dict, self: string, account: string): PlannedRule {
  const read: PlannedRule = {
    rules: [],
    unknown: [],
    unknownGroups: unknownIn(RULE_ATTRIBUTES.groups, notYet),
    unknownLists: unknownIn(RULE_ATTRIBUTES.lists, notYet),
    unreadable: [],
  };
  const protocol = String(firstOf(after, RULE_ATTRIBUTES.protocol) ?? '').toLowerCase();
  const isAll = protocol === '-1' || protocol === 'all';
  const traffic = unknownIn(
    isAll
      ? RULE_ATTRIBUTES.protocol
      : [...RULE_ATTRIBUTES.protocol, ...RULE_ATTRIBUTES.from, ...RULE_ATTRIBUTES.to],
    notYet,
  );
  read.unknown.push(...traffic, ...unknownIn([...RULE_ATTRIBUTES.ipv4, ...RULE_ATTRIBUTES.ipv6], notYet));
  if (traffic.length > 0) return read;
  const groups = [...known(RULE_ATTRIBUTES.groups, after, notYet), ...(after.self === true ? [self] : [])];
  const sources = Object.entries({
    IpRanges: known(RULE_ATTRIBUTES.ipv4, after, notYet).map((CidrIp) => ({ CidrIp })),
    Ipv6Ranges: known(RULE_ATTRIBUTES.ipv6, after, notYet).map((CidrIpv6) => ({ CidrIpv6 })),
    PrefixListIds: known(RULE_ATTRIBUTES.lists, after, notYet).map((PrefixListId) => ({ PrefixListId })),
    UserIdGroupPairs: groups.filter((id) => id.includes('sg-')).map((id) => groupPair(id, after)),
  }).filter(([, { length }]) => length > 0);
  // A rule whose sources are all unknown has traffic, which prefix lists of the plan may still need.
  if (sources.length === 0) return read;
  const permission = {
    // Terraform writes `-1` or `all` for all protocols, with ports 0 to 0.
    ...(isAll
      ? { IpProtocol: '-1' }
      : {
          IpProtocol: protocol,
          FromPort: firstOf(after, RULE_ATTRIBUTES.from),
          ToPort: firstOf(after, RULE_ATTRIBUTES.to),
        }),
    ...Object.fromEntries(sources),
  };
  const { rules, problems } = readIpPermissions([permission], account);
  read.rules = rules;
  read.unreadable = unreadableRules(problems);
  return read;
}

/** Reads `sg-…`, or `<account>/sg-…` for a group in the account of a peered VPC. */
function groupPair(text: string, after: Dict): { GroupId: string; UserId?: unknown } {
  const [account, id] = text.includes('/') ? text.split('/') : [undefined, text];
  const owner = account ?? after.source_security_group_owner_id ?? after.SourceSecurityGroupOwnerId;
  return { GroupId: id ?? '', ...(owner === undefined || owner === null ? {} : { UserId: owner }) };
}

function firstOf(after: Dict, names: readonly string[]): unknown {
  return names.map((name) => after[name]).find((value) => value !== undefined && value !== null);
}

function known(names: readonly string[], after: Dict, notYet: Dict): string[] {
  return names.flatMap((name) => {
    const value = after[name];
    if (notYet[name] === true || value === null || value === undefined || value === '') return [];
    const unknownItems = Array.isArray(notYet[name]) ? notYet[name] : [];
    const list: unknown[] = Array.isArray(value) ? value : [value];
    return list.filter(
      (item, index): item is string => unknownItems[index] !== true && typeof item === 'string',
    );
  });
}

/** Returns `cidr_blocks`, or `cidr_blocks[1]` if only a part is unknown. */
function unknownIn(names: readonly string[], notYet: Dict): string[] {
  return names.flatMap((name) => {
    const parts = notYet[name];
    if (parts === true) return [name];
    if (!Array.isArray(parts)) return [];
    return parts.flatMap((part, index) => (part === true ? [`${name}[${index}]`] : []));
  });
}
