import { IAMClient } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  GetRuntimeManagementConfigCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  PutRuntimeManagementConfigCommand,
  type PutRuntimeManagementConfigCommandInput,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { functionZip } from '../support/function-zip.ts';
import { functionRole } from '../support/roles.ts';
import { clientConfig, testSandbox } from '../support/sandbox.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let lambda: LambdaClient;
let role: string;
let count = 0;
let FunctionName: string;

beforeAll(async () => {
  sandbox = await testSandbox();
  lambda = new LambdaClient(clientConfig(sandbox));
  role = await functionRole(new IAMClient(clientConfig(sandbox)), 'runner', ['sqs:SendMessage']);
});
afterAll(async () => sandbox[Symbol.asyncDispose]());
beforeEach(() => {
  count += 1;
  FunctionName = `fn-${count}`;
});

const arn = () => `arn:aws:lambda:eu-west-1:111122223333:function:${FunctionName}`;
const create = () =>
  lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: role,
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Code: { ZipFile: functionZip({ 'index.mjs': 'export const handler = async () => 1' }) },
    }),
  );

describe('the event invoke configuration', () => {
  it('is put, read and deleted, and checked against the role', async () => {
    await create();
    const Destination = 'arn:aws:sqs:eu-west-1:111122223333:dead';
    const put = (more: object) =>
      lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, ...more }));
    const read = () => lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }));
    await expect(read()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await put({ MaximumRetryAttempts: 1, DestinationConfig: { OnFailure: { Destination } } });
    expect(await read()).toMatchObject({
      FunctionArn: `${arn()}:$LATEST`,
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination } },
    });
    await expect(put({ MaximumRetryAttempts: 3 })).rejects.toMatchObject({ name: 'ValidationException' });
    const topic = 'arn:aws:sns:eu-west-1:111122223333:t';
    await expect(put({ DestinationConfig: { OnFailure: { Destination: topic } } })).rejects.toThrow(
      'The provided execution role does not have permissions to call Publish on SNS',
    );
    await lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName }));
    await expect(read()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('the runtime management configuration', () => {
  it('is Auto until it is put', async () => {
    await create();
    const put = (more: Omit<PutRuntimeManagementConfigCommandInput, 'FunctionName'>) =>
      lambda.send(new PutRuntimeManagementConfigCommand({ FunctionName, ...more }));
    const read = () => lambda.send(new GetRuntimeManagementConfigCommand({ FunctionName }));
    expect(await read()).toMatchObject({ FunctionArn: arn(), UpdateRuntimeOn: 'Auto' });
    const RuntimeVersionArn = `arn:aws:lambda:eu-west-1::runtime:${'0'.repeat(64)}`;
    await put({ UpdateRuntimeOn: 'Manual', RuntimeVersionArn });
    expect(await read()).toMatchObject({ UpdateRuntimeOn: 'Manual', RuntimeVersionArn });
    await expect(put({ UpdateRuntimeOn: 'Manual' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
    await put({ UpdateRuntimeOn: 'FunctionUpdate' });
    expect(await read()).toMatchObject({ UpdateRuntimeOn: 'FunctionUpdate' });
  });
});
