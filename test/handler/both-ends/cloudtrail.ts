import { SETTINGS } from '../support.ts';
import type { LiveGroup, LiveRule, Permission } from './account.ts';

/** A call and the answer of EC2. */
export interface Call {
  eventName: string;
  request: object;
  response?: object;
  errorCode?: string;
}

export type CloudtrailRecord = Record<string, unknown>;

/**
 * Returns CloudTrail's record of a call, like those in test/fixtures/cloudtrail. Without a role, the actor is
 * alice.
 */
export function recordOf(call: Call, roleArn: string | undefined, timeMs: number): CloudtrailRecord {
  const { account, region } = SETTINGS;
  const alice = { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/alice`, userName: 'alice' };
  return {
    eventVersion: '1.11',
    userIdentity: roleArn === undefined ? alice : session(roleArn),
    eventTime: new Date(timeMs).toISOString().replace('.000Z', 'Z'),
    eventSource: 'ec2.amazonaws.com',
    eventName: call.eventName,
    awsRegion: region,
    sourceIPAddress: '198.51.100.17',
    userAgent: 'aws-cli/2.22.0',
    requestParameters: call.request,
    responseElements: call.response ?? null,
    ...(call.errorCode === undefined ? {} : { errorCode: call.errorCode, errorMessage: 'it failed' }),
    requestID: `request-${timeMs}`,
    eventID: `event-${timeMs}`,
    recipientAccountId: account,
  };
}

function session(roleArn: string): object {
  const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return {
    type: 'AssumedRole',
    arn: `arn:aws:sts::${SETTINGS.account}:assumed-role/${name}/run-77`,
    sessionContext: { sessionIssuer: { type: 'Role', arn: roleArn, userName: name } },
  };
}

/** Returns an IpPermissionSet, each permission with one source. */
export function permissionSet(permissions: readonly Permission[]): object {
  return {
    items: permissions.map(({ protocol, from, to, source }) => ({
      ...traffic({ protocol, from, to }),
      groups: 'group' in source ? { items: [{ groupId: source.group, userId: SETTINGS.account }] } : {},
      ipRanges: 'ipv4' in source ? { items: [{ cidrIp: source.ipv4 }] } : {},
      ipv6Ranges: 'ipv6' in source ? { items: [{ cidrIpv6: source.ipv6 }] } : {},
      prefixListIds: 'list' in source ? { items: [{ prefixListId: source.list }] } : {},
    })),
  };
}

/** Returns a SecurityGroupRuleSet. */
export function ruleSet(group: LiveGroup, rules: readonly LiveRule[]): object {
  return {
    items: rules.map(({ id, permission }) => ({
      securityGroupRuleId: id,
      groupId: group.id,
      isEgress: false,
      ...traffic(permission),
      ...rowSource(permission.source),
    })),
  };
}

function traffic({ protocol, from, to }: Omit<Permission, 'source'>): object {
  return protocol === '-1' ? { ipProtocol: protocol } : { ipProtocol: protocol, fromPort: from, toPort: to };
}

function rowSource(source: Permission['source']): object {
  if ('ipv4' in source) return { cidrIpv4: source.ipv4 };
  if ('ipv6' in source) return { cidrIpv6: source.ipv6 };
  if ('list' in source) return { prefixListId: source.list };
  return { referencedGroupInfo: { groupId: source.group, userId: SETTINGS.account } };
}

/** Returns a SecurityGroupRuleRequest: like a row, but with capitals, and only the id of a referenced group. */
export function upperRow({ source, ...rest }: Permission): object {
  const from = 'group' in source ? { referencedGroupId: source.group } : rowSource(source);
  return Object.fromEntries(
    Object.entries({ ...traffic(rest), ...from }).map(([key, value]) => [
      key.replace(/^./, (letter) => letter.toUpperCase()),
      value,
    ]),
  );
}
