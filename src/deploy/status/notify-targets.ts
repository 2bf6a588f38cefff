import { type Attempt, attempt } from '../../core/errors.ts';
import type { DeployHost } from '../host.ts';
import type { InstallSettings } from '../install/install-settings.ts';
import { lookAtReceivers, type ReceiverLook } from '../rights/target-access.ts';
import type { CallerIdentity } from '../stack.ts';

/** A target of `--notify` as it is now. */
export interface NotifyTarget {
  arn: string;
  /** One for each rule that sends to it. */
  looks: ReceiverLook[];
  /** Undefined for a queue, and for a topic that does not exist. */
  subscriptions?: Attempt<Subscriptions> | undefined;
}

/** The subscriptions of a topic. */
export interface Subscriptions {
  confirmed: number;
  /** They receive nothing until their owner confirms. */
  pending: number;
}

/** Reads the policies of the targets of `--notify`, and the subscriptions of topics. */
export async function readNotifyTargets(
  host: Pick<DeployHost, 'aws' | 'names'>,
  identity: CallerIdentity,
  settings: InstallSettings,
): Promise<NotifyTarget[]> {
  const looks = await lookAtReceivers(host, identity, { ...settings, targets: [] });
  const arns = [...new Set(looks.map(({ receiver }) => receiver.arn))].sort();
  return Promise.all(
    arns.map(async (arn) => {
      const own = looks.filter(({ receiver }) => receiver.arn === arn);
      const isTopic = own.some(({ receiver, found }) => receiver.service === 'sns' && found !== 'none');
      return {
        arn,
        looks: own,
        subscriptions: isTopic ? await attempt(subscriptionsOf(arn, host)) : undefined,
      };
    }),
  );
}

async function subscriptionsOf(TopicArn: string, host: Pick<DeployHost, 'aws'>): Promise<Subscriptions> {
  const sns = await host.aws.sns();
  const found = { confirmed: 0, pending: 0 };
  let NextToken: string | undefined;
  do {
    const page = await sns.listSubscriptionsByTopic({ TopicArn, NextToken });
    for (const { SubscriptionArn } of page.Subscriptions ?? []) {
      // `PendingConfirmation` or `Deleted`, instead of an ARN (SNS API Reference, Subscription).
      if (SubscriptionArn === 'PendingConfirmation') found.pending++;
      if (SubscriptionArn?.startsWith('arn:')) found.confirmed++;
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}
