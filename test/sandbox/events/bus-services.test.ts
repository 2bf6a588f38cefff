import {
  CloudTrailClient,
  CreateTrailCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CreateSecurityGroupCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';

const ruleArn = 'arn:aws:events:eu-west-1:111122223333:rule/r';
let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

/** Starts a logging trail, and creates a rule that sends to a queue, with a dead-letter queue. */
async function start(eventPattern: object) {
  const sandbox = await testSandbox();
  close = () => sandbox[Symbol.asyncDispose]();
  const config = clientConfig(sandbox);
  const trail = new CloudTrailClient(config);
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const sqs = new SQSClient(config);
  const events = new EventBridgeClient(config);
  const Bucket = 'trail-logs';
  await s3.send(new CreateBucketCommand({ Bucket }));
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: 's3:*',
    Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
  };
  const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policy(statement) }));
  await trail.send(new CreateTrailCommand({ Name: 'main', S3BucketName: Bucket }));
  await trail.send(new StartLoggingCommand({ Name: 'main' }));
  const queue = async (QueueName: string) => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName }));
    const arn = `arn:aws:sqs:eu-west-1:111122223333:${QueueName}`;
    const allow = () =>
      sqs.send(
        new SetQueueAttributesCommand({
          QueueUrl,
          Attributes: {
            Policy: policy({
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: arn,
              Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
            }),
          },
        }),
      );
    const receive = () =>
      eventually(async () => {
        const { Messages } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'], MaxNumberOfMessages: 10 }),
        );
        expect(Messages?.length).toBe(1);
        const [message] = Messages!;
        const attributes = Object.entries(message!.MessageAttributes ?? {}).map(([k, v]) => [
          k,
          v.StringValue,
        ]);
        return { event: JSON.parse(message!.Body!), attributes: Object.fromEntries(attributes) };
      });
    return { arn, allow, receive };
  };
  const main = await queue('main');
  const dead = await queue('dead');
  await events.send(new PutRuleCommand({ Name: 'r', EventPattern: JSON.stringify(eventPattern) }));
  const DeadLetterConfig = { Arn: dead.arn };
  await events.send(
    new PutTargetsCommand({ Rule: 'r', Targets: [{ Id: '1', Arn: main.arn, DeadLetterConfig }] }),
  );
  return { config, trail, events, main, dead };
}

describe('a rule with a queue', () => {
  it('delivers a change as an event of CloudTrail', async () => {
    const { config, main } = await start({
      source: ['aws.ec2'],
      detail: { eventName: ['CreateSecurityGroup'] },
    });
    await main.allow();
    const ec2 = new EC2Client(config);
    const input = { GroupName: 'watched', Description: 'test' };
    const { GroupId, $metadata } = await ec2.send(new CreateSecurityGroupCommand(input));
    const { event, attributes } = await main.receive();
    expect(attributes).toEqual({});
    expect(event).toMatchObject({
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.ec2',
      detail: {
        eventName: 'CreateSecurityGroup',
        requestID: $metadata.requestId,
        responseElements: { groupId: GroupId },
      },
    });
  });

  it('delivers the call that stops the trail as the last event', async () => {
    const { trail, main } = await start({
      source: ['aws.cloudtrail'],
      detail: { eventName: ['StopLogging'] },
    });
    await main.allow();
    await trail.send(new StopLoggingCommand({ Name: 'main' }));
    await trail.send(new StopLoggingCommand({ Name: 'main' }));
    const { event } = await main.receive();
    expect(event.detail.requestParameters).toEqual({ name: 'main' });
  });

  it('sends an event that the queue refuses to the dead-letter queue, with the reason', async () => {
    const { events, dead, main } = await start({ source: ['my.app'] });
    await dead.allow();
    await events.send(
      new PutEventsCommand({ Entries: [{ Source: 'my.app', DetailType: 'd', Detail: '{"n":1}' }] }),
    );
    const { event, attributes } = await dead.receive();
    expect(event).toMatchObject({ source: 'my.app', detail: { n: 1 } });
    expect(attributes).toEqual({
      RULE_ARN: ruleArn,
      TARGET_ARN: main.arn,
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: expect.stringMatching(/./),
      RETRY_ATTEMPTS: '0',
    });
  });
});
