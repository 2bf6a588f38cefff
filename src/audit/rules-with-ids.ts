import type { Aws } from '../aws/aws.ts';
import { type GroupRules, groupRulesFrom, rowsByGroup } from '../core/ec2/aws-groups.ts';
import type { AwsSecurityGroupRule } from '../core/ec2/aws-permissions.ts';
import { AwsCallError } from '../core/errors.ts';
import type { SecurityGroup } from '../core/exposure/group.ts';
import { say } from '../core/words/say.ts';

/** EC2's largest page. Source: EC2 API reference, DescribeSecurityGroupRules. */
const PAGE = 1000;

/**
 * Reads the rules of at most 200 groups with their ids. Undefined, with a note, if the call is denied; findings then
 * contain no ids.
 */
export async function readRulesWithIds(
  aws: Aws,
  groups: readonly SecurityGroup[],
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<Map<string, GroupRules> | undefined> {
  const rows: AwsSecurityGroupRule[] = [];
  try {
    const ec2 = await aws.ec2();
    const Filters = [{ Name: 'group-id', Values: groups.map(({ id }) => id) }];
    let NextToken: string | undefined;
    do {
      const page = await ec2.describeSecurityGroupRules({ Filters, MaxResults: PAGE, NextToken }, signal);
      rows.push(...(page.SecurityGroupRules ?? []));
      NextToken = page.NextToken;
    } while (NextToken);
  } catch (error) {
    if (!(error instanceof AwsCallError) || signal.aborted) throw error;
    note(say`The ids of the rules could not be read: ${error.message}`);
    return undefined;
  }
  const byGroup = rowsByGroup(rows);
  return new Map(groups.map(({ id, account }) => [id, groupRulesFrom(byGroup.get(id) ?? [], account)]));
}
