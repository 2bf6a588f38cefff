import { readPolicy } from '../policy/read-policy.ts';
import { AwsError, type SandboxWorld } from '../service.ts';
import { parseJsonObject } from '../values/json.ts';
import { type Queue, queueByArn } from './state.ts';

/** Defaults and ranges of numeric attributes, in seconds and bytes (SDK documentation of SetQueueAttributes). */
const numbers: Record<string, { default: number; min: number; max: number }> = {
  DelaySeconds: { default: 0, min: 0, max: 900 },
  MaximumMessageSize: { default: 1_048_576, min: 1024, max: 1_048_576 },
  MessageRetentionPeriod: { default: 345_600, min: 60, max: 1_209_600 },
  ReceiveMessageWaitTimeSeconds: { default: 0, min: 0, max: 20 },
  VisibilityTimeout: { default: 30, min: 0, max: 43_200 },
  KmsDataKeyReusePeriodSeconds: { default: 300, min: 60, max: 86_400 },
};
const texts = ['Policy', 'RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId', 'SqsManagedSseEnabled'];

export function numberOf(queue: Queue, name: string): number {
  return Number(queue.attributes[name] ?? numbers[name]?.default);
}

/** Checks attributes of a request. An empty text removes the attribute, and is kept here as ''. */
export function checkAttributes(
  world: SandboxWorld,
  given: Record<string, string> | undefined,
): Record<string, string> {
  for (const [name, value] of Object.entries(given ?? {})) {
    const range = numbers[name];
    if (range) {
      const number = Number(value);
      if (!/^\d+$/.test(value) || number < range.min || number > range.max) throw invalidValue(name);
    } else if (name === 'FifoQueue' || name === 'ContentBasedDeduplication') {
      throw new AwsError('UnsupportedOperation', 'The sandbox supports only standard queues.');
    } else if (!texts.includes(name)) {
      throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
    } else if (value !== '') checkText(world, name, value);
  }
  return given ?? {};
}

function checkText(world: SandboxWorld, name: string, value: string): void {
  if (name === 'Policy') {
    readPolicy(value, 'resource', () => invalidValue(name));
  } else if (name === 'RedrivePolicy') {
    const { deadLetterTargetArn, maxReceiveCount } = parseObject(name, value);
    const count = Number(maxReceiveCount);
    if (typeof deadLetterTargetArn !== 'string' || !/^arn:[^:]+:sqs:/.test(deadLetterTargetArn)) {
      throw invalidValue(name, 'Reason: Invalid value for deadLetterTargetArn.');
    }
    if (!Number.isInteger(count) || count < 1 || count > 1000) {
      throw invalidValue(name, 'Reason: Invalid value for maxReceiveCount: must be between 1 and 1000.');
    }
    if (!queueByArn(world, deadLetterTargetArn)) {
      throw new AwsError(
        'InvalidParameterValue',
        `Value ${value} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.`,
      );
    }
  } else if (name === 'RedriveAllowPolicy') parseObject(name, value);
  else if (name === 'SqsManagedSseEnabled' && value !== 'true' && value !== 'false') throw invalidValue(name);
}

function parseObject(name: string, value: string): Record<string, unknown> {
  const parsed = parseJsonObject(value);
  if (!parsed) throw invalidValue(name, 'Reason: Redrive policy is not a valid JSON map.');
  return parsed;
}

function invalidValue(name: string, reason?: string): AwsError {
  return new AwsError(
    'InvalidAttributeValue',
    `Invalid value for the parameter ${name}.${reason === undefined ? '' : ` ${reason}`}`,
  );
}

/** Returns the result of GetQueueAttributes. `names` can contain `All`. */
export function describeAttributes(queue: Queue, names: string[], now: number): Record<string, string> {
  const inFlight = queue.messages.filter((one) => one.receiveCount > 0 && one.visibleAt > now).length;
  const delayed = queue.messages.filter((one) => one.receiveCount === 0 && one.visibleAt > now).length;
  const all: Record<string, string> = {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(queue.messages.length - inFlight - delayed),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.created / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modified / 1000)),
  };
  for (const [name, range] of Object.entries(numbers)) {
    if (name !== 'KmsDataKeyReusePeriodSeconds') all[name] = String(range.default);
  }
  all.SqsManagedSseEnabled = queue.attributes.KmsMasterKeyId === undefined ? 'true' : 'false';
  Object.assign(all, queue.attributes);
  if (names.includes('All')) return all;
  for (const name of names) {
    const known = name in all || name in numbers || texts.includes(name);
    if (!known) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
  }
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}
