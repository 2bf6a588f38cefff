import type { Aws } from '../aws/aws.ts';
import { readSecurityGroupRules } from '../core/ec2/aws-permissions.ts';
import { AwsCallError } from '../core/errors.ts';
import type { SecurityGroup } from '../core/exposure/group.ts';
import type { IngressRule } from '../core/exposure/rule.ts';
import { say } from '../core/words/say.ts';

/** EC2's largest page. Source: EC2 API reference, DescribeSecurityGroupRules. */
const PAGE = 1000;

/**
 * The rules of at most 200 groups with their ids. Undefined (and a note) when the call is refused: findings
 * then name no ids.
 */
export async function readRulesWithIds(
  aws: Aws,
  groups: readonly SecurityGroup[],
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<Map<string, IngressRule[]> | undefined> {
  const owners = new Map(groups.map(({ id, account }) => [id, account]));
  const rows = new Map<string, object[]>(groups.map(({ id }) => [id, []]));
  try {
    const ec2 = await aws.ec2();
    const Filters = [{ Name: 'group-id', Values: [...owners.keys()] }];
    let NextToken: string | undefined;
    do {
      const page = await ec2.describeSecurityGroupRules({ Filters, MaxResults: PAGE, NextToken }, signal);
      for (const row of page.SecurityGroupRules ?? []) rows.get(row.GroupId ?? '')?.push(row);
      NextToken = page.NextToken;
    } while (NextToken);
  } catch (error) {
    if (!(error instanceof AwsCallError) || signal.aborted) throw error;
    note(say`Ids of rules could not be read: ${error.message}`);
    return undefined;
  }
  return new Map(
    [...rows].map(([id, ofGroup]) => [id, readSecurityGroupRules(ofGroup, owners.get(id) ?? '').rules]),
  );
}
