import type { MonitorAws } from '../../../src/aws/monitor/monitor-aws.ts';
import { AwsCallError } from '../../../src/core/errors.ts';
import { SETTINGS } from '../support.ts';

/** A permission with one source. */
export interface Permission {
  protocol: 'tcp' | 'udp' | 'icmp' | '-1';
  from: number;
  to: number;
  source: { ipv4: string } | { ipv6: string } | { list: string } | { group: string };
}

export interface LiveRule {
  id: string;
  permission: Permission;
}

export interface LiveGroup {
  id: string;
  name: string;
  tags: Record<string, string>;
  rules: LiveRule[];
}

/** The groups and lists in EC2. */
export interface Account {
  groups: Map<string, LiveGroup>;
  /** Entries of the readable lists. The others are shared only with other accounts. */
  lists: Map<string, string[]>;
}

export const VPC = 'vpc-0123456789abcdef0';

/** True if two permissions are equal. A group in EC2 contains each permission only once. */
export function sameText(a: Permission, b: Permission): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

type Filters = { Name?: string | undefined; Values?: string[] | undefined }[] | undefined;

/** Answers like EC2 about the account at the time of the call. */
export function ec2Of(account: Account): MonitorAws['ec2'] {
  const chosen = (filters: Filters) =>
    [...account.groups.values()].filter((group) =>
      (filters ?? []).every(({ Name, Values = [] }) => valuesOf(group, Name).some((v) => Values.includes(v))),
    );
  const refuse = async (): Promise<never> => {
    throw new Error('nothing is enforced here');
  };
  return {
    describeSecurityGroups: async ({ Filters }) => ({
      $metadata: {},
      SecurityGroups: chosen(Filters).map(({ id, name, tags, rules }) => ({
        GroupId: id,
        GroupName: name,
        OwnerId: SETTINGS.account,
        VpcId: VPC,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        IpPermissions: rules.map(({ permission }) => ipPermission(permission)),
      })),
    }),
    describeSecurityGroupRules: async ({ Filters }) => ({
      $metadata: {},
      SecurityGroupRules: chosen(Filters).flatMap(({ id: GroupId, rules }) =>
        rules.map(({ id, permission }) => ({
          SecurityGroupRuleId: id,
          GroupId,
          IsEgress: false,
          IpProtocol: permission.protocol,
          FromPort: permission.from,
          ToPort: permission.to,
          ...rowSource(permission),
        })),
      ),
    }),
    getManagedPrefixListEntries: async ({ PrefixListId }) => {
      const entries = account.lists.get(PrefixListId ?? '');
      if (entries === undefined) throw noSuchList();
      return { $metadata: {}, Entries: entries.map((Cidr) => ({ Cidr })) };
    },
    authorizeSecurityGroupIngress: refuse,
    revokeSecurityGroupIngress: refuse,
  };
}

function valuesOf(group: LiveGroup, filter: string | undefined): string[] {
  switch (filter) {
    case 'group-id':
      return [group.id];
    case 'group-name':
      return [group.name];
    case 'ip-permission.prefix-list-id':
      return group.rules.flatMap(({ permission: { source } }) => ('list' in source ? [source.list] : []));
    default:
      throw new Error(`no call here filters by ${filter}`);
  }
}

function ipPermission({ protocol, from, to, source }: Permission) {
  const traffic = { IpProtocol: protocol, FromPort: from, ToPort: to };
  if ('ipv4' in source) return { ...traffic, IpRanges: [{ CidrIp: source.ipv4 }] };
  if ('ipv6' in source) return { ...traffic, Ipv6Ranges: [{ CidrIpv6: source.ipv6 }] };
  if ('list' in source) return { ...traffic, PrefixListIds: [{ PrefixListId: source.list }] };
  return { ...traffic, UserIdGroupPairs: [{ GroupId: source.group, UserId: SETTINGS.account }] };
}

function rowSource({ source }: Permission) {
  if ('ipv4' in source) return { CidrIpv4: source.ipv4 };
  if ('ipv6' in source) return { CidrIpv6: source.ipv6 };
  if ('list' in source) return { PrefixListId: source.list };
  return { ReferencedGroupInfo: { GroupId: source.group, UserId: SETTINGS.account } };
}

function noSuchList(): AwsCallError {
  return new AwsCallError({
    kind: 'aws',
    code: 'aws-call-failed',
    message: 'The prefix list does not exist.',
    service: 'ec2',
    operation: 'GetManagedPrefixListEntries',
    awsCode: 'InvalidPrefixListID.NotFound',
  });
}
