/** The attributes of a rule, with their meaning, in every form that a plan or a template uses. */
export const RULE_ATTRIBUTES = {
  protocol: ['protocol', 'ip_protocol', 'IpProtocol'],
  from: ['from_port', 'FromPort'],
  to: ['to_port', 'ToPort'],
  ipv4: ['cidr_blocks', 'cidr_ipv4', 'cidr_ip', 'CidrIp'],
  ipv6: ['ipv6_cidr_blocks', 'cidr_ipv6', 'CidrIpv6'],
  lists: ['prefix_list_ids', 'prefix_list_id', 'source_prefix_list_id', 'SourcePrefixListId'],
  groups: [
    'security_groups',
    'source_security_group_id',
    'referenced_security_group_id',
    'SourceSecurityGroupId',
    'SourceSecurityGroupName',
  ],
} as const;

/** A resource type for a group with inline rules. */
export interface GroupKind {
  ingress: string;
  /** Attributes for the id, and for the name. The first one that is set counts. */
  id: readonly string[];
  name: readonly string[];
}

/** Sources: the documentation of the AWS and AWSCC providers for Terraform; CloudFormation's template reference. */
const AWS_GROUP: GroupKind = { ingress: 'ingress', id: ['id'], name: ['name'] };
export const GROUP_KINDS: ReadonlyMap<string, GroupKind> = new Map([
  ['aws_security_group', AWS_GROUP],
  ['aws_default_security_group', AWS_GROUP],
  [
    'awscc_ec2_security_group',
    { ingress: 'security_group_ingress', id: ['group_id', 'security_group_id'], name: ['group_name'] },
  ],
  ['AWS::EC2::SecurityGroup', { ingress: 'SecurityGroupIngress', id: [], name: ['name'] }],
]);

/** Resource types for one rule (or several of the same traffic), with their attribute for the group. */
export const RULE_KINDS: ReadonlyMap<string, string> = new Map([
  ['aws_security_group_rule', 'security_group_id'],
  ['aws_vpc_security_group_ingress_rule', 'security_group_id'],
  ['awscc_ec2_security_group_ingress', 'group_id'],
  ['AWS::EC2::SecurityGroupIngress', 'GroupId'],
]);

/** Prefix lists, with the attribute for their entries. */
export const LIST_KINDS: ReadonlyMap<string, string> = new Map([
  ['aws_ec2_managed_prefix_list', 'entry'],
  ['awscc_ec2_prefix_list', 'entries'],
  ['AWS::EC2::PrefixList', 'Entries'],
]);

/** The resource type for a separate entry of a prefix list. */
export const ENTRY_KIND = 'aws_ec2_managed_prefix_list_entry';

/** Types that decide what a group admits, but that we do not read. */
export const UNREAD_KINDS: ReadonlySet<string> = new Set([
  'aws_vpc_security_group_rules_exclusive',
  'aws_cloudformation_stack',
  'aws_db_security_group',
  'aws_elasticache_security_group',
  'aws_redshift_security_group',
]);
