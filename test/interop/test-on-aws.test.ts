import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { bucketsOf } from '../../src/sandbox/s3/state.ts';
import { clientConfig, type Reached, testSandbox } from '../support/sandbox.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs `npm run test:aws` with the sandbox instead of AWS. The command line and the clients see no difference. */
function testOnAws({ url, secret }: Reached, account?: string): Promise<{ code: number; output: string }> {
  const env = {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    CI: 'true',
    SKIP_BUILD: '1',
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: '111122223333',
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_REGION: 'eu-west-1',
    ...(account !== undefined && { SECGROUP_MONITOR_AWS_ACCOUNT: account }),
  };
  return new Promise((resolve) => {
    execFile('npm', ['run', '--silent', 'test:aws'], { cwd: root, env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr });
    });
  });
}

it('refuses an account that is not allowed, after one call to identify it', async () => {
  await using sandbox = await testSandbox();
  const [unnamed, malformed] = await Promise.all([testOnAws(sandbox), testOnAws(sandbox, 'production')]);
  expect(unnamed.code).not.toBe(0);
  expect(unnamed.output).toContain('SECGROUP_MONITOR_AWS_ACCOUNT is not set.');
  expect(malformed.code).not.toBe(0);
  expect(malformed.output).toContain(
    'SECGROUP_MONITOR_AWS_ACCOUNT is "production", which is not an account id.',
  );
  expect(sandbox.calls).toEqual([]);
  const other = await testOnAws(sandbox, '444455556666');
  expect(other.code).not.toBe(0);
  expect(other.output).toContain(
    'SECGROUP_MONITOR_AWS_ACCOUNT is 444455556666, but the credentials are those of arn:aws:iam::111122223333:root in account 111122223333. Nothing was done.',
  );
  expect(sandbox.calls.map(({ operation }) => operation)).toEqual(['GetCallerIdentity']);
});

it('passes in the allowed account, and leaves nothing behind', async () => {
  await using sandbox = await testSandbox({ timing: 'lifelike' });
  const { code, output } = await testOnAws(sandbox, '111122223333');
  expect(code, output).toBe(0);
  expect(sandbox.calls.some(({ operation }) => operation === 'CreateFunction')).toBe(true);
  expect([...bucketsOf(sandbox.world).keys()]).toEqual([]);
  const config = clientConfig(sandbox);
  const { SecurityGroups } = await new EC2Client(config).send(new DescribeSecurityGroupsCommand({}));
  expect(SecurityGroups!.map(({ GroupName }) => GroupName)).toEqual(['default']);
  const { Functions } = await new LambdaClient(config).send(new ListFunctionsCommand({}));
  expect(Functions).toEqual([]);
  const { Roles } = await new IAMClient(config).send(new ListRolesCommand({}));
  expect(Roles).toEqual([]);
});
