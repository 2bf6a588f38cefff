import type { Target } from '../aws/services/events.ts';
import { usageError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import { hash } from './stack.ts';

export type TargetService = 'sns' | 'sqs' | 'kinesis' | 'logs' | 'event-bus';

/** One `--target ARN[=shape]`. */
export interface ExtraTarget {
  arn: string;
  service: TargetService;
  region: string;
  account: string;
  /** The fields of an EventBridge target that shape the sent event. */
  shape: Pick<Target, 'Input' | 'InputPath' | 'InputTransformer'>;
  /** Target id, unique within the rule. */
  id: string;
}

const hint = () =>
  say`Use ARN or ARN=shape; the shape is event, path:$.detail, template:<text with <$.path>> or constant:<text>.`;

/** Parses a value of `--target`. @throws AppError kind usage, code `bad-target`. */
export function parseTarget(text: string): ExtraTarget {
  const equals = text.indexOf('=');
  const arn = equals < 0 ? text : text.slice(0, equals);
  const shape = equals < 0 ? 'event' : text.slice(equals + 1);
  const parts = arn.match(/^arn:[\w-]+:([a-z]+):([a-z0-9-]+):(\d{12}):(.+)$/);
  const service = serviceOf(parts?.[1], parts?.[4] ?? '');
  if (parts === null || service === undefined) {
    throw usageError(
      'bad-target',
      say`--target can't send to "${arn}".`,
      say`The target must be an SNS topic, SQS queue, Kinesis stream, log group or event bus. ${hint()}`,
    );
  }
  if (arn.endsWith('.fifo')) throw fifoRefused(arn);
  return {
    arn: service === 'logs' ? arn.replace(/:\*$/, '') : arn,
    service,
    region: parts[2]!,
    account: parts[3]!,
    shape: parseShape(shape, service),
    id: `target-${hash(text)}`,
  };
}

/** EventBridge can't send to FIFO topics. FIFO queues need a group id, which no option sets. */
export function fifoRefused(arn: string): Error {
  return usageError(
    'bad-target',
    say`"${arn}" is a FIFO topic or queue, which does not accept events from the rules.`,
    say`Use a standard topic or queue.`,
  );
}

function serviceOf(service: string | undefined, resource: string): TargetService | undefined {
  if (service === 'sns' || service === 'sqs') return service;
  if (service === 'kinesis' && resource.startsWith('stream/')) return 'kinesis';
  if (service === 'logs' && resource.startsWith('log-group:')) return 'logs';
  if (service === 'events' && resource.startsWith('event-bus/')) return 'event-bus';
  return undefined;
}

function parseShape(shape: string, service: TargetService): ExtraTarget['shape'] {
  if (shape === 'event') return {};
  if (service === 'logs') return { InputTransformer: logTemplate(shape) };
  if (service === 'event-bus') {
    throw usageError(
      'bad-target',
      say`EventBridge can send only complete events to an event bus.`,
      say`Omit the shape.`,
    );
  }
  const colon = shape.indexOf(':');
  const value = shape.slice(colon + 1);
  switch (shape.slice(0, Math.max(colon, 0))) {
    case 'path':
      if (!/^\$(\.[\w-]+)*$/.test(value)) {
        throw usageError(
          'bad-target',
          say`"${value}" is not a path in an event.`,
          say`Paths look like $.detail.eventName.`,
        );
      }
      return { InputPath: value };
    case 'template':
      return { InputTransformer: template(value) };
    case 'constant':
      return { Input: isJson(value) ? value : JSON.stringify(value) };
    default:
      throw usageError('bad-target', say`"${shape}" is not a target shape.`, hint());
  }
}

/**
 * EventBridge accepts no constant and no path for a log group. A template must be an object with `timestamp` and
 * `message` (EventBridge guide, "Input transform examples"); any other text becomes the message.
 */
function logTemplate(shape: string): NonNullable<Target['InputTransformer']> {
  const text = shape.startsWith('template:') ? shape.slice('template:'.length) : undefined;
  const complete = text !== undefined && /"timestamp"\s*:/.test(text) && /"message"\s*:/.test(text);
  if (text === undefined || (text.trimStart().startsWith('{') && !complete)) {
    throw usageError(
      'bad-target',
      say`A log group accepts complete events, or a template for the message.`,
      say`Omit the shape, or use template:<text with <$.path>>.`,
    );
  }
  return template(complete ? text : `{"timestamp":<$.time>,"message":${JSON.stringify(text)}}`);
}

/** Replaces each `<$.path>` by a variable. EventBridge needs JSON, so any other text becomes a JSON string. */
function template(text: string): NonNullable<Target['InputTransformer']> {
  const paths = new Map<string, string>();
  const InputTemplate = text.replace(/<(\$(?:\.[\w-]+)*)>/g, (_whole, path: string) => {
    const name = paths.get(path) ?? `v${paths.size + 1}`;
    paths.set(path, name);
    return `<${name}>`;
  });
  if (paths.size > 100 || InputTemplate.length > 8192) {
    throw usageError(
      'bad-target',
      say`An EventBridge template can have at most 100 paths and 8,192 characters.`,
    );
  }
  return {
    InputPathsMap: Object.fromEntries([...paths].map(([path, name]) => [name, path])),
    InputTemplate: /^\s*[{["]/.test(InputTemplate) ? InputTemplate : JSON.stringify(InputTemplate),
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
