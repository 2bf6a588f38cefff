import type { DeployHost } from '../host.ts';
import { NO_QUEUE } from '../kinds/queue.ts';
import { tagsOf } from '../kinds/role.ts';
import type { PolicyDocument } from '../plan/resource.ts';
import { parsePolicy } from '../policy-text.ts';

/** A topic, queue or log group outside the stack that a rule sends to. */
export interface Receiver {
  service: 'sns' | 'sqs' | 'logs';
  arn: string;
  /** The name of the rule that sends, or the prefix of the alarms. */
  rule: string;
  /** Set for an SNS topic of the alarms. */
  byAlarms?: true;
}

/** Error codes of SNS and SQS for a topic or queue that does not exist. */
export const NO_RECEIVER: readonly string[] = [
  'NotFound',
  'NotFoundException',
  // Operations on tags.
  'ResourceNotFound',
  'ResourceNotFoundException',
  ...NO_QUEUE,
];

interface FoundPolicy {
  policy: PolicyDocument | undefined;
  tags: Record<string, string>;
  url?: string | undefined;
}

export async function readPolicy(
  { service, arn }: Pick<Receiver, 'service' | 'arn'>,
  host: Pick<DeployHost, 'aws'>,
): Promise<FoundPolicy> {
  switch (service) {
    case 'sns': {
      const sns = await host.aws.sns();
      const [{ Attributes }, { Tags }] = await Promise.all([
        sns.getTopicAttributes({ TopicArn: arn }),
        sns.listTagsForResource({ ResourceArn: arn }),
      ]);
      return { policy: parsePolicy(Attributes?.Policy, arn), tags: tagsOf(Tags) };
    }
    case 'sqs': {
      const sqs = await host.aws.sqs();
      const [, , , , account, name] = arn.split(':');
      const { QueueUrl } = await sqs.getQueueUrl({ QueueName: name, QueueOwnerAWSAccountId: account });
      const [{ Attributes }, { Tags }] = await Promise.all([
        sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['Policy'] }),
        sqs.listQueueTags({ QueueUrl }),
      ]);
      return { policy: parsePolicy(Attributes?.Policy, arn), tags: Tags ?? {}, url: QueueUrl };
    }
    case 'logs': {
      // Policies of CloudWatch Logs belong to the account, not to a log group, so they are never changed.
      const logs = await host.aws.logs();
      const { resourcePolicies } = await logs.describeResourcePolicies({});
      const policies = (resourcePolicies ?? []).flatMap(
        ({ policyDocument, policyName }) => parsePolicy(policyDocument, policyName ?? arn) ?? [],
      );
      return {
        policy: { Version: '2012-10-17', Statement: policies.flatMap(({ Statement }) => Statement) },
        tags: {},
      };
    }
  }
}

export async function writePolicy(
  { service, arn, url }: Pick<Receiver, 'service' | 'arn'> & { url?: string | undefined },
  policy: PolicyDocument,
  host: Pick<DeployHost, 'aws'>,
): Promise<void> {
  // A policy must have a statement. An empty text removes the policy in SQS; in SNS one always remains.
  const text = policy.Statement.length === 0 ? '' : JSON.stringify(policy);
  if (service === 'sns') {
    const sns = await host.aws.sns();
    await sns.setTopicAttributes({ TopicArn: arn, AttributeName: 'Policy', AttributeValue: text });
  } else if (url !== undefined) {
    const sqs = await host.aws.sqs();
    await sqs.setQueueAttributes({ QueueUrl: url, Attributes: { Policy: text } });
  }
}
