import type { AwsIpPermission } from '../../core/ec2/aws-permissions.ts';
import type { Dict } from '../../core/json-shape.ts';

export interface PlannedPermission {
  /** Undefined if its traffic or all its sources are unknown. */
  permission?: AwsIpPermission | undefined;
  /** Attributes whose values are known after apply. */
  unknown: string[];
}

/** Attributes with sources, in all three forms: inline ingress, and the two separate resources. */
const SOURCES = [
  'cidr_blocks',
  'cidr_ipv4',
  'ipv6_cidr_blocks',
  'cidr_ipv6',
  'prefix_list_ids',
  'prefix_list_id',
  'security_groups',
  'source_security_group_id',
  'referenced_security_group_id',
] as const;
const TRAFFIC = ['protocol', 'ip_protocol', 'from_port', 'to_port'] as const;

/** Converts one planned rule to AWS's format. `self` is the group of the rule. */
export function permissionOf(after: Dict, notYet: Dict, self: string): PlannedPermission {
  const unknown = TRAFFIC.filter((name) => notYet[name] === true).map(String);
  const isTrafficKnown = unknown.length === 0;
  if (after.self === true && !self.startsWith('sg-')) unknown.push('self');
  for (const name of SOURCES) unknown.push(...unknownParts(name, notYet[name]));
  const groups = [
    ...known(after.security_groups, notYet.security_groups),
    ...known(after.source_security_group_id, notYet.source_security_group_id),
    ...known(after.referenced_security_group_id, notYet.referenced_security_group_id),
    ...(after.self === true ? [self] : []),
  ];
  const permission: AwsIpPermission = {
    ...traffic(after),
    IpRanges: [
      ...known(after.cidr_blocks, notYet.cidr_blocks),
      ...known(after.cidr_ipv4, notYet.cidr_ipv4),
    ].map((CidrIp) => ({ CidrIp })),
    Ipv6Ranges: [
      ...known(after.ipv6_cidr_blocks, notYet.ipv6_cidr_blocks),
      ...known(after.cidr_ipv6, notYet.cidr_ipv6),
    ].map((CidrIpv6) => ({ CidrIpv6 })),
    PrefixListIds: [
      ...known(after.prefix_list_ids, notYet.prefix_list_ids),
      ...known(after.prefix_list_id, notYet.prefix_list_id),
    ].map((PrefixListId) => ({ PrefixListId })),
    UserIdGroupPairs: groups.filter((id) => id.includes('sg-')).map(groupPair),
  };
  const hasSource = [
    permission.IpRanges,
    permission.Ipv6Ranges,
    permission.PrefixListIds,
    permission.UserIdGroupPairs,
  ].some((list) => (list as unknown[]).length > 0);
  return isTrafficKnown && hasSource ? { permission, unknown } : { unknown };
}

/** Terraform writes all protocols as `-1` or `all`, with ports 0 to 0. */
function traffic(after: Dict): Pick<AwsIpPermission, 'IpProtocol' | 'FromPort' | 'ToPort'> {
  const protocol = String(after.ip_protocol ?? after.protocol ?? '').toLowerCase();
  if (protocol === '-1' || protocol === 'all') return { IpProtocol: '-1' };
  return { IpProtocol: protocol, FromPort: after.from_port ?? undefined, ToPort: after.to_port ?? undefined };
}

/** `sg-…`, or `<account>/sg-…` for a group of a peered VPC's account. */
function groupPair(text: string): { GroupId: string; UserId?: string } {
  const [owner, id] = text.includes('/') ? text.split('/') : [undefined, text];
  return { GroupId: id ?? '', ...(owner === undefined ? {} : { UserId: owner }) };
}

function known(value: unknown, notYet: unknown): string[] {
  if (notYet === true) return [];
  const list = Array.isArray(value)
    ? value
    : value === null || value === undefined || value === ''
      ? []
      : [value];
  const unknownItems = Array.isArray(notYet) ? notYet : [];
  return list.flatMap((item, index) =>
    unknownItems[index] === true || typeof item !== 'string' ? [] : [item],
  );
}

function unknownParts(name: string, notYet: unknown): string[] {
  if (notYet === true) return [name];
  if (!Array.isArray(notYet)) return [];
  return notYet.flatMap((item, index) => (item === true ? [`${name}[${index}]`] : []));
}
