import type { Lambda } from '../aws/services/lambda.ts';
import type { Sqs } from '../aws/services/sqs.ts';
import { AppError, unlessCode } from '../core/errors.ts';
import { isDict } from '../core/json-shape.ts';
import { howMany, say } from '../core/words/say.ts';
import type { RedriveReport } from '../reports/redrive.ts';
import { countCalls } from './apply/count-calls.ts';
import { awsCommand } from './command-line.ts';
import { makeHost } from './host.ts';
import type { DeployContext } from './install/prepare-install.ts';
import { NO_QUEUE } from './kinds/queue.ts';
import { type StackNames, stackNames } from './stack.ts';

/** How long a received message is hidden from other readers. A message that is not deleted is visible again after it. */
const VISIBILITY_SECONDS = 60;
const BATCH = 10;
/** Long polling: without a wait SQS asks only some of its servers and can miss messages (SQS, "Short polling"). */
const WAIT_SECONDS = 2;

/**
 * Sends the events in the dead-letter queue to the function again, and deletes each from the queue after Lambda
 * has accepted it. Messages that are not events stay in the queue.
 *
 * @throws AppError kind usage, code `no-queue`, if the stack is not installed.
 */
export async function redriveQueue(
  input: { stack: string; dryRun: boolean; limit?: number | undefined },
  context: DeployContext,
): Promise<RedriveReport> {
  const { aws } = countCalls(context.aws);
  const names = stackNames(input.stack, aws.region, aws.access);
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
  // An event that fails again returns to the same queue, so only the present number of messages is read.
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

/** The dead-letter queue, and the function that receives its events. */
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

/** Sends the events of one batch of messages to the function. Returns the number of messages. */
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
  // All calls must finish before the first failure is thrown. Otherwise an accepted event might stay in the queue.
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

function purgeCommand(names: StackNames): string {
  const url = awsCommand(
    `aws sqs get-queue-url --queue-name ${names.queue} --query QueueUrl --output text`,
    names,
  );
  return awsCommand(`aws sqs purge-queue --queue-url "$(${url})"`, names);
}

/**
 * Returns the event in a message, or undefined. EventBridge sends the event itself; Lambda's failure destination
 * wraps it as `requestPayload` (Lambda developer guide, asynchronous invocation records).
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
