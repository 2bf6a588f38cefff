import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientConfig, testSandbox } from '../support/sandbox.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
beforeAll(async () => {
  sandbox = await testSandbox();
});
afterAll(() => sandbox[Symbol.asyncDispose]());

describe('who an access key stands for', () => {
  it('is the root user of the account that twelve digits name', async () => {
    const sts = new STSClient(clientConfig(sandbox, '444455556666'));
    const { $metadata, ...identity } = await sts.send(new GetCallerIdentityCommand({}));
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(identity).toEqual({
      UserId: '444455556666',
      Account: '444455556666',
      Arn: 'arn:aws:iam::444455556666:root',
    });
  });

  it('is told in the partition of the Region', async () => {
    const sts = new STSClient(clientConfig(sandbox, '444455556666', 'cn-north-1'));
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe('arn:aws-cn:iam::444455556666:root');
  });

  it('is nobody for a key that was never handed out', async () => {
    const sts = new STSClient(clientConfig(sandbox, 'AKIANEVERHANDEDOUT00'));
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('must be given', async () => {
    const answer = await fetch(sandbox.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('<Code>MissingAuthenticationToken</Code>');
  });
});
