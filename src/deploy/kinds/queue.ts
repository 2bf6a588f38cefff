import { unlessCode } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import { retryWhile } from '../apply/wait.ts';
import { ownership } from '../ownership.ts';
import { idOf, type ResourceOf } from '../plan/resource.ts';
import { ownPolicy } from '../policy-text.ts';
import { QUEUE_STATEMENT, STACK_TAG } from '../stack.ts';
import { type KindOf, missingTags, type ResourceDifference, sameJson, tagReason } from './kind.ts';

/** SQS rejects a queue's name for 60 seconds after its deletion (CreateQueue, QueueDeletedRecently). */
const NAME_BLOCKED_MS = 90_000;
const DELETED_RECENTLY = /QueueDeletedRecently/;
export const NO_QUEUE = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

/** The dead-letter queue: keeps events that could not be delivered or handled. */
export const queue: KindOf<'queue'> = {
  kind: 'queue',
  calls: { create: ['sqs:CreateQueue'], remove: ['sqs:DeleteQueue'] },

  async read(host) {
    const name = host.names.queue;
    const sqs = await host.aws.sqs();
    const QueueUrl = (await unlessCode(sqs.getQueueUrl({ QueueName: name }), ...NO_QUEUE))?.QueueUrl;
    if (QueueUrl === undefined) return [];
    const found = await unlessCode(
      Promise.all([
        sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['All'] }),
        sqs.listQueueTags({ QueueUrl }),
      ]),
      ...NO_QUEUE,
    );
    if (found === undefined) return [];
    const attributes = found[0].Attributes ?? {};
    const tags = found[1].Tags ?? {};
    const policy = attributes.Policy;
    return [
      {
        id: idOf('queue', name),
        kind: 'queue',
        name,
        ...ownership(host, tags, queueMark(policy)),
        props: {
          attributes,
          policy: ownPolicy(policy),
          tags,
        },
        facts: {
          url: QueueUrl,
          owner: tags[STACK_TAG],
          // A received message that is not deleted is still in the queue and becomes visible again.
          depth:
            Number(attributes.ApproximateNumberOfMessages ?? 0) +
            Number(attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
        },
      },
    ];
  },

  diff(wanted, actual) {
    const differences: ResourceDifference[] = [];
    const wrong = wrongAttributes(wanted, actual.props.attributes);
    if (wrong.length > 0) {
      differences.push({
        reason: say`attributes differ (${wrong.join(', ')})`,
        calls: ['sqs:SetQueueAttributes'],
      });
    }
    if (!sameJson(actual.props.policy, wanted.props.policy)) {
      differences.push({ reason: say`its policy differs`, calls: ['sqs:SetQueueAttributes'] });
    }
    const missing = missingTags(wanted.props.tags, actual.props.tags);
    if (missing.length > 0) differences.push({ reason: tagReason(missing), calls: ['sqs:TagQueue'] });
    return differences;
  },

  async create(wanted, host) {
    const sqs = await host.aws.sqs();
    const wait = {
      id: wanted.id,
      for: say`SQS to release the name of a queue that was deleted in the last minute`,
      limitMs: NAME_BLOCKED_MS,
    };
    await retryWhile(
      host,
      wait,
      (error) => DELETED_RECENTLY.test(error.awsCode) || DELETED_RECENTLY.test(error.awsMessage),
      () =>
        sqs.createQueue({
          QueueName: wanted.name,
          Attributes: attributesOf(wanted),
          tags: wanted.props.tags,
        }),
    );
  },

  async update(wanted, actual, host) {
    const sqs = await host.aws.sqs();
    const QueueUrl = actual.facts.url as string;
    const same = sameJson(actual.props.policy, wanted.props.policy);
    if (!same || wrongAttributes(wanted, actual.props.attributes).length > 0) {
      await sqs.setQueueAttributes({ QueueUrl, Attributes: attributesOf(wanted) });
    }
    const missing = missingTags(wanted.props.tags, actual.props.tags);
    if (missing.length > 0) await sqs.tagQueue({ QueueUrl, Tags: Object.fromEntries(missing) });
  },

  async remove(actual, host) {
    const sqs = await host.aws.sqs();
    const url = actual.facts.url as string | undefined;
    const QueueUrl =
      url ?? (await unlessCode(sqs.getQueueUrl({ QueueName: actual.name }), ...NO_QUEUE))?.QueueUrl;
    if (QueueUrl === undefined) return;
    await unlessCode(sqs.deleteQueue({ QueueUrl }), ...NO_QUEUE);
  },
};

function queueMark(policy: string | undefined): string | undefined {
  const accepts = policy?.includes(`"${QUEUE_STATEMENT}"`) === true;
  return accepts ? say`its policy accepts the events of the stack's rules` : undefined;
}

function attributesOf(wanted: ResourceOf<'queue'>): Record<string, string> {
  return { ...wanted.props.attributes, Policy: JSON.stringify(wanted.props.policy) };
}

function wrongAttributes(wanted: ResourceOf<'queue'>, actual: Record<string, string> | undefined): string[] {
  return Object.entries(wanted.props.attributes).flatMap(([key, value]) =>
    actual?.[key] === value ? [] : [key],
  );
}
