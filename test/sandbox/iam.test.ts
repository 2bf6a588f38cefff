import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { allowing, trustOf } from '../support/roles.ts';
import { clientConfig, testSandbox } from '../support/sandbox.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let iam: IAMClient;
let count = 0;
let RoleName: string;

beforeAll(async () => {
  sandbox = await testSandbox();
  iam = new IAMClient(clientConfig(sandbox));
});
afterAll(async () => sandbox[Symbol.asyncDispose]());
beforeEach(() => {
  count += 1;
  RoleName = `role-${count}`;
});

const trust = trustOf('lambda.amazonaws.com');
const create = (more: Partial<CreateRoleCommand['input']> = {}) =>
  iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, ...more }));
const putPolicy = (PolicyDocument: string, PolicyName = 'rights') =>
  iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
const arnOf = (path = '/') => `arn:aws:iam::111122223333:role${path}${RoleName}`;

describe('roles', () => {
  it('keeps path, trust policy and tags', async () => {
    const { Role } = await create({ Path: '/monitor/', Tags: [{ Key: 'stack', Value: 'a' }] });
    expect(Role).toMatchObject({ Arn: arnOf('/monitor/'), Path: '/monitor/', MaxSessionDuration: 3600 });
    expect(Role?.RoleId).toMatch(/^AROA[0-9A-Z]{17}$/);
    const got = (await iam.send(new GetRoleCommand({ RoleName }))).Role!;
    expect(JSON.parse(decodeURIComponent(got.AssumeRolePolicyDocument!))).toEqual(JSON.parse(trust));
    expect(got.Tags).toEqual([{ Key: 'stack', Value: 'a' }]);
  });

  it('has one role of a name, whatever its case and path', async () => {
    await create();
    await expect(create({ RoleName: RoleName.toUpperCase(), Path: '/x/' })).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
    });
  });

  it('refuses what is malformed and creates nothing', async () => {
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
    await expect(iam.send(new GetRoleCommand({ RoleName }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
  });

  it('lists in pages', async () => {
    for (const suffix of ['a', 'b', 'c']) await create({ RoleName: `${RoleName}${suffix}`, Path: '/pages/' });
    const names: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await iam.send(new ListRolesCommand({ PathPrefix: '/pages/', MaxItems: 2, Marker }));
      expect(page.Roles!.length).toBeLessThanOrEqual(2);
      names.push(...page.Roles!.map((role) => role.RoleName));
      Marker = page.Marker;
      expect(page.IsTruncated).toBe(Marker !== undefined);
    } while (Marker !== undefined);
    expect(names).toEqual([`${RoleName}a`, `${RoleName}b`, `${RoleName}c`]);
  });

  it('adds and removes tags without regard to case', async () => {
    await create({ Tags: [{ Key: 'Owner', Value: 'a' }] });
    await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'owner', Value: 'b' }] }));
    const tags = async () => (await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags;
    expect(await tags()).toEqual([{ Key: 'owner', Value: 'b' }]);
    await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['OWNER'] }));
    expect(await tags()).toEqual([]);
  });

  it('is deleted only without policies', async () => {
    await create();
    await putPolicy(allowing(['s3:GetObject']));
    const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    const remove = () => iam.send(new DeleteRoleCommand({ RoleName }));
    await expect(remove()).rejects.toMatchObject({ name: 'DeleteConflictException' });
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    await expect(remove()).rejects.toMatchObject({ name: 'DeleteConflictException' });
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'rights' }));
    await remove();
    await expect(remove()).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
});

describe('policies of a role', () => {
  it('keeps inline policies as they were put', async () => {
    await create();
    const document = allowing(['logs:PutLogEvents']);
    await putPolicy(document);
    const got = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'rights' }));
    expect(decodeURIComponent(got.PolicyDocument!)).toBe(document);
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(['rights']);
  });

  it('refuses malformed and over-long inline policies', async () => {
    await create();
    await expect(putPolicy('not json')).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
    await expect(putPolicy(trust)).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
    const long = (size: number) => allowing(['s3:GetObject'], [`arn:aws:s3:::${'b'.repeat(size)}`]);
    await putPolicy(long(6000), 'one');
    await expect(putPolicy(long(6000), 'two')).rejects.toMatchObject({ name: 'LimitExceededException' });
    await putPolicy(`${' '.repeat(9000)}${long(2000)}`, 'two');
  });

  it('attaches customer policies and what it knows of AWS', async () => {
    await create();
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: `p-${count}`, PolicyDocument: allowing(['s3:GetObject']) }),
    );
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy!.Arn! }));
    const unknown = new AttachRolePolicyCommand({ RoleName, PolicyArn: 'arn:aws:iam::aws:policy/Nothing' });
    await expect(iam.send(unknown)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    const listed = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(listed.AttachedPolicies).toEqual([{ PolicyName: `p-${count}`, PolicyArn: Policy!.Arn }]);
    const remove = new DeletePolicyCommand({ PolicyArn: Policy!.Arn! });
    await expect(iam.send(remove)).rejects.toMatchObject({ name: 'DeleteConflictException' });
  });
});
