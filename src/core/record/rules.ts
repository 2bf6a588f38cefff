import {
  type AwsIpPermission,
  type AwsSecurityGroupRule,
  type ReadPermissions,
  readIpPermissions,
  readSecurityGroupRules,
  unreadableRules,
} from '../ec2/aws-permissions.ts';
import type { UnreadableRule } from '../exposure/group.ts';
import type { IngressRule } from '../exposure/rule.ts';
import type { Dict } from '../json-shape.ts';
import { accountId, dict, field, items, text, whole } from './json.ts';

/** The rules in a record, and the parts that could not be read as rules. */
export interface ReadRules {
  rules: IngressRule[];
  unreadable: UnreadableRule[];
}

/**
 * Reads the permissions of an Authorize or Revoke request: `ipPermissions.items[]`, or the flat form with an empty
 * `ipPermissions`. Each source is read separately, so that an invalid one does not hide the others.
 */
export function permissionsOf(request: Dict, account: string): ReadRules {
  const listed = items(field(request, 'ipPermissions')).filter(
    (entry) => Object.keys(dict(entry)).length > 0,
  );
  const flat = listed.length === 0 && field(request, 'ipProtocol') !== undefined ? [request] : [];
  return readRules(readIpPermissions([...listed, ...flat].flatMap(splitBySource), account));
}

/** Reads rows of `securityGroupRuleSet`, `revokedSecurityGroupRuleSet` or a ModifySecurityGroupRules request. */
export function ruleRowsOf(rows: unknown[], account: string): ReadRules {
  const ingress = rows.map(dict).filter((row) => text(field(row, 'isEgress')) !== 'true');
  return readRules(readSecurityGroupRules(ingress.map(rowShape), account));
}

/** Reads the entries of a ModifySecurityGroupRules request: the new text and the id of each rule. */
export function rewrittenRulesOf(request: Dict, account: string): ReadRules & { ids: string[] } {
  const updates = items(field(request, 'SecurityGroupRule', 'SecurityGroupRules')).map(dict);
  const rows = updates.map((update) => ({
    ...dict(field(update, 'SecurityGroupRule')),
    securityGroupRuleId: field(update, 'SecurityGroupRuleId'),
  }));
  const ids = updates.flatMap((update) => text(field(update, 'SecurityGroupRuleId')) ?? []);
  return { ...ruleRowsOf(rows, account), ids };
}

function readRules({ rules, problems }: ReadPermissions): ReadRules {
  return { rules, unreadable: unreadableRules(problems) };
}

/** Returns a permission of the EC2 API for each source. */
function splitBySource(value: unknown): AwsIpPermission[] {
  const entry = dict(value);
  const base = {
    IpProtocol: text(field(entry, 'ipProtocol')),
    FromPort: whole(field(entry, 'fromPort')),
    ToPort: whole(field(entry, 'toPort')),
  };
  const sources: AwsIpPermission[] = [];
  const each = (list: unknown, add: (source: Dict, description: string | undefined) => AwsIpPermission) => {
    for (const item of items(list)) {
      const source = typeof item === 'string' ? { content: item } : dict(item);
      sources.push(add(source, text(field(source, 'description'))));
    }
  };
  each(field(entry, 'ipRanges'), (range, Description) => ({
    ...base,
    IpRanges: [{ CidrIp: text(field(range, 'cidrIp', 'content')), Description }],
  }));
  each(field(entry, 'ipv6Ranges'), (range, Description) => ({
    ...base,
    Ipv6Ranges: [{ CidrIpv6: text(field(range, 'cidrIpv6', 'content')), Description }],
  }));
  each(field(entry, 'prefixListIds'), (list, Description) => ({
    ...base,
    PrefixListIds: [{ PrefixListId: text(field(list, 'prefixListId', 'content')), Description }],
  }));
  each(field(entry, 'groups', 'userIdGroupPairs'), (group, Description) => ({
    ...base,
    UserIdGroupPairs: [
      {
        GroupId: text(field(group, 'groupId', 'content')),
        UserId: accountId(field(group, 'userId')),
        Description,
      },
    ],
  }));
  const flatCidr = text(field(entry, 'cidrIp'));
  if (flatCidr !== undefined) sources.push({ ...base, IpRanges: [{ CidrIp: flatCidr }] });
  // Without a source that is known here, the text of the entry is all there is to report.
  return sources.length === 0 ? [{ ...entry, ...base }] : sources;
}

function rowShape(row: Dict): AwsSecurityGroupRule {
  const referenced = dict(field(row, 'referencedGroupInfo'));
  const groupId = text(field(referenced, 'groupId')) ?? text(field(row, 'referencedGroupId'));
  return {
    SecurityGroupRuleId: text(field(row, 'securityGroupRuleId')),
    GroupId: text(field(row, 'groupId')),
    IsEgress: false,
    IpProtocol: text(field(row, 'ipProtocol')),
    FromPort: whole(field(row, 'fromPort')),
    ToPort: whole(field(row, 'toPort')),
    CidrIpv4: text(field(row, 'cidrIpv4', 'cidrIp')),
    CidrIpv6: text(field(row, 'cidrIpv6')),
    PrefixListId: text(field(row, 'prefixListId')),
    ReferencedGroupInfo:
      groupId === undefined
        ? undefined
        : { GroupId: groupId, UserId: accountId(field(referenced, 'userId')) },
    Description: text(field(row, 'description')),
  };
}
