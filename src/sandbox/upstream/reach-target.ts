import { messageOf } from '../error-message.ts';
import { partitionKeyOf, payloadOf } from '../events/payload.ts';
import type { DeliveryJob } from '../events/state.ts';
import { type Delivery, undeliverable } from '../service.ts';
import { type Arn, arnText, logGroupName as nameOfLogGroup, parseArn } from '../values/arn.ts';
import { type Asking, accepted, UpstreamRefusal } from './connection.ts';
import type { Upstream } from './upstream.ts';

/** One attempt to deliver an event to a target in the upstream, with the same call as EventBridge. */
export async function reachTarget(upstream: Upstream, job: DeliveryJob): Promise<Delivery> {
  const arn = parseArn(job.target.Arn ?? '');
  if (!arn) return undeliverable('NO_RESOURCE', 'The ARN of the target is malformed.');
  const payload = payloadOf(job);
  try {
    switch (arn.service) {
      case 'lambda':
        await invoke(upstream, arn, payload);
        break;
      case 'sqs':
        await sendMessage(upstream, arn, payload, {});
        break;
      case 'sns':
        await publish(upstream, arn, payload);
        break;
      case 'kinesis': {
        await upstream.connection.askJson(asking(upstream, arn), 'Kinesis_20131202.PutRecord', {
          StreamName: arn.resource.replace(/^stream\//, ''),
          Data: Buffer.from(payload).toString('base64'),
          PartitionKey: partitionKeyOf(job),
        });
        break;
      }
      case 'logs':
        await putLogEvent(upstream, arn, job.rule.name, payload);
        break;
      default:
        return undeliverable(
          'NO_RESOURCE',
          `Targets of service ${arn.service} can't be reached in an upstream.`,
        );
    }
    return { ok: true };
  } catch (error) {
    const message = messageOf(error);
    const retryable = !(error instanceof UpstreamRefusal) || error.status >= 500 || error.status === 429;
    return { ok: false, retryable, code: message, message };
  }
}

/** Sends a message to a queue of the upstream. */
export async function sendMessage(
  upstream: Upstream,
  arn: Arn,
  MessageBody: string,
  attributes: Record<string, string>,
): Promise<void> {
  const as = asking(upstream, arn);
  const { QueueUrl } = await upstream.connection.askJson(as, 'AmazonSQS.GetQueueUrl', {
    QueueName: arn.resource,
  });
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
  await upstream.connection.askJson(as, 'AmazonSQS.SendMessage', {
    QueueUrl,
    MessageBody,
    MessageAttributes,
  });
}

const asking = ({ identities }: Upstream, { account, region, service }: Arn): Asking => ({
  ...identities.actingIn(account),
  service,
  region,
});

async function invoke(upstream: Upstream, arn: Arn, body: string): Promise<void> {
  accepted(
    await upstream.connection.ask({
      ...asking(upstream, arn),
      path: `/2015-03-31/functions/${encodeURIComponent(arnText(arn))}/invocations`,
      headers: { 'x-amz-invocation-type': 'Event', 'content-type': 'application/json' },
      body,
    }),
  );
}

async function publish(upstream: Upstream, arn: Arn, Message: string): Promise<void> {
  const form = { Action: 'Publish', Version: '2010-03-31', TopicArn: arnText(arn), Message };
  accepted(
    await upstream.connection.ask({
      ...asking(upstream, arn),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    }),
  );
}

async function putLogEvent(
  upstream: Upstream,
  arn: Arn,
  logStreamName: string,
  message: string,
): Promise<void> {
  const as = asking(upstream, arn);
  const logGroupName = nameOfLogGroup(arn);
  const call = (operation: string, input: object) =>
    upstream.connection.askJson(as, `Logs_20140328.${operation}`, { logGroupName, logStreamName, ...input });
  await call('CreateLogStream', {}).catch((error: unknown) => {
    if (!(error instanceof UpstreamRefusal) || !error.message.includes('AlreadyExists')) throw error;
  });
  await call('PutLogEvents', { logEvents: [{ timestamp: Date.now(), message }] });
}
