import { isRegionName } from '../../../core/region-name.ts';
import { partitionOf } from '../../group-arn.ts';

/** The consoles of the partitions that have a public one. Source: "AWS service endpoints", AWS General Reference. */
const HOSTS: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** Returns the page of a group in the AWS console; undefined for a group that does not exist, such as one of a plan. */
export function consoleLink(region: string, groupId: string | undefined): string | undefined {
  const host = HOSTS[partitionOf(region)];
  // Both texts can come from a file.
  if (host === undefined || !isRegionName(region) || !/^sg-[0-9a-f]{8,17}$/.test(groupId ?? ''))
    return undefined;
  return `https://${region}.${host}/ec2/home?region=${region}#SecurityGroup:groupId=${groupId}`;
}
