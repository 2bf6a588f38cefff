import {
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRolePermissionsBoundaryCommand,
  GetRoleCommand,
  IAMClient,
  ListRolesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  SimulatePrincipalPolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';
import { iamService } from '../support/iam-service.ts';
import { allowing, trustOf } from '../support/roles.ts';

const { sandbox, iam, role, trust, create, putPolicy } = await iamService();

describe('enforcement', () => {
  const asRole = (arn: string) => {
    const { accessKeyId, secretAccessKey, sessionToken } = sandbox.world.iam.session(arn, 'test');
    const credentials = { accessKeyId, secretAccessKey, sessionToken };
    return { ...clientConfig(sandbox), credentials };
  };
  const may = async (arn: string, command: object = new ListRolesCommand({})) => {
    try {
      await new IAMClient(asRole(arn)).send(command as ListRolesCommand);
      return true;
    } catch (error) {
      if ((error as Error).name === 'AccessDenied') return false;
      throw error;
    }
  };

  it('denies an action that the policies of the role do not allow, and names it', async () => {
    const { Role } = await create();
    const client = new IAMClient(asRole(Role!.Arn!));
    await expect(client.send(new ListRolesCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('is not authorized to perform: iam:ListRoles'),
    });
    await putPolicy(allowing(['iam:ListRoles']));
    expect(await may(Role!.Arn!)).toBe(true);
  });

  it('identifies the session of a role', async () => {
    const { Role } = await create();
    const who = await new STSClient(asRole(Role!.Arn!)).send(new GetCallerIdentityCommand({}));
    expect(who.Arn).toBe(`arn:aws:sts::111122223333:assumed-role/${role.name}/test`);
    expect(who.UserId).toBe(`${Role!.RoleId}:test`);
  });

  it('applies the permissions boundary', async () => {
    const { Role } = await create();
    await putPolicy(allowing(['iam:*']));
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: `b-${role.name}`, PolicyDocument: allowing(['s3:*']) }),
    );
    expect(await may(Role!.Arn!)).toBe(true);
    await iam.send(
      new PutRolePermissionsBoundaryCommand({ RoleName: role.name, PermissionsBoundary: Policy!.Arn! }),
    );
    expect(await may(Role!.Arn!)).toBe(false);
    await iam.send(
      new CreatePolicyVersionCommand({
        PolicyArn: Policy!.Arn!,
        PolicyDocument: allowing(['iam:ListRoles']),
        SetAsDefault: true,
      }),
    );
    expect(await may(Role!.Arn!)).toBe(true);
    expect(await may(Role!.Arn!, new GetRoleCommand({ RoleName: role.name }))).toBe(false);
    await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: role.name }));
    expect(await may(Role!.Arn!, new GetRoleCommand({ RoleName: role.name }))).toBe(true);
  });

  it('requires iam:TagRole for a new role with tags, and checks the path of the role', async () => {
    const { Role } = await create();
    const made = `made-${role.name}`;
    const command = (Path: string) =>
      new CreateRoleCommand({
        RoleName: made,
        Path,
        AssumeRolePolicyDocument: trust,
        Tags: [{ Key: 'a', Value: 'b' }],
      });
    const path = 'arn:aws:iam::111122223333:role/monitor/*';
    await putPolicy(allowing(['iam:CreateRole'], [path]));
    expect(await may(Role!.Arn!, command('/monitor/'))).toBe(false);
    await putPolicy(allowing(['iam:CreateRole', 'iam:TagRole'], [path]));
    expect(await may(Role!.Arn!, command('/other/'))).toBe(false);
    expect(await may(Role!.Arn!, command('/monitor/'))).toBe(true);
  });

  it('evaluates the tags of the call and of the resource', async () => {
    const { Role } = await create();
    const statement = (Action: string, Condition: object) => ({
      Effect: 'Allow',
      Action,
      Resource: '*',
      Condition: { StringEquals: Condition },
    });
    await putPolicy(
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          statement('iam:TagRole', { 'aws:RequestTag/stack': 'a' }),
          statement('iam:UpdateAssumeRolePolicy', { 'aws:ResourceTag/stack': 'a' }),
        ],
      }),
    );
    const tag = (Value: string) =>
      new TagRoleCommand({ RoleName: role.name, Tags: [{ Key: 'stack', Value }] });
    const update = new UpdateAssumeRolePolicyCommand({ RoleName: role.name, PolicyDocument: trust });
    expect(await may(Role!.Arn!, tag('b'))).toBe(false);
    expect(await may(Role!.Arn!, update)).toBe(false);
    expect(await may(Role!.Arn!, tag('a'))).toBe(true);
    expect(await may(Role!.Arn!, update)).toBe(true);
  });

  it('simulates calls with the current policies', async () => {
    const { Role } = await create();
    await putPolicy(allowing(['sqs:*'], ['arn:aws:sqs:eu-west-1:111122223333:jobs']));
    const { EvaluationResults } = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: Role!.Arn!,
        ActionNames: ['sqs:SendMessage', 'sns:Publish'],
        ResourceArns: ['arn:aws:sqs:eu-west-1:111122223333:jobs'],
      }),
    );
    expect(EvaluationResults?.map((one) => [one.EvalActionName, one.EvalDecision])).toEqual([
      ['sqs:SendMessage', 'allowed'],
      ['sns:Publish', 'implicitDeny'],
    ]);
  });

  it('accepts the access key of a user', async () => {
    const UserName = `user-${role.name}`;
    await iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const credentials = {
      accessKeyId: AccessKey!.AccessKeyId!,
      secretAccessKey: AccessKey!.SecretAccessKey!,
    };
    const sts = new STSClient({ ...clientConfig(sandbox), credentials });
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe(`arn:aws:iam::111122223333:user/${UserName}`);
    const stranger = { accessKeyId: 'AKIA0000000000000000', secretAccessKey: 'x' };
    await expect(
      new STSClient({ ...clientConfig(sandbox), credentials: stranger }).send(
        new GetCallerIdentityCommand({}),
      ),
    ).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  });
});

it('shows a change to other services only after the propagation delay', async () => {
  let now = Date.now();
  await using slow = await testSandbox({
    timing: {
      iamPropagationMs: 5000,
      functionPendingMs: 0,
      cloudTrailDelayMs: { min: 0, max: 0 },
      ruleEffectMs: 0,
      logIngestionMs: { min: 0, max: 0 },
      retryMinuteMs: 10,
    },
  });
  slow.world.now = () => now;
  const client = new IAMClient(clientConfig(slow));
  await client.send(new CreateRoleCommand({ RoleName: role.name, AssumeRolePolicyDocument: trust }));
  const lambda = () => slow.world.iam.canAssume(role.arn(), 'lambda.amazonaws.com');
  const logs = () => slow.world.iam.roleAllows(role.arn(), { action: 'logs:PutLogEvents', resource: '*' });
  expect(lambda()).toBe(false);
  now += 3000;
  await client.send(
    new PutRolePolicyCommand({ RoleName: role.name, PolicyName: 'p', PolicyDocument: allowing(['logs:*']) }),
  );
  now += 2000;
  expect([lambda(), logs()]).toEqual([true, false]);
  now += 3000;
  expect([lambda(), logs()]).toEqual([true, true]);
  await client.send(
    new UpdateAssumeRolePolicyCommand({
      RoleName: role.name,
      PolicyDocument: trustOf('events.amazonaws.com'),
    }),
  );
  expect(lambda()).toBe(true);
  now += 5000;
  expect(lambda()).toBe(false);
});
