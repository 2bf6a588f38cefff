import { IAMClient } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';
import { functionZip } from '../support/function-zip.ts';
import { functionRole } from '../support/roles.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let lambda: LambdaClient;
let sqs: SQSClient;
let role: string;
let count = 0;
let FunctionName: string;
let QueueUrl: string;
let queueArn: string;

beforeAll(async () => {
  sandbox = await testSandbox();
  lambda = new LambdaClient(clientConfig(sandbox));
  sqs = new SQSClient(clientConfig(sandbox));
  role = await functionRole(new IAMClient(clientConfig(sandbox)), 'runner', ['sqs:SendMessage']);
});
afterAll(async () => sandbox[Symbol.asyncDispose]());
beforeEach(async () => {
  count += 1;
  FunctionName = `fn-${count}`;
  QueueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: `dead-${count}` }))).QueueUrl!;
  queueArn = `arn:aws:sqs:eu-west-1:111122223333:dead-${count}`;
});

const make = (body: string, DeadLetterConfig?: { TargetArn: string }) =>
  lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: role,
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Code: {
        ZipFile: functionZip({
          'index.mjs': `let runs = 0; export const handler = async (event, context) => { runs += 1; ${body} }`,
        }),
      },
      DeadLetterConfig,
    }),
  );
const configure = (more: object) =>
  lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, ...more }));
const send = async (event: object) => {
  const Payload = JSON.stringify(event);
  const answer = await lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload }));
  expect(answer.StatusCode).toBe(202);
};
const receive = async (): Promise<Message> => {
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10, MessageAttributeNames: ['All'] }),
  );
  expect(Messages).toHaveLength(1);
  return Messages![0]!;
};

it('tries three times, then sends the event to the dead-letter queue', async () => {
  await make('throw new Error("run " + runs)', { TargetArn: queueArn });
  await send({ n: 1 });
  const message = await receive();
  expect(JSON.parse(message.Body!)).toEqual({ n: 1 });
  expect(message.MessageAttributes).toEqual({
    RequestID: { DataType: 'String', StringValue: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    ErrorCode: { DataType: 'Number', StringValue: '200' },
    ErrorMessage: { DataType: 'String', StringValue: 'run 3' },
  });
});

it('sends an invocation record to the failure destination', async () => {
  await make('throw new Error("run " + runs)');
  await configure({ MaximumRetryAttempts: 1, DestinationConfig: { OnFailure: { Destination: queueArn } } });
  await send({ n: 2 });
  const record = JSON.parse((await receive()).Body!);
  expect(record).toEqual({
    version: '1.0',
    timestamp: expect.any(String),
    requestContext: {
      requestId: expect.any(String),
      functionArn: `arn:aws:lambda:eu-west-1:111122223333:function:${FunctionName}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: 2,
    },
    requestPayload: { n: 2 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'Error', errorMessage: 'run 2', trace: expect.any(Array) },
  });
});

it('keeps the request id during retries, and sends a record of a success, too', async () => {
  await make('globalThis.ids ??= []; ids.push(context.awsRequestId); if (runs < 3) throw 1; return ids');
  await configure({ DestinationConfig: { OnSuccess: { Destination: queueArn } } });
  await send({});
  const { requestContext, responsePayload } = JSON.parse((await receive()).Body!);
  expect(requestContext).toMatchObject({ condition: 'Success', approximateInvokeCount: 3 });
  expect(responsePayload).toEqual(Array(3).fill(requestContext.requestId));
});

it('stops the retries of events that are too old', async () => {
  await make('await new Promise((done) => setTimeout(done, 350)); throw new Error("slow")');
  // A minute of the sandbox is 10 ms here. The first attempt starts in time, but lasts longer than the event's age.
  await configure({
    MaximumEventAgeInSeconds: 1800,
    DestinationConfig: { OnFailure: { Destination: queueArn } },
  });
  await send({});
  const { requestContext } = JSON.parse((await receive()).Body!);
  expect(requestContext).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 1 });
});

it('sends events directly to the destination when the reserved concurrency is 0', async () => {
  await make('return 1', { TargetArn: queueArn });
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  await send({ n: 3 });
  const message = await receive();
  expect(JSON.parse(message.Body!)).toEqual({ n: 3 });
  expect(message.MessageAttributes?.ErrorCode?.StringValue).toBe('429');
});

it('processes more events than its concurrency', async () => {
  await make('return event.n');
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 }));
  await configure({ DestinationConfig: { OnSuccess: { Destination: queueArn } } });
  await Promise.all(Array.from({ length: 8 }, (_, n) => send({ n })));
  const seen: number[] = [];
  while (seen.length < 8) {
    seen.push(JSON.parse((await receive()).Body!).responsePayload);
  }
  expect(seen.sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});
