import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  FilterLogEventsCommand,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
} from '@aws-sdk/client-kinesis';
import { DeleteFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateTopicCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { pipeline, tcp } from '../support/pipeline.ts';
import type { clientConfig } from '../support/sandbox.ts';

const BASELINE = `
version: 1
groups:
  - name: closed
    match: { name: "closed*" }
    ingress: exactly
    rules: []
unlisted: ignore
`;

const ARN = 'eu-west-1:111122223333';
const policy = (principal: string, action: string, resource: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: principal }, Action: action, Resource: resource }],
  });

describe('a stack with --target and --notify', () => {
  let p: Awaited<ReturnType<typeof pipeline>>;
  let sqs: SQSClient;
  let kinesis: KinesisClient;
  let logs: CloudWatchLogsClient;
  let events: EventBridgeClient;

  async function queue(config: ReturnType<typeof clientConfig>, name: string): Promise<void> {
    const client = new SQSClient(config);
    const arn = `arn:aws:sqs:${ARN}:${name}`;
    const statements = ['events.amazonaws.com', 'sns.amazonaws.com'].map(
      (service) => JSON.parse(policy(service, 'sqs:SendMessage', arn)).Statement[0],
    );
    await client.send(
      new CreateQueueCommand({
        QueueName: name,
        Attributes: { Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) },
      }),
    );
    client.destroy();
  }

  async function received(name: string): Promise<string[]> {
    const QueueUrl = `${p.sandbox.url}/111122223333/${name}`;
    const bodies: string[] = [];
    for (;;) {
      const { Messages } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
      );
      for (const { Body } of Messages ?? []) if (!bodies.includes(Body!)) bodies.push(Body!);
      if ((Messages ?? []).length < 10) return bodies;
    }
  }

  beforeAll(async () => {
    p = await pipeline({
      baseline: BASELINE,
      install: [
        '--create-trail',
        '--target',
        `arn:aws:sqs:${ARN}:changes`,
        '--target',
        `arn:aws:kinesis:${ARN}:stream/changes=path:$.detail.eventName`,
        '--target',
        `arn:aws:sns:${ARN}:changes=template:<$.detail.eventName> by <$.detail.userIdentity.arn>`,
        '--target',
        `arn:aws:logs:${ARN}:log-group:/changes=template:<$.detail.eventName> in <$.detail.requestParameters.groupId>`,
        '--notify',
        `arn:aws:sqs:${ARN}:alarms@high`,
      ],
      async prepare(config) {
        await queue(config, 'changes');
        await queue(config, 'topic-copy');
        await queue(config, 'alarms');
        const [sns, streams, groups] = [
          new SNSClient(config),
          new KinesisClient({ ...config, requestHandler: new NodeHttpHandler() }),
          new CloudWatchLogsClient(config),
        ];
        const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'changes' }));
        await sns.send(
          new SetTopicAttributesCommand({
            TopicArn,
            AttributeName: 'Policy',
            AttributeValue: policy('events.amazonaws.com', 'sns:Publish', TopicArn!),
          }),
        );
        await sns.send(
          new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: `arn:aws:sqs:${ARN}:topic-copy` }),
        );
        await streams.send(new CreateStreamCommand({ StreamName: 'changes', ShardCount: 1 }));
        await groups.send(new CreateLogGroupCommand({ logGroupName: '/changes' }));
        await groups.send(
          new PutResourcePolicyCommand({
            policyName: 'events',
            policyDocument: JSON.stringify({
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] },
                  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
                  Resource: `arn:aws:logs:${ARN}:log-group:/changes:*`,
                },
              ],
            }),
          }),
        );
        for (const client of [sns, streams, groups]) client.destroy();
      },
    });
    [sqs, kinesis, logs, events] = [
      new SQSClient({ ...p.config, useQueueUrlAsEndpoint: false }),
      new KinesisClient({ ...p.config, requestHandler: new NodeHttpHandler() }),
      new CloudWatchLogsClient(p.config),
      new EventBridgeClient(p.config),
    ];
  }, 60_000);
  afterAll(async () => {
    for (const client of [sqs, kinesis, logs, events]) client?.destroy();
    await p?.[Symbol.asyncDispose]();
  });

  it('sends each change to all targets: complete, in part, or as a text', async () => {
    const id = await p.group('closed one');
    await p.authorize(id, tcp(22, '0.0.0.0/0'));
    await p.finding({ group: { id }, code: 'unexpected-ingress' });

    await eventually(async () => {
      const complete = (await received('changes')).map((body) => JSON.parse(body));
      expect(complete.map((event) => event.detail.eventName)).toContain('AuthorizeSecurityGroupIngress');
    });
    await eventually(async () => {
      const texts = (await received('topic-copy')).map((body) => JSON.parse(body).Message);
      expect(texts).toContain('"AuthorizeSecurityGroupIngress by arn:aws:iam::111122223333:root"');
    });
    await eventually(async () => {
      const { ShardIterator } = await kinesis.send(
        new GetShardIteratorCommand({
          StreamName: 'changes',
          ShardId: 'shardId-000000000000',
          ShardIteratorType: 'TRIM_HORIZON',
        }),
      );
      const { Records } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
      const texts = Records!.map(({ Data }) => new TextDecoder().decode(Data));
      expect(texts).toContain('"AuthorizeSecurityGroupIngress"');
    });
    await eventually(async () => {
      const page = await logs.send(new FilterLogEventsCommand({ logGroupName: '/changes' }));
      expect(page.events!.map(({ message }) => message)).toContain(`AuthorizeSecurityGroupIngress in ${id}`);
    });
  });

  it('sends findings at or above the severity in --notify', async () => {
    const quiet = await p.group('closed quietly');
    await p.authorize(quiet, tcp(22, '10.0.0.0/8'));
    await p.finding({ group: { id: quiet }, code: 'unexpected-ingress' });
    const loud = await p.group('closed loudly');
    await p.authorize(loud, tcp(3306, '0.0.0.0/0'));
    await eventually(async () => {
      const alarms = (await received('alarms')).map((body) => JSON.parse(body));
      expect(alarms).toContainEqual(
        expect.objectContaining({
          source: 'secgroup-monitor',
          'detail-type': 'Security Group Drift',
          detail: expect.objectContaining({
            severity: 'critical',
            group: expect.objectContaining({ id: loud }),
          }),
        }),
      );
      expect(alarms.filter((event) => event.detail.group?.id === quiet)).toEqual([]);
    });
  });

  it('sends changes to another bus, and a constant text to a target', async () => {
    const { EventBusArn } = await events.send(new CreateEventBusCommand({ Name: 'central' }));
    await events.send(
      new PutRuleCommand({ Name: 'copy', EventBusName: 'central', EventPattern: '{"source":["aws.ec2"]}' }),
    );
    await events.send(
      new PutTargetsCommand({
        Rule: 'copy',
        EventBusName: 'central',
        Targets: [{ Id: 'alarms', Arn: `arn:aws:sqs:${ARN}:alarms` }],
      }),
    );
    const constant = `arn:aws:sqs:${ARN}:changes=constant:something changed`;
    const updated = await p.cli('install', '--yes', '--target', EventBusArn!, '--target', constant);
    expect(updated.code, updated.stderr).toBe(0);
    const id = await p.group('closed elsewhere');
    await eventually(async () => {
      const copies = (await received('alarms')).map((body) => JSON.parse(body));
      expect(copies.map((event) => event.detail.responseElements?.groupId)).toContain(id);
    });
    await eventually(async () => expect(await received('changes')).toContain('"something changed"'));
    await p.finding({ group: { id } });
  });

  it('keeps an event that it cannot handle in the queue, with the reason, and continues', async () => {
    p.sandbox.faults.add({
      service: 'ec2',
      operation: 'DescribeSecurityGroups',
      times: 30,
      action: { do: 'deny' },
    });
    const lost = await p.group('closed in vain');
    const QueueUrl = `${p.sandbox.url}/111122223333/secgroup-monitor-failed`;
    await eventually(async () => {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
      );
      expect(Number(Attributes!.ApproximateNumberOfMessages)).toBeGreaterThan(0);
    });
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 }));
    const kept = JSON.parse(Messages![0]!.Body!);
    expect(JSON.stringify(kept)).toContain(lost);
    expect(JSON.stringify(kept)).toMatch(/no permission for ec2:DescribeSecurityGroups/);
    p.sandbox.faults.clear();

    const status = await p.cli('status');
    expect(status.code).toBe(1);
    expect(status.stdout).toMatch(/redrive/);
    const redriven = await p.cli('redrive', '--yes');
    expect(redriven.code, redriven.stderr).toBe(0);
    await p.finding({ group: { id: lost } });
  });

  it('reports the deletion of the function without the function', async () => {
    const lambda = new LambdaClient(p.config);
    await lambda.send(new DeleteFunctionCommand({ FunctionName: 'secgroup-monitor' }));
    lambda.destroy();
    await eventually(async () => {
      const alarms = (await received('alarms')).map((body) => JSON.parse(body));
      expect(alarms.map((event) => event.detail.eventName)).toContain('DeleteFunction20150331');
    });
    expect((await p.install()).code, 'a second install creates it again').toBe(0);
  });
});
