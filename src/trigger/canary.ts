import { randomBytes } from 'node:crypto';
import type { Ec2 } from '../aws/ec2.ts';
import { CANARY_RULE, CANARY_TAG } from '../core/canary.ts';
import { AwsCallError, unlessCode, usageError } from '../core/errors.ts';

/** The group that is changed for the test. */
export interface Canary {
  id: string;
  name: string;
  vpcId: string;
  /** Made for the test and removed after it; false for --group-id. */
  own: boolean;
}

/** CANARY_RULE in EC2's words. */
const PERMISSION = {
  IpProtocol: 'tcp',
  FromPort: 9,
  ToPort: 9,
  IpRanges: [{ CidrIp: '192.0.2.1/32', Description: 'secgroup-monitor test-trigger, for a moment' }],
};

const NAME = 'Name';

/** The VPC for the canary: the one that is named, else the default one. */
export async function chooseVpc(ec2: Ec2, named: string | undefined, region: string): Promise<string> {
  if (named !== undefined) return named;
  const { Vpcs = [] } = await ec2.describeVpcs({});
  const byDefault = Vpcs.find((vpc) => vpc.IsDefault);
  if (byDefault) return byDefault.VpcId!;
  const ids = Vpcs.map((vpc) => vpc.VpcId!);
  throw usageError(
    'no-default-vpc',
    `There is no default VPC in ${region}, so the canary group has no place to be.`,
    ids.length > 0
      ? `Name a VPC: --vpc-id ${ids[0]}${ids.length > 1 ? ` (or ${ids.slice(1, 5).join(', ')})` : ''}.`
      : 'The Region has no VPC at all: make one, or use another --region.',
  );
}

/** Makes an unattached group without rules. */
export async function makeCanary(ec2: Ec2, stack: string, vpcId: string): Promise<Canary> {
  const name = `${stack}-canary-${randomBytes(4).toString('hex')}`;
  const { GroupId } = await ec2.createSecurityGroup({
    GroupName: name,
    Description: 'Made by secgroup-monitor test-trigger and removed within minutes. Attached to nothing.',
    VpcId: vpcId,
    TagSpecifications: [
      {
        ResourceType: 'security-group',
        Tags: [
          { Key: CANARY_TAG, Value: stack },
          { Key: NAME, Value: name },
        ],
      },
    ],
  });
  return { id: GroupId!, name, vpcId, own: true };
}

/** The group of --group-id. Throws AppError kind usage when there is no such group. */
export async function findGroup(ec2: Ec2, groupId: string, region: string): Promise<Canary> {
  const found = await unlessCode(
    ec2.describeSecurityGroups({ GroupIds: [groupId] }),
    'InvalidGroup.NotFound',
    'InvalidGroupId.Malformed',
  );
  const group = found?.SecurityGroups?.[0];
  if (group) return { id: group.GroupId!, name: group.GroupName!, vpcId: group.VpcId!, own: false };
  throw usageError(
    'no-such-group',
    `There is no security group ${groupId} in ${region}.`,
    'Check --group-id and --region.',
  );
}

/** The call that is followed. */
export interface Poke {
  requestId: string;
  ruleIds: string[];
}

/** Admits the harmless rule, tagged so that a later run finds it. */
export async function poke(ec2: Ec2, canary: Canary, stack: string): Promise<Poke> {
  try {
    const answer = await ec2.authorizeSecurityGroupIngress({
      GroupId: canary.id,
      IpPermissions: [PERMISSION],
      TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: [{ Key: CANARY_TAG, Value: stack }] }],
    });
    return {
      requestId: answer.$metadata.requestId!,
      ruleIds: (answer.SecurityGroupRules ?? []).flatMap((rule) => rule.SecurityGroupRuleId ?? []),
    };
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.awsCode !== 'InvalidPermission.Duplicate') throw error;
    throw usageError(
      'rule-exists',
      `The group ${canary.id} admits ${CANARY_RULE} already, so adding it would be no change.`,
      'Choose another --group-id, or leave it out to have a canary group made.',
    );
  }
}

/** Takes the rule away again; no failure when it is gone. */
export async function unpoke(ec2: Ec2, canary: Pick<Canary, 'id'>, ruleIds: string[]): Promise<void> {
  if (ruleIds.length === 0) return;
  await unlessCode(
    ec2.revokeSecurityGroupIngress({ GroupId: canary.id, SecurityGroupRuleIds: ruleIds }),
    'InvalidSecurityGroupRuleId.NotFound',
    'InvalidPermission.NotFound',
    'InvalidGroup.NotFound',
  );
}

export async function removeCanary(ec2: Ec2, canary: Pick<Canary, 'id'>): Promise<void> {
  await unlessCode(ec2.deleteSecurityGroup({ GroupId: canary.id }), 'InvalidGroup.NotFound');
}

/**
 * Removes what a killed test-trigger of this stack left in the Region: canary groups, and rules in groups
 * of the user's choice. For teardown, too. Gives the ids of what was removed.
 */
export async function removeLeftovers(ec2: Ec2, stack: string): Promise<string[]> {
  const byTag = { Filters: [{ Name: `tag:${CANARY_TAG}`, Values: [stack] }] };
  const [rules, groups] = await Promise.all([
    ec2.describeSecurityGroupRules(byTag),
    ec2.describeSecurityGroups(byTag),
  ]);
  const removed: string[] = [];
  for (const rule of rules.SecurityGroupRules ?? []) {
    await unpoke(ec2, { id: rule.GroupId! }, [rule.SecurityGroupRuleId!]);
    removed.push(rule.SecurityGroupRuleId!);
  }
  for (const group of groups.SecurityGroups ?? []) {
    await removeCanary(ec2, { id: group.GroupId! });
    removed.push(group.GroupId!);
  }
  return removed;
}
