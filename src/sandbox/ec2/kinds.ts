import type { ResourceType } from '@aws-sdk/client-ec2';

interface KindFacts {
  prefix: string;
  /** Error codes for an unknown id, without `.NotFound`, and for a malformed id, without `.Malformed`. */
  code: string;
  malformed: string;
  /** Its name in error messages. */
  noun: string;
  /** Its name in ARNs and tags. */
  type: ResourceType;
}

/** Forms of the ids, and their names. If a prefix starts with another prefix, the longer one comes first. */
const kinds = {
  group: {
    prefix: 'sg-',
    code: 'InvalidGroup',
    malformed: 'InvalidGroupId',
    noun: 'security group',
    type: 'security-group',
  },
  rule: {
    prefix: 'sgr-',
    code: 'InvalidSecurityGroupRuleId',
    malformed: 'InvalidSecurityGroupRuleId',
    noun: 'security group rule ID',
    type: 'security-group-rule',
  },
  vpc: {
    prefix: 'vpc-',
    code: 'InvalidVpcID',
    malformed: 'InvalidVpcID',
    noun: 'vpc ID',
    type: 'vpc',
  },
  subnet: {
    prefix: 'subnet-',
    code: 'InvalidSubnetID',
    malformed: 'InvalidSubnetID',
    noun: 'subnet ID',
    type: 'subnet',
  },
  interface: {
    prefix: 'eni-',
    code: 'InvalidNetworkInterfaceID',
    malformed: 'InvalidNetworkInterfaceId',
    noun: 'networkInterface ID',
    type: 'network-interface',
  },
  instance: {
    prefix: 'i-',
    code: 'InvalidInstanceID',
    malformed: 'InvalidInstanceID',
    noun: 'instance ID',
    type: 'instance',
  },
  prefixList: {
    prefix: 'pl-',
    code: 'InvalidPrefixListID',
    malformed: 'InvalidPrefixListId',
    noun: 'prefix list ID',
    type: 'prefix-list',
  },
  resolverTarget: {
    prefix: 'ipam-plrt-',
    code: 'InvalidIpamPrefixListResolverTargetId',
    malformed: 'InvalidIpamPrefixListResolverTargetId',
    noun: 'IPAM prefix list resolver target ID',
    type: 'ipam-prefix-list-resolver-target',
  },
  resolver: {
    prefix: 'ipam-plr-',
    code: 'InvalidIpamPrefixListResolverId',
    malformed: 'InvalidIpamPrefixListResolverId',
    noun: 'IPAM prefix list resolver ID',
    type: 'ipam-prefix-list-resolver',
  },
  ipam: {
    prefix: 'ipam-',
    code: 'InvalidIpamId',
    malformed: 'InvalidIpamId',
    noun: 'IPAM ID',
    type: 'ipam',
  },
} satisfies Record<string, KindFacts>;

export type IdKind = keyof typeof kinds;

export function factsOf(kind: IdKind): KindFacts {
  return kinds[kind];
}

/** Returns the kind of resource with ids of this form. */
export function kindOf(id: string): IdKind | undefined {
  for (const kind in kinds) if (isKind(kind) && id.startsWith(kinds[kind].prefix)) return kind;
  return undefined;
}

const isKind = (name: string): name is IdKind => name in kinds;
