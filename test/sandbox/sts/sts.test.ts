// Covers src/sandbox/sts/*.ts.
import { IAM } from '@aws-sdk/client-iam';
import { type Credentials, GetCallerIdentityCommand, STS, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
beforeAll(async () => {
  sandbox = await testSandbox();
});
afterAll(() => sandbox[Symbol.asyncDispose]());

describe('the identity of an access key', () => {
  it('is the root user of an account if the key has the twelve digits of the account', async () => {
    const sts = new STSClient(clientConfig(sandbox, '444455556666'));
    const { $metadata, ...identity } = await sts.send(new GetCallerIdentityCommand({}));
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(identity).toEqual({
      UserId: '444455556666',
      Account: '444455556666',
      Arn: 'arn:aws:iam::444455556666:root',
    });
  });

  it('has an ARN in the partition of the Region', async () => {
    const sts = new STSClient(clientConfig(sandbox, '444455556666', 'cn-north-1'));
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe('arn:aws-cn:iam::444455556666:root');
  });

  it('is unknown for a key that was never issued', async () => {
    const sts = new STSClient(clientConfig(sandbox, 'AKIANEVERHANDEDOUT00'));
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('is required', async () => {
    const answer = await fetch(sandbox.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('<Code>MissingAuthenticationToken</Code>');
  });
});

describe('a session', () => {
  const trust = (Principal: object, Condition?: object) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...(Condition && { Condition }) }],
    });
  const role = async (RoleName: string, AssumeRolePolicyDocument: string) => {
    const { Role } = await new IAM(clientConfig(sandbox)).createRole({ RoleName, AssumeRolePolicyDocument });
    return Role!.Arn!;
  };
  const credentialsOf = (answer: { Credentials?: Credentials }) => ({
    accessKeyId: answer.Credentials!.AccessKeyId!,
    secretAccessKey: answer.Credentials!.SecretAccessKey!,
    sessionToken: answer.Credentials!.SessionToken!,
  });

  it('is issued to another account that the role trusts', async () => {
    const RoleArn = await role('audited', trust({ AWS: 'arn:aws:iam::444455556666:root' }));
    const foreign = new STS(clientConfig(sandbox, '444455556666'));
    const answer = await foreign.assumeRole({ RoleArn, RoleSessionName: 'audit' });
    expect(answer.AssumedRoleUser!.Arn).toBe('arn:aws:sts::111122223333:assumed-role/audited/audit');
    const session = new STS({ ...clientConfig(sandbox), credentials: credentialsOf(answer) });
    expect(await session.getCallerIdentity({})).toMatchObject({
      Account: '111122223333',
      Arn: 'arn:aws:sts::111122223333:assumed-role/audited/audit',
      UserId: answer.AssumedRoleUser!.AssumedRoleId,
    });
  });

  it('is refused if the role does not trust the caller or does not exist', async () => {
    const sts = new STS(clientConfig(sandbox, '444455556666'));
    const service = await role('for-lambda', trust({ Service: 'lambda.amazonaws.com' }));
    for (const RoleArn of [service, 'arn:aws:iam::111122223333:role/missing']) {
      await expect(sts.assumeRole({ RoleArn, RoleSessionName: 'audit' })).rejects.toMatchObject({
        name: 'AccessDenied',
        message: expect.stringContaining(`sts:AssumeRole on resource: ${RoleArn}`),
      });
    }
  });

  it('needs the external id that the role requires', async () => {
    const condition = { StringEquals: { 'sts:ExternalId': 'shared-word' } };
    const RoleArn = await role('with-id', trust({ AWS: '444455556666' }, condition));
    const sts = new STS(clientConfig(sandbox, '444455556666'));
    const assume = (ExternalId?: string) => sts.assumeRole({ RoleArn, RoleSessionName: 'audit', ExternalId });
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(assume('other')).rejects.toMatchObject({ name: 'AccessDenied' });
    expect((await assume('shared-word')).Credentials!.AccessKeyId).toMatch(/^ASIA/);
  });

  it('has the identity of the caller of GetSessionToken', async () => {
    const answer = await new STS(clientConfig(sandbox)).getSessionToken({});
    const session = new STS({ ...clientConfig(sandbox), credentials: credentialsOf(answer) });
    expect(await session.getCallerIdentity({})).toMatchObject({ Arn: 'arn:aws:iam::111122223333:root' });
  });

  it('has limits for its name and duration', async () => {
    const sts = new STS(clientConfig(sandbox));
    const RoleArn = 'arn:aws:iam::111122223333:role/missing';
    for (const input of [
      { RoleArn, RoleSessionName: 'a b' },
      { RoleArn, RoleSessionName: 'audit', DurationSeconds: 60 },
      { RoleArn: 'missing', RoleSessionName: 'audit' },
    ]) {
      await expect(sts.assumeRole(input)).rejects.toMatchObject({ name: 'ValidationError' });
    }
  });
});
