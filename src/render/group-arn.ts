/**
 * Returns the ARN of a security group (Service Authorization Reference, Amazon EC2), or undefined if the account or
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

/** Returns the partition of a Region by the prefix of its name (botocore, partitions.json). */
export function partitionOf(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}
