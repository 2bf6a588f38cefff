import type { IpPermission, SecurityGroupRule } from '@aws-sdk/client-ec2';
import { tagList } from '../values/tags.ts';
import { type Ec2State, ec2Arn, type Group, type GroupRule } from './state.ts';

/** Returns a rule in the form of DescribeSecurityGroupRules: ports are -1 for "all". */
export function ruleRow(state: Ec2State, rule: GroupRule): SecurityGroupRule {
  const { cidrIpv4, cidrIpv6, prefixListId, group } = rule.peer;
  return {
    SecurityGroupRuleId: rule.id,
    GroupId: rule.groupId,
    GroupOwnerId: state.account,
    IsEgress: rule.egress,
    IpProtocol: rule.protocol,
    FromPort: rule.from,
    ToPort: rule.to,
    CidrIpv4: cidrIpv4,
    CidrIpv6: cidrIpv6,
    PrefixListId: prefixListId,
    ReferencedGroupInfo: group && {
      GroupId: group.id,
      UserId: group.owner,
      VpcId: group.vpcId,
      VpcPeeringConnectionId: group.peeringId,
    },
    Description: rule.description,
    Tags: tagList(rule.tags),
    SecurityGroupRuleArn: ec2Arn(state, `security-group-rule/${rule.id}`),
  };
}

/** Groups the rules of one direction like DescribeSecurityGroups: by protocol and ports, `-1` without ports. */
export function permissionsOf(group: Group, egress: boolean): IpPermission[] {
  const grouped = new Map<
    string,
    Required<Pick<IpPermission, 'IpRanges' | 'Ipv6Ranges' | 'PrefixListIds' | 'UserIdGroupPairs'>> &
      IpPermission
  >();
  for (const rule of group.rules.values()) {
    if (rule.egress !== egress) continue;
    const key = `${rule.protocol} ${rule.from} ${rule.to}`;
    let permission = grouped.get(key);
    if (!permission) {
      const ported = rule.protocol === 'tcp' || rule.protocol === 'udp' || rule.protocol.startsWith('icmp');
      permission = {
        IpProtocol: rule.protocol,
        ...(ported && { FromPort: rule.from, ToPort: rule.to }),
        UserIdGroupPairs: [],
        IpRanges: [],
        Ipv6Ranges: [],
        PrefixListIds: [],
      };
      grouped.set(key, permission);
    }
    const { cidrIpv4, cidrIpv6, prefixListId, group: peer } = rule.peer;
    const Description = rule.description;
    if (cidrIpv4) permission.IpRanges.push({ CidrIp: cidrIpv4, Description });
    else if (cidrIpv6) permission.Ipv6Ranges.push({ CidrIpv6: cidrIpv6, Description });
    else if (prefixListId) permission.PrefixListIds.push({ PrefixListId: prefixListId, Description });
    else if (peer) {
      permission.UserIdGroupPairs.push({
        GroupId: peer.id,
        UserId: peer.owner,
        VpcId: peer.vpcId,
        VpcPeeringConnectionId: peer.peeringId,
        ...(peer.peeringId && { PeeringStatus: 'active' }),
        Description,
      });
    }
  }
  return [...grouped.values()];
}
