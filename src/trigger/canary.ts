import { randomBytes } from 'node:crypto';
import type { Ec2 } from '../aws/services/ec2.ts';
import { AppError, AwsCallError, unlessCode, usageError } from '../core/errors.ts';
import { CANARY_RULE, CANARY_TAG } from '../core/judge/canary.ts';
import { say } from '../core/words/say.ts';
import type { Context } from '../host/context.ts';

/** The group that is changed for the test. */
export interface Canary {
  id: string;
  name: string;
  vpcId: string;
  /** Created for the test and removed after it; false for --group-id. */
  own: boolean;
}

/** CANARY_RULE in EC2's format. */
const PERMISSION = {
  IpProtocol: 'tcp',
  FromPort: 9,
  ToPort: 9,
  IpRanges: [{ CidrIp: '192.0.2.1/32', Description: 'secgroup-monitor test-trigger, for a moment' }],
};

const NAME = 'Name';

/** Returns the given VPC, or the default VPC. @throws AppError kind usage if there is neither. */
export async function chooseVpc(ec2: Ec2, named: string | undefined, region: string): Promise<string> {
  if (named !== undefined) return named;
  const { Vpcs = [] } = await ec2.describeVpcs({});
  const byDefault = Vpcs.find((vpc) => vpc.IsDefault);
  if (byDefault) return byDefault.VpcId!;
  const ids = Vpcs.map((vpc) => vpc.VpcId!);
  throw usageError(
    'no-default-vpc',
    say`${region} has no default VPC for the canary group.`,
    ids.length === 0
      ? say`This Region has no VPC. Create one, or use another --region.`
      : ids.length === 1
        ? say`Choose a VPC: --vpc-id ${ids[0]}.`
        : say`Choose a VPC: --vpc-id ${ids[0]} (or ${ids.slice(1, 5).join(', ')}).`,
  );
}

/** Creates an unattached group without rules. @throws AppError kind usage if the VPC does not exist. */
export async function makeCanary(ec2: Ec2, stack: string, vpcId: string): Promise<Canary> {
  const name = `${stack}-canary-${randomBytes(4).toString('hex')}`;
  const tag = { Key: CANARY_TAG, Value: stack };
  const made = await unlessCode(
    ec2.createSecurityGroup({
      GroupName: name,
      Description: 'Made by secgroup-monitor test-trigger and removed within minutes. Attached to nothing.',
      VpcId: vpcId,
      TagSpecifications: [{ ResourceType: 'security-group', Tags: [tag, { Key: NAME, Value: name }] }],
    }),
    'InvalidGroup.Duplicate',
  ).catch((error: unknown) => {
    if (!(error instanceof AwsCallError) || !/^InvalidVpcI[dD]\./.test(error.awsCode)) throw error;
    throw usageError('no-such-vpc', say`There is no VPC ${vpcId}.`, say`Check --vpc-id and --region.`);
  });
  // The name is random, so a duplicate means that the first attempt succeeded but its response was lost.
  const id = made?.GroupId ?? (await findByName(ec2, name));
  return { id, name, vpcId, own: true };
}

async function findByName(ec2: Ec2, name: string): Promise<string> {
  const found = await ec2.describeSecurityGroups({ Filters: [{ Name: 'group-name', Values: [name] }] });
  const id = found.SecurityGroups?.[0]?.GroupId;
  if (id !== undefined) return id;
  throw new AppError({
    kind: 'aws',
    code: 'canary-not-shown',
    message: say`EC2 reports that the canary group ${name} exists, but does not list it yet.`,
    hint: say`Run the same command again; it removes the group first.`,
  });
}

/** Reads the group of --group-id. @throws AppError kind usage if it does not exist. */
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
    say`There is no security group ${groupId} in ${region}.`,
    say`Check --group-id and --region.`,
  );
}

/** The call that is followed. */
export interface Poke {
  /** Epoch milliseconds. */
  sentAt: number;
  requestId: string;
  ruleIds: string[];
}

export type PokeHost = { ec2: Ec2 } & Pick<Context, 'now' | 'sleep' | 'signal'>;

/** EC2 can list a new group late. Source: EC2 API reference, "Eventual consistency". */
const SHOWN_AFTER_MS = [250, 500, 1_000, 2_000, 4_000];

/** Adds the harmless rule, with a tag so that a later run finds it. */
export async function poke(canary: Canary, stack: string, host: PokeHost): Promise<Poke> {
  const { ec2 } = host;
  const poked = await authorizeOnceShown(canary, stack, host);
  if (poked) return poked;
  if (canary.own) {
    // The response to the first attempt was lost, and with it the request id. Remove the rule and try again.
    const filter = [{ Name: 'group-id', Values: [canary.id] }];
    const { SecurityGroupRules = [] } = await ec2.describeSecurityGroupRules({ Filters: filter });
    const ingress = SecurityGroupRules.filter((rule) => !rule.IsEgress);
    const ids = ingress.map((rule) => rule.SecurityGroupRuleId!);
    await unpoke(ec2, canary, ids);
    const again = await authorize(canary, stack, host);
    if (again) return again;
  }
  throw usageError(
    'rule-exists',
    say`The group ${canary.id} already admits ${CANARY_RULE}, so adding it would change nothing.`,
    say`Choose another --group-id, or omit it to create a canary group.`,
  );
}

async function authorizeOnceShown(canary: Canary, stack: string, host: PokeHost): Promise<Poke | undefined> {
  const isHidden = (error: unknown) =>
    canary.own && error instanceof AwsCallError && error.awsCode === 'InvalidGroup.NotFound';
  for (const pauseMs of SHOWN_AFTER_MS) {
    try {
      return await authorize(canary, stack, host);
    } catch (error) {
      if (!isHidden(error)) throw error;
      await host.sleep(pauseMs, host.signal);
    }
  }
  return authorize(canary, stack, host);
}

/** Undefined if the group already has the rule. */
async function authorize(canary: Canary, stack: string, { ec2, now }: PokeHost): Promise<Poke | undefined> {
  const sentAt = now();
  const answer = await unlessCode(
    ec2.authorizeSecurityGroupIngress({
      GroupId: canary.id,
      IpPermissions: [PERMISSION],
      TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: [{ Key: CANARY_TAG, Value: stack }] }],
    }),
    'InvalidPermission.Duplicate',
  );
  return (
    answer && {
      sentAt,
      requestId: answer.$metadata.requestId!,
      ruleIds: (answer.SecurityGroupRules ?? []).flatMap((rule) => rule.SecurityGroupRuleId ?? []),
    }
  );
}

/** Removes the rule. Not an error if it is already gone. */
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
 * Removes what a killed test-trigger of this stack left in the Region: canary groups, and rules in the user's groups.
 * teardown uses it too. Returns the ids of the removed groups and rules.
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
