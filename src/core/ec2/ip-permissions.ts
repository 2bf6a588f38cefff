import { AppError } from '../errors.ts';
import { formatCidr } from '../exposure/cidr.ts';
import { hasPorts, isAllPorts, isIcmp, LAST_PROTOCOL, protocolName } from '../exposure/protocols.ts';
import { renderRule } from '../exposure/render-rules.ts';
import type { IngressRule, Range } from '../exposure/rule.ts';
import { say } from '../words/say.ts';

/** An IpPermission as AuthorizeSecurityGroupIngress and RevokeSecurityGroupIngress accept it. */
export interface IpPermissionInput {
  IpProtocol: string;
  FromPort?: number;
  ToPort?: number;
  IpRanges?: { CidrIp: string; Description?: string }[];
  Ipv6Ranges?: { CidrIpv6: string; Description?: string }[];
  PrefixListIds?: { PrefixListId: string; Description?: string }[];
  UserIdGroupPairs?: { GroupId: string; UserId?: string; Description?: string }[];
}

/** The most rules that a group can have: rules per group times groups per interface is at most 1,000 (Amazon VPC quotas). */
export const MOST_RULES = 1000;

type AwsTraffic = Pick<IpPermissionInput, 'IpProtocol' | 'FromPort' | 'ToPort'>;

/**
 * Converts rules to permissions; sources of the same traffic share a permission. EC2 doesn't support ranges of
 * protocols, ICMP types or codes, so such a rule becomes one permission for each of them.
 * @throws AppError `too-many-rules` if the rules expand to more rules than a group can have.
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
    message: say`"${renderRule(rule)}" expands to more than ${MOST_RULES} security group rules, which is more than a group can have.`,
    hint: say`EC2 doesn't support ranges of protocols or ICMP types. Allow \`all\`, or list only the protocols that you need.`,
  });
}

/** Yields the protocols and ports of a rule in EC2's form. */
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
