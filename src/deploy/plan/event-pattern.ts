import { SEVERITIES, type Severity } from '../../core/baseline/baseline.ts';
import { FINDING_DETAIL_TYPES } from '../../core/finding/finding.ts';
import { callNames, tamperCalls } from '../../core/record/parse-record.ts';
import type { HandlerSettings } from '../../core/settings.ts';
import type { BLIND_RULES, TAMPER_RULES } from '../stack.ts';

/** An EventBridge event pattern as plain data. `patternText` returns it as text for PutRule. */
export type RulePattern = Record<string, unknown>;

/** The default quota of one pattern, in characters (EventBridge quotas). */
export const MAX_PATTERN_LENGTH = 2048;

const API_CALL = 'AWS API Call via CloudTrail';

/** Calls that attach groups to network interfaces and instances, for `--attachments`. */
export const ATTACHMENT_CALLS = [
  'ModifyNetworkInterfaceAttribute',
  'ModifyInstanceAttribute',
  'CreateNetworkInterface',
  'RunInstances',
];

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

/** Services whose calls the first of the tamper rules matches; the second matches all others. */
const FIRST_TAMPER_RULE = new Set(['events', 'cloudtrail', 'iam', 'lambda']);

/**
 * Match calls that could blind the monitor, by name only; the handler keeps those that affect this stack.
 * Lambda's event names contain a date (`DeleteFunction20150331`), so they are matched by prefix.
 */
export function tamperPatterns(): Record<(typeof TAMPER_RULES)[number], RulePattern> {
  const calls = tamperCalls();
  return {
    tamper: namedCalls(calls.filter(({ service }) => FIRST_TAMPER_RULE.has(service))),
    'tamper-2': namedCalls(calls.filter(({ service }) => !FIRST_TAMPER_RULE.has(service))),
  };
}

function namedCalls(calls: ReturnType<typeof tamperCalls>): RulePattern {
  const names = calls.flatMap<string | { prefix: string }>(({ names, dated }) =>
    dated ? names.map((prefix) => ({ prefix })) : names,
  );
  return {
    source: calls.map(({ service }) => `aws.${service}`),
    'detail-type': [API_CALL],
    detail: { eventName: [...new Set(names)] },
  };
}

const begins = (...names: string[]) => names.map((prefix) => ({ prefix }));

/**
 * Match calls that blind this stack, for the targets that EventBridge notifies directly, because the function
 * itself might be deleted or replaced. The patterns contain the names of the stack's own resources, so that no
 * other call in the account matches. The prefixes of event names are short, because the resource names make the
 * match precise. The names of trails can be long, so they have a pattern of their own.
 */
export function blindingPatterns(
  own: HandlerSettings['own'],
): Record<(typeof BLIND_RULES)[number], RulePattern> {
  const functionArn = { suffix: `:function:${own.functionName}` };
  // The tamper rules report changes to all other rules, but not the ones that stop the tamper rules themselves.
  const prefix = `${own.functionName}-`;
  const tamperRules = begins(`${prefix}tamper`);
  return {
    blind: eitherCall(
      ['events', 'iam', 'lambda', 'logs', 'sqs'],
      [
        callsOn(begins('Delete', 'Disable'), { name: rulesOf(own.ruleNames) }),
        // All names would be too long here, so stacks whose name begins with this stack's name match too.
        callsOn(begins('Remove'), { rule: begins(prefix) }),
        callsOn(['PutRule'], { name: tamperRules }),
        callsOn(['PutTargets'], { rule: tamperRules }),
        // Code and settings, reserved concurrency, and the permissions of EventBridge.
        callsOn(begins('Delete', 'Remove', 'UpdateFunctionCo', 'PutFunctionC'), {
          functionName: [own.functionName, functionArn],
        }),
        callsOn(begins('Put', 'Delete'), { resourceArn: [functionArn] }),
        // Policies, the permissions boundary, and the trust policy.
        callsOn(begins('Delete', 'Detach', 'Attach', 'Put', 'UpdateA'), { roleName: [own.roleName] }),
        callsOn(begins('Delete', 'AssociateK'), { logGroupName: [own.logGroupName] }),
        callsOn(begins('Delete', 'Purge'), { queueUrl: [{ suffix: `/${own.queueName}` }] }),
      ],
    ),
    'blind-2': eitherCall(
      ['cloudtrail', 'config', 'iam'],
      [
        callsOn(begins('Stop', 'Delete'), { name: trailNames(own) }),
        callsOn(begins('Stop', 'Delete'), {
          configurationRecorderName: own.recorder ? [{ exists: true }] : [],
        }),
        // A version of the boundary's policy can deny everything.
        callsOn(begins('Create', 'Set'), {
          policyArn: own.policyArns.map((arn) => ({ suffix: `/${lastName(arn)}` })),
        }),
      ],
    ),
  };
}

interface CallsOn {
  eventName: unknown[];
  requestParameters: Record<string, unknown[]>;
}

function callsOn(eventName: unknown[], requestParameters: Record<string, unknown[]>): CallsOn {
  return { eventName, requestParameters };
}

/** A list in a pattern must have a value, so calls on nothing are left out. */
function eitherCall(services: string[], alternatives: CallsOn[]): RulePattern {
  const some = alternatives.filter(({ requestParameters }) =>
    Object.values(requestParameters).every((values) => values.length > 0),
  );
  return {
    source: services.map((service) => `aws.${service}`),
    'detail-type': [API_CALL],
    // EventBridge refuses `$or` with fewer than two parts.
    detail: some.length > 1 ? { $or: some } : { ...some[0] },
  };
}

/** If no trail is known, the source of the events could be any trail. */
function trailNames({ trailArns, recorder }: HandlerSettings['own']): unknown[] {
  if (trailArns.length === 0 && !recorder) return [{ exists: true }];
  return trailArns.map(lastName).flatMap((name) => [name, { suffix: `/${name}` }]);
}

function lastName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** The names of rules for a pattern. One prefix covers rules that differ in their end, to keep the pattern short. */
function rulesOf(names: string[]): (string | { prefix: string })[] {
  const ending = /(?<=-notify-)[a-z]+$|(?<=-(tamper|blind))(-2)?$/;
  const several = names.filter((name) => ending.test(name));
  const prefixes = new Set(several.map((name) => name.replace(ending, '')));
  return [...names.filter((name) => !ending.test(name)), ...begins(...prefixes)];
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
