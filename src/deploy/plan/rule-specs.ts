import type { Target } from '../../aws/services/events.ts';
import { matchesByTag } from '../../core/baseline/match-group.ts';
import { extraTargets, notifications, notified } from '../install/install-settings.ts';
import { type CallerIdentity, roleArn, type StackNames } from '../stack.ts';
import type { ExtraTarget } from '../target-option.ts';
import type { DesiredInput } from './desired-input.ts';
import {
  blindingPatterns,
  changePattern,
  checkPattern,
  configPattern,
  findingsPattern,
  patternText,
  tamperPatterns,
} from './event-pattern.ts';

/** One rule of the stack, with its targets. */
export interface RuleSpec {
  name: string;
  description: string;
  pattern?: string | undefined;
  schedule?: string | undefined;
  /** Whether it invokes the function. */
  invokes: boolean;
  targets: Target[];
}

/** Pure. Returns all rules of the stack. */
export function ruleSpecs(
  { names, settings, identity, own, baseline }: DesiredInput,
  functionArn: string,
): RuleSpec[] {
  const toFunction: Target = { Id: 'function', Arn: functionArn };
  // The event bus can also receive events that other accounts forward. Those keep the other account's id.
  const ours = { account: [identity.account] };
  const spec = (
    purpose: string,
    description: string,
    trigger: Pick<RuleSpec, 'pattern' | 'schedule'>,
  ): RuleSpec => ({
    name: `${names.rulePrefix}${purpose}`,
    description,
    ...trigger,
    invokes: true,
    targets: [toFunction],
  });
  const change = spec(
    'change',
    settings.source === 'config'
      ? 'Configuration items of security groups, from AWS Config.'
      : 'API calls that can change what a security group admits.',
    {
      pattern: patternText({
        ...ours,
        ...(settings.source === 'config'
          ? configPattern()
          : changePattern({ attachments: settings.attachments, tags: matchesByTag(baseline) })),
      }),
    },
  );
  change.targets.push(
    ...extraTargets(settings.targets).map((target) => extraTarget(target, names, identity)),
  );
  return [
    change,
    spec('check', 'On-demand checks: events that ask for one.', { pattern: patternText(checkPattern()) }),
    ...Object.entries(tamperPatterns()).map(([purpose, pattern]) =>
      spec(purpose, 'API calls that could blind the monitor.', {
        pattern: patternText({ ...ours, ...pattern }),
      }),
    ),
    ...(settings.sweep === 'off'
      ? []
      : [spec('sweep', 'Judges every group and writes a heartbeat.', { schedule: settings.sweep })]),
    ...(settings.notify.length === 0
      ? []
      : Object.entries(blindingPatterns(own)).map(
          ([purpose, pattern]): RuleSpec => ({
            name: `${names.rulePrefix}${purpose}`,
            description: 'Calls that blind the monitor, reported without the function.',
            pattern: patternText({ ...ours, ...pattern }),
            invokes: false,
            targets: notified(settings.notify).map((Arn, index) => ({ Id: `notify-${index + 1}`, Arn })),
          }),
        )),
    ...notifications(settings.notify).map(
      ({ severity, arns }): RuleSpec => ({
        name: `${names.rulePrefix}notify-${severity}`,
        description: `Findings of severity ${severity} and above.`,
        pattern: patternText(findingsPattern(names.stack, severity)),
        invokes: false,
        targets: arns.map((Arn, index) => ({ Id: `notify-${index + 1}`, Arn })),
      }),
    ),
  ];
}

function extraTarget(target: ExtraTarget, names: StackNames, identity: CallerIdentity): Target {
  return {
    Id: target.id,
    Arn: target.arn,
    ...target.shape,
    ...(needsTargetsRole(target) ? { RoleArn: roleArn(identity, names.targetsRole) } : {}),
  };
}

/** EventBridge uses the target's own policy for SNS, SQS, log groups and Lambda, and a role for all others. */
export function needsTargetsRole({ service }: ExtraTarget): boolean {
  return service === 'kinesis' || service === 'event-bus';
}
