/** The resources that the event history lists for a call, from its request and its response. */
import type { Resource } from '@aws-sdk/client-cloudtrail';
import type { TrailRecord } from '../service.ts';

/** The prefix of an EC2 id gives its type (User Guide, "Resource types supported by CloudTrail"). */
const EC2_TYPES: Record<string, string> = {
  sg: 'AWS::EC2::SecurityGroup',
  vpc: 'AWS::EC2::VPC',
  subnet: 'AWS::EC2::Subnet',
  eni: 'AWS::EC2::NetworkInterface',
  i: 'AWS::EC2::Instance',
  pl: 'AWS::EC2::PrefixList',
};
/** Members that name a resource, by event source. */
const NAMED: Record<string, Record<string, string>> = {
  'iam.amazonaws.com': {
    roleName: 'AWS::IAM::Role',
    userName: 'AWS::IAM::User',
    policyName: 'AWS::IAM::Policy',
  },
  'lambda.amazonaws.com': { functionName: 'AWS::Lambda::Function' },
  'cloudtrail.amazonaws.com': { name: 'AWS::CloudTrail::Trail', trailName: 'AWS::CloudTrail::Trail' },
  's3.amazonaws.com': { bucketName: 'AWS::S3::Bucket' },
  'logs.amazonaws.com': { logGroupName: 'AWS::Logs::LogGroup' },
  'events.amazonaws.com': { name: 'AWS::Events::Rule', rule: 'AWS::Events::Rule' },
};

export function resourcesOf(record: TrailRecord): Resource[] {
  const found = new Map<string, Resource>();
  const add = (ResourceType: string | undefined, ResourceName: string) =>
    found.set(`${ResourceType} ${ResourceName}`, { ResourceType, ResourceName });
  for (const { type, ARN } of record.resources ?? []) if (ARN !== undefined) add(type, ARN);
  const named = NAMED[record.eventSource] ?? {};
  const pending: unknown[] = [record.requestParameters, record.responseElements];
  for (let value = pending.pop(); pending.length > 0 || value !== undefined; value = pending.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    for (const [member, inner] of Object.entries(value)) {
      if (typeof inner !== 'string') pending.push(inner);
      else if (Object.hasOwn(named, member)) add(named[member], inner);
      else {
        const kind = /^([a-z]+)-[0-9a-f]{8,17}$/.exec(inner)?.[1];
        if (kind !== undefined && Object.hasOwn(EC2_TYPES, kind)) add(EC2_TYPES[kind], inner);
      }
    }
  }
  return [...found.values()];
}
