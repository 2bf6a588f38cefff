import { SEVERITIES, type Severity } from '../../core/baseline/baseline.ts';
import { FINDING_DETAIL_TYPES } from '../../core/finding/finding.ts';
import { callNames, tamperCalls } from '../../core/record/parse-record.ts';
import type { HandlerSettings } from '../../core/settings.ts';

/** An EventBridge event pattern as plain data. `patternText` returns it as text for PutRule. */
export type RulePattern = Record<string, unknown>;

/** The default quota of one pattern, in characters (EventBridge quotas). */
export const MAX_PATTERN_LENGTH = 2048;

const API_CALL = 'AWS API Call via CloudTrail';

/** Calls that attach groups to network interfaces and instances, for `--attachments`. */
export const ATTACHMENT_CALLS = ['ModifyNetworkInterfaceAttribute', 'ModifyInstanceAttribute'];

export interface Watched {
  attachments: boolean;
  /** Calls that change the tags of groups: needed if the baseline matches groups by tags. */
  tags: boolean;
}

/** Also matches failed calls, which become findings of kind denied-attempt. */
export function changePattern({ attachments, tags }: Watched): RulePattern {
  const eventName = [
    ...callNames('ingress', 'cosmetic', 'group-life', 'vpc-association', 'prefix-list'),
    ...(attachments ? ATTACHMENT_CALLS : []),
  ];
  // The same calls change the tags of every other resource of EC2.
  const groupsOnly = { resourcesSet: { items: { resourceId: [{ prefix: 'sg-' }] } } };
  const retagging = { eventName: callNames('tags'), requestParameters: groupsOnly };
  return {
    source: ['aws.ec2'],
    'detail-type': [API_CALL],
    detail: {
      eventSource: ['ec2.amazonaws.com'],
      ...(tags ? { $or: [{ eventName }, retagging] } : { eventName }),
    },
  };
}

/**
 * Matches calls that could blind the monitor, by name only; the handler keeps those that affect this stack.
 * Lambda's event names contain a date (`DeleteFunction20150331`), so they are matched by prefix.
 */
export function tamperPattern(): RulePattern {
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

/**
 * Matches calls that blind this stack, for the targets that EventBridge notifies directly, because the function
 * itself might be deleted or replaced. The pattern contains the names of the stack's own resources, so that no
 * other call in the account matches. The prefixes of event names are short, because the resource names make the
 * match precise.
 */
export function blindingPattern(own: HandlerSettings['own']): RulePattern {
  const begins = (...names: string[]) => names.map((prefix) => ({ prefix }));
  const rules = rulesOf(own.ruleNames);
  const trails = own.trailArns
    .map((arn) => arn.slice(arn.lastIndexOf('/') + 1))
    .flatMap((name) => [name, { suffix: `/${name}` }]);
  const functionArn = { suffix: `:function:${own.functionName}` };
  // The tamper rule reports changes to all other rules, but not the ones that stop the tamper rule itself.
  const tamperRule = own.ruleNames.filter((name) => name.endsWith('-tamper'));
  const calls = (eventName: unknown[], requestParameters: Record<string, unknown[]>) => ({
    eventName,
    requestParameters,
  });
  return {
    source: tamperCalls().map(({ service }) => `aws.${service}`),
    'detail-type': [API_CALL],
    detail: {
      $or: [
        calls(begins('Stop', 'Delete', 'Disable'), { name: [...rules, ...trails] }),
        // All names would be too long here, so stacks whose name begins with this stack's name match too.
        calls(begins('Remove'), { rule: begins(...tamperRule.map((name) => name.replace(/tamper$/, ''))) }),
        calls(['PutRule'], { name: tamperRule }),
        calls(['PutTargets'], { rule: tamperRule }),
        // Code and settings, reserved concurrency, and the permissions of EventBridge.
        calls(begins('Delete', 'Remove', 'UpdateFunctionCo', 'PutFunctionC'), {
          functionName: [own.functionName, functionArn],
        }),
        calls(begins('Put', 'Delete'), { resourceArn: [functionArn] }),
        // Policies, the permissions boundary, and the trust policy.
        calls(begins('Delete', 'Detach', 'Attach', 'Put', 'UpdateA'), { roleName: [own.roleName] }),
        calls(begins('Delete'), { logGroupName: [own.logGroupName] }),
        calls(begins('Delete', 'Purge'), { queueUrl: [{ suffix: `/${own.queueName}` }] }),
      ],
    },
  };
}

/** The names of rules for a pattern. One prefix covers the rules of all severities, to keep the pattern short. */
function rulesOf(names: string[]): (string | { prefix: string })[] {
  const notify = /(?<=-notify-)[a-z]+$/;
  const prefixes = new Set(names.filter((name) => notify.test(name)).map((name) => name.replace(notify, '')));
  return [...names.filter((name) => !notify.test(name)), ...[...prefixes].map((prefix) => ({ prefix }))];
}

/** Matches on-demand checks. Any principal that can put events on the default bus can start one. */
export function checkPattern(): RulePattern {
  return { source: ['secgroup-monitor'], 'detail-type': ['Check Security Group'] };
}

/** Matches configuration changes from AWS Config, for accounts that use Config but have no trail. */
export function configPattern(): RulePattern {
  return {
    source: ['aws.config'],
    'detail-type': ['Config Configuration Item Change'],
    detail: { configurationItem: { resourceType: ['AWS::EC2::SecurityGroup'] } },
  };
}

/** Matches this stack's findings at or above a severity, as the handler puts them on the event bus. */
export function findingsPattern(stack: string, atLeast: Severity): RulePattern {
  return {
    source: ['secgroup-monitor'],
    'detail-type': Object.values(FINDING_DETAIL_TYPES),
    detail: { stack: [stack], severity: SEVERITIES.slice(SEVERITIES.indexOf(atLeast)) },
  };
}

export function patternText(pattern: RulePattern): string {
  return JSON.stringify(pattern);
}
