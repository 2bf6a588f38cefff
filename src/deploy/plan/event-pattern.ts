import { SEVERITIES, type Severity } from '../../core/baseline/baseline.ts';
import { FINDING_DETAIL_TYPES } from '../../core/finding/finding.ts';
import { callNames, tamperCalls } from '../../core/record/parse-record.ts';
import type { HandlerSettings } from '../../core/settings.ts';

/** An EventBridge event pattern as plain data; `patternText` writes it as PutRule wants it. */
export type RulePattern = Record<string, unknown>;

/** The default quota of one pattern, in characters (EventBridge quotas). */
export const MAX_PATTERN_LENGTH = 2048;

const API_CALL = 'AWS API Call via CloudTrail';

/** Calls that put groups on interfaces and instances; watched with `--attachments`. */
export const ATTACHMENT_CALLS = ['ModifyNetworkInterfaceAttribute', 'ModifyInstanceAttribute'];

/** Failed calls are matched too: they are findings of kind denied-attempt. */
export function changePattern(options: { attachments: boolean }): RulePattern {
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
 * Calls that blind this very stack, for targets that are told directly: the function may be what is gone, or
 * somebody else's by now. It names the stack's own resources, so that nothing else in the account matches.
 * What they are called begins as short as it can: together with what they touch that is enough.
 */
export function blindingPattern(own: HandlerSettings['own']): RulePattern {
  const begins = (...names: string[]) => names.map((prefix) => ({ prefix }));
  const rules = rulesOf(own.ruleNames);
  const trails = own.trailArns
    .map((arn) => arn.slice(arn.lastIndexOf('/') + 1))
    .flatMap((name) => [name, { suffix: `/${name}` }]);
  const functionArn = { suffix: `:function:${own.functionName}` };
  // It tells of changes of all other rules, and can't tell of those that keep it from telling.
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
        // All names would be too long here; a stack whose name begins with this one's is told of, too.
        calls(begins('Remove'), { rule: begins(...tamperRule.map((name) => name.replace(/tamper$/, ''))) }),
        calls(['PutRule'], { name: tamperRule }),
        calls(['PutTargets'], { rule: tamperRule }),
        // Code and settings; reserved concurrency; the grants to EventBridge.
        calls(begins('Delete', 'Remove', 'UpdateFunctionCo', 'PutFunctionC'), {
          functionName: [own.functionName, functionArn],
        }),
        calls(begins('Put', 'Delete'), { resourceArn: [functionArn] }),
        // Policies, the boundary, and who may assume it.
        calls(begins('Delete', 'Detach', 'Attach', 'Put', 'UpdateA'), { roleName: [own.roleName] }),
        calls(begins('Delete'), { logGroupName: [own.logGroupName] }),
        calls(begins('Delete', 'Purge'), { queueUrl: [{ suffix: `/${own.queueName}` }] }),
      ],
    },
  };
}

/** As a pattern names them: there may be a rule for each severity, and a pattern has to be short. */
function rulesOf(names: string[]): (string | { prefix: string })[] {
  const notify = /(?<=-notify-)[a-z]+$/;
  const prefixes = new Set(names.filter((name) => notify.test(name)).map((name) => name.replace(notify, '')));
  return [...names.filter((name) => !notify.test(name)), ...[...prefixes].map((prefix) => ({ prefix }))];
}

/** An on-demand check: anyone who may put events on the default bus may ask for one. */
export function checkPattern(): RulePattern {
  return { source: ['secgroup-monitor'], 'detail-type': ['Check Security Group'] };
}

/** Resource state changes from AWS Config, for accounts that record Config but keep no trail. */
export function configPattern(): RulePattern {
  return {
    source: ['aws.config'],
    'detail-type': ['Config Configuration Item Change'],
    detail: { configurationItem: { resourceType: ['AWS::EC2::SecurityGroup'] } },
  };
}

/** This stack's findings at or above a severity, as the handler puts them on the bus. */
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
