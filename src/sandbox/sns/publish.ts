import { randomUUID } from 'node:crypto';
import type * as SNS from '@aws-sdk/client-sns';
import type { OperationTable } from '../operations.ts';
import { mayDeliver } from '../policy/delivery.ts';
import { type SandboxWorld, undeliverable } from '../service.ts';
import { parseArn } from '../values/arn.ts';
import { defaultPolicy, existingTopic, invalid, type Subscription, snsState, type Topic } from './state.ts';

/** Maximum bytes of a message (SDK documentation of Publish). */
const maxBytes = 262_144;

/** Subscriptions of queues and functions, and publishing to them. */
export const publishOperations: OperationTable<typeof SNS> = {
  Subscribe(world, input, call) {
    const topic = existingTopic(world, input.TopicArn, call);
    const { Protocol: protocol, Endpoint: endpoint = '' } = input;
    if (protocol !== 'sqs' && protocol !== 'lambda' && protocol !== 'email') {
      throw invalid(`Protocol Reason: the sandbox delivers only to sqs and lambda, not to ${protocol}`);
    }
    const pending = protocol === 'email';
    if (pending && !/^\S+@\S+$/.test(endpoint)) throw invalid('Email address');
    if (!pending && !endpoint.includes(`:${protocol}:`)) {
      throw invalid(`${protocol.toUpperCase()} endpoint ARN`);
    }
    const same = topic.subscriptions.find((one) => one.protocol === protocol && one.endpoint === endpoint);
    const answer = ({ arn }: Subscription) =>
      pending && input.ReturnSubscriptionArn !== true ? 'pending confirmation' : arn;
    if (same) return { SubscriptionArn: answer(same) };
    const subscription: Subscription = {
      arn: `${topic.arn}:${randomUUID()}`,
      protocol,
      endpoint,
      raw: input.Attributes?.RawMessageDelivery === 'true',
      pending,
    };
    topic.subscriptions.push(subscription);
    return { SubscriptionArn: answer(subscription) };
  },

  Unsubscribe(world, input, call) {
    if (!input.SubscriptionArn?.startsWith('arn:'))
      throw invalid('SubscriptionArn Reason: An ARN must have at least 6 elements');
    const arn = input.SubscriptionArn ?? '';
    for (const topic of snsState(world, call.account, call.region).topics.values()) {
      topic.subscriptions = topic.subscriptions.filter((one) => one.arn !== arn);
    }
    return {};
  },

  ListSubscriptionsByTopic(world, input, call) {
    const topic = existingTopic(world, input.TopicArn, call);
    const subscriptions = topic.subscriptions.map((one) => ({
      SubscriptionArn: one.pending ? 'PendingConfirmation' : one.arn,
      Owner: topic.owner,
      Protocol: one.protocol,
      Endpoint: one.endpoint,
      TopicArn: topic.arn,
    }));
    return { Subscriptions: subscriptions };
  },

  Publish(world, input, call) {
    const topic = existingTopic(world, input.TopicArn ?? input.TargetArn, call);
    const message = input.Message ?? '';
    if (message === '') throw invalid('Empty message');
    if (Buffer.byteLength(message) > maxBytes) throw invalid('Message too long');
    return { MessageId: fanOut(world, topic, message, input.Subject) };
  },
};

/** SNS in the World: accepts messages of other services and roles, if policies allow it. */
export function snsSlice(world: SandboxWorld): SandboxWorld['sns'] {
  return {
    publish(topicArn, message, via) {
      const { account = '', region = '', resource = '' } = parseArn(topicArn) ?? {};
      const topic = snsState(world, account, region).topics.get(resource);
      if (!topic) {
        return undeliverable('NO_RESOURCE', 'Topic does not exist');
      }
      const policy = topic.attributes.Policy ?? defaultPolicy(topic);
      if (!mayDeliver(world, via, { action: 'sns:Publish', resource: topic.arn }, policy)) {
        return undeliverable(
          'NO_PERMISSIONS',
          `User: ${via.principal} is not authorized to perform: SNS:Publish on resource: ${topic.arn} because no resource-based policy allows the SNS:Publish action`,
        );
      }
      if (Buffer.byteLength(message) > maxBytes) {
        return undeliverable('SDK_CLIENT_ERROR', 'Invalid parameter: Message too long');
      }
      fanOut(world, topic, message, undefined);
      return { ok: true };
    },
  };
}

/** Delivers to each subscriber with a policy that allows the topic. As on AWS, the others get nothing. */
function fanOut(world: SandboxWorld, topic: Topic, message: string, subject: string | undefined): string {
  const id = randomUUID();
  const via = { principal: 'sns.amazonaws.com', sourceArn: topic.arn };
  const region = parseArn(topic.arn)?.region;
  for (const one of topic.subscriptions) {
    const notification = {
      Type: 'Notification',
      MessageId: id,
      TopicArn: topic.arn,
      ...(subject === undefined ? {} : { Subject: subject }),
      Message: message,
      Timestamp: new Date(world.now()).toISOString(),
      SignatureVersion: '1',
      Signature: 'unsigned',
      SigningCertURL: `https://sns.${region}.amazonaws.com/SimpleNotificationService.pem`,
      UnsubscribeURL: `https://sns.${region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${one.arn}`,
    };
    if (one.protocol === 'sqs') {
      world.sqs.send(one.endpoint, one.raw ? message : JSON.stringify(notification), {}, via);
    } else if (one.protocol === 'lambda') {
      const { SigningCertURL, UnsubscribeURL, ...rest } = notification;
      const Sns = {
        ...rest,
        SigningCertUrl: SigningCertURL,
        UnsubscribeUrl: UnsubscribeURL,
        MessageAttributes: {},
      };
      const record = { EventVersion: '1.0', EventSubscriptionArn: one.arn, EventSource: 'aws:sns', Sns };
      world.lambda.invokeAsync(one.endpoint, JSON.stringify({ Records: [record] }), via);
    }
  }
  return id;
}
