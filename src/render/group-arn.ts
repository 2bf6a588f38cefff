/**
 * The ARN of a security group (Service Authorization Reference, Amazon EC2); undefined where the account or
 * the Region is unknown.
 */
export function groupArn(account: string, region: string, groupId: string): string | undefined {
  if (account === '' || region === '') return undefined;
  return `arn:${partitionOf(region)}:ec2:${region}:${account}:security-group/${groupId}`;
}

const PARTITIONS: readonly (readonly [string, string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
  ['eusc-', 'aws-eusc'],
];

/** The partition that a Region is in, by the prefixes of its names (botocore, partitions.json). */
export function partitionOf(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}
