import { AwsError } from '../service.ts';

/** EC2's error answers (docs:AWSEC2/latest/APIReference/errors-overview.html). */

export const missingParameter = (name: string) =>
  new AwsError('MissingParameter', `The request must contain the parameter ${name}`);

export const invalidValue = (message: string) => new AwsError('InvalidParameterValue', message);

export const invalidCombination = (message: string) => new AwsError('InvalidParameterCombination', message);

export const dependencyViolation = (id: string) =>
  new AwsError('DependencyViolation', `resource ${id} has a dependent object`);

export const differentNetworks = () =>
  new AwsError('InvalidParameter', 'You have specified two resources that belong to different networks.');

/** What ids look like, and the codes for one that is malformed or unknown. */
const kinds = {
  group: { prefix: 'sg-', code: 'InvalidGroup', malformed: 'InvalidGroupId', noun: 'security group' },
  rule: {
    prefix: 'sgr-',
    code: 'InvalidSecurityGroupRuleId',
    malformed: 'InvalidSecurityGroupRuleId',
    noun: 'security group rule ID',
  },
  vpc: { prefix: 'vpc-', code: 'InvalidVpcID', malformed: 'InvalidVpcID', noun: 'vpc ID' },
  subnet: { prefix: 'subnet-', code: 'InvalidSubnetID', malformed: 'InvalidSubnetID', noun: 'subnet ID' },
  interface: {
    prefix: 'eni-',
    code: 'InvalidNetworkInterfaceID',
    malformed: 'InvalidNetworkInterfaceId',
    noun: 'networkInterface ID',
  },
  instance: { prefix: 'i-', code: 'InvalidInstanceID', malformed: 'InvalidInstanceID', noun: 'instance ID' },
  prefixList: {
    prefix: 'pl-',
    code: 'InvalidPrefixListID',
    malformed: 'InvalidPrefixListId',
    noun: 'prefix list ID',
  },
  ipam: { prefix: 'ipam-', code: 'InvalidIpamId', malformed: 'InvalidIpamId', noun: 'IPAM ID' },
  resolver: {
    prefix: 'ipam-plr-',
    code: 'InvalidIpamPrefixListResolverId',
    malformed: 'InvalidIpamPrefixListResolverId',
    noun: 'IPAM prefix list resolver ID',
  },
  resolverTarget: {
    prefix: 'ipam-plrt-',
    code: 'InvalidIpamPrefixListResolverTargetId',
    malformed: 'InvalidIpamPrefixListResolverTargetId',
    noun: 'IPAM prefix list resolver target ID',
  },
} as const;

export type IdKind = keyof typeof kinds;

export function notFound(kind: IdKind, id: string): AwsError {
  const { code, noun } = kinds[kind];
  return new AwsError(`${code}.NotFound`, `The ${noun} '${id}' does not exist`);
}

/** Throws the kind's Malformed error if the id can't be one. */
export function checkId(kind: IdKind, id: string | undefined, parameter: string): string {
  if (!id) throw missingParameter(parameter);
  const { prefix, malformed } = kinds[kind];
  if (!id.startsWith(prefix) || !/^[0-9a-f]{8,17}$/.test(id.slice(prefix.length))) {
    throw new AwsError(`${malformed}.Malformed`, `Invalid id: "${id}" (expecting "${prefix}...")`);
  }
  return id;
}
