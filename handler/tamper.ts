import type { Severity } from '../src/core/baseline/baseline.ts';
import type { Verdict } from '../src/core/finding/finding.ts';
import type { Change } from '../src/core/record/change.ts';
import { dict, field, text, whole } from '../src/core/record/json.ts';
import { tamperTargets } from '../src/core/record/parse-record.ts';
import type { HandlerSettings } from '../src/core/settings.ts';

/** Calls after which nothing, or not everything, would be seen any more. */
const BLINDING = /^(Stop|Delete|Disable|Remove|Purge|Detach)/;

/**
 * A call that touches what this stack is made of, or the trail it depends on; undefined for all others.
 * secgroup-monitor's own install and teardown are labelled by their user agent. That can be forged, so the
 * label lowers the severity no further than what --notify sends by default, and never hides the finding.
 */
export function tamperVerdict(
  change: Change,
  record: unknown,
  settings: HandlerSettings,
): Verdict | undefined {
  const touched = ownTargets(change, tamperTargets(record), settings.own);
  if (touched.length === 0) return undefined;
  const byOperator = /\bsecgroup-monitor\//.test(change.userAgent ?? '');
  const args: Verdict['args'] = { touched, eventName: change.eventName };
  if (change.errorCode !== undefined) args.errorCode = change.errorCode;
  return {
    kind: change.errorCode === undefined ? 'tamper' : 'denied-attempt',
    code: byOperator ? 'monitoring-changed-by-operator' : 'monitoring-tampered',
    severity: severityOf(change, byOperator, isBlinding(change, record)),
    unexpected: [],
    missing: [],
    args,
  };
}

function severityOf(change: Change, byOperator: boolean, blinding: boolean): Severity {
  if (byOperator) return 'medium';
  if (change.errorCode !== undefined) return 'high';
  return blinding ? 'critical' : 'high';
}

/** By its name, or as a Put call that switches off: a rule written disabled, a function that may never run. */
function isBlinding({ eventName }: Change, record: unknown): boolean {
  if (BLINDING.test(eventName)) return true;
  const request = dict(field(record, 'requestParameters'));
  if (eventName === 'PutRule') return text(field(request, 'state')) === 'DISABLED';
  return (
    eventName.startsWith('PutFunctionConcurrency') &&
    whole(field(request, 'reservedConcurrentExecutions')) === 0
  );
}

/** Names are unique per service only, so each service's targets are compared with its own resources. */
function ownTargets(change: Change, targets: string[], own: HandlerSettings['own']): string[] {
  const names = ownNames(change, own);
  return targets.filter((target) => target === '*' || names.includes(target));
}

function ownNames({ eventSource, eventName }: Change, own: HandlerSettings['own']): string[] {
  switch (eventSource.split('.')[0]) {
    case 'events':
      // Who may put what on the default bus: findings leave by it, and the events come by it.
      return eventName === 'PutPermission' ? ['default'] : own.ruleNames;
    case 'lambda':
      return [own.functionName];
    case 'iam':
      return [own.roleName];
    case 'logs':
      return [own.logGroupName];
    case 'sqs':
      return [own.queueName];
    case 'cloudtrail':
      return own.trailArns.flatMap((arn) => [arn, arn.slice(arn.lastIndexOf('/') + 1)]);
    default:
      return [];
  }
}
