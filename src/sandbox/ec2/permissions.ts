import type { IpPermission } from '@aws-sdk/client-ec2';
import { AwsError } from '../service.ts';
import { canonicalIpv4, canonicalIpv6 } from './cidr.ts';
import { checkId, differentNetworks, invalidValue, missingParameter, notFound } from './errors.ts';
import { defaultVpcOf, type Ec2State, type Group, type NewRule, type RulePeer } from './state.ts';

/** Protocol numbers for which EC2 has names. All others stay numbers and mean all ports. */
const names: Record<string, string> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6', all: '-1' };

export interface Ports {
  protocol: string;
  from: number;
  to: number;
}

/** Returns protocol and ports as EC2 stores them (sdk:ec2 IpPermission). */
export function readPorts(
  protocol: string | undefined,
  from: number | undefined,
  to: number | undefined,
): Ports {
  if (protocol === undefined || protocol === '') throw missingParameter('ipProtocol');
  const name = names[protocol.toLowerCase()] ?? protocol.toLowerCase();
  if (name === 'tcp' || name === 'udp') return { protocol: name, ...portRange(from, to) };
  if (name === 'icmp' || name === 'icmpv6') return { protocol: name, ...icmp(name, from, to) };
  if (name !== '-1' && !(/^\d{1,3}$/.test(name) && Number(name) <= 255)) {
    throw invalidValue(`Invalid value '${protocol}' for IP protocol. Unknown protocol.`);
  }
  return { protocol: name, from: -1, to: -1 };
}

function portRange(from: number | undefined, to: number | undefined) {
  if (from === undefined || to === undefined) {
    throw invalidValue(`Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.`);
  }
  for (const port of [from, to]) {
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      throw invalidValue(`Invalid value '${port}' for portRange. TCP/UDP port (${port}) out of range`);
    }
  }
  if (from > to) throw invalidValue(`Invalid TCP/UDP port range (${from}:${to})`);
  return { from, to };
}

/** FromPort is the type and ToPort the code; -1 means all. EC2 refuses all types with one code. */
function icmp(name: string, from: number | undefined, to: number | undefined) {
  if (name === 'icmp' && (from === undefined || to === undefined)) {
    throw invalidValue(`Invalid value 'Must specify both type and code for ICMP' for portRange.`);
  }
  const type = from ?? -1;
  const code = to ?? -1;
  if (type < -1 || type > 255) throw invalidValue(`ICMP type (${type}) out of range`);
  if (code < -1 || code > 255) throw invalidValue(`ICMP code (${code}) out of range`);
  if (type === -1 && code !== -1) throw invalidValue('ICMP code (-1 expected) for all types');
  return { from: type, to: code };
}

/**
 * Returns the rules of a list of permissions, one per source. For `remove`, a referenced group or prefix list
 * does not have to exist any more.
 */
export function readPermissions(
  state: Ec2State,
  group: Group,
  permissions: IpPermission[],
  egress: boolean,
  use: 'add' | 'remove',
): NewRule[] {
  const rules: NewRule[] = [];
  for (const permission of permissions) {
    const ports = readPorts(permission.IpProtocol, permission.FromPort, permission.ToPort);
    const add = (peer: RulePeer, description: string | undefined) =>
      rules.push({ egress, ...ports, peer, description: checkDescription(description) });
    const before = rules.length;
    for (const { CidrIp, Description } of permission.IpRanges ?? []) {
      add({ cidrIpv4: canonicalIpv4(CidrIp ?? '') }, Description);
    }
    for (const { CidrIpv6, Description } of permission.Ipv6Ranges ?? []) {
      add({ cidrIpv6: canonicalIpv6(CidrIpv6 ?? '') }, Description);
    }
    for (const { PrefixListId, Description } of permission.PrefixListIds ?? []) {
      add(prefixListPeer(state, PrefixListId, use), Description);
    }
    for (const pair of permission.UserIdGroupPairs ?? []) {
      const peer = groupPeer(state, group, pair, use);
      add(peer, pair.Description);
    }
    if (rules.length === before)
      throw missingParameter('source of the permission (CIDR, group or prefix list)');
  }
  return rules;
}

export function prefixListPeer(state: Ec2State, id: string | undefined, use: 'add' | 'remove'): RulePeer {
  const prefixListId = checkId('prefixList', id, 'prefixListId');
  if (use === 'add' && !state.prefixLists.has(prefixListId)) throw notFound('prefixList', prefixListId);
  return { prefixListId };
}

interface GroupPair {
  GroupId?: string | undefined;
  GroupName?: string | undefined;
  UserId?: string | undefined;
  VpcId?: string | undefined;
  VpcPeeringConnectionId?: string | undefined;
}

/** A reference to a group. EC2 accepts groups of other accounts without a check. */
export function groupPeer(state: Ec2State, group: Group, pair: GroupPair, use: 'add' | 'remove'): RulePeer {
  const owner = pair.UserId ?? state.account;
  let named = pair.GroupId;
  if (named === undefined && pair.GroupName !== undefined && owner === state.account) {
    named = groupByName(state, pair.GroupName).id;
  }
  const id = checkId('group', named, 'groupId');
  const target = owner === state.account ? state.groups.get(id) : undefined;
  if (use === 'add' && owner === state.account && !pair.VpcPeeringConnectionId) {
    if (!target) throw notFound('group', id);
    if (target.vpcId !== group.vpcId) throw differentNetworks();
  }
  const peering = pair.VpcPeeringConnectionId;
  return {
    group: {
      id,
      owner,
      ...(peering && { peeringId: peering, vpcId: pair.VpcId ?? target?.vpcId }),
    },
  };
}

/** Finds a group by name. Names work only in the default VPC. */
export function groupByName(state: Ec2State, name: string): Group {
  const vpc = defaultVpcOf(state);
  if (!vpc) {
    throw new AwsError(
      'VPCIdNotSpecified',
      'No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC',
    );
  }
  for (const group of state.groups.values()) if (group.vpcId === vpc.id && group.name === name) return group;
  throw new AwsError(
    'InvalidGroup.NotFound',
    `The security group '${name}' does not exist in default VPC '${vpc.id}'`,
  );
}

const ruleText = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]*$/;

export function checkDescription(text: string | undefined): string | undefined {
  if (text !== undefined && (text.length > 255 || !ruleText.test(text))) {
    throw invalidValue(
      'Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  ' +
        'a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*',
    );
  }
  return text;
}

/** Returns EC2's text for a rule in its Duplicate error. */
export function ruleInWords(rule: NewRule): string {
  const { cidrIpv4, cidrIpv6, prefixListId, group } = rule.peer;
  const protocol = rule.protocol === '-1' ? 'ALL' : rule.protocol.toUpperCase();
  const ports =
    rule.protocol === 'tcp' || rule.protocol === 'udp'
      ? `, from port: ${rule.from}, to port: ${rule.to}`
      : '';
  return `peer: ${cidrIpv4 ?? cidrIpv6 ?? prefixListId ?? group?.id}, ${protocol}${ports}, ALLOW`;
}
