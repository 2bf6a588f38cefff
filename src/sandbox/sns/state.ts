import { AwsError, type Call, type SandboxWorld } from '../service.ts';
import { parseArn } from '../values/arn.ts';

export interface Subscription {
  arn: string;
  protocol: 'sqs' | 'lambda' | 'email';
  endpoint: string;
  raw: boolean;
  /** An e-mail address must confirm. The sandbox sends no mail, so it never does. */
  pending: boolean;
}

export interface Topic {
  name: string;
  arn: string;
  owner: string;
  attributes: Record<string, string>;
  tags: Map<string, string>;
  subscriptions: Subscription[];
}

export interface SnsState {
  topics: Map<string, Topic>;
}

export function snsState(world: SandboxWorld, account: string, region: string): SnsState {
  return world.state<SnsState>('sns', account, region, () => ({ topics: new Map() }));
}

export const invalid = (what: string) => new AwsError('InvalidParameter', `Invalid parameter: ${what}`);

export function existingTopic(world: SandboxWorld, arn: string | undefined, call: Call): Topic {
  const named = parseArn(arn ?? '');
  if (named?.service !== 'sns') throw invalid('TopicArn');
  const { account, region, resource } = named;
  const topic = snsState(world, account, region).topics.get(resource);
  if (!topic || account !== call.account || region !== call.region) {
    throw new AwsError('NotFound', 'Topic does not exist', 404);
  }
  return topic;
}

/** The initial policy of a topic: only its owner has access (SNS guide, "Default policy"). */
export function defaultPolicy(topic: Topic): string {
  const actions = [
    'GetTopicAttributes',
    'SetTopicAttributes',
    'AddPermission',
    'RemovePermission',
    'DeleteTopic',
    'Subscribe',
    'ListSubscriptionsByTopic',
    'Publish',
  ];
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: actions.map((action) => `SNS:${action}`),
        Resource: topic.arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': topic.owner } },
      },
    ],
  });
}
