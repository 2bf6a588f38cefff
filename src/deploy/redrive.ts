import type { Lambda } from '../aws/services/lambda.ts';
import type { Sqs } from '../aws/services/sqs.ts';
import { AppError, unlessCode } from '../core/errors.ts';
import { isDict } from '../core/json-shape.ts';
import { howMany, say } from '../core/words/say.ts';
import type { RedriveReport } from '../reports/redrive.ts';
import { countCalls } from './apply/count-calls.ts';
import { makeHost } from './host.ts';
import type { DeployContext } from './install/prepare-install.ts';
import { NO_QUEUE } from './kinds/queue.ts';
import { type StackNames, stackNames } from './stack.ts';

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
  const queue = { sqs, lambda, names, QueueUrl: await queueUrl(sqs, names) };
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
    report.left = await depthOf(queue);
    report.redriven = report.left;
    return report;
  }
  // No more than what is there now: an event that fails again comes back to the same queue.
  const limit = Math.min(input.limit ?? Number.POSITIVE_INFINITY, await depthOf(queue));
  let seen = 0;
  while (seen < limit) {
    context.signal.throwIfAborted();
    const taken = await redriveSome(queue, Math.min(BATCH, limit - seen), report, context);
    if (taken === 0) break;
    seen += taken;
  }
  report.left = await depthOf(queue);
  if (report.skipped.length > 0) report.remedy = purgeCommand(names);
  return report;
}

/** The dead-letter queue, and the function that gets its events. */
interface OpenQueue {
  sqs: Sqs;
  lambda: Lambda;
  names: StackNames;
  QueueUrl: string;
}

async function queueUrl(sqs: Sqs, { stack, queue, region }: StackNames): Promise<string> {
  const found = await unlessCode(sqs.getQueueUrl({ QueueName: queue }), ...NO_QUEUE);
  if (found?.QueueUrl !== undefined) return found.QueueUrl;
  throw new AppError({
    kind: 'usage',
    code: 'no-queue',
    message: say`The queue ${queue} does not exist in ${region}; stack ${stack} is not installed there.`,
    hint: say`Use the --stack and --region of an installed stack.`,
  });
}

async function depthOf({ sqs, QueueUrl }: OpenQueue): Promise<number> {
  const { Attributes } = await sqs.getQueueAttributes({
    QueueUrl,
    AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
  });
  return (
    Number(Attributes?.ApproximateNumberOfMessages ?? 0) +
    Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0)
  );
}

/** Hands over the events of one batch of messages, and says how many messages there were. */
async function redriveSome(
  { sqs, lambda, names, QueueUrl }: OpenQueue,
  count: number,
  report: RedriveReport,
  { progress }: Pick<DeployContext, 'progress'>,
): Promise<number> {
  const page = await sqs.receiveMessage({
    QueueUrl,
    MaxNumberOfMessages: count,
    VisibilityTimeout: VISIBILITY_SECONDS,
    WaitTimeSeconds: WAIT_SECONDS,
  });
  const messages = page.Messages ?? [];
  // All of them end before the first failure is thrown, or an event could be handed over and not be taken off.
  const outcomes = await Promise.allSettled(
    messages.map(async ({ MessageId, Body, ReceiptHandle }) => {
      const event = eventOf(Body ?? '');
      if (event === undefined) {
        report.skipped.push({ messageId: MessageId ?? '', reason: say`it does not contain an event` });
        return;
      }
      await lambda.invoke({
        FunctionName: names.function,
        InvocationType: 'Event',
        Payload: new TextEncoder().encode(JSON.stringify(event)),
      });
      await sqs.deleteMessage({ QueueUrl, ReceiptHandle });
      report.redriven++;
      progress({
        type: 'step-waiting',
        id: 'redrive',
        text: say`Sent ${howMany(report.redriven, 'event')} again`,
      });
    }),
  );
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  return messages.length;
}

function purgeCommand({ queue, region }: StackNames): string {
  const where = `--region ${region}`;
  const url = `aws sqs get-queue-url --queue-name ${queue} ${where} --query QueueUrl --output text`;
  return `aws sqs purge-queue ${where} --queue-url "$(${url})"`;
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
