import {
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  GetManagedPrefixListEntriesCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import type { ClientConfig } from '../client-config.ts';
import { type Gateway, gateway } from '../gateway.ts';

/** Only the commands that the handler calls, because each command slows down its cold start. */
const operations = {
  describeSecurityGroups: DescribeSecurityGroupsCommand,
  describeSecurityGroupRules: DescribeSecurityGroupRulesCommand,
  getManagedPrefixListEntries: GetManagedPrefixListEntriesCommand,
  authorizeSecurityGroupIngress: AuthorizeSecurityGroupIngressCommand,
  revokeSecurityGroupIngress: RevokeSecurityGroupIngressCommand,
};

export type MonitorEc2 = Gateway<typeof operations>;

export function monitorEc2(config: ClientConfig): MonitorEc2 {
  return gateway('ec2', new EC2Client(config), operations);
}
