import { createHash } from 'node:crypto';
import { usageError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';

/** Who calls, from GetCallerIdentity. */
export interface CallerIdentity {
  account: string;
  /** ARN of the caller. */
  arn: string;
  /** `aws`, `aws-cn`, `aws-us-gov`: from the caller's ARN. */
  partition: string;
  region: string;
}

export const RULES = ['change', 'check', 'sweep', 'tamper'] as const;

/** Names of what a stack owns. They follow from stack and Region alone, so that no state file is needed. */
export interface StackNames {
  stack: string;
  region: string;
  /** Under the path /secgroup-monitor/. */
  role: string;
  policy: string;
  /** Lets EventBridge write to streams and other buses (`--target`). */
  targetsRole: string;
  logGroup: string;
  queue: string;
  function: string;
  /** Of all rules of the stack: the name is `<prefix><purpose>`. */
  rulePrefix: string;
  trail: string;
}

export const ROLE_PATH = '/secgroup-monitor/';
export const STACK_TAG = 'secgroup-monitor:stack';
const VERSION_TAG = 'secgroup-monitor:version';

/** @throws AppError kind usage when the stack's name can't be part of every name that it becomes. */
export function stackNames(stack: string, region: string): StackNames {
  if (stack.length > 40 || !/^[A-Za-z0-9]+([_-][A-Za-z0-9]+)*$/.test(stack)) {
    throw usageError(
      'bad-stack-name',
      say`"${stack}" is not a valid stack name.`,
      say`Use 1 to 40 letters and digits, with single hyphens or underscores between them.`,
    );
  }
  return {
    stack,
    region,
    role: bounded(`${stack}-${region}`, 64),
    policy: 'secgroup-monitor',
    targetsRole: bounded(`${stack}-${region}-targets`, 64),
    logGroup: `/aws/lambda/${stack}`,
    queue: `${stack}-failed`,
    function: stack,
    rulePrefix: `${stack}-`,
    trail: `${stack}-trail`,
  };
}

/** Bucket names are shared by all accounts of the world, so the account is part of it. At most 63 characters. */
export function bucketName(names: StackNames, account: string): string {
  const stack = names.stack.toLowerCase().replaceAll('_', '-').replace(/-+$/, '');
  const plain = stack === names.stack ? stack : `${stack}-${hash(names.stack)}`;
  return bounded(`${plain}-trail-${account}-${names.region}`, 63);
}

export function arnOf(identity: CallerIdentity, service: string, resource: string): string {
  return `arn:${identity.partition}:${service}:${identity.region}:${identity.account}:${resource}`;
}

export function roleArn(identity: CallerIdentity, role: string): string {
  return `arn:${identity.partition}:iam::${identity.account}:role${ROLE_PATH}${role}`;
}

export function ruleArn(identity: CallerIdentity, rule: string): string {
  return arnOf(identity, 'events', `rule/${rule}`);
}

export function stackTags(stack: string, version: string): Record<string, string> {
  return { [STACK_TAG]: stack, [VERSION_TAG]: version };
}

/** Keeps a name within AWS's limit and still unlike any other: the end is replaced by a hash of the whole. */
function bounded(name: string, limit: number): string {
  return name.length <= limit ? name : `${name.slice(0, limit - 9)}-${hash(name)}`;
}

/** Eight hexadecimal digits that tell texts apart in names. */
export function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
