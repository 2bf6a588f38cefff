import { type Arn, parseArn } from '../arn.ts';
import type { DeliveryJob } from '../events/deliver.ts';
import { select, targetInput } from '../events/input.ts';
import type { Delivery } from '../service.ts';
import { type Asking, accepted, UpstreamRefusal } from './connection.ts';
import type { Way } from './upstream-bus.ts';

/** One attempt to hand an event to a target in the upstream, by the call that EventBridge itself would make. */
export async function reachTarget(way: Way, job: DeliveryJob): Promise<Delivery> {
  const arn = parseArn(job.target.Arn ?? '');
  if (!arn) return refused('NO_RESOURCE', 'The ARN of the target is malformed.');
  const payload = targetInput(job.target, job.event, {
    ruleArn: job.rule.arn,
    ruleName: job.rule.name,
    ingestedAt: job.ingestedAt,
  });
  try {
    switch (arn.service) {
      case 'lambda':
        await invoke(way, arn, job.target.Arn!, payload);
        break;
      case 'sqs':
        await sendMessage(way, arn, payload, {});
        break;
      case 'sns':
        await publish(way, arn, job.target.Arn!, payload);
        break;
      case 'kinesis': {
        const path = job.target.KinesisParameters?.PartitionKeyPath;
        const key = path === undefined ? undefined : select(job.event, path);
        await way.connection.askJson(asking(way, arn), 'Kinesis_20131202.PutRecord', {
          StreamName: arn.resource.replace(/^stream\//, ''),
          Data: Buffer.from(payload).toString('base64'),
          PartitionKey: String(key ?? job.event.id),
        });
        break;
      }
      case 'logs':
        await putLogEvent(way, arn, job.rule.name, payload);
        break;
      default:
        return refused('NO_RESOURCE', `Targets of service ${arn.service} can't be reached in an upstream.`);
    }
    return { ok: true };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const retryable = !(error instanceof UpstreamRefusal) || error.status >= 500 || error.status === 429;
    return { ok: false, retryable, code: message, message };
  }
}

/** Puts a message into a queue of the upstream. */
export async function sendMessage(
  way: Way,
  arn: Arn,
  MessageBody: string,
  attributes: Record<string, string>,
): Promise<void> {
  const as = asking(way, arn);
  const { QueueUrl } = await way.connection.askJson(as, 'AmazonSQS.GetQueueUrl', { QueueName: arn.resource });
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
  await way.connection.askJson(as, 'AmazonSQS.SendMessage', { QueueUrl, MessageBody, MessageAttributes });
}

const asking = ({ identities }: Way, { account, region, service }: Arn): Asking => ({
  ...identities.actingIn(account),
  service,
  region,
});

const refused = (code: string, message: string): Delivery => ({ ok: false, retryable: false, code, message });

async function invoke(way: Way, arn: Arn, functionArn: string, body: string): Promise<void> {
  accepted(
    await way.connection.ask({
      ...asking(way, arn),
      path: `/2015-03-31/functions/${encodeURIComponent(functionArn)}/invocations`,
      headers: { 'x-amz-invocation-type': 'Event', 'content-type': 'application/json' },
      body,
    }),
  );
}

async function publish(way: Way, arn: Arn, TopicArn: string, Message: string): Promise<void> {
  const form = { Action: 'Publish', Version: '2010-03-31', TopicArn, Message };
  accepted(
    await way.connection.ask({
      ...asking(way, arn),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    }),
  );
}

async function putLogEvent(way: Way, arn: Arn, logStreamName: string, message: string): Promise<void> {
  const as = asking(way, arn);
  const logGroupName = arn.resource.replace(/^log-group:/, '').replace(/:\*$/, '');
  const call = (operation: string, input: object) =>
    way.connection.askJson(as, `Logs_20140328.${operation}`, { logGroupName, logStreamName, ...input });
  await call('CreateLogStream', {}).catch((error: unknown) => {
    if (!(error instanceof UpstreamRefusal) || !error.message.includes('AlreadyExists')) throw error;
  });
  await call('PutLogEvents', { logEvents: [{ timestamp: Date.now(), message }] });
}
