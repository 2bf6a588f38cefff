import { AppError } from '../errors.ts';
import { formatCidr } from '../exposure/cidr.ts';
import { hasPorts, isAllPorts, isIcmp, LAST_PROTOCOL, protocolName } from '../exposure/protocols.ts';
import { renderRule } from '../exposure/render-rules.ts';
import type { IngressRule, Range } from '../exposure/rule.ts';
import { say } from '../words/say.ts';

/** An IpPermission as AuthorizeSecurityGroupIngress and RevokeSecurityGroupIngress take it. */
export interface IpPermissionInput {
  IpProtocol: string;
  FromPort?: number;
  ToPort?: number;
  IpRanges?: { CidrIp: string; Description?: string }[];
  Ipv6Ranges?: { CidrIpv6: string; Description?: string }[];
  PrefixListIds?: { PrefixListId: string; Description?: string }[];
  UserIdGroupPairs?: { GroupId: string; UserId?: string; Description?: string }[];
}

/** No group can hold more: rules per group times groups per interface. Source: Amazon VPC quotas. */
const MOST_RULES = 1000;

type AwsTraffic = Pick<IpPermissionInput, 'IpProtocol' | 'FromPort' | 'ToPort'>;

/**
 * The rules as permissions, sources of the same traffic together. EC2 knows no range of protocols and
 * no range of ICMP types or codes, so such a rule becomes one permission for each. Throws AppError
 * `too-many-rules` when this makes more rules than a group can have.
 */
export function ipPermissionsFromRules(rules: readonly IngressRule[]): IpPermissionInput[] {
  const permissions = new Map<string, IpPermissionInput>();
  let count = 0;
  for (const rule of rules) {
    for (const traffic of awsTraffic(rule)) {
      count += 1;
      if (count > MOST_RULES) throw tooMany(rule);
      const key = JSON.stringify(traffic);
      const permission = permissions.get(key) ?? traffic;
      permissions.set(key, permission);
      addSource(permission, rule);
    }
  }
  return [...permissions.values()];
}

function tooMany(rule: IngressRule): AppError {
  return new AppError({
    kind: 'usage',
    code: 'too-many-rules',
    message: say`"${renderRule(rule)}" makes more than ${MOST_RULES} security group rules, and no group can hold them.`,
    hint: say`EC2 has no ranges of protocols or of ICMP types: allow \`all\`, or name the few protocols that are needed.`,
  });
}

/** What EC2 needs to say the rule's protocols and ports. */
function* awsTraffic({ protocols, ports }: IngressRule): Generator<AwsTraffic> {
  if (protocols.first === 0 && protocols.last === LAST_PROTOCOL) {
    yield { IpProtocol: '-1' };
    return;
  }
  for (let protocol = protocols.first; protocol <= protocols.last; protocol += 1) {
    const IpProtocol = protocolName(protocol);
    if (isIcmp(protocol)) yield* icmpTraffic(IpProtocol, ports);
    else if (hasPorts(protocol)) yield { IpProtocol, FromPort: ports.first, ToPort: ports.last };
    else yield { IpProtocol };
  }
}

function* icmpTraffic(IpProtocol: string, ports: Range): Generator<AwsTraffic> {
  if (isAllPorts(ports)) {
    yield { IpProtocol, FromPort: -1, ToPort: -1 };
    return;
  }
  for (let next = ports.first; next <= ports.last; ) {
    const wholeType = (next & 255) === 0 && next + 255 <= ports.last;
    yield { IpProtocol, FromPort: next >> 8, ToPort: wholeType ? -1 : next & 255 };
    next += wholeType ? 256 : 1;
  }
}

function addSource(permission: IpPermissionInput, { source, description }: IngressRule): void {
  const Description = description === undefined ? {} : { Description: description };
  switch (source.kind) {
    case 'ipv4':
      permission.IpRanges ??= [];
      permission.IpRanges.push({ CidrIp: formatCidr(source), ...Description });
      return;
    case 'ipv6':
      permission.Ipv6Ranges ??= [];
      permission.Ipv6Ranges.push({ CidrIpv6: formatCidr(source), ...Description });
      return;
    case 'prefix-list':
      permission.PrefixListIds ??= [];
      permission.PrefixListIds.push({ PrefixListId: source.prefixListId, ...Description });
      return;
    case 'group': {
      const owner = source.owner === undefined ? {} : { UserId: source.owner };
      permission.UserIdGroupPairs ??= [];
      permission.UserIdGroupPairs.push({ GroupId: source.groupId, ...owner, ...Description });
      return;
    }
  }
}
