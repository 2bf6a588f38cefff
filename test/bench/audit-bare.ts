/** The part that no audit can skip: reads every group with the SDK, page by page. */
import { DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';

const client = new EC2Client({ endpoint: process.env.AWS_ENDPOINT_URL!, region: 'eu-west-1' });
let groups = 0;
let NextToken: string | undefined;
do {
  const page = await client.send(new DescribeSecurityGroupsCommand({ MaxResults: 1000, NextToken }));
  groups += page.SecurityGroups?.length ?? 0;
  NextToken = page.NextToken;
} while (NextToken);
console.log(groups);
