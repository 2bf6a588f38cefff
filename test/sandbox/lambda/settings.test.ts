import {
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  GetRuntimeManagementConfigCommand,
  PutFunctionEventInvokeConfigCommand,
  PutRuntimeManagementConfigCommand,
  type PutRuntimeManagementConfigCommandInput,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { lambdaService } from '../support/lambda-service.ts';

const { lambda, fn, create } = await lambdaService();

describe('the event invoke configuration', () => {
  it('is set, read and deleted, and checked against the role', async () => {
    await create();
    const Destination = 'arn:aws:sqs:eu-west-1:111122223333:dead';
    const put = (more: object) =>
      lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: fn.name, ...more }));
    const read = () => lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: fn.name }));
    await expect(read()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await put({ MaximumRetryAttempts: 1, DestinationConfig: { OnFailure: { Destination } } });
    expect(await read()).toMatchObject({
      FunctionArn: `${fn.arn}:$LATEST`,
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination } },
    });
    await expect(put({ MaximumRetryAttempts: 3 })).rejects.toMatchObject({ name: 'ValidationException' });
    const topic = 'arn:aws:sns:eu-west-1:111122223333:t';
    await expect(put({ DestinationConfig: { OnFailure: { Destination: topic } } })).rejects.toThrow(
      'The provided execution role does not have permissions to call Publish on SNS',
    );
    await lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName: fn.name }));
    await expect(read()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('the runtime management configuration', () => {
  it('defaults to Auto', async () => {
    await create();
    const put = (more: Omit<PutRuntimeManagementConfigCommandInput, 'FunctionName'>) =>
      lambda.send(new PutRuntimeManagementConfigCommand({ FunctionName: fn.name, ...more }));
    const read = () => lambda.send(new GetRuntimeManagementConfigCommand({ FunctionName: fn.name }));
    expect(await read()).toMatchObject({ FunctionArn: fn.arn, UpdateRuntimeOn: 'Auto' });
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
