import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeManagedPrefixListsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRegionsCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcsCommand,
  EC2Client,
  GetManagedPrefixListEntriesCommand,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import type { ClientConfig } from '../client-config.ts';
import { type Gateway, gateway } from '../gateway.ts';

const operations = {
  describeSecurityGroups: DescribeSecurityGroupsCommand,
  describeSecurityGroupRules: DescribeSecurityGroupRulesCommand,
  createSecurityGroup: CreateSecurityGroupCommand,
  deleteSecurityGroup: DeleteSecurityGroupCommand,
  authorizeSecurityGroupIngress: AuthorizeSecurityGroupIngressCommand,
  revokeSecurityGroupIngress: RevokeSecurityGroupIngressCommand,
  modifySecurityGroupRules: ModifySecurityGroupRulesCommand,
  getManagedPrefixListEntries: GetManagedPrefixListEntriesCommand,
  describeManagedPrefixLists: DescribeManagedPrefixListsCommand,
  describeVpcs: DescribeVpcsCommand,
  describeNetworkInterfaces: DescribeNetworkInterfacesCommand,
  describeRegions: DescribeRegionsCommand,
};

export type Ec2 = Gateway<typeof operations>;

export function ec2(config: ClientConfig): Ec2 {
  return gateway('ec2', new EC2Client(config), operations, config);
}
