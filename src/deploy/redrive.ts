import { AppError, unlessCode } from '../core/errors.ts';
import { isDict } from '../core/json-shape.ts';
import { howMany, say } from '../core/words/say.ts';
import type { RedriveReport } from '../reports/redrive.ts';
import { countCalls } from './apply/count-calls.ts';
import { makeHost } from './host.ts';
import type { DeployContext } from './install/prepare-install.ts';
import { NO_QUEUE } from './kinds/queue.ts';
import { stackNames } from './stack.ts';

/** While a message is worked on nobody else sees it; what is left out shows again after this. */
const VISIBILITY_SECONDS = 60;
const BATCH = 10;
/** A call that does not wait asks some of a queue's servers only, and may miss what is there (SQS, "Short polling"). */
const WAIT_SECONDS = 2;

/**
 * Sends the events of the dead-letter queue to the function again, and takes each off the queue once the
 * function has accepted it. What is no event of ours stays.
 *
 * @throws AppError kind usage, code `no-queue`, where nothing is installed.
 */
export async function redriveQueue(
  input: { stack: string; dryRun: boolean; limit?: number | undefined },
  context: DeployContext,
): Promise<RedriveReport> {
  const { aws } = countCalls(context.aws);
  const names = stackNames(input.stack, aws.region);
  const host = makeHost({ ...context, aws, names, random: Math.random });
  const identity = await host.identity();
  const [sqs, lambda] = await Promise.all([aws.sqs(), aws.lambda()]);
  const QueueUrl = (await unlessCode(sqs.getQueueUrl({ QueueName: names.queue }), ...NO_QUEUE))?.QueueUrl;
  if (QueueUrl === undefined) {
    throw new AppError({
      kind: 'usage',
      code: 'no-queue',
      message: say`There is no queue ${names.queue} in ${names.region}: stack ${input.stack} is not installed there.`,
      hint: say`Give the --stack and --region of an installation.`,
    });
  }
  const depth = async () => {
    const { Attributes } = await sqs.getQueueAttributes({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    });
    return (
      Number(Attributes?.ApproximateNumberOfMessages ?? 0) +
      Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0)
    );
  };
  const report: RedriveReport = {
    schema: 'secgroup-monitor/redrive/1',
    stack: input.stack,
    account: identity.account,
    region: identity.region,
    dryRun: input.dryRun,
    redriven: 0,
    skipped: [],
    left: 0,
  };
  if (input.dryRun) {
    report.left = await depth();
    report.redriven = report.left;
    return report;
  }
  // No more than what is there now: an event that fails again comes back to the same queue.
  const limit = Math.min(input.limit ?? Number.POSITIVE_INFINITY, await depth());
  let seen = 0;
  while (seen < limit) {
    context.signal.throwIfAborted();
    const page = await sqs.receiveMessage({
      QueueUrl,
      MaxNumberOfMessages: Math.min(BATCH, limit - seen),
      VisibilityTimeout: VISIBILITY_SECONDS,
      WaitTimeSeconds: WAIT_SECONDS,
    });
    const messages = page.Messages ?? [];
    if (messages.length === 0) break;
    seen += messages.length;
    // All of them end before the first failure is told, or an event could be handed over and not be taken off.
    const outcomes = await Promise.allSettled(
      messages.map(async ({ MessageId, Body, ReceiptHandle }) => {
        const event = eventOf(Body ?? '');
        if (event === undefined) {
          report.skipped.push({ messageId: MessageId ?? '', reason: say`it holds no event` });
          return;
        }
        await lambda.invoke({
          FunctionName: names.function,
          InvocationType: 'Event',
          Payload: new TextEncoder().encode(JSON.stringify(event)),
        });
        await sqs.deleteMessage({ QueueUrl, ReceiptHandle });
        report.redriven++;
        context.progress({
          type: 'step-waiting',
          id: 'redrive',
          text: say`${howMany(report.redriven, 'event')} sent again`,
        });
      }),
    );
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }
  report.left = await depth();
  if (report.skipped.length > 0) {
    const region = `--region ${names.region}`;
    const url = `aws sqs get-queue-url --queue-name ${names.queue} ${region} --query QueueUrl --output text`;
    report.remedy = `aws sqs purge-queue ${region} --queue-url "$(${url})"`;
  }
  return report;
}

/**
 * The event in a message: EventBridge puts the event itself there, Lambda's failure destination wraps it as
 * `requestPayload` (Lambda developer guide, asynchronous invocation records).
 */
export function eventOf(body: string): object | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (!isDict(value)) return undefined;
  const inner = 'requestPayload' in value && 'requestContext' in value ? value.requestPayload : value;
  return isDict(inner) && ('detail-type' in inner || 'detail' in inner) ? inner : undefined;
}
