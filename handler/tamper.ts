import type { Severity } from '../src/core/baseline/baseline.ts';
import type { Verdict } from '../src/core/finding/finding.ts';
import type { Change } from '../src/core/record/change.ts';
import { dict, field, text, whole } from '../src/core/record/json.ts';
import { tamperTargets } from '../src/core/record/parse-record.ts';
import type { HandlerSettings } from '../src/core/settings.ts';

/** Calls that disable the monitoring completely or in part. */
const BLINDING = /^(Stop|Delete|Disable|Remove|Purge|Detach)/;

/**
 * Returns the verdict for a call that targets a resource of this stack or the trail that it depends on; undefined for
 * all other calls. Calls of `install` and `teardown` are labelled by their user agent. A caller can forge it, so the
 * label lowers the severity only to one that --notify still sends by default, and never hides the finding.
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

/** Decides by the call's name, or by the request: PutRule with a disabled rule, or a concurrency of 0. */
function isBlinding({ eventName }: Change, record: unknown): boolean {
  if (BLINDING.test(eventName)) return true;
  const request = dict(field(record, 'requestParameters'));
  if (eventName === 'PutRule') return text(field(request, 'state')) === 'DISABLED';
  return (
    eventName.startsWith('PutFunctionConcurrency') &&
    whole(field(request, 'reservedConcurrentExecutions')) === 0
  );
}

/** Names are unique only per service, so each service's targets are compared only with its own resources. */
function ownTargets(change: Change, targets: string[], own: HandlerSettings['own']): string[] {
  const names = ownNames(change, own);
  return targets.filter((target) => target === '*' || names.includes(target));
}

function ownNames({ eventSource, eventName }: Change, own: HandlerSettings['own']): string[] {
  switch (eventSource.split('.')[0]) {
    case 'events':
      // PutPermission decides who can put events on the default bus, which carries the findings and the events.
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
