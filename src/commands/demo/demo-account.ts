import type { Aws } from '../../aws/aws.ts';
import { callerOf } from '../../core/caller.ts';

export const EXAMPLE_GROUP = 'web';

/** The resources of the example account. */
export interface DemoAccount {
  groupId: string;
  httpsRuleId: string;
  /** One ModifySecurityGroupRules call on the https rule: another TCP port, from anywhere. */
  rewriteRule(port: number): Promise<void>;
}

/** Creates a trail that logs write events, and a group that admits HTTP and HTTPS from anywhere. */
export async function makeAccount(aws: Aws): Promise<DemoAccount> {
  const [, account] = await Promise.all([makeTrail(aws), makeGroup(aws)]);
  return account;
}

async function makeTrail(aws: Aws): Promise<void> {
  const [sts, s3, cloudtrail] = await Promise.all([aws.sts(), aws.s3(), aws.cloudtrail()]);
  const { account } = callerOf(await sts.getCallerIdentity({}));
  const bucket = `trail-${account}`;
  await s3.createBucket({
    Bucket: bucket,
    CreateBucketConfiguration: { LocationConstraint: aws.region as 'eu-west-1' },
  });
  await s3.putBucketPolicy({ Bucket: bucket, Policy: JSON.stringify(trailBucketPolicy(bucket, account)) });
  await cloudtrail.createTrail({ Name: 'main', S3BucketName: bucket });
  await cloudtrail.startLogging({ Name: 'main' });
}

/** Source: CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail". */
function trailBucketPolicy(bucket: string, account: string): object {
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  const arn = `arn:aws:s3:::${bucket}`;
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal, Action: 's3:GetBucketAcl', Resource: arn },
      {
        Effect: 'Allow',
        Principal,
        Action: 's3:PutObject',
        Resource: `${arn}/AWSLogs/${account}/*`,
        Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
    ],
  };
}

async function makeGroup(aws: Aws): Promise<DemoAccount> {
  const ec2 = await aws.ec2();
  const { Vpcs } = await ec2.describeVpcs({ Filters: [{ Name: 'is-default', Values: ['true'] }] });
  const { GroupId } = await ec2.createSecurityGroup({
    GroupName: EXAMPLE_GROUP,
    Description: 'web servers',
    VpcId: Vpcs![0]!.VpcId!,
  });
  const anywhere = { IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [{ CidrIpv6: '::/0' }] };
  const { SecurityGroupRules } = await ec2.authorizeSecurityGroupIngress({
    GroupId,
    IpPermissions: [80, 443].map((port) => ({
      IpProtocol: 'tcp',
      FromPort: port,
      ToPort: port,
      ...anywhere,
    })),
  });
  const https = SecurityGroupRules!.find((rule) => rule.FromPort === 443 && rule.CidrIpv4 !== undefined)!;
  return {
    groupId: GroupId!,
    httpsRuleId: https.SecurityGroupRuleId!,
    async rewriteRule(port) {
      await ec2.modifySecurityGroupRules({
        GroupId,
        SecurityGroupRules: [
          {
            SecurityGroupRuleId: https.SecurityGroupRuleId,
            SecurityGroupRule: { IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIpv4: '0.0.0.0/0' },
          },
        ],
      });
    },
  };
}
