import { createHash } from 'node:crypto';
import { usageError } from '../core/errors.ts';
import { STACK_TAG } from '../core/settings.ts';
import { say } from '../core/words/say.ts';
import type { CommandPlace } from './command-line.ts';

/** The caller, from GetCallerIdentity. */
export interface CallerIdentity {
  account: string;
  /** ARN of the caller. */
  arn: string;
  /** From the caller's ARN: `aws`, `aws-cn` or `aws-us-gov`. */
  partition: string;
  region: string;
}

/** The alarms of a stack. */
export const ALARMS = ['heartbeat', 'failed-events', 'errors', 'throttles'] as const;
/** Calls that could blind the monitor are too many for the pattern of one rule. */
export const TAMPER_RULES = ['tamper', 'tamper-2'] as const;
/** They exist only if the stack has `--notify` targets. */
export const BLIND_RULES = ['blind', 'blind-2'] as const;
export const RULES = ['change', 'check', 'sweep', ...TAMPER_RULES] as const;

/** Names of a stack's resources. They depend only on the stack and the Region, so no state file is needed. */
export interface StackNames extends CommandPlace {
  /** With the path /secgroup-monitor/. */
  role: string;
  policy: string;
  /** Allows EventBridge to write to streams and other event buses (`--target`). */
  targetsRole: string;
  logGroup: string;
  /** The log group with copies of the installed baselines; see baseline-copy.ts. */
  baselineGroup: string;
  queue: string;
  function: string;
  /** The name of each rule and of each alarm of the stack is `<prefix><purpose>`. */
  rulePrefix: string;
  /** Dashboards are in all Regions of the account, so the name contains the Region. */
  dashboard: string;
  trail: string;
}

export { STACK_TAG };
export const ROLE_PATH = '/secgroup-monitor/';
const VERSION_TAG = 'secgroup-monitor:version';
/** Also a mark by which the function is recognised if it lost its tag. */
export const FUNCTION_DESCRIPTION =
  'Judges security groups against a baseline and writes findings (secgroup-monitor).';
/** The id of the statement in the dead-letter queue's policy. */
export const QUEUE_STATEMENT = 'undelivered-events';

/** @throws AppError kind usage, code `bad-stack-name`, if AWS would reject a name that contains the stack's name. */
export function stackNames(stack: string, region: string, access = ''): StackNames {
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
    access,
    role: bounded(`${stack}-${region}`, 64),
    policy: 'secgroup-monitor',
    targetsRole: bounded(`${stack}-${region}-targets`, 64),
    logGroup: `/aws/lambda/${stack}`,
    baselineGroup: `/secgroup-monitor/${stack}/baseline`,
    queue: `${stack}-failed`,
    function: stack,
    rulePrefix: `${stack}-`,
    dashboard: `${stack}-${region}`,
    trail: `${stack}-trail`,
  };
}

export const DEFAULT_STACK = 'secgroup-monitor';

/**
 * At most 63 characters. Includes the account, because bucket names must be unique across all accounts. A stack's name
 * can have characters that a bucket's name can't have, so a hash represents it. The operator's policy matches every
 * bucket name by its beginning.
 */
export function bucketName(names: StackNames, account: string): string {
  const prefix = `secgroup-monitor-trail-${account}-${names.region}`;
  return names.stack === DEFAULT_STACK ? prefix : `${prefix}-${hash(names.stack)}`;
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

/** Shortens a name to AWS's limit. A hash of the full name replaces its end, so it stays unique. */
function bounded(name: string, limit: number): string {
  return name.length <= limit ? name : `${name.slice(0, limit - 9)}-${hash(name)}`;
}

/** Eight hexadecimal digits that distinguish texts in names. */
export function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
