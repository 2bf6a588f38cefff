import { SEVERITIES, type Severity } from '../core/baseline.ts';
import { callNames, tamperCalls } from '../core/change-event.ts';
import { FINDING_DETAIL_TYPES } from '../core/finding.ts';
import type { HandlerSettings } from '../core/settings.ts';

/** An EventBridge event pattern as plain data; `patternText` writes it as PutRule wants it. */
export type EventPattern = Record<string, unknown>;

/** The default quota of one pattern, in characters (EventBridge quotas). */
export const MAX_PATTERN_LENGTH = 2048;

const API_CALL = 'AWS API Call via CloudTrail';

/** Calls that put groups on interfaces and instances; watched with `--attachments`. */
export const ATTACHMENT_CALLS = ['ModifyNetworkInterfaceAttribute', 'ModifyInstanceAttribute'];

/** Failed calls are matched too: they are findings of kind denied-attempt. */
export function changePattern(options: { attachments: boolean }): EventPattern {
  return {
    source: ['aws.ec2'],
    'detail-type': [API_CALL],
    detail: {
      eventSource: ['ec2.amazonaws.com'],
      eventName: [
        ...callNames('ingress', 'cosmetic', 'group-life', 'vpc-association', 'prefix-list'),
        ...(options.attachments ? ATTACHMENT_CALLS : []),
      ],
    },
  };
}

/**
 * Calls that could blind the monitor. Lambda's names carry a date (`DeleteFunction20150331`), so they are
 * matched by prefix. Names alone are matched here; the handler keeps those that touch this stack.
 */
export function tamperPattern(): EventPattern {
  const calls = tamperCalls();
  return {
    source: calls.map(({ service }) => `aws.${service}`),
    'detail-type': [API_CALL],
    detail: {
      eventName: calls.flatMap<string | { prefix: string }>(({ names, dated }) =>
        dated ? names.map((prefix) => ({ prefix })) : names,
      ),
    },
  };
}

/** Verbs after which nothing, or not everything, would be seen any more. */
const BLINDING_VERBS = ['Stop', 'Delete', 'Disable', 'Remove', 'Detach', 'Purge', 'PutFunctionConcurrency'];

/**
 * Calls that blind this very stack, for targets that are told directly: the function may be what is gone. It
 * names the stack's own resources, so that nothing else in the account matches.
 */
export function blindingPattern(own: HandlerSettings['own'], functionArn: string): EventPattern {
  const trails = own.trailArns.flatMap((arn) => [arn, arn.slice(arn.lastIndexOf('/') + 1)]);
  const touches = {
    name: [...own.ruleNames, ...trails],
    rule: own.ruleNames,
    functionName: [own.functionName, functionArn],
    roleName: [own.roleName],
    logGroupName: [own.logGroupName],
    queueUrl: [{ suffix: `/${own.queueName}` }],
  };
  return {
    source: tamperCalls().map(({ service }) => `aws.${service}`),
    'detail-type': [API_CALL],
    detail: {
      eventName: BLINDING_VERBS.map((prefix) => ({ prefix })),
      $or: Object.entries(touches).map(([key, values]) => ({ requestParameters: { [key]: values } })),
    },
  };
}

/** An on-demand check: anyone who may put events on the default bus may ask for one. */
export function checkPattern(): EventPattern {
  return { source: ['secgroup-monitor'], 'detail-type': ['Check Security Group'] };
}

/** Resource state changes from AWS Config, for accounts that record Config but keep no trail. */
export function configPattern(): EventPattern {
  return {
    source: ['aws.config'],
    'detail-type': ['Config Configuration Item Change'],
    detail: { configurationItem: { resourceType: ['AWS::EC2::SecurityGroup'] } },
  };
}

/** This stack's findings at or above a severity, as the handler puts them on the bus. */
export function findingsPattern(stack: string, atLeast: Severity): EventPattern {
  return {
    source: ['secgroup-monitor'],
    'detail-type': Object.values(FINDING_DETAIL_TYPES),
    detail: { stack: [stack], severity: SEVERITIES.slice(SEVERITIES.indexOf(atLeast)) },
  };
}

export function patternText(pattern: EventPattern): string {
  return JSON.stringify(pattern);
}
