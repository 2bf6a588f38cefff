// Covers src/sandbox/iam/*.ts.
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  type CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  TagRoleCommand,
  UntagRoleCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { iamService } from '../support/iam-service.ts';
import { allowing, trustOf } from '../support/roles.ts';

const { iam, role, trust, create, putPolicy } = await iamService();

describe('a role', () => {
  it('keeps path, trust policy and tags', async () => {
    const { Role } = await create({ Path: '/monitor/', Tags: [{ Key: 'stack', Value: 'a' }] });
    expect(Role).toMatchObject({ Arn: role.arn('/monitor/'), Path: '/monitor/', MaxSessionDuration: 3600 });
    expect(Role?.RoleId).toMatch(/^AROA[0-9A-Z]{17}$/);
    const got = (await iam.send(new GetRoleCommand({ RoleName: role.name }))).Role!;
    expect(JSON.parse(decodeURIComponent(got.AssumeRolePolicyDocument!))).toEqual(JSON.parse(trust));
    expect(got.Tags).toEqual([{ Key: 'stack', Value: 'a' }]);
  });

  it('has a unique name, regardless of its case and path', async () => {
    await create();
    await expect(create({ RoleName: role.name.toUpperCase(), Path: '/x/' })).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
    });
  });

  it('is not created from malformed input', async () => {
    const cases: [Partial<CreateRoleCommand['input']>, string][] = [
      [{ AssumeRolePolicyDocument: '{' }, 'MalformedPolicyDocumentException'],
      [{ AssumeRolePolicyDocument: allowing(['sts:AssumeRole']) }, 'MalformedPolicyDocumentException'],
      [
        { AssumeRolePolicyDocument: trustOf(...Array(100).fill('lambda.amazonaws.com')) },
        'LimitExceededException',
      ],
      [{ Path: 'monitor' }, 'ValidationError'],
      [{ MaxSessionDuration: 60 }, 'ValidationError'],
      [
        {
          Tags: [
            { Key: 'a', Value: '1' },
            { Key: 'A', Value: '2' },
          ],
        },
        'InvalidInputException',
      ],
      [{ Tags: [{ Key: 'aws:x', Value: '1' }] }, 'InvalidInputException'],
      [{ PermissionsBoundary: 'arn:aws:iam::111122223333:policy/none' }, 'NoSuchEntityException'],
    ];
    for (const [more, name] of cases) await expect(create(more), name).rejects.toMatchObject({ name });
    await expect(iam.send(new GetRoleCommand({ RoleName: role.name }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
  });

  it('is listed in pages', async () => {
    for (const suffix of ['a', 'b', 'c'])
      await create({ RoleName: `${role.name}${suffix}`, Path: '/pages/' });
    const names: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await iam.send(new ListRolesCommand({ PathPrefix: '/pages/', MaxItems: 2, Marker }));
      expect(page.Roles!.length).toBeLessThanOrEqual(2);
      names.push(...page.Roles!.map((each) => each.RoleName));
      Marker = page.Marker;
      expect(page.IsTruncated).toBe(Marker !== undefined);
    } while (Marker !== undefined);
    expect(names).toEqual([`${role.name}a`, `${role.name}b`, `${role.name}c`]);
  });

  it('has tags with case-insensitive keys', async () => {
    await create({ Tags: [{ Key: 'Owner', Value: 'a' }] });
    await iam.send(new TagRoleCommand({ RoleName: role.name, Tags: [{ Key: 'owner', Value: 'b' }] }));
    const tags = async () => (await iam.send(new ListRoleTagsCommand({ RoleName: role.name }))).Tags;
    expect(await tags()).toEqual([{ Key: 'owner', Value: 'b' }]);
    await iam.send(new UntagRoleCommand({ RoleName: role.name, TagKeys: ['OWNER'] }));
    expect(await tags()).toEqual([]);
  });

  it('is deleted only without policies', async () => {
    await create();
    await putPolicy(allowing(['s3:GetObject']));
    const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    await iam.send(new AttachRolePolicyCommand({ RoleName: role.name, PolicyArn }));
    const remove = () => iam.send(new DeleteRoleCommand({ RoleName: role.name }));
    await expect(remove()).rejects.toMatchObject({ name: 'DeleteConflictException' });
    await iam.send(new DetachRolePolicyCommand({ RoleName: role.name, PolicyArn }));
    await expect(remove()).rejects.toMatchObject({ name: 'DeleteConflictException' });
    await iam.send(new DeleteRolePolicyCommand({ RoleName: role.name, PolicyName: 'rights' }));
    await remove();
    await expect(remove()).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
});

describe('a role with policies', () => {
  it('keeps inline policies unchanged', async () => {
    await create();
    const document = allowing(['logs:PutLogEvents']);
    await putPolicy(document);
    const got = await iam.send(new GetRolePolicyCommand({ RoleName: role.name, PolicyName: 'rights' }));
    expect(decodeURIComponent(got.PolicyDocument!)).toBe(document);
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName: role.name }))).PolicyNames).toEqual([
      'rights',
    ]);
  });

  it('refuses inline policies that are malformed or too long', async () => {
    await create();
    await expect(putPolicy('not json')).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
    await expect(putPolicy(trust)).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
    const long = (size: number) => allowing(['s3:GetObject'], [`arn:aws:s3:::${'b'.repeat(size)}`]);
    await putPolicy(long(6000), 'one');
    await expect(putPolicy(long(6000), 'two')).rejects.toMatchObject({ name: 'LimitExceededException' });
    await putPolicy(`${' '.repeat(9000)}${long(2000)}`, 'two');
  });

  it('accepts customer policies and the known policies of AWS', async () => {
    await create();
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: `p-${role.name}`, PolicyDocument: allowing(['s3:GetObject']) }),
    );
    await iam.send(new AttachRolePolicyCommand({ RoleName: role.name, PolicyArn: Policy!.Arn! }));
    const unknown = new AttachRolePolicyCommand({
      RoleName: role.name,
      PolicyArn: 'arn:aws:iam::aws:policy/Nothing',
    });
    await expect(iam.send(unknown)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    const listed = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: role.name }));
    expect(listed.AttachedPolicies).toEqual([{ PolicyName: `p-${role.name}`, PolicyArn: Policy!.Arn }]);
    const remove = new DeletePolicyCommand({ PolicyArn: Policy!.Arn! });
    await expect(iam.send(remove)).rejects.toMatchObject({ name: 'DeleteConflictException' });
  });
});
