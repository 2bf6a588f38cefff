import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeEach } from 'vitest';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';
import { trustOf } from './roles.ts';

/** Starts a sandbox for the tests of one file. Each test has its own role name. */
export async function iamService() {
  const sandbox = await testSandbox();
  afterAll(() => sandbox[Symbol.asyncDispose]());
  const iam = new IAMClient(clientConfig(sandbox));
  let count = 0;
  beforeEach(() => {
    count += 1;
  });
  const role = {
    get name() {
      return `role-${count}`;
    },
    arn: (path = '/') => `arn:aws:iam::111122223333:role${path}${role.name}`,
  };
  const trust = trustOf('lambda.amazonaws.com');
  return {
    sandbox,
    iam,
    /** The role of this test. It exists after `create`. */
    role,
    trust,
    create: (more: Partial<CreateRoleCommand['input']> = {}) =>
      iam.send(new CreateRoleCommand({ RoleName: role.name, AssumeRolePolicyDocument: trust, ...more })),
    putPolicy: (PolicyDocument: string, PolicyName = 'rights') =>
      iam.send(new PutRolePolicyCommand({ RoleName: role.name, PolicyName, PolicyDocument })),
  };
}
