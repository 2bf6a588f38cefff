import { EC2 } from '@aws-sdk/client-ec2';
import { IAM } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let root: EC2;
let vpcId: string;
let ours: string;
let theirs: string;

beforeAll(async () => {
  sandbox = await testSandbox();
  root = new EC2(clientConfig(sandbox));
  vpcId = (await root.describeVpcs({})).Vpcs![0]!.VpcId!;
  const make = async (GroupName: string, Value: string) =>
    (
      await root.createSecurityGroup({
        GroupName,
        Description: 'test',
        TagSpecifications: [{ ResourceType: 'security-group', Tags: [{ Key: 'Owner', Value }] }],
      })
    ).GroupId!;
  [ours, theirs] = [await make('ours', 'us'), await make('theirs', 'them')];
});
afterAll(() => sandbox[Symbol.asyncDispose]());

let count = 0;
/** Returns a client with a session of a role that has these statements. */
async function as(...statements: object[]): Promise<EC2> {
  const RoleName = `role-${count++}`;
  const iam = new IAM(clientConfig(sandbox));
  const { Role } = await iam.createRole({
    RoleName,
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    }),
  });
  const Statement = statements.map((statement) => ({ Effect: 'Allow', ...statement }));
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.putRolePolicy({ RoleName, PolicyName: 'p', PolicyDocument });
  return new EC2({ ...clientConfig(sandbox), credentials: sandbox.world.iam.session(Role!.Arn!, 'test') });
}

const arn = (resource: string) => `arn:aws:ec2:eu-west-1:111122223333:${resource}`;
const denied = (action: string, resource: string) => ({
  name: 'UnauthorizedOperation',
  message: expect.stringContaining(`${action} on resource: ${resource}`),
});
const open = (ec2: EC2, named: object) =>
  ec2.authorizeSecurityGroupIngress({
    ...named,
    IpProtocol: 'tcp',
    FromPort: count,
    ToPort: count,
    CidrIp: '10.0.0.0/8',
  });

describe('a role', () => {
  it('changes only the group that its policy allows, given by id or by name', async () => {
    const ec2 = await as({ Action: 'ec2:Authorize*', Resource: arn(`security-group/${ours}`) });
    await open(ec2, { GroupId: ours });
    await expect(open(ec2, { GroupName: 'ours' })).rejects.toMatchObject({
      name: 'InvalidPermission.Duplicate',
    });
    await expect(open(ec2, { GroupId: theirs })).rejects.toMatchObject(
      denied('ec2:AuthorizeSecurityGroupIngress', arn(`security-group/${theirs}`)),
    );
  });

  it('changes only groups with the tag that its policy requires', async () => {
    const ec2 = await as({
      Action: 'ec2:*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:ResourceTag/Owner': 'us' } },
    });
    await open(ec2, { GroupId: ours });
    await expect(open(ec2, { GroupName: 'theirs' })).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
  });

  it('creates a group only with permission for its VPC, and tags only with permission to tag', async () => {
    const create = (ec2: EC2, GroupName: string, more = {}) =>
      ec2.createSecurityGroup({ GroupName, Description: 'test', ...more });
    const tags = {
      TagSpecifications: [{ ResourceType: 'security-group' as const, Tags: [{ Key: 'a', Value: 'b' }] }],
    };
    const onlyGroups = await as({ Action: 'ec2:CreateSecurityGroup', Resource: arn('security-group/*') });
    await expect(create(onlyGroups, 'g1')).rejects.toMatchObject(
      denied('ec2:CreateSecurityGroup', arn(`vpc/${vpcId}`)),
    );
    const both = { Action: 'ec2:CreateSecurityGroup', Resource: [arn('security-group/*'), arn('vpc/*')] };
    const untagged = await as(both);
    await create(untagged, 'g2');
    await expect(create(untagged, 'g3', tags)).rejects.toMatchObject(
      denied('ec2:CreateTags', arn('security-group/*')),
    );
    const tagged = await as(both, {
      Action: 'ec2:CreateTags',
      Resource: arn('security-group/*'),
      Condition: { StringEquals: { 'ec2:CreateAction': 'CreateSecurityGroup' } },
    });
    await create(tagged, 'g4', tags);
    await expect(
      tagged.createTags({ Resources: [theirs], Tags: [{ Key: 'Owner', Value: 'us' }] }),
    ).rejects.toMatchObject(denied('ec2:CreateTags', arn(`security-group/${theirs}`)));
  });

  it('receives DryRunOperation only for a call that its policy allows', async () => {
    const ec2 = await as({ Action: 'ec2:DeleteSecurityGroup', Resource: arn(`security-group/${ours}`) });
    await expect(ec2.deleteSecurityGroup({ GroupId: ours, DryRun: true })).rejects.toMatchObject({
      name: 'DryRunOperation',
    });
    await expect(ec2.deleteSecurityGroup({ GroupId: theirs, DryRun: true })).rejects.toMatchObject({
      name: 'UnauthorizedOperation',
    });
  });

  it('ties a resolver, whose ARN has no Region, only to a prefix list that its policy allows', async () => {
    const resolver = 'arn:aws:ec2::111122223333:ipam-prefix-list-resolver/ipam-plr-0123456789abcdef0';
    const action = 'ec2:CreateIpamPrefixListResolverTarget';
    const tie = (ec2: EC2) =>
      ec2.createIpamPrefixListResolverTarget({
        IpamPrefixListResolverId: 'ipam-plr-0123456789abcdef0',
        PrefixListId: 'pl-0123456789abcdef0',
        PrefixListRegion: 'eu-west-1',
        TrackLatestVersion: true,
      });
    const list = arn('prefix-list/pl-0123456789abcdef0');
    await expect(tie(await as({ Action: action, Resource: resolver }))).rejects.toMatchObject(
      denied(action, list),
    );
    await expect(tie(await as({ Action: action, Resource: [resolver, list] }))).rejects.toMatchObject({
      name: 'InvalidIpamPrefixListResolverId.NotFound',
    });
  });
});
