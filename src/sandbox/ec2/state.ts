import type {
  _InstanceType as InstanceType,
  NetworkInterfaceType,
  PrefixListState,
} from '@aws-sdk/client-ec2';
import type { Call, SandboxWorld } from '../service.ts';
import { partitionOf } from '../values/arn.ts';
import { checkId, notFound } from './errors.ts';
import { emptyIpams, type IpamState } from './ipam/ipam-state.ts';
import type { IdKind } from './kinds.ts';

/** The source (or destination) of a rule. Exactly one of the first four is set. */
export interface RulePeer {
  cidrIpv4?: string;
  cidrIpv6?: string;
  prefixListId?: string;
  group?: { id: string; owner: string; vpcId?: string | undefined; peeringId?: string | undefined };
}

/** One row of DescribeSecurityGroupRules. */
export interface GroupRule {
  id: string;
  groupId: string;
  egress: boolean;
  /** tcp, udp, icmp, icmpv6, -1 or a number. */
  protocol: string;
  /** Ports, or ICMP type and code. -1 means all. */
  from: number;
  to: number;
  peer: RulePeer;
  description?: string | undefined;
  tags: TagMap | undefined;
}

export type TagMap = Map<string, string>;

export interface Group {
  id: string;
  name: string;
  description: string;
  vpcId: string;
  tags: TagMap;
  /** Rules by ruleKey. Two rules with the same key are equal. */
  rules: Map<string, GroupRule>;
  /** Associated VPCs other than its own. */
  associatedVpcs: Set<string>;
}

export interface Vpc {
  id: string;
  cidr: string;
  ipv6Cidr?: string | undefined;
  isDefault: boolean;
  tags: TagMap;
}

export interface Subnet {
  id: string;
  vpcId: string;
  cidr: string;
  zone: string;
  isDefault: boolean;
  /** Last host number in use. */
  lastHost: number;
  tags: TagMap;
}

export interface NetworkInterface {
  id: string;
  subnetId: string;
  vpcId: string;
  groups: string[];
  description: string;
  interfaceType: NetworkInterfaceType;
  requesterManaged: boolean;
  privateIp: string;
  publicIp?: string | undefined;
  instanceId?: string | undefined;
  mac: string;
  tags: TagMap;
}

export interface Instance {
  id: string;
  reservationId: string;
  imageId: string;
  instanceType: InstanceType;
  subnetId: string;
  vpcId: string;
  interfaceIds: string[];
  launchedAt: number;
  state: 'running' | 'terminated';
  tags: TagMap;
}

export interface PrefixListEntry {
  cidr: string;
  description?: string | undefined;
}

export interface PrefixList {
  id: string;
  name: string;
  family: 'IPv4' | 'IPv6';
  /** Only for AWS's lists: the weight that each one counts against the rules of a group. */
  maxEntries: number;
  owner: string;
  state: PrefixListState;
  stateMessage?: string | undefined;
  /** Entries by version. The last one is current. */
  versions: Map<number, PrefixListEntry[]>;
  version: number;
  /** Only for a list that IPAM manages. Its entries follow the resolver while `synced`. */
  resolverTargetId?: string | undefined;
  synced?: boolean | undefined;
  tags: TagMap;
}

export interface Ec2State extends IpamState {
  account: string;
  region: string;
  groups: Map<string, Group>;
  /** All rules of all groups, by id. */
  rules: Map<string, GroupRule>;
  vpcs: Map<string, Vpc>;
  subnets: Map<string, Subnet>;
  interfaces: Map<string, NetworkInterface>;
  instances: Map<string, Instance>;
  prefixLists: Map<string, PrefixList>;
  /** AWS's default quotas. An account can raise them, so a test can raise them here. */
  quotas: { groups: number; rulesPerGroup: number; groupsPerInterface: number };
}

/** EC2's state in an account and Region. Like every new account, it starts with a default VPC. */
export function ec2State(world: SandboxWorld, account: string, region: string): Ec2State {
  return world.state<Ec2State>('ec2', account, region, () => {
    const state: Ec2State = {
      account,
      region,
      groups: new Map(),
      rules: new Map(),
      vpcs: new Map(),
      subnets: new Map(),
      interfaces: new Map(),
      instances: new Map(),
      prefixLists: new Map(),
      ...emptyIpams(),
      quotas: { groups: 2500, rulesPerGroup: 60, groupsPerInterface: 5 },
    };
    addManagedPrefixLists(world, state);
    addDefaultVpc(world, state);
    return state;
  });
}

/** Returns the state for the account and Region of a call. */
export function stateOfCall(world: SandboxWorld, call: Call): Ec2State {
  return ec2State(world, call.account, call.region);
}

