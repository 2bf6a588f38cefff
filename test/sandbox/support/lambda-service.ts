import { IAMClient } from '@aws-sdk/client-iam';
import { CreateFunctionCommand, type CreateFunctionCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeEach } from 'vitest';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';
import { functionZip } from './function-zip.ts';
import { functionRole } from './roles.ts';

/**
 * Starts a sandbox for the tests of one file. Each test has its own function name. The role of the functions
 * can send to queues.
 */
export async function lambdaService() {
  const sandbox = await testSandbox();
  afterAll(() => sandbox[Symbol.asyncDispose]());
  const lambda = new LambdaClient(clientConfig(sandbox));
  const iam = new IAMClient(clientConfig(sandbox));
  const role = await functionRole(iam, 'runner', ['sqs:SendMessage']);
  const ZipFile = functionZip({ 'index.mjs': 'export const handler = async () => 1' });
  let count = 0;
  beforeEach(() => {
    count += 1;
  });
  const fn = {
    get name() {
      return `fn-${count}`;
    },
    get arn() {
      return `arn:aws:lambda:eu-west-1:111122223333:function:${fn.name}`;
    },
  };
  return {
    sandbox,
    lambda,
    iam,
    /** The ARN of the functions' role. */
    role,
    /** The code of a function that returns 1. */
    ZipFile,
    /** The function of this test. It exists after `create`. */
    fn,
    create: (more: Partial<CreateFunctionCommandInput> = {}, client = lambda) =>
      client.send(
        new CreateFunctionCommand({
          FunctionName: fn.name,
          Role: role,
          Handler: 'index.handler',
          Runtime: 'nodejs24.x',
          Code: { ZipFile },
          ...more,
        }),
      ),
  };
}
