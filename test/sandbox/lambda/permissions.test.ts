import {
  AddPermissionCommand,
  type AddPermissionCommandInput,
  DeleteResourcePolicyCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  GetResourcePolicyCommand,
  LambdaClient,
  PutResourcePolicyCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { clientConfig } from '../../support/sandbox.ts';
import { lambdaService } from '../support/lambda-service.ts';
import { functionRole } from '../support/roles.ts';

const { sandbox, lambda, iam, fn, create } = await lambdaService();

const add = (more: Partial<AddPermissionCommandInput> = {}) =>
  lambda.send(
    new AddPermissionCommand({
      FunctionName: fn.name,
      StatementId: 'events',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      ...more,
    }),
  );

const from = (principal: string, sourceArn: string) =>
  sandbox.world.lambda.invokeAsync(fn.arn, '{}', { principal, sourceArn });

describe('a resource policy that changes by statement', () => {
  it('consists of statements with unique ids', async () => {
    await create();
    const read = () => lambda.send(new GetPolicyCommand({ FunctionName: fn.name }));
    await expect(read()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const SourceArn = 'arn:aws:events:eu-west-1:111122223333:rule/watch';
    await add({ SourceArn });
    const policy = JSON.parse((await read()).Policy!);
    expect(policy.Statement).toEqual([
      {
        Sid: 'events',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource: fn.arn,
        Condition: { ArnLike: { 'AWS:SourceArn': SourceArn } },
      },
    ]);
    await expect(add()).rejects.toMatchObject({ name: 'ResourceConflictException' });
    await expect(add({ StatementId: 'a.b' })).rejects.toMatchObject({ name: 'ValidationException' });
    const remove = () =>
      lambda.send(new RemovePermissionCommand({ FunctionName: fn.name, StatementId: 'events' }));
    await remove();
    await expect(remove()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('is at most 20 KB long', async () => {
    await create();
    const one = (index: number) =>
      add({
        StatementId: `${'s'.repeat(90)}${index}`,
        SourceArn: `arn:aws:events:eu-west-1:111122223333:rule/${'r'.repeat(60)}`,
      });
    const fill = async () => {
      for (let index = 0; index < 100; index += 1) await one(index);
    };
    await expect(fill()).rejects.toMatchObject({ name: 'PolicyLengthExceededException' });
  });

  it('decides which services can invoke the function', async () => {
    await create();
    await add({ SourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/watch' });
    await add({ StatementId: 'sns', Principal: 'sns.amazonaws.com', SourceAccount: '111122223333' });
    await add({ StatementId: 'wrong', SourceAccount: '111122223333' });
    const rule = 'arn:aws:events:eu-west-1:111122223333:rule/';
    expect(from('events.amazonaws.com', `${rule}watch`)).toEqual({ ok: true });
    // EventBridge sends no aws:SourceAccount, so a permission with that condition never matches.
    expect(from('events.amazonaws.com', `${rule}other`)).toMatchObject({ ok: false, code: 'NO_PERMISSIONS' });
    expect(from('sns.amazonaws.com', 'arn:aws:sns:eu-west-1:111122223333:t')).toEqual({ ok: true });
    expect(from('sns.amazonaws.com', 'arn:aws:sns:eu-west-1:444455556666:t')).toMatchObject({ ok: false });
    expect(
      sandbox.world.lambda.invokeAsync(`${fn.arn}x`, '{}', {
        principal: 'sns.amazonaws.com',
        sourceArn: rule,
      }),
    ).toMatchObject({ ok: false, retryable: false, code: 'NO_RESOURCE' });
  });
});

describe('a resource policy that changes as a document', () => {
  const put = (statements: object[], more: { RevisionId?: string } = {}) =>
    lambda.send(
      new PutResourcePolicyCommand({
        ResourceArn: fn.arn,
        Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
        ...more,
      }),
    );
  const read = () => lambda.send(new GetResourcePolicyCommand({ ResourceArn: fn.arn }));
  const remove = (RevisionId?: string) =>
    lambda.send(new DeleteResourcePolicyCommand({ ResourceArn: fn.arn, RevisionId }));
  const statement = (Sid: string, Principal: object | string, more = {}) => ({
    Sid,
    Effect: 'Allow',
    Principal,
    Action: 'lambda:InvokeFunction',
    Resource: fn.arn,
    ...more,
  });
  const topic = 'arn:aws:sns:eu-west-1:111122223333:t';
  const rule = 'arn:aws:events:eu-west-1:111122223333:rule/watch';

  it('replaces the permissions from AddPermission', async () => {
    await create();
    await add();
    expect(from('events.amazonaws.com', rule)).toEqual({ ok: true });
    await put([statement('topic', { Service: 'sns.amazonaws.com' })]);
    expect(from('events.amazonaws.com', rule)).toMatchObject({ ok: false, code: 'NO_PERMISSIONS' });
    expect(from('sns.amazonaws.com', topic)).toEqual({ ok: true });
    const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName: fn.name }));
    expect(JSON.parse(Policy!).Statement).toMatchObject([{ Sid: 'topic' }]);
    expect((await read()).Policy).toBe(Policy);
    await add();
    expect(from('events.amazonaws.com', rule)).toEqual({ ok: true });
  });

  it('is deleted completely', async () => {
    await create();
    await expect(remove()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await add();
    await remove();
    expect(from('events.amazonaws.com', rule)).toMatchObject({ ok: false });
    await expect(read()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('changes only with the current revision id', async () => {
    await create();
    await add();
    const { RevisionId } = await read();
    const mine = [statement('topic', { Service: 'sns.amazonaws.com' })];
    await put(mine, { RevisionId: RevisionId! });
    const stale = { name: 'PreconditionFailedException' };
    await expect(put(mine, { RevisionId: RevisionId! })).rejects.toMatchObject(stale);
    await expect(remove(RevisionId)).rejects.toMatchObject(stale);
  });

  it('refuses public access and incomplete ARNs', async () => {
    await create();
    await expect(put([statement('all', '*')])).rejects.toMatchObject({ name: 'PublicPolicyException' });
    const condition = { Condition: { StringEquals: { 'AWS:SourceAccount': '111122223333' } } };
    await put([statement('all', '*', condition)]);
    await expect(put([{ Effect: 'Allow' }])).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
    const named = new GetResourcePolicyCommand({ ResourceArn: fn.name });
    await expect(lambda.send(named)).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });
});

describe('GetFunction', () => {
  it('returns the tags only to callers with lambda:ListTags, and otherwise says why they are missing', async () => {
    await create({ Tags: { team: 'net' } });
    const read = (client: LambdaClient) => client.send(new GetFunctionCommand({ FunctionName: fn.name }));
    expect(await read(lambda)).toMatchObject({ Tags: { team: 'net' } });
    const key = sandbox.world.iam.session(await functionRole(iam, 'reader', ['lambda:GetFunction']), 'test');
    const credentials = {
      accessKeyId: key.accessKeyId,
      secretAccessKey: key.secretAccessKey,
      sessionToken: key.sessionToken,
    };
    const found = await read(new LambdaClient({ ...clientConfig(sandbox), credentials }));
    expect(found.Tags).toBeUndefined();
    expect(found.TagsError).toMatchObject({
      ErrorCode: 'AccessDeniedException',
      Message: expect.stringContaining(`lambda:ListTags on resource: ${fn.arn}`),
    });
  });
});