/** Lists that AWS maintains, with their weights (docs:vpc working-with-aws-managed-prefix-lists). */
function addManagedPrefixLists(world: SandboxWorld, state: Ec2State): void {
  const lists: [string, number, string[]][] = [
    [`com.amazonaws.${state.region}.s3`, 1, ['198.51.100.0/25']],
    [`com.amazonaws.${state.region}.dynamodb`, 1, ['198.51.100.128/26']],
    ['com.amazonaws.global.cloudfront.origin-facing', 55, ['203.0.113.0/24']],
  ];
  for (const [name, weight, cidrs] of lists) {
    const id = world.newId('pl-', 8);
    state.prefixLists.set(id, {
      id,
      name,
      family: 'IPv4',
      maxEntries: weight,
      owner: 'AWS',
      state: 'create-complete',
      versions: new Map([[1, cidrs.map((cidr) => ({ cidr }))]]),
      version: 1,
      tags: new Map(),
    });
  }
}

/** The default VPC: 172.31.0.0/16 with a subnet in each of three zones (docs:vpc default-vpc-components). */
export function addDefaultVpc(world: SandboxWorld, state: Ec2State): Vpc {
  const vpc = addVpc(world, state, { cidr: '172.31.0.0/16', isDefault: true });
  ['a', 'b', 'c'].forEach((zone, i) => {
    const id = world.newId('subnet-', 17);
    state.subnets.set(id, {
      id,
      vpcId: vpc.id,
      cidr: `172.31.${i * 16}.0/20`,
      zone: `${state.region}${zone}`,
      isDefault: true,
      lastHost: 3,
      tags: new Map(),
    });
  });
  return vpc;
}

/** A VPC and its default group, which admits its own members and allows all egress. */
export function addVpc(
  world: SandboxWorld,
  state: Ec2State,
  vpc: { cidr: string; ipv6Cidr?: string | undefined; isDefault: boolean; tags?: TagMap },
): Vpc {
  const id = world.newId('vpc-', 17);
  const made: Vpc = {
    id,
    cidr: vpc.cidr,
    ipv6Cidr: vpc.ipv6Cidr,
    isDefault: vpc.isDefault,
    tags: vpc.tags ?? new Map(),
  };
  state.vpcs.set(id, made);
  const group = addGroup(world, state, made, { name: 'default', description: 'default VPC security group' });
  addRule(world, state, group, {
    egress: false,
    protocol: '-1',
    from: -1,
    to: -1,
    peer: { group: { id: group.id, owner: state.account } },
  });
  return made;
}

/** A group with the egress rules of every new group: all IPv4, and all IPv6 if the VPC has IPv6. */
export function addGroup(
  world: SandboxWorld,
  state: Ec2State,
  vpc: Vpc,
  group: { name: string; description: string; tags?: TagMap },
): Group {
  const id = world.newId('sg-', 17);
  const made: Group = {
    id,
    name: group.name,
    description: group.description,
    vpcId: vpc.id,
    tags: group.tags ?? new Map(),
    rules: new Map(),
    associatedVpcs: new Set(),
  };
  state.groups.set(id, made);
  const all = { egress: true, protocol: '-1', from: -1, to: -1 };
  addRule(world, state, made, { ...all, peer: { cidrIpv4: '0.0.0.0/0' } });
  if (vpc.ipv6Cidr) addRule(world, state, made, { ...all, peer: { cidrIpv6: '::/0' } });
  return made;
}

export type NewRule = Omit<GroupRule, 'id' | 'groupId' | 'tags'> & { tags?: TagMap | undefined };

/** Adds a rule that is already validated. */
export function addRule(world: SandboxWorld, state: Ec2State, group: Group, rule: NewRule): GroupRule {
  const made: GroupRule = { tags: undefined, ...rule, id: world.newId('sgr-', 17), groupId: group.id };
  group.rules.set(ruleKey(made), made);
  state.rules.set(made.id, made);
  return made;
}

export function removeRule(state: Ec2State, group: Group, rule: GroupRule): void {
  group.rules.delete(ruleKey(rule));
  state.rules.delete(rule.id);
}

/** Returns the key of a rule. AWS treats two rules with the same key as equal and ignores the description. */
export function ruleKey(rule: Pick<GroupRule, 'egress' | 'protocol' | 'from' | 'to' | 'peer'>): string {
  const { cidrIpv4, cidrIpv6, prefixListId, group } = rule.peer;
  const peer = cidrIpv4 ?? cidrIpv6 ?? prefixListId ?? `${group?.owner}/${group?.id}`;
  return `${rule.egress ? 'out' : 'in'} ${rule.protocol} ${rule.from} ${rule.to} ${peer}`;
}

export const defaultVpcOf = (state: Ec2State): Vpc | undefined =>
  [...state.vpcs.values()].find((vpc) => vpc.isDefault);

/** Finds a resource by id. Throws its Malformed or NotFound error. */
export function find<T>(
  kind: IdKind,
  map: ReadonlyMap<string, T>,
  id: string | undefined,
  parameter: string,
): T {
  const checked = checkId(kind, id, parameter);
  const found = map.get(checked);
  if (!found) throw notFound(kind, checked);
  return found;
}

/** Returns the ARN of an EC2 resource: `security-group/sg-…`. */
export const ec2Arn = (state: Pick<Ec2State, 'account' | 'region'>, resource: string): string =>
  `arn:${partitionOf(state.region)}:ec2:${state.region}:${state.account}:${resource}`;
