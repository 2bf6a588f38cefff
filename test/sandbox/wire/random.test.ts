import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as config from '@aws-sdk/client-config-service';
import * as ec2 from '@aws-sdk/client-ec2';
import * as events from '@aws-sdk/client-eventbridge';
import * as iam from '@aws-sdk/client-iam';
import * as kinesis from '@aws-sdk/client-kinesis';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as sts from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serviceWire } from '../../../src/sandbox/wire/service-wire.ts';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';
import { randomValue } from '../support/random-shape.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
beforeAll(async () => {
  sandbox = await testSandbox();
});
afterAll(() => sandbox[Symbol.asyncDispose]());

// biome-ignore lint/suspicious/noExplicitAny: modules of twelve clients
const clients: [string, any, string][] = [
  ['ec2', ec2, 'EC2Client'],
  ['sts', sts, 'STSClient'],
  ['iam', iam, 'IAMClient'],
  ['sns', sns, 'SNSClient'],
  ['sqs', sqs, 'SQSClient'],
  ['events', events, 'EventBridgeClient'],
  ['logs', logs, 'CloudWatchLogsClient'],
  ['cloudtrail', cloudtrail, 'CloudTrailClient'],
  ['kinesis', kinesis, 'KinesisClient'],
  ['config', config, 'ConfigServiceClient'],
  ['lambda', lambda, 'LambdaClient'],
  ['s3', s3, 'S3Client'],
];

/** Members that the clients turn into hosts or checksums. */
const skip = new Set([
  'EndpointId',
  'StreamARN',
  'ConsumerARN',
  'ResourceARN',
  'StreamId',
  'ChecksumAlgorithm',
  'ContentLength',
  'DryRun',
]);

it.each(clients)(
  'causes no internal failure with valid requests to %s that contain random values',
  async (name, module, client) => {
    let state = 11;
    const random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    // Kinesis would use HTTP/2.
    const requestHandler = new NodeHttpHandler();
    const settings = { useQueueUrlAsEndpoint: false, forcePathStyle: true, requestHandler };
    const sender = new module[client]({ ...clientConfig(sandbox), ...settings });
    const { shapes } = (await serviceWire(name))!;
    const before = sandbox.calls.length;
    for (const shape of shapes.values()) {
      if (!shape.output.isUnitSchema() && shape.output.getEventStreamMember() !== '') continue;
      for (let round = 0; round < 2; round++) {
        const input = randomValue(shape.input, { random, skip: (member) => skip.has(member) }) as object;
        const sent = shape.input.isUnitSchema() ? {} : input;
        // The server can refuse the request. Only its internal failures count, below.
        await sender.send(new module[`${shape.name}Command`](sent)).catch(() => undefined);
      }
    }
    const calls = sandbox.calls.slice(before);
    const guilty = calls.filter((call) => call.status >= 500 && call.status !== 501);
    expect(guilty.map((call) => `${call.operation} ${call.outcome}`)).toEqual([]);
    expect(sandbox.failures).toEqual([]);
    expect(calls.length).toBeGreaterThan(shapes.size);
  },
);
