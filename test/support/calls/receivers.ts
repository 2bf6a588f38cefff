import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { ConfigService } from '@aws-sdk/client-config-service';
import { IAM } from '@aws-sdk/client-iam';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { allowing } from '../../sandbox/support/roles.ts';
import type { clientConfig } from '../sandbox.ts';
import { ACCOUNT, REGION, TOPIC } from './stack-account.ts';

const GROUP = '/security/findings';
const GROUP_ARN = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${GROUP}`;

/** Options of `install` for what `prepareReceivers` creates. */
export const RECEIVERS = ['--notify', TOPIC, '--target', GROUP_ARN];

/** Creates a topic with a subscription, a log group, a recorder that records, and the policy of a boundary. */
export async function prepareReceivers(config: ReturnType<typeof clientConfig>): Promise<void> {
  const [sns, sqs, logs, iam] = [
    new SNS(config),
    new SQS(config),
    new CloudWatchLogs(config),
    new IAM(config),
  ];
  await sns.createTopic({
    Name: 'alerts',
    Attributes: { Policy: accepting(['events', 'cloudwatch'], 'sns:Publish', TOPIC) },
  });
  const queue = `arn:aws:sqs:${REGION}:${ACCOUNT}:mails`;
  await sqs.createQueue({
    QueueName: 'mails',
    Attributes: { Policy: accepting('sns', 'sqs:SendMessage', queue) },
  });
  await sns.subscribe({ TopicArn: TOPIC, Protocol: 'sqs', Endpoint: queue });
  await logs.createLogGroup({ logGroupName: GROUP });
  await logs.putResourcePolicy({
    policyName: 'events',
    policyDocument: accepting(
      ['events', 'delivery.logs'],
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      `${GROUP_ARN}:*`,
    ),
  });
  await iam.createPolicy({ PolicyName: 'boundary', PolicyDocument: allowing(['*']) });
  await prepareRecorder(config);
  for (const client of [sns, sqs, logs, iam]) client.destroy();
}

/** Returns a policy that allows AWS services to do something. */
function accepting(services: string | string[], Action: string | string[], Resource: string): string {
  const Service = [services].flat().map((service) => `${service}.amazonaws.com`);
  const Statement = [{ Effect: 'Allow', Principal: { Service }, Action, Resource }];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

async function prepareRecorder(connection: ReturnType<typeof clientConfig>): Promise<void> {
  const config = new ConfigService(connection);
  await config.putConfigurationRecorder({
    ConfigurationRecorder: {
      name: 'default',
      roleARN: `arn:aws:iam::${ACCOUNT}:role/config`,
      recordingGroup: { allSupported: true },
    },
  });
  await config.putDeliveryChannel({ DeliveryChannel: { name: 'default', s3BucketName: 'config' } });
  await config.startConfigurationRecorder({ ConfigurationRecorderName: 'default' });
  config.destroy();
}
